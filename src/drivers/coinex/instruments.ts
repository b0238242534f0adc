import {
  type Asset,
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
import { given, integerAt, optionalDecimalAt, optionalTextAt, textAt } from '../kit/fields.ts'
import { splitByQuote } from '../kit/naming.ts'
import { FACTS } from './venue.ts'

/** One row of `spot/market` → Instrument. docs/venues/coinex.md §Instruments; checked 2026-11-21. */
export function readSpotInstrument(row: JsonObject): Instrument {
  const base = asset(textAt(row, 'base_ccy'))
  const quote = asset(textAt(row, 'quote_ccy'))
  return Object.freeze({
    ...readGrid(row, stepOf(integerAt(row, 'quote_ccy_precision'))),
    ...spotTerms(base, quote),
    status: statusOfFlag(row['is_api_trading_available']),
  })
}

/**
 * One row of `futures/market` → Instrument. `undefined` where its `contract_type` is one that this version does not know.
 */
export function readFuturesInstrument(row: JsonObject): Instrument | undefined {
  const direction = textAt(row, 'contract_type')
  if (direction !== 'linear' && direction !== 'inverse') return undefined
  const base = asset(textAt(row, 'base_ccy'))
  const quote = asset(textAt(row, 'quote_ccy'))
  const tickSize =
    optionalDecimalAt(row, 'tick_size') ?? stepOf(integerAt(row, 'quote_ccy_precision'))
  return Object.freeze({
    ...readGrid(row, tickSize),
    ...futuresTerms(base, quote, direction),
    status: futuresStatus(row),
  })
}

type Grid = Pick<
  Instrument,
  | 'venue'
  | 'symbol'
  | 'isInferred'
  | 'tickSize'
  | 'lotSize'
  | 'minQuantity'
  | 'priceScale'
  | 'sizeScale'
>

function readGrid(row: JsonObject, tickSize: DecimalText): Grid {
  const sizeScale = integerAt(row, 'base_ccy_precision')
  return {
    venue: FACTS.venue,
    symbol: venueSymbol(textAt(row, 'market')),
    isInferred: false,
    tickSize,
    lotSize: stepOf(sizeScale),
    ...given('minQuantity', optionalDecimalAt(row, 'min_amount')),
    priceScale: scaleOf(tickSize) ?? 0,
    sizeScale,
  }
}

/** Steps are told as a number of digits: 2 is 0.01. */
function stepOf(digits: number): DecimalText {
  return scaledText(1, digits)
}

type Terms = Pick<
  Instrument,
  'market' | 'kind' | 'product' | 'pair' | 'base' | 'quote' | 'contract'
>

function spotTerms(base: Asset, quote: Asset): Terms {
  const name = pair(`${base}/${quote}`)
  return { market: 'spot', kind: 'spot', product: 'spot', pair: name, base, quote }
}

/** Linear sizes count base; a contract of an inverse one is 1 USD (of its quote). */
function futuresTerms(base: Asset, quote: Asset, direction: ContractTerms['direction']): Terms {
  const settle = direction === 'inverse' ? base : quote
  return {
    market: 'futures',
    kind: 'perpetual',
    product: direction,
    pair: pair(`${base}/${quote}:${settle}`),
    base,
    quote,
    contract: { direction, multiplier: decimalText('1'), settle },
  }
}

/** Rows of 2024 have no such flag. */
function statusOfFlag(isAvailable: unknown): InstrumentStatus {
  if (typeof isAvailable !== 'boolean') return 'unknown'
  return isAvailable ? 'trading' : 'halted'
}

/** While the venue closed, `status` stayed `online` and `is_market_available` fell: both must hold. */
function futuresStatus(row: JsonObject): InstrumentStatus {
  const word = optionalTextAt(row, 'status')
  return word === undefined || word === 'online'
    ? statusOfFlag(row['is_market_available'])
    : 'unknown'
}

const NAME = /^[0-9A-Z]+$/
const SPOT_QUOTES = ['USDT', 'USDC', 'BTC', 'ETH', 'BCH', 'CET', 'TRX'] as const
const LINEAR_QUOTES = ['USDT', 'USDC'] as const
const INVERSE_QUOTES = ['USD'] as const

/**
 * The instrument that a symbol names by CoinEx's naming rule; scales start at 0 and grow with the digits. Series that are
 * no market (`ETHUSD_SIGNPRICE`) are none.
 */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  if (!NAME.test(symbol)) return undefined
  const linear = splitByQuote(symbol, LINEAR_QUOTES)
  const names =
    market === 'spot'
      ? splitByQuote(symbol, SPOT_QUOTES)
      : (linear ?? splitByQuote(symbol, INVERSE_QUOTES))
  if (names === undefined) return undefined
  const { base, quote } = names
  const terms =
    market === 'spot'
      ? spotTerms(base, quote)
      : futuresTerms(base, quote, linear === undefined ? 'inverse' : 'linear')
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    ...terms,
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
    status: 'unknown',
  })
}
