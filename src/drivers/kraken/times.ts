import { ProtocolError } from '../../core/index.ts'
import { dateOfDays, type JsonObject, readTimestampUs } from '../../wire/index.ts'
import { optionalTextAt, textAt } from '../kit/fields.ts'

const encoder = new TextEncoder()

/** RFC 3339 text as epoch µs; NaN where it is none. Cold. */
function isoTimeUs(text: string): number {
  const bytes = encoder.encode(text)
  return readTimestampUs(bytes, 0, bytes.length)
}

/** RFC 3339 text under a key as epoch µs. Throws ProtocolError `MALFORMED_RESPONSE` where it is none. */
export function isoTimeAt(object: JsonObject, key: string): number {
  const text = textAt(object, key)
  const timeUs = isoTimeUs(text)
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

/** Seconds with a fraction, as `1762795433.9717445`, in whole µs; digits beyond are cut. */
export function secondsTextUs(text: string): number {
  const [whole = '', fraction = ''] = text.split('.')
  return Number(whole) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
}

/** Epoch µs as RFC 3339 text with ms. */
export function isoText(timeUs: number): string {
  const ms = Math.floor(timeUs / 1000)
  const { year, month, day } = dateOfDays(Math.floor(ms / 86_400_000))
  const inDay = ms - Math.floor(ms / 86_400_000) * 86_400_000
  const seconds = Math.floor(inDay / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two)
  return `${year}-${two(month)}-${two(day)}T${clock.join(':')}.${String(inDay % 1000).padStart(3, '0')}Z`
}

const two = (value: number): string => String(value).padStart(2, '0')
