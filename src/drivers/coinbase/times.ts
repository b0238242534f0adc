import { type JsonObject, readTimestampUs } from '../../wire/index.ts'
import { optionalTextAt } from '../kit/fields.ts'

const encoder = new TextEncoder()

/**
 * RFC 3339 text under a key as epoch µs; `undefined` where it is missing, empty or no time after 1970. The venue writes
 * "no time" as the year 1 or as the epoch. Cold.
 */
export function optionalIsoTimeAt(object: JsonObject, key: string): number | undefined {
  const text = optionalTextAt(object, key)
  if (text === undefined) return undefined
  const bytes = encoder.encode(text)
  const timeUs = readTimestampUs(bytes, 0, bytes.length)
  return timeUs > 0 ? timeUs : undefined
}
