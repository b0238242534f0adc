import {
  type Asset,
  asset,
  type ContractTerms,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaledText,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { dateSuffix, expiryOfSuffix } from '../kit/expiry.ts'
import {
  decimalAt,
  given,
  integerAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { FACTS, type GateProduct } from './venue.ts'

/** Gate's listings → Instrument. docs/venues/gate.md §Instruments; checked 2026-11-21. */

const VENUE = FACTS.v2.venue
const SECOND_US = 1_000_000

const SPOT_STATUS: Readonly<Record<string, InstrumentStatus>> = {
  tradable: 'trading',
  untradable: 'halted',
  // Before `sell_start` of a new listing.
  buyable: 'preOpen',
  // What is left of a pair that is being removed.
  sellable: 'reduceOnly',
}

const CONTRACT_STATUS: Readonly<Record<string, InstrumentStatus>> = {
  prelaunch: 'preOpen',
  trading: 'trading',
  delisting: 'reduceOnly',
  delisted: 'closed',
  circuit_breaker: 'halted',
  suspend: 'halted',
}

/** A row of `/spot/currency_pairs`: steps are given as numbers of digits. */
export function readPair(row: JsonObject): Instrument {
  const base = asset(textAt(row, 'base'))
  const quote = asset(textAt(row, 'quote'))
  const priceScale = integerAt(row, 'precision')
  const sizeScale = integerAt(row, 'amount_precision')
  return Object.freeze({
    venue: VENUE,
    symbol: venueSymbol(textAt(row, 'id')),
    product: 'spot',
    isInferred: false,
    status: SPOT_STATUS[optionalTextAt(row, 'trade_status') ?? ''] ?? 'unknown',
    base,
    quote,
    ...spotTerms(base, quote),
    tickSize: scaledText(1, priceScale),
    lotSize: scaledText(1, sizeScale),
    ...given('minQuantity', optionalDecimalAt(row, 'min_base_amount')),
    ...given('minNotional', optionalDecimalAt(row, 'min_quote_amount')),
    priceScale,
    sizeScale,
  })
}

/** What `quanto_multiplier` is on the inverse contract, which stands for one USD. */
const NO_MULTIPLIER = '0'

/**
 * A row of `/futures/{settle}/contracts` or `/delivery/{settle}/contracts`.
 *
 * `undefined` where its terms are neither linear nor inverse: quanto contracts, priced in USD and paid in a third coin.
 */
export function readContract(row: JsonObject, product: GateProduct): Instrument | undefined {
  const symbol = textAt(row, 'name')
  const names = splitContract(symbol)
  if (names === undefined) return undefined
  const tickSize = decimalAt(row, 'order_price_round')
  const lotSize = lotSizeOf(row)
  const multiplier = decimalAt(row, 'quanto_multiplier')
  const expiryS = optionalIntegerAt(row, 'expire_time')
  const expiryTimeUs = expiryS === undefined ? undefined : expiryS * SECOND_US
  const minQuantity = optionalDecimalAt(row, 'order_size_min')
  const terms = contractTerms(names, multiplier === NO_MULTIPLIER ? ONE : multiplier, expiryTimeUs)
  if (terms === undefined) return undefined
  return Object.freeze({
    venue: VENUE,
    symbol: venueSymbol(symbol),
    product,
    isInferred: false,
    status: contractStatus(row),
    base: names.base,
    quote: names.quote,
    ...terms,
    tickSize,
    ...given('lotSize', lotSize),
    ...given('minQuantity', minQuantity === '0' ? undefined : minQuantity),
    priceScale: scaleOf(tickSize) ?? 0,
    sizeScale: lotSize === undefined ? 0 : (scaleOf(lotSize) ?? 0),
  })
}

/** One contract; where fractions are allowed, one in the last digit of the smallest order (unconfirmed). */
function lotSizeOf(row: JsonObject): DecimalText | undefined {
  if (row['enable_decimal'] !== true) return ONE
  const least = decimalAt(row, 'order_size_min')
  // Asked without the header for decimal sizes: the fraction was cut away.
  return least === '0' ? undefined : scaledText(1, scaleOf(least) ?? 0)
}

/** `in_delisting` stands beside every status: positions may only be closed. */
function contractStatus(row: JsonObject): InstrumentStatus {
  const status = CONTRACT_STATUS[optionalTextAt(row, 'status') ?? 'trading'] ?? 'unknown'
  return row['in_delisting'] === true && status === 'trading' ? 'reduceOnly' : status
}

const ONE = '1' as DecimalText
const BITCOIN = 'BTC'

type Terms = Pick<Instrument, 'market' | 'kind' | 'pair' | 'contract'>

function spotTerms(base: Asset, quote: Asset): Terms {
  return { market: 'spot', kind: 'spot', pair: pair(`${base}/${quote}`) }
}

function contractTerms(
  { base, quote, isDated }: ContractNames,
  multiplier: DecimalText,
  expiryTimeUs: number | undefined,
): Terms | undefined {
  const isInverse = quote === 'USD'
  if (isInverse && base !== BITCOIN) return undefined
  if (isDated && expiryTimeUs === undefined) return undefined
  const settle = isInverse ? base : quote
  const suffix = isDated && expiryTimeUs !== undefined ? `-${dateSuffix(expiryTimeUs)}` : ''
  const contract: ContractTerms = {
    direction: isInverse ? 'inverse' : 'linear',
    multiplier,
    settle,
    ...given('expiryTimeUs', isDated ? expiryTimeUs : undefined),
  }
  return {
    market: 'futures',
    kind: isDated ? 'dated' : 'perpetual',
    pair: pair(`${base}/${quote}:${settle}${suffix}`),
    contract,
  }
}

/** The parts of a contract's name. */
interface ContractNames {
  readonly base: Asset
  readonly quote: Asset
  readonly isDated: boolean
  /** Epoch µs by the name: 08:00 UTC. */
  readonly expiryTimeUs: number | undefined
}

const CONTRACT = /^([^\s/:_-]+)_([^\s/:_-]+)(?:_20(\d{6}))?$/

/** `BTC_USDT`, `BTC_USD`, `BTC_USDT_20261225`; options have dashes. */
function splitContract(symbol: string): ContractNames | undefined {
  const match = CONTRACT.exec(symbol)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  const date = match[3]
  return {
    base: asset(match[1]),
    quote: asset(match[2]),
    isDated: date !== undefined,
    expiryTimeUs: date === undefined ? undefined : expiryOfSuffix(date),
  }
}

/** The instrument that a symbol names by Gate's naming rule; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  const names = splitContract(symbol)
  if (names === undefined) return undefined
  const { base, quote, isDated } = names
  const isSpot = market === 'spot'
  if (isSpot && isDated) return undefined
  // What a contract stands for differs by contract: only a listing knows. The inverse one stands for one USD.
  const terms = isSpot ? spotTerms(base, quote) : contractTerms(names, ONE, names.expiryTimeUs)
  if (terms === undefined) return undefined
  return Object.freeze({
    venue: VENUE,
    symbol: venueSymbol(symbol),
    base,
    quote,
    ...terms,
    product: isSpot ? 'spot' : isDated ? 'delivery' : quote === 'USD' ? 'btc' : 'usdt',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
    status: 'unknown',
  })
}
