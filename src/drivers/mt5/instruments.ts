import {
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
import {
  given,
  integerAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import type { Mt5Options, SymbolNames } from './options.ts'
import { FACTS } from './venue.ts'

/** The trade modes of a symbol: disabled, long only, short only, close only, full. */
const STATUS: readonly InstrumentStatus[] = [
  'halted',
  'trading',
  'trading',
  'reduceOnly',
  'trading',
]
/** `chart`: bars are made of the bid, or of deals. */
const OF_DEALS = 1
const MOST_DIGITS = 12

/** A `sym` message → Instrument. docs/venues/mt5.md §Instruments; checked 2026-11-21. */
export function readSymbol(row: JsonObject, { aliases = {} }: Mt5Options): Instrument {
  const symbol = textAt(row, 's')
  const digits = Math.min(integerAt(row, 'digits'), MOST_DIGITS)
  const step = optionalDecimalAt(row, 'vstep')
  const tick = optionalDecimalAt(row, 'tick') ?? optionalDecimalAt(row, 'point')
  const names = aliases[symbol] ?? namesOf(symbol, row)
  return Object.freeze({
    ...headOf(symbol, names),
    product: optionalIntegerAt(row, 'chart') === OF_DEALS ? 'traded' : 'quoted',
    status: STATUS[optionalIntegerAt(row, 'mode') ?? -1] ?? 'unknown',
    ...given<'tickSize', DecimalText>('tickSize', tick),
    ...given<'lotSize', DecimalText>('lotSize', step),
    ...given<'minQuantity', DecimalText>('minQuantity', optionalDecimalAt(row, 'vmin')),
    priceScale: Math.max(digits, tick === undefined ? 0 : (scaleOf(tick) ?? 0)),
    sizeScale: step === undefined ? 0 : (scaleOf(step) ?? 0),
    isInferred: false,
  })
}

/**
 * The instrument that a symbol names: an alias, or six capital letters without more. Other names are the broker's own,
 * and only a listing knows what they are.
 */
export function inferSymbol(
  market: Market,
  symbol: string,
  { aliases = {} }: Mt5Options,
): Instrument | undefined {
  const letters = /^([A-Z]{3})([A-Z]{3})$/.exec(symbol)
  const names =
    aliases[symbol] ??
    (letters === null ? undefined : { base: letters[1] ?? '', quote: letters[2] ?? '' })
  if (market !== 'spot' || names === undefined) return undefined
  return Object.freeze({
    ...headOf(symbol, names),
    product: 'quoted',
    status: 'unknown',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  })
}

/** From what the terminal tells; stocks have one currency on both sides, and are their own base. */
function namesOf(symbol: string, row: JsonObject): SymbolNames {
  const base = optionalTextAt(row, 'base')
  const quote = optionalTextAt(row, 'quote') ?? 'USD'
  return { base: base === undefined || base === quote ? baseOf(symbol) : base, quote }
}

/** A symbol without what no asset may have in its name. */
function baseOf(symbol: string): string {
  return symbol.replace(/[\s/:]/g, '')
}

function headOf(
  symbol: string,
  names: SymbolNames,
): Pick<Instrument, 'venue' | 'market' | 'kind' | 'pair' | 'symbol' | 'base' | 'quote'> {
  const [base, quote] = [asset(names.base), asset(names.quote)]
  return {
    venue: FACTS.venue,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${base}/${quote}`),
    symbol: venueSymbol(symbol),
    base,
    quote,
  }
}

/**
 * A listing in which every pair stands once. A broker may list a pair twice, as `EURUSD` and `EURUSD.m`: the symbol that
 * is spelled like its pair keeps the name (else the first), and the others are named by their symbols.
 */
export function withOwnNames(instruments: readonly Instrument[]): readonly Instrument[] {
  const owners = new Map<string, Instrument>()
  for (const instrument of instruments) {
    const isPlain = instrument.symbol === `${instrument.base}${instrument.quote}`
    if (isPlain || !owners.has(instrument.pair)) owners.set(instrument.pair, instrument)
  }
  return instruments.map((instrument) =>
    owners.get(instrument.pair) === instrument
      ? instrument
      : Object.freeze({
          ...instrument,
          ...headOf(instrument.symbol, {
            base: baseOf(instrument.symbol),
            quote: instrument.quote,
          }),
        }),
  )
}
