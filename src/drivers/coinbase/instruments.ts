import {
  type Asset,
  asset,
  type ContractTerms,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { dateSuffix } from '../kit/expiry.ts'
import { given, isObject, optionalDecimalAt, optionalTextAt, textAt } from '../kit/fields.ts'
import { optionalIsoTimeAt } from './times.ts'
import { VENUE } from './venue.ts'

/**
 * One row of `market/products` → Instrument. docs/venues/coinbase.md §Instruments; checked 2026-11-21.
 *
 * `undefined` where it is of a product out of scope, or a contract without its terms.
 */
export function readProduct(row: JsonObject): Instrument | undefined {
  switch (optionalTextAt(row, 'product_type')) {
    case 'SPOT':
      return readSpot(row)
    case 'FUTURE':
      return readContract(row)
    case undefined:
    default:
      return undefined
  }
}

type Head = Pick<
  Instrument,
  'venue' | 'symbol' | 'isInferred' | 'status' | 'priceScale' | 'sizeScale'
>

/** `quote_increment` is the step of market orders by value; where there is a `price_increment`, that is the tick. */
function readHead(row: JsonObject, status: InstrumentStatus): Head {
  const tickSize =
    optionalDecimalAt(row, 'price_increment') ?? optionalDecimalAt(row, 'quote_increment')
  const lotSize = optionalDecimalAt(row, 'base_increment')
  const minNotional = optionalDecimalAt(row, 'quote_min_size')
  return {
    venue: VENUE,
    symbol: venueSymbol(textAt(row, 'product_id')),
    isInferred: false,
    status,
    ...given('tickSize', tickSize),
    ...given('lotSize', lotSize),
    ...given('minQuantity', optionalDecimalAt(row, 'base_min_size')),
    // Contracts have none, told as 0.
    ...given('minNotional', minNotional === '0' ? undefined : minNotional),
    priceScale: tickSize === undefined ? 0 : (scaleOf(tickSize) ?? 0),
    sizeScale: lotSize === undefined ? 0 : (scaleOf(lotSize) ?? 0),
  }
}

function readSpot(row: JsonObject): Instrument {
  const alias = optionalTextAt(row, 'alias')
  const head = readHead(row, readStatus(row))
  const base = asset(textAt(row, 'base_currency_id'))
  const quote = asset(textAt(row, 'quote_currency_id'))
  return Object.freeze({
    ...head,
    ...given('aliasOf', alias === undefined ? undefined : venueSymbol(alias)),
    product: 'spot',
    ...spotTerms(base, quote),
  })
}

function readContract(row: JsonObject): Instrument | undefined {
  const details = row['future_product_details']
  if (!isObject(details)) return undefined
  const root = optionalTextAt(details, 'contract_root_unit')
  const quoteName = optionalTextAt(row, 'quote_currency_id')
  const multiplier = optionalDecimalAt(details, 'contract_size')
  const isPerpetual = isPerpetualContract(details)
  const expiryTimeUs = isPerpetual ? undefined : optionalIsoTimeAt(details, 'contract_expiry')
  if (root === undefined || quoteName === undefined || multiplier === undefined) return undefined
  if (!isPerpetual && expiryTimeUs === undefined) return undefined
  const [base, quote] = [asset(root), asset(quoteName)]
  return Object.freeze({
    ...readHead(row, readSessionStatus(row)),
    product: optionalTextAt(row, 'product_venue') === 'INTX' ? 'intx' : 'futures',
    ...contractTerms(base, quote, {
      direction: 'linear',
      multiplier,
      settle: quote,
      ...given('expiryTimeUs', expiryTimeUs),
    }),
  })
}

/**
 * US perpetuals are by law futures that expire in 2030: what makes them perpetual is their funding. The rate stands in
 * the details, not in `perpetual_details`, where it is empty for them.
 */
function isPerpetualContract(details: JsonObject): boolean {
  return (
    optionalTextAt(details, 'contract_expiry_type') === 'PERPETUAL' ||
    optionalTextAt(details, 'funding_rate') !== undefined
  )
}

function spotTerms(
  base: Asset,
  quote: Asset,
): Pick<Instrument, 'market' | 'kind' | 'base' | 'quote' | 'pair'> {
  return { market: 'spot', kind: 'spot', base, quote, pair: pair(`${base}/${quote}`) }
}

function contractTerms(
  base: Asset,
  quote: Asset,
  contract: ContractTerms,
): Pick<Instrument, 'market' | 'kind' | 'base' | 'quote' | 'pair' | 'contract'> {
  const { settle, expiryTimeUs } = contract
  const name = `${base}/${quote}:${settle}`
  return {
    market: 'futures',
    base,
    quote,
    contract,
    ...(expiryTimeUs === undefined
      ? { kind: 'perpetual', pair: pair(name) }
      : { kind: 'dated', pair: pair(`${name}-${dateSuffix(expiryTimeUs)}`) }),
  }
}

const WORDS: Readonly<Record<string, InstrumentStatus>> = {
  online: 'trading',
  offline: 'halted',
  internal: 'halted',
  delisted: 'closed',
}

const FLAGS: readonly (readonly [flag: string, status: InstrumentStatus])[] = [
  ['is_disabled', 'halted'],
  ['trading_disabled', 'halted'],
  ['view_only', 'halted'],
  ['cancel_only', 'cancelOnly'],
  ['post_only', 'postOnly'],
  ['auction_mode', 'preOpen'],
]

/** Status of a spot product: its word, and where that is `online` the first flag that is set. */
export function readStatus(row: JsonObject): InstrumentStatus {
  const status = WORDS[optionalTextAt(row, 'status') ?? ''] ?? 'unknown'
  return status === 'trading' ? readFlags(row) : status
}

/** Contracts leave `status` empty; those of the US have sessions. */
function readSessionStatus(row: JsonObject): InstrumentStatus {
  const session = row['fcm_trading_session_details']
  if (isObject(session) && session['is_session_open'] === false) return 'halted'
  return optionalTextAt(row, 'status') === undefined ? readFlags(row) : readStatus(row)
}

function readFlags(row: JsonObject): InstrumentStatus {
  return FLAGS.find(([flag]) => row[flag] === true)?.[1] ?? 'trading'
}

const SPOT_SYMBOL = /^([A-Z0-9]{1,20})-([A-Z0-9]{1,20})$/
const INTX_SYMBOL = /^([A-Z0-9]{1,20})-PERP-INTX$/

/**
 * The instrument that a symbol names: spot pairs and international perpetuals. The codes of US futures (`BIP`, `BIT`) are
 * not their assets, so without a listing those have no name.
 */
export function inferInstrument(_market: Market, symbol: string): Instrument | undefined {
  if (symbol === '') return undefined
  const head = {
    venue: VENUE,
    symbol: venueSymbol(symbol),
    isInferred: true,
    status: 'trading',
    priceScale: 0,
    sizeScale: 0,
  } as const
  const spot = SPOT_SYMBOL.exec(symbol)
  if (spot?.[1] !== undefined && spot[2] !== undefined) {
    return Object.freeze({ ...head, product: 'spot', ...spotTerms(asset(spot[1]), asset(spot[2])) })
  }
  const perpetual = INTX_SYMBOL.exec(symbol)?.[1]
  if (perpetual === undefined) return undefined
  const quote = asset('USDC')
  const terms = contractTerms(asset(perpetual), quote, {
    direction: 'linear',
    multiplier: '1' as ContractTerms['multiplier'], // a decimal as it stands
    settle: quote,
  })
  return Object.freeze({ ...head, product: 'intx', ...terms })
}
