import {
  asset,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  type Market,
  pair,
  scaledText,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, integerAt, optionalDecimalAt, optionalTextAt, textAt } from '../kit/fields.ts'
import { splitByQuote } from '../kit/naming.ts'
import { inferContract } from './futures/instruments.ts'
import { FACTS } from './venue.ts'

/** One row of `exchangeInfo` → Instrument. docs/venues/mexc.md §Instruments; checked 2026-11-21. */
export function readSpotInstrument(row: JsonObject): Instrument {
  const base = asset(textAt(row, 'baseAsset'))
  const quote = asset(textAt(row, 'quoteAsset'))
  const priceScale = integerAt(row, 'quoteAssetPrecision')
  const sizeScale = integerAt(row, 'baseAssetPrecision')
  return Object.freeze({
    venue: FACTS.venue,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    symbol: venueSymbol(textAt(row, 'symbol')),
    base,
    quote,
    product: 'spot',
    status: statusOf(row),
    tickSize: stepOf(priceScale),
    lotSize: stepOf(sizeScale),
    // Both are misnamed: smallest amounts, not numbers of digits.
    ...given('minQuantity', aboveZero(optionalDecimalAt(row, 'baseSizePrecision'))),
    ...given('minNotional', aboveZero(optionalDecimalAt(row, 'quoteAmountPrecision'))),
    priceScale,
    sizeScale,
    isInferred: false,
  })
}

/** 1 online, 2 paused, 3 offline; an old sample of the documentation has a word. */
const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  1: 'trading',
  ENABLED: 'trading',
  2: 'halted',
  3: 'closed',
}

const ALL_SIDES_CLOSED = '4'

/** What is online may still be closed to orders of the API, or to both sides. */
function statusOf(row: JsonObject): InstrumentStatus {
  const status = STATUS[optionalTextAt(row, 'status') ?? ''] ?? 'unknown'
  const isOpen =
    row['isSpotTradingAllowed'] !== false &&
    optionalTextAt(row, 'tradeSideType') !== ALL_SIDES_CLOSED
  return status === 'trading' && !isOpen ? 'halted' : status
}

/** The step of a number of digits: `0.01` of 2. */
function stepOf(digits: number): DecimalText {
  return scaledText(1, digits)
}

/** 0 stands for "none". */
function aboveZero(value: DecimalText | undefined): DecimalText | undefined {
  return value === '0' ? undefined : value
}

/** Quotes of spot pairs; the longest that fits wins, so order is of no meaning. */
const QUOTES = ['USDT', 'USDC', 'USD1', 'USDE', 'USDF', 'TUSD', 'USD', 'BTC', 'ETH', 'EUR', 'MX']

/** The instrument that a symbol names by MEXC's naming rules; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  if (market === 'futures') return inferContract(symbol)
  const names = splitByQuote(symbol, QUOTES)
  if (names === undefined) return undefined
  return Object.freeze({
    venue: FACTS.venue,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${names.base}/${names.quote}`),
    symbol: venueSymbol(symbol),
    ...names,
    product: 'spot',
    status: 'unknown',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  })
}
