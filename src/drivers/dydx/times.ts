import { ProtocolError, parseDecimal } from '../../core/index.ts'
import { dateOfDays, type JsonObject, readTimestampUs } from '../../wire/index.ts'
import { decimalAt, optionalTextAt, textAt } from '../kit/fields.ts'

const encoder = new TextEncoder()
const DAY_MS = 86_400_000
const MICROS = 6

/** RFC 3339 text under a key as epoch µs. Throws ProtocolError `MALFORMED_RESPONSE` where it is none. */
export function isoTimeAt(object: JsonObject, key: string): number {
  const text = textAt(object, key)
  const bytes = encoder.encode(text)
  const timeUs = readTimestampUs(bytes, 0, bytes.length)
  if (!Number.isNaN(timeUs)) return timeUs
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${key}: expected a time as RFC 3339 writes it, was "${text.slice(0, 40)}"`,
  )
}

/** As {@link isoTimeAt}; `undefined` where it is missing, null or empty. */
export function optionalIsoTimeAt(object: JsonObject, key: string): number | undefined {
  return optionalTextAt(object, key) === undefined ? undefined : isoTimeAt(object, key)
}

/** Epoch seconds with a fraction under a key, in whole µs, read digit by digit; digits beyond are cut. */
export function secondsAt(object: JsonObject, key: string): number {
  const { digits, scale } = parseDecimal(decimalAt(object, key)) ?? { digits: 0n, scale: 0 }
  const shift = MICROS - scale
  return Number(shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift))
}

/** Epoch µs as RFC 3339 text with ms; what is below is cut. */
export function isoText(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000)
  const days = Math.floor(ms / DAY_MS)
  const { year, month, day } = dateOfDays(days)
  const inDay = ms - days * DAY_MS
  const seconds = Math.floor(inDay / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two)
  return `${year}-${two(month)}-${two(day)}T${clock.join(':')}.${String(inDay % 1000).padStart(3, '0')}Z`
}

const two = (value: number): string => String(value).padStart(2, '0')
