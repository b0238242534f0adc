import {
  type Asset,
  asset,
  type ContractTerms,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  parseDecimal,
  scaledText,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { expiryOfSuffix } from '../kit/expiry.ts'
import {
  given,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { FACTS } from './venue.ts'

/**
 * One row of `public/instruments`, or of the channel `instruments` → Instrument. docs/venues/okx.md §Instruments;
 * checked 2026-11-21.
 *
 * `undefined` where it is of a product out of scope (options, margin, events), or announced without its terms yet.
 */
export function readInstrument(row: JsonObject): Instrument | undefined {
  const symbol = textAt(row, 'instId')
  const names = splitSymbol(symbol)
  const product = productOf(textAt(row, 'instType'), optionalTextAt(row, 'ruleType'))
  if (names === undefined || product === undefined) return undefined
  const tickSize = optionalDecimalAt(row, 'tickSz')
  const lotSize = optionalDecimalAt(row, 'lotSz')
  const head = {
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    product,
    isInferred: false,
    status: readStatus(row),
    // Another in each installation; `null` while there is none.
    ...given('orderCode', optionalIntegerAt(row, 'instIdCode')),
    ...given('tickSize', tickSize),
    ...given('lotSize', lotSize),
    ...given('minQuantity', optionalDecimalAt(row, 'minSz')),
    priceScale: tickSize === undefined ? 0 : (scaleOf(tickSize) ?? 0),
    sizeScale: lotSize === undefined ? 0 : (scaleOf(lotSize) ?? 0),
  } as const
  if (product === 'spot') {
    const base = asset(optionalTextAt(row, 'baseCcy') ?? names.base)
    const quote = asset(optionalTextAt(row, 'quoteCcy') ?? names.quote)
    return Object.freeze({ ...head, base, quote, ...spotTerms(base, quote) })
  }
  return futuresInstrument(row, names, head)
}

type Head = Pick<
  Instrument,
  'venue' | 'symbol' | 'product' | 'isInferred' | 'status' | 'priceScale' | 'sizeScale'
>

function futuresInstrument(
  row: JsonObject,
  names: SymbolNames,
  head: Head,
): Instrument | undefined {
  // `baseCcy` and `quoteCcy` are empty on derivatives: the underlying says them, and is the id without its ending.
  const [base, quote] = (optionalTextAt(row, 'uly') ?? `${names.base}-${names.quote}`).split('-')
  const settle = optionalTextAt(row, 'settleCcy')
  const value = optionalDecimalAt(row, 'ctVal')
  if (base === undefined || quote === undefined || settle === undefined || value === undefined) {
    return undefined
  }
  const expiryTimeUs = names.expiry === undefined ? undefined : optionalMsTimeAt(row, 'expTime')
  const unified = { base: asset(base), quote: asset(withoutFamily(quote)) }
  return Object.freeze({
    ...head,
    ...unified,
    ...futuresTerms(unified, names.expiry, {
      direction: optionalTextAt(row, 'ctType') === 'inverse' ? 'inverse' : 'linear',
      multiplier: contractSize(value, optionalDecimalAt(row, 'ctMult')),
      settle: asset(settle),
      // A swap that will be delisted also has an `expTime`; only dated contracts have the date in their id.
      ...given('expiryTimeUs', expiryTimeUs),
    }),
  })
}

type Terms = Pick<Instrument, 'market' | 'kind' | 'pair' | 'contract'>

function spotTerms(base: Asset, quote: Asset): Terms {
  return { market: 'spot', kind: 'spot', pair: pair(`${base}/${quote}`) }
}

function futuresTerms(
  { base, quote }: { readonly base: Asset; readonly quote: Asset },
  expiry: string | undefined,
  contract: ContractTerms,
): Terms {
  const suffix = expiry === undefined ? '' : `-${expiry}`
  return {
    market: 'futures',
    kind: expiry === undefined ? 'perpetual' : 'dated',
    pair: pair(`${base}/${quote}:${contract.settle}${suffix}`),
    contract,
  }
}

/** `ctVal × ctMult`, exact: base a contract (linear), or quote a contract (inverse). */
function contractSize(value: DecimalText, multiplier: DecimalText | undefined): DecimalText {
  const a = parseDecimal(value)
  const b = parseDecimal(multiplier ?? '1')
  if (a === undefined || b === undefined) return value
  return scaledText(a.digits * b.digits, a.scale + b.scale)
}

const PRODUCTS: Readonly<Record<string, string>> = {
  SPOT: 'spot',
  SWAP: 'swap',
  FUTURES: 'futures',
}

/** Our product of an instrument type; X-Perps are listed among the futures. */
function productOf(instType: string, ruleType: string | undefined): string | undefined {
  return instType === 'FUTURES' && ruleType === 'xperp' ? 'xperp' : PRODUCTS[instType]
}

/** The venue's instrument type of a product. */
export function instTypeOf(productId: string): string {
  return productId === 'xperp' ? 'FUTURES' : productId.toUpperCase()
}

const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  live: 'trading',
  suspend: 'halted',
  preopen: 'preOpen',
  // A pair of the venue's own tests; nobody else may trade it.
  test: 'halted',
  rebase: 'halted',
  post_only: 'postOnly',
  settling: 'halted',
  expired: 'closed',
}

/** The status that a row tells; words not known yet are `unknown`. */
export function readStatus(row: JsonObject): InstrumentStatus {
  return STATUS[optionalTextAt(row, 'state') ?? ''] ?? 'unknown'
}

/** The id of an instrument's index: `BTC-USDT`, `BTC-USD`. */
export function indexIdOf({ base, quote }: Pick<Instrument, 'base' | 'quote'>): string {
  return `${base}-${quote}`
}

/** The parts of a symbol. */
interface SymbolNames {
  readonly base: string
  /** As written: `USDT`, `USD`, `USD_UM`, `USD_UM_XPERP`. */
  readonly quote: string
  /** `YYMMDD`, where it has one. */
  readonly expiry: string | undefined
}

const SYMBOL = /^([^-]+)-([^-]+)(?:-(?:SWAP|(\d{6})))?$/

function splitSymbol(symbol: string): SymbolNames | undefined {
  const match = SYMBOL.exec(symbol)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  return { base: match[1], quote: match[2], expiry: match[3] }
}

/** `USD_UM` is the family of contracts quoted and margined in USD, beside the inverse ones of `USD`. */
function withoutFamily(quote: string): string {
  return quote.split('_')[0] ?? quote
}

/** The instrument that a symbol names by OKX's naming rule; scales start at 0 and grow with the digits. */
export function inferInstrument(_market: Market, symbol: string): Instrument | undefined {
  const names = splitSymbol(symbol)
  if (names === undefined) return undefined
  const base = asset(names.base)
  const quote = asset(withoutFamily(names.quote))
  const head = {
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    base,
    quote,
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
    status: 'unknown',
  } as const
  if (!symbol.includes('-', names.base.length + 1)) {
    return Object.freeze({ ...head, product: 'spot', ...spotTerms(base, quote) })
  }
  const isInverse = names.quote === 'USD'
  const expiryTimeUs = names.expiry === undefined ? undefined : expiryOfSuffix(names.expiry)
  if (names.expiry !== undefined && expiryTimeUs === undefined) return undefined
  const isXperp = names.quote.endsWith('_XPERP')
  return Object.freeze({
    ...head,
    product: isXperp ? 'xperp' : names.expiry === undefined ? 'swap' : 'futures',
    ...futuresTerms({ base, quote }, names.expiry, {
      direction: isInverse ? 'inverse' : 'linear',
      // BTC contracts stand for 100 USD, others for 10. Linear ones differ by instrument: only a listing knows.
      multiplier: (isInverse ? (base === 'BTC' ? '100' : '10') : '1') as DecimalText,
      settle: isInverse ? base : quote,
      ...given('expiryTimeUs', expiryTimeUs),
    }),
  })
}
