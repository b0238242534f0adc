import {
  asset,
  type DecimalText,
  type Instrument,
  type Market,
  pair,
  scaledText,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalIntegerAt, textAt } from '../kit/fields.ts'
import { fileScale } from './factors.ts'
import { FACTS } from './venue.ts'

/** Coins that are quoted; the others of six letters are currencies. */
const COINS: ReadonlySet<string> = new Set(
  'BTC ETH LTC BCH YFI EOS TRX BAT XLM ADA UNI LNK CMP AVE MKR DUK XRP XMR DSH DOG SOL'.split(' '),
)
const MOST_DIGITS = 12

/**
 * One row of `/instruments` → Instrument; `undefined` where its code names no base and quote. docs/venues/dukascopy.md
 * §Instruments; checked 2026-11-21.
 */
export function readInstrument(row: JsonObject): Instrument | undefined {
  // Null for some (USD-CZK, most US ETFs): what the files are known to have then stands in.
  return instrumentOf(textAt(row, 'code'), optionalIntegerAt(row, 'priceScale'), false)
}

/** The instrument that a code names; scales start at 0 and grow with the digits. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  return market === 'spot' ? instrumentOf(symbol, 0, true) : undefined
}

function instrumentOf(
  code: string,
  listedScale: number | undefined,
  isInferred: boolean,
): Instrument | undefined {
  // `USA500.IDX-USD`, `BRK-B.US-USD`: the last dash divides.
  const match = /^([^\s/:]+)-([^\s/:-]+)$/.exec(code)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  const [base, quote] = [asset(match[1]), asset(match[2])]
  const scale = listedScale ?? fileScale(code)
  const isScale = scale !== undefined && scale >= 0 && scale <= MOST_DIGITS
  const tickSize = isScale && !isInferred ? scaledText(1, scale) : undefined
  return Object.freeze({
    venue: FACTS.venue,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    symbol: venueSymbol(code),
    base,
    quote,
    product: productOf(match[1], match[2]),
    // The listing does not say whether an instrument is quoted now.
    status: 'unknown',
    ...given<'tickSize', DecimalText>('tickSize', tickSize),
    priceScale: isScale ? scale : 0,
    sizeScale: 0,
    isInferred,
  })
}

function productOf(base: string, quote: string): string {
  if (base.includes('.')) return 'cfd'
  if (/^X(?:AU|AG|PD|PT)$/.test(base)) return 'metal'
  return COINS.has(base) || COINS.has(quote) ? 'crypto' : 'fx'
}
