import {
  type Asset,
  asset,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { dateSuffix, expiryOfSuffix } from '../kit/expiry.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  integerAt,
  optionalDecimalAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { splitByQuote } from '../kit/naming.ts'
import { FACTS } from './venue.ts'

/** One row of `exchangeInfo.symbols` → Instrument. docs/venues/binance.md §Instruments; checked 2026-11-21. */
export function readInstrument(row: JsonObject, product: string): Instrument {
  const base = asset(textAt(row, 'baseAsset'))
  const quote = asset(textAt(row, 'quoteAsset'))
  const filters = filtersByType(row)
  // `baseAssetPrecision` and `quotePrecision` are upper bounds, not the grid; a filter value of 0 disables the rule.
  const tickSize = positive(filters.get('PRICE_FILTER'), 'tickSize')
  const lotSize = positive(filters.get('LOT_SIZE'), 'stepSize')
  const minQuantity = positive(filters.get('LOT_SIZE'), 'minQty')
  const notional = filters.get('NOTIONAL') ?? filters.get('MIN_NOTIONAL')
  const minNotional = positive(notional, 'minNotional') ?? positive(notional, 'notional')
  const rules = {
    ...given('tickSize', tickSize),
    ...given('lotSize', lotSize),
    ...given('minQuantity', minQuantity),
    ...given('minNotional', minNotional),
    priceScale: tickSize === undefined ? 8 : (scaleOf(tickSize) ?? 8),
    sizeScale: lotSize === undefined ? 8 : (scaleOf(lotSize) ?? 8),
  }
  const head = {
    venue: FACTS.venue,
    symbol: venueSymbol(textAt(row, 'symbol')),
    base,
    quote,
    product,
    isInferred: false,
  }
  const status = readStatus(
    optionalTextAt(row, 'status') ?? optionalTextAt(row, 'contractStatus') ?? '',
  )
  if (product === 'spot') {
    return Object.freeze({
      ...head,
      ...rules,
      status,
      market: 'spot',
      kind: 'spot',
      pair: pair(`${base}/${quote}`),
    })
  }
  return Object.freeze({ ...head, ...rules, status, ...futuresTerms(row, base, quote, product) })
}

type FuturesTerms = Pick<Instrument, 'market' | 'kind' | 'pair' | 'contract'>

function futuresTerms(row: JsonObject, base: Asset, quote: Asset, product: string): FuturesTerms {
  const settle = asset(optionalTextAt(row, 'marginAsset') ?? (product === 'coinm' ? base : quote))
  const isDated = !/PERPETUAL/.test(textAt(row, 'contractType'))
  const expiryTimeUs = isDated ? integerAt(row, 'deliveryDate') * 1000 : undefined
  const suffix = expiryTimeUs === undefined ? '' : `-${dateSuffix(expiryTimeUs)}`
  return {
    market: 'futures',
    kind: isDated ? 'dated' : 'perpetual',
    pair: pair(`${base}/${quote}:${settle}${suffix}`),
    contract: {
      direction: product === 'coinm' ? 'inverse' : 'linear',
      // COIN-M counts contracts of `contractSize` USD; USDⓈ-M sizes count base.
      multiplier: product === 'coinm' ? decimalAt(row, 'contractSize') : ('1' as DecimalText),
      settle,
      ...given('expiryTimeUs', expiryTimeUs),
    },
  }
}

function filtersByType(row: JsonObject): ReadonlyMap<string, JsonObject> {
  return new Map(
    arrayAt(row, 'filters').map((item) => {
      const filter = asObject(item, 'filters')
      return [textAt(filter, 'filterType'), filter]
    }),
  )
}

function positive(object: JsonObject | undefined, key: string): DecimalText | undefined {
  const value = object === undefined ? undefined : optionalDecimalAt(object, key)
  return value === '0' ? undefined : value
}

const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  TRADING: 'trading',
  CANCEL_ONLY: 'cancelOnly',
  HALT: 'halted',
  BREAK: 'halted',
  END_OF_DAY: 'halted',
  TRADING_HALT: 'halted',
  PENDING_TRADING: 'preOpen',
  PRE_TRADING: 'preOpen',
  POST_TRADING: 'halted',
  AUCTION_MATCH: 'halted',
  PRE_DELIVERING: 'reduceOnly',
  PRE_SETTLE: 'reduceOnly',
  DELIVERING: 'closed',
  DELIVERED: 'closed',
  SETTLING: 'closed',
  CLOSE: 'closed',
}

/** The venue's status word; words not known yet are `unknown`. */
export function readStatus(word: string): InstrumentStatus {
  return STATUS[word] ?? 'unknown'
}

/** Quotes of spot and USDⓈ-M symbols, for frames read without a listing; a longer match wins. */
const QUOTES = [
  'USDT',
  'USDC',
  'FDUSD',
  'TUSD',
  'BUSD',
  'USDP',
  'USDS',
  'USD1',
  'BFUSD',
  'RLUSD',
  'XUSD',
  'USDE',
  'DAI',
  'PAX',
  'UST',
  'VAI',
  'BTC',
  'ETH',
  'BNB',
  'XRP',
  'TRX',
  'DOGE',
  'DOT',
  'SOL',
  'EUR',
  'EURI',
  'AEUR',
  'TRY',
  'BRL',
  'GBP',
  'AUD',
  'RUB',
  'UAH',
  'NGN',
  'ZAR',
  'PLN',
  'RON',
  'ARS',
  'JPY',
  'MXN',
  'COP',
  'CZK',
  'IDRT',
  'IDR',
  'BIDR',
  'BKRW',
  'BVND',
  'GYEN',
  'USD',
  'U',
] as const

/** The instrument that a symbol names by Binance's naming rule; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  const [head = '', suffix] = symbol.split('_')
  const split = splitByQuote(head, QUOTES)
  if (split === undefined) return undefined
  const { base, quote } = split
  const scales = { priceScale: 0, sizeScale: 0, isInferred: true, status: 'unknown' } as const
  const common = { venue: FACTS.venue, symbol: venueSymbol(symbol), base, quote, ...scales }
  if (market === 'spot') {
    return Object.freeze({
      ...common,
      market,
      kind: 'spot',
      product: 'spot',
      pair: pair(`${base}/${quote}`),
    })
  }
  const isInverse = quote === 'USD'
  const settle = isInverse ? base : quote
  const expiryTimeUs = suffix === undefined ? undefined : expiryOfSuffix(suffix)
  return Object.freeze({
    ...common,
    market,
    kind: expiryTimeUs === undefined ? 'perpetual' : 'dated',
    product: isInverse ? 'coinm' : 'usdm',
    pair: pair(`${base}/${quote}:${settle}${expiryTimeUs === undefined ? '' : `-${suffix}`}`),
    contract: {
      direction: isInverse ? ('inverse' as const) : ('linear' as const),
      // BTC contracts stand for 100 USD, all others for 10.
      multiplier: (isInverse ? (base === 'BTC' ? '100' : '10') : '1') as DecimalText,
      settle,
      ...given('expiryTimeUs', expiryTimeUs),
    },
  })
}
