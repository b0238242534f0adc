import {
  asset,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import {
  decimalAt,
  given,
  integerAt,
  optionalDecimalAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { oldCode, unifiedCode } from './assets.ts'
import { inferContract } from './futures/instruments.ts'
import { unitOf } from './unit.ts'
import { VENUE } from './venue.ts'

/**
 * One entry of REST's `AssetPairs` → Instrument; `undefined` for dark-pool pairs (`XXBTZUSD.d`), which have no `wsname`
 * and no stream. Streams write `BTC/USD` where `wsname` is `XBT/USD`. docs/venues/kraken.md §Instruments; checked
 * 2026-11-21.
 */
export function readAssetPair(row: JsonObject): Instrument | undefined {
  const wsName = optionalTextAt(row, 'wsname')
  if (wsName === undefined) return undefined
  const codes = codesOf(wsName)
  if (codes === undefined) return undefined
  const priceScale = integerAt(row, 'pair_decimals')
  const sizeScale = integerAt(row, 'lot_decimals')
  return spotInstrument(codes, {
    status: readStatus(optionalTextAt(row, 'status') ?? ''),
    // Absent in listings of before 2023.
    tickSize: optionalDecimalAt(row, 'tick_size') ?? unitOf(priceScale),
    lotSize: unitOf(sizeScale),
    isInferred: false,
    ...given('minQuantity', optionalDecimalAt(row, 'ordermin')),
    ...given('minNotional', optionalDecimalAt(row, 'costmin')),
    priceScale,
    sizeScale,
  })
}

/** One row of `pairs` of the `instrument` channel → Instrument; its symbols are those that every stream has. */
export function readChannelPair(row: JsonObject, market: Market): Instrument | undefined {
  const symbol = textAt(row, 'symbol')
  const rules = {
    status: readStatus(textAt(row, 'status')),
    tickSize: decimalAt(row, 'price_increment'),
    lotSize: decimalAt(row, 'qty_increment'),
    minQuantity: decimalAt(row, 'qty_min'),
    isInferred: false,
    ...given('minNotional', optionalDecimalAt(row, 'cost_min')),
    priceScale: integerAt(row, 'price_precision'),
    sizeScale: integerAt(row, 'qty_precision'),
  }
  if (market === 'spot') {
    const codes = codesOf(symbol)
    return codes === undefined ? undefined : spotInstrument(codes, rules)
  }
  const contract = inferContract(symbol)
  return contract === undefined ? undefined : Object.freeze({ ...contract, ...rules })
}

type Rules = Pick<
  Instrument,
  | 'isInferred'
  | 'status'
  | 'tickSize'
  | 'lotSize'
  | 'minQuantity'
  | 'minNotional'
  | 'priceScale'
  | 'sizeScale'
>

interface Codes {
  readonly base: string
  readonly quote: string
}

function codesOf(name: string): Codes | undefined {
  const match = /^([^/]+)\/([^/]+)$/.exec(name)
  return match === null
    ? undefined
    : { base: unifiedCode(match[1] ?? ''), quote: unifiedCode(match[2] ?? '') }
}

function spotInstrument(
  { base, quote }: Codes,
  rules: Rules,
  symbol: string = `${base}/${quote}`,
): Instrument {
  return Object.freeze({
    venue: VENUE,
    market: 'spot',
    kind: 'spot',
    product: 'spot',
    symbol: venueSymbol(symbol),
    pair: pair(`${base}/${quote}`),
    base: asset(base),
    quote: asset(quote),
    ...rules,
  })
}

const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  online: 'trading',
  // Limit orders only: quotes and trades go on.
  limit_only: 'trading',
  cancel_only: 'cancelOnly',
  post_only: 'postOnly',
  reduce_only: 'reduceOnly',
  maintenance: 'halted',
  work_in_progress: 'preOpen',
  delisted: 'closed',
}

/** The venue's status word; words not known yet are `unknown`. */
function readStatus(word: string): InstrumentStatus {
  return STATUS[word] ?? 'unknown'
}

const UNKNOWN_RULES: Rules = { status: 'unknown', priceScale: 0, sizeScale: 0, isInferred: true }

/** The instrument that a symbol names by Kraken's naming rules; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  if (market === 'futures') return inferContract(symbol)
  const codes = codesOf(symbol)
  return codes === undefined ? undefined : spotInstrument(codes, UNKNOWN_RULES, symbol)
}

/** The name that REST knows a spot pair by: `BTC/USD` is `XBTUSD`. */
export function restPair({ base, quote }: Pick<Instrument, 'base' | 'quote'>): string {
  return `${oldCode(base)}${oldCode(quote)}`
}
