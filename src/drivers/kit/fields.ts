import { type DecimalText, decimalText, ProtocolError } from '../../core/index.ts'
import {
  JsonNumber,
  type JsonObject,
  JsonReader,
  type JsonValue,
  readJson,
} from '../../wire/index.ts'

/** Field readers for cold messages: each says what it expected where a venue sends something else. */

/** Reads a whole cold message or answer, numbers exact. Throws ProtocolError `MALFORMED_RESPONSE` with the byte offset. */
export function parseJson(bytes: Uint8Array): JsonValue {
  const reader = new JsonReader()
  reader.reset(bytes)
  const value = readJson(reader)
  if (reader.finish()) return value
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading JSON: ${reader.fault} at byte ${reader.faultOffset} of ${bytes.length}`,
    { context: { offsetBytes: reader.faultOffset } },
  )
}

/** The value as an object. */
export function asObject(value: JsonValue | undefined, what: string): JsonObject {
  if (isObject(value)) return value
  throw unexpected(what, 'an object', value)
}

/** Whether the value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof JsonNumber)
  )
}

/** The value as an array. */
export function asArray(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (isArray(value)) return value
  throw unexpected(what, 'an array', value)
}

/** Whether the value is an array. */
export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

/** The object under a key. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  return asObject(object[key], key)
}

/** The array under a key. */
export function arrayAt(object: JsonObject, key: string): readonly JsonValue[] {
  return asArray(object[key], key)
}

/** The text under a key; a number gives its digits. */
export function textAt(object: JsonObject, key: string): string {
  return asText(object[key], key)
}

/** The value as text; a number gives its digits. */
export function asText(value: JsonValue | undefined, what: string): string {
  if (typeof value === 'string') return value
  if (value instanceof JsonNumber) return value.text
  throw unexpected(what, 'a string', value)
}

/** The text under a key; `undefined` where it is missing, null or empty. */
export function optionalTextAt(object: JsonObject, key: string): string | undefined {
  const value = object[key]
  return value === undefined || value === null || value === '' ? undefined : asText(value, key)
}

/** The value as exact decimal text. */
export function asDecimal(value: JsonValue | undefined, what: string): DecimalText {
  const text = asText(value, what)
  try {
    return decimalText(text)
  } catch (cause) {
    throw unexpected(what, 'a decimal', value, cause)
  }
}

/** The decimal under a key. */
export function decimalAt(object: JsonObject, key: string): DecimalText {
  return asDecimal(object[key], key)
}

/** The decimal under a key; `undefined` where it is missing, null or empty. */
export function optionalDecimalAt(object: JsonObject, key: string): DecimalText | undefined {
  const value = object[key]
  return value === undefined || value === null || value === '' ? undefined : asDecimal(value, key)
}

/** The value as a safe integer. */
export function asInteger(value: JsonValue | undefined, what: string): number {
  const number = Number(asText(value, what))
  if (!Number.isSafeInteger(number)) throw unexpected(what, 'an integer below 2^53', value)
  return number
}

/** The integer under a key. */
export function integerAt(object: JsonObject, key: string): number {
  return asInteger(object[key], key)
}

/** The integer under a key; `undefined` where it is missing, null or empty. */
export function optionalIntegerAt(object: JsonObject, key: string): number | undefined {
  const value = object[key]
  return value === undefined || value === null || value === '' ? undefined : asInteger(value, key)
}

/** The boolean under a key. */
export function booleanAt(object: JsonObject, key: string): boolean {
  const value = object[key]
  if (typeof value === 'boolean') return value
  throw unexpected(key, 'a boolean', value)
}

/** Epoch ms under a key as epoch µs. */
export function msTimeAt(object: JsonObject, key: string): number {
  return integerAt(object, key) * 1000
}

/** Epoch ms under a key as epoch µs; `undefined` where it is missing, null or empty. */
export function optionalMsTimeAt(object: JsonObject, key: string): number | undefined {
  const ms = optionalIntegerAt(object, key)
  return ms === undefined ? undefined : ms * 1000
}

/** `{ [key]: value }`, or nothing where the value is absent: for optional fields of events. */
export function given<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V }
}

function unexpected(
  what: string,
  expected: string,
  found: JsonValue | undefined,
  cause?: unknown,
): ProtocolError {
  const shown = found instanceof JsonNumber ? found.text : (JSON.stringify(found) ?? 'nothing')
  return new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${what}: expected ${expected}, was ${shown.slice(0, 80)}`,
    {
      cause,
      context: { field: what },
    },
  )
}
