import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { readBarRow } from '../kit/bar-row.ts'
import { asArray, asDecimal, asText, given } from '../kit/fields.ts'

/** Bar lengths that OKX has; `5d` only as a stream. */
export const INTERVALS: readonly CandleInterval[] = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '12h',
  '1d',
  '2d',
  '3d',
  '5d',
  '1w',
  '1M',
  '3M',
]

/** Bars of six hours and more open by UTC+8 unless asked for with this ending. */
const UTC = 'utc'
const IS_LONG = /^(6h|12h|\d+[dwM])$/

/** The venue's word for a bar length, in bars that open by UTC: `1m`, `4H`, `1Dutc`. */
export function barOf(interval: CandleInterval): string {
  const word = interval.replace('h', 'H').replace('d', 'D').replace('w', 'W')
  return IS_LONG.test(interval) ? `${word}${UTC}` : word
}

const BARS: ReadonlyMap<string, CandleInterval> = new Map(
  INTERVALS.flatMap((interval) => {
    const bar = barOf(interval)
    return [[bar, interval] as const, [bar.replace(UTC, ''), interval] as const]
  }),
)

/** The bar length that the venue's word names, whichever time zone its bars open in; `undefined` where it is none. */
export function intervalOf(bar: string): CandleInterval | undefined {
  return BARS.get(bar)
}

/**
 * `[ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm]`; the last two came in 2022. `vol` is base (spot) or contracts,
 * `volCcy` quote (spot) or base, `volCcyQuote` quote.
 */
export function readCandle(
  value: JsonValue,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const row = asArray(value, 'bar')
  const quoteVolume = row[7] ?? (instrument.market === 'spot' ? row[6] : undefined)
  const isClosed = row[8] === undefined ? undefined : asText(row[8], 'confirm') === '1'
  return {
    ...readBarRow(row, instrument, interval, localTimeUs),
    ...given(
      'quoteVolume',
      quoteVolume === undefined ? undefined : asDecimal(quoteVolume, 'quote volume'),
    ),
    ...given('isClosed', isClosed),
  }
}
