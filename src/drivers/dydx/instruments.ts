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
import { optionalDecimalAt, optionalTextAt } from '../kit/fields.ts'
import { FACTS, PRODUCT } from './venue.ts'

/** Prices are in USD, profit and loss in USDC, one for one: the unified name says what is paid. */
const QUOTE = asset('USDC')
/** Sizes count base. */
const ONE = '1' as DecimalText // a decimal as it stands

const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  ACTIVE: 'trading',
  PAUSED: 'halted',
  CANCEL_ONLY: 'cancelOnly',
  POST_ONLY: 'postOnly',
  INITIALIZING: 'preOpen',
  FINAL_SETTLEMENT: 'closed',
}

/**
 * One market of `perpetualMarkets`, or of the channel `v4_markets` → Instrument. docs/venues/dydx.md §Instruments; checked
 * 2026-11-21. `undefined` where its name is not one, or its terms are not told: partial updates mostly tell other things.
 */
export function readInstrument(ticker: string, row: JsonObject): Instrument | undefined {
  const base = baseOf(ticker)
  const tickSize = optionalDecimalAt(row, 'tickSize')
  const lotSize = optionalDecimalAt(row, 'stepSize')
  if (base === undefined || tickSize === undefined || lotSize === undefined) return undefined
  return Object.freeze({
    ...namesOf(ticker, base),
    status: readStatus(row) ?? 'unknown',
    tickSize,
    lotSize,
    minQuantity: lotSize,
    priceScale: scaleOf(tickSize) ?? 0,
    sizeScale: scaleOf(lotSize) ?? 0,
    isInferred: false,
  })
}

/** What a market's row says of a known instrument: its new terms, or those it has with another status. */
export function changedInstrument(
  known: Instrument | undefined,
  ticker: string,
  row: JsonObject,
): Instrument | undefined {
  const told = readInstrument(ticker, row)
  if (told !== undefined) return known !== undefined && isSame(known, told) ? undefined : told
  const status = readStatus(row)
  if (known === undefined || status === undefined || status === known.status) return undefined
  return Object.freeze({ ...known, status })
}

function isSame(a: Instrument, b: Instrument): boolean {
  return (
    a.isInferred === b.isInferred &&
    a.status === b.status &&
    a.tickSize === b.tickSize &&
    a.lotSize === b.lotSize
  )
}

/** The status that a row tells; words not known yet are `unknown`, and `undefined` where it tells none. */
function readStatus(row: JsonObject): InstrumentStatus | undefined {
  const word = optionalTextAt(row, 'status')
  return word === undefined ? undefined : (STATUS[word] ?? 'unknown')
}

/** What comes before the last dash: the names of permissionless markets may have dashes and commas themselves. */
function baseOf(ticker: string): Asset | undefined {
  const base = /^([^\s/:]+)-[^\s/:-]+$/u.exec(ticker)?.[1]
  return base === undefined ? undefined : asset(base)
}

type Names = Pick<
  Instrument,
  'venue' | 'market' | 'kind' | 'product' | 'pair' | 'symbol' | 'base' | 'quote' | 'contract'
>

function namesOf(ticker: string, base: Asset): Names {
  return {
    venue: FACTS.venue,
    market: 'futures',
    kind: 'perpetual',
    product: PRODUCT,
    pair: pair(`${base}/${QUOTE}:${QUOTE}`),
    symbol: venueSymbol(ticker),
    base,
    quote: QUOTE,
    contract: { direction: 'linear', multiplier: ONE, settle: QUOTE },
  }
}

/** The instrument that a ticker names by dYdX's naming rule; scales start at 0 and grow with the digits. */
export function inferInstrument(_market: Market, ticker: string): Instrument | undefined {
  const base = baseOf(ticker)
  if (base === undefined) return undefined
  return Object.freeze({
    ...namesOf(ticker, base),
    status: 'unknown',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  })
}
