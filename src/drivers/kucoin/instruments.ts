import {
  type ContractTerms,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import { daysSinceEpoch, type JsonObject } from '../../wire/index.ts'
import { dateSuffix } from '../kit/expiry.ts'
import {
  given,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { contractAsset, spotAsset } from './assets.ts'
import { FACTS } from './venue.ts'

/** Instruments of KuCoin's listings. docs/venues/kucoin.md §Instruments; checked 2026-11-21. */

/** One row of `api/v2/symbols`. `name` follows renamings, `symbol` does not. */
export function readSpotInstrument(row: JsonObject): Instrument {
  const base = spotAsset(textAt(row, 'baseCurrency'))
  const quote = spotAsset(textAt(row, 'quoteCurrency'))
  const tickSize = optionalDecimalAt(row, 'priceIncrement')
  const lotSize = optionalDecimalAt(row, 'baseIncrement')
  return Object.freeze({
    venue: FACTS.venue,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    symbol: venueSymbol(textAt(row, 'symbol')),
    base,
    quote,
    product: 'spot',
    status: spotStatus(row),
    ...given('tickSize', tickSize),
    ...given('lotSize', lotSize),
    ...given('minQuantity', optionalDecimalAt(row, 'baseMinSize')),
    ...given('minNotional', optionalDecimalAt(row, 'minFunds')),
    priceScale: digitsOf(tickSize),
    sizeScale: digitsOf(lotSize),
    isInferred: false,
  })
}

function spotStatus(row: JsonObject): InstrumentStatus {
  const { enableTrading } = row
  if (typeof enableTrading !== 'boolean') return 'unknown'
  return enableTrading ? 'trading' : 'halted'
}

const CONTRACT_STATUS: Readonly<Record<string, InstrumentStatus>> = {
  Init: 'preOpen',
  Open: 'trading',
  BeingSettled: 'halted',
  Settled: 'closed',
  Paused: 'halted',
  Closed: 'closed',
  CancelOnly: 'cancelOnly',
}

const PERPETUAL = 'FFWCSX'
const DATED = 'FFICSX'

/** One row of `api/v1/contracts/active`; `undefined` where it is of a type that this version does not know. */
export function readContract(row: JsonObject): Instrument | undefined {
  const type = textAt(row, 'type')
  const multiplier = optionalDecimalAt(row, 'multiplier')
  const expiryTimeUs = optionalMsTimeAt(row, 'expireDate')
  const isDated = type === DATED
  if ((!isDated && type !== PERPETUAL) || multiplier === undefined) return undefined
  if (isDated && expiryTimeUs === undefined) return undefined
  const tickSize = optionalDecimalAt(row, 'tickSize')
  const lotSize = optionalDecimalAt(row, 'lotSize')
  return contractInstrument({
    symbol: textAt(row, 'symbol'),
    base: textAt(row, 'baseCurrency'),
    quote: textAt(row, 'quoteCurrency'),
    settle: textAt(row, 'settleCurrency'),
    isInverse: row['isInverse'] === true,
    // Inverse contracts have -1, which means 1 USD.
    multiplier: withoutSign(multiplier),
    // A perpetual contract to be delisted has a date too.
    expiryTimeUs: isDated ? expiryTimeUs : undefined,
    rest: {
      status: CONTRACT_STATUS[optionalTextAt(row, 'status') ?? ''] ?? 'unknown',
      ...given('tickSize', tickSize),
      ...given('lotSize', lotSize),
      ...given('minQuantity', lotSize),
      priceScale: digitsOf(tickSize),
      sizeScale: digitsOf(lotSize),
      isInferred: false,
    },
  })
}

/** What makes a contract, in the venue's words. */
interface ContractParts {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly settle: string
  readonly isInverse: boolean
  readonly multiplier: DecimalText
  readonly expiryTimeUs: number | undefined
  readonly rest: Pick<Instrument, 'status' | 'priceScale' | 'sizeScale' | 'isInferred'> &
    Partial<Instrument>
}

function contractInstrument(parts: ContractParts): Instrument {
  const { isInverse, expiryTimeUs } = parts
  const base = contractAsset(parts.base)
  const quote = contractAsset(parts.quote)
  const contract: ContractTerms = {
    direction: isInverse ? 'inverse' : 'linear',
    multiplier: parts.multiplier,
    settle: contractAsset(parts.settle),
    ...given('expiryTimeUs', expiryTimeUs),
  }
  const ending = expiryTimeUs === undefined ? '' : `-${dateSuffix(expiryTimeUs)}`
  return Object.freeze({
    venue: FACTS.venue,
    market: 'futures',
    kind: expiryTimeUs === undefined ? 'perpetual' : 'dated',
    pair: pair(`${base}/${quote}:${contract.settle}${ending}`),
    symbol: venueSymbol(parts.symbol),
    base,
    quote,
    contract,
    product: expiryTimeUs === undefined ? contract.direction : 'delivery',
    ...parts.rest,
  })
}

function withoutSign(value: DecimalText): DecimalText {
  // Exact decimal text without its minus is exact decimal text.
  return value.replace(/^-/, '') as DecimalText
}

function digitsOf(step: DecimalText | undefined): number {
  return step === undefined ? 0 : (scaleOf(step) ?? 0)
}

const INFERRED = { status: 'unknown', priceScale: 0, sizeScale: 0, isInferred: true } as const
const SPOT_SYMBOL = /^([^-]+)-([^-]+)$/
const CONTRACT_SYMBOL = /^([^-]+?)(USDT|USDC|USD)?M(?:([FGHJKMNQUVXZ])(\d\d))?$/

/** The instrument that a symbol names by KuCoin's naming rule; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  return market === 'spot' ? inferSpot(symbol) : inferContract(symbol)
}

function inferSpot(symbol: string): Instrument | undefined {
  const names = SPOT_SYMBOL.exec(symbol)
  if (names?.[1] === undefined || names[2] === undefined) return undefined
  const base = spotAsset(names[1])
  const quote = spotAsset(names[2])
  return Object.freeze({
    venue: FACTS.venue,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    symbol: venueSymbol(symbol),
    base,
    quote,
    product: 'spot',
    ...INFERRED,
  })
}

/** `XBTUSDTM`, `XBTUSDCM`, `XBTUSDM`, and dated `XBTMZ26`: quoted in USD and settled in the coin where no quote is named. */
function inferContract(symbol: string): Instrument | undefined {
  const [, base, quoted, month, year] = CONTRACT_SYMBOL.exec(symbol) ?? []
  if (base === undefined || (quoted === undefined && month === undefined)) return undefined
  const quote = quoted ?? 'USD'
  const isInverse = quote === 'USD'
  return contractInstrument({
    symbol,
    base,
    quote,
    settle: isInverse ? base : quote,
    isInverse,
    // One USD a lot. Linear contracts differ: only a listing knows.
    multiplier: '1' as DecimalText,
    expiryTimeUs:
      month === undefined || year === undefined ? undefined : expiryOf(month, Number(year)),
    rest: INFERRED,
  })
}

/** Month codes of futures exchanges, January first. */
const MONTHS = 'FGHJKMNQUVXZ'
const DAY_US = 86_400_000_000
const EXPIRY_HOUR_US = 8 * 3_600_000_000
/** 1970-01-01 was a Thursday: this day of the epoch was a Friday. */
const FIRST_FRIDAY = 1

/** Epoch µs of the last Friday of a month, 08:00 UTC; a listing says it exactly. */
function expiryOf(code: string, year: number): number {
  const month = MONTHS.indexOf(code) + 1
  const next = month === 12 ? [2001 + year, 1] : [2000 + year, month + 1]
  const lastDay = daysSinceEpoch(next[0] ?? 0, next[1] ?? 1, 1) - 1
  const friday = lastDay - ((lastDay - FIRST_FRIDAY) % 7)
  return friday * DAY_US + EXPIRY_HOUR_US
}
