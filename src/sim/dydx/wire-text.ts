import { type DecimalText, scaledText } from '../../core/index.ts'
import { dateOfDays } from '../../wire/index.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'

const DAY_MS = 86_400_000

/** A price: no trailing zeros, as all numbers of this venue. */
export function priceText(spec: SimInstrument, value: number): DecimalText {
  return scaledText(value, spec.priceScale)
}

/** A size in base. */
export function sizeText(spec: SimInstrument, value: number | bigint): DecimalText {
  return scaledText(value, spec.sizeScale)
}

/** An oracle price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch µs as the venue writes time: RFC 3339 with ms. */
export function isoOf(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000)
  const days = Math.floor(ms / DAY_MS)
  const { year, month, day } = dateOfDays(days)
  const inDay = ms - days * DAY_MS
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0')
  const seconds = Math.floor(inDay / 1000)
  const clock = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
  return `${year}-${pad(month)}-${pad(day)}T${clock}.${pad(inDay % 1000, 3)}Z`
}
