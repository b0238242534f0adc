import { scaledText } from '../../core/index.ts'
import { dateOfDays } from '../../wire/index.ts'
import type { BookLevels } from '../change-log.ts'
import { divideRounded, fixedText } from '../fixed-text.ts'
import type { SimInstrument } from '../sim-instrument.ts'

/** One side of a book as scaled integers. */
export type SideLevels = BookLevels['bids']

/** A price as spot writes it: every digit of the tick, zeros too. */
export function priceText(spec: SimInstrument, price: number): string {
  return fixedText(price, spec.priceScale, spec.tickDigits)
}

/** A size as spot writes it. */
export function sizeText(spec: SimInstrument, size: number | bigint): string {
  return fixedText(size, spec.sizeScale, spec.sizeScale)
}

/** `[{"price":45283.5,"qty":0.10000000},…]`: bare numbers whose zeros count, so no `JSON.stringify`. */
export function levelObjects(spec: SimInstrument, levels: SideLevels): string {
  const rows = levels.map(
    ([price, size]) => `{"price":${priceText(spec, price)},"qty":${sizeText(spec, size)}}`,
  )
  return `[${rows.join(',')}]`
}

const AVERAGE_SCALE = 16
const AVERAGE_DIGITS = 4

/** The average price of a volume, with four digits more than a price; `0.0` of nothing. */
export function averageText(spec: SimInstrument, volume: bigint, value: bigint): string {
  if (volume === 0n) return '0.0'
  const { sizeScale, valueScale, priceScale } = spec
  const scaled = divideRounded(
    value * 10n ** BigInt(AVERAGE_SCALE + sizeScale),
    volume * 10n ** BigInt(valueScale),
  )
  const digits = priceScale + AVERAGE_DIGITS
  return fixedText(divideRounded(scaled, 10n ** BigInt(AVERAGE_SCALE - digits)), digits, digits)
}

/** A change in percent of where it started, 2 digits. */
export function percentText(from: number, to: number): string {
  return fixedText(divideRounded(BigInt(to - from) * 10_000n, BigInt(from)), 2, 2)
}

/** A number as futures write it: no padding, but always a fraction. */
export function floatText(value: number | bigint, scale: number): string {
  const text = scaledText(value, scale)
  return text.includes('.') ? text : `${text}.0`
}

/** Epoch µs as RFC 3339 with µs. */
export function timeText(timeUs: number): string {
  const iso = isoOf(Math.floor(timeUs / 1000))
  return `${iso.slice(0, -1)}${String(Math.floor(timeUs) % 1000).padStart(3, '0')}Z`
}

/** Epoch µs as RFC 3339 with ns, as bars have it. */
export function nanoTimeText(timeUs: number): string {
  return `${timeText(timeUs).slice(0, -1)}000Z`
}

/** Epoch ms as RFC 3339 with ms. */
export function isoOf(timeMs: number): string {
  const days = Math.floor(timeMs / 86_400_000)
  const { year, month, day } = dateOfDays(days)
  const inDay = timeMs - days * 86_400_000
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = [
    Math.floor(inDay / 3_600_000),
    Math.floor(inDay / 60_000) % 60,
    Math.floor(inDay / 1000) % 60,
  ]
  const ms = String(inDay % 1000).padStart(3, '0')
  return `${year}-${two(month)}-${two(day)}T${clock.map(two).join(':')}.${ms}Z`
}
