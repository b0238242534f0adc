import {
  asset,
  type ContractTerms,
  type DecimalText,
  decimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaledText,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { expiryOfSuffix } from '../kit/expiry.ts'
import {
  decimalAt,
  given,
  integerAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { splitByQuote } from '../kit/naming.ts'
import { FACTS } from './venue.ts'

/** Orders are whole contracts. */
const ONE = decimalText('1')

/** `online` alone does not say that the API may trade. */
const SPOT_STATUS: Readonly<Record<string, InstrumentStatus>> = {
  online: 'trading',
  'not-online': 'preOpen',
  'pre-online': 'preOpen',
  suspend: 'halted',
  fuse: 'halted',
  'transfer-board': 'halted',
  offline: 'closed',
}

/** One row of `/v1/common/symbols` → Instrument. docs/venues/htx.md §Instruments; checked 2026-11-21. */
export function readSpot(row: JsonObject): Instrument {
  const symbol = textAt(row, 'symbol')
  const base = asset(textAt(row, 'base-currency').toUpperCase())
  const quote = asset(textAt(row, 'quote-currency').toUpperCase())
  const priceScale = integerAt(row, 'price-precision')
  const sizeScale = integerAt(row, 'amount-precision')
  const status = SPOT_STATUS[optionalTextAt(row, 'state') ?? ''] ?? 'unknown'
  const isOpen = (optionalTextAt(row, 'api-trading') ?? 'enabled') === 'enabled'
  const minQuantity =
    optionalDecimalAt(row, 'limit-order-min-order-amt') ?? optionalDecimalAt(row, 'min-order-amt')
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    product: 'spot',
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    base,
    quote,
    status: status === 'trading' && !isOpen ? 'halted' : status,
    tickSize: scaledText(1, priceScale),
    lotSize: scaledText(1, sizeScale),
    ...given('minQuantity', minQuantity),
    ...given('minNotional', optionalDecimalAt(row, 'min-order-value')),
    priceScale,
    sizeScale,
    isInferred: false,
  })
}

/** Delisted, listed, to be listed, suspended, to be suspended, settling, delivering, settled, delivered, suspended. */
const CONTRACT_STATUS: readonly InstrumentStatus[] = [
  'closed',
  'trading',
  'preOpen',
  'halted',
  'halted',
  'halted',
  'halted',
  'halted',
  'closed',
  'halted',
]

/**
 * One row of a contract listing, or of the topic `contract_info` → Instrument; `undefined` where its code is of no
 * product of ours.
 */
export function readContract(row: JsonObject): Instrument | undefined {
  const names = splitCode(textAt(row, 'contract_code'))
  if (names === undefined) return undefined
  const tickSize = decimalAt(row, 'price_tick')
  const expiryTimeUs =
    names.expiry === undefined ? undefined : optionalMsTimeAt(row, 'delivery_time')
  return Object.freeze({
    ...headOf(names),
    ...contractTerms(names, decimalAt(row, 'contract_size'), expiryTimeUs),
    status: CONTRACT_STATUS[optionalIntegerAt(row, 'contract_status') ?? -1] ?? 'unknown',
    tickSize,
    lotSize: ONE,
    minQuantity: ONE,
    priceScale: scaleOf(tickSize) ?? 0,
    isInferred: false,
  })
}

/** What a contract's code says. */
interface CodeNames {
  readonly code: string
  readonly base: string
  readonly quote: string
  readonly product: string
  /** `YYMMDD`, where it has one. */
  readonly expiry: string | undefined
}

// Aliases that roll (`BTC-USDT-CW`, `BTC_CQ`) name no one contract, and options have more parts.
const DASHED_CODE = /^([^-_]+)-([^-_]+)(?:-(\d{6}))?$/
const COIN_FUTURES_CODE = /^([^-_]+?)(\d{6})$/

function splitCode(code: string): CodeNames | undefined {
  const dashed = DASHED_CODE.exec(code)
  if (dashed?.[1] !== undefined && dashed[2] !== undefined) {
    const [, base, quote, expiry] = dashed
    if (quote === 'USD') {
      return expiry === undefined ? { code, base, quote, product: 'coin-swap', expiry } : undefined
    }
    const product = expiry === undefined ? 'linear-swap' : 'linear-futures'
    return { code, base, quote, product, expiry }
  }
  const [, base, expiry] = COIN_FUTURES_CODE.exec(code) ?? []
  if (base === undefined || expiry === undefined) return undefined
  return { code, base, quote: 'USD', product: 'coin-futures', expiry }
}

type Head = Pick<
  Instrument,
  'venue' | 'symbol' | 'product' | 'market' | 'base' | 'quote' | 'sizeScale'
>

/** Sizes of contracts have no fraction. */
function headOf({ code, base, quote, product }: CodeNames): Head {
  return {
    venue: FACTS.venue,
    symbol: venueSymbol(code),
    product,
    market: 'futures',
    base: asset(base),
    quote: asset(quote),
    sizeScale: 0,
  }
}

type Terms = Pick<Instrument, 'kind' | 'pair'> & { readonly contract: ContractTerms }

function contractTerms(
  { base, quote, product, expiry }: CodeNames,
  multiplier: DecimalText,
  expiryTimeUs: number | undefined,
): Terms {
  const isLinear = product.startsWith('linear')
  const settle = asset(isLinear ? quote : base)
  const suffix = expiry === undefined ? '' : `-${expiry}`
  return {
    kind: expiry === undefined ? 'perpetual' : 'dated',
    pair: pair(`${base}/${quote}:${settle}${suffix}`),
    contract: {
      direction: isLinear ? 'linear' : 'inverse',
      multiplier,
      settle,
      ...given('expiryTimeUs', expiryTimeUs),
    },
  }
}

/** The id of a contract's index: `BTC-USDT`, `BTC-USD`. */
export function indexIdOf({ base, quote }: Pick<Instrument, 'base' | 'quote'>): string {
  return `${base}-${quote}`
}

/** Quotes of spot symbols, for symbols that no listing explains. */
const QUOTES: readonly string[] = [
  'usdt',
  'usdc',
  'usdd',
  'tusd',
  'husd',
  'btc',
  'eth',
  'ht',
  'htx',
  'trx',
  'eur',
  'try',
  'brl',
]

/**
 * The instrument that a symbol names by HTX's naming rule; scales start at 0 and grow with the digits. `undefined` for
 * aliases of dated contracts (`BTC-USDT-CQ`, `BTC_CQ`): which contract they mean changes by the week.
 */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  if (market === 'spot') return inferSpot(symbol)
  const names = splitCode(symbol)
  if (names === undefined) return undefined
  const expiryTimeUs = names.expiry === undefined ? undefined : expiryOfSuffix(names.expiry)
  if (names.expiry !== undefined && expiryTimeUs === undefined) return undefined
  // BTC contracts stand for 100 USD, others for 10. Linear ones differ by instrument: only a listing knows.
  const size = names.quote === 'USD' ? (names.base === 'BTC' ? '100' : '10') : '1'
  return Object.freeze({
    ...headOf(names),
    ...contractTerms(names, decimalText(size), expiryTimeUs),
    status: 'unknown',
    priceScale: 0,
    isInferred: true,
  })
}

function inferSpot(symbol: string): Instrument | undefined {
  const names = splitByQuote(symbol, QUOTES)
  if (names === undefined) return undefined
  const base = asset(names.base.toUpperCase())
  const quote = asset(names.quote.toUpperCase())
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    product: 'spot',
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    base,
    quote,
    status: 'unknown',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  })
}
