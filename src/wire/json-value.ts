import { END, type JsonReader } from './json-reader.ts'
import { KeySet } from './key-set.ts'

/** A JSON number as it was written: `1e-8`, `0.10`. JSON.parse would lose digits and trailing zeros. */
export class JsonNumber {
  /** The digits, exactly as in the message. */
  readonly text: string

  /** Keeps the text of a number. */
  constructor(text: string) {
    this.text = text
  }
}

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined
}

/** A JSON value with its numbers exact. */
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject

const ASCII = new TextDecoder('latin1')
const NO_KEYS: KeySet = new KeySet([])

/**
 * Reads a whole value, numbers kept as text. For cold messages only: it allocates what it reads.
 *
 * Returns `null` at a fault; check `reader.fault`.
 */
export function readJson(reader: JsonReader): JsonValue {
  if (reader.isObject()) return readObject(reader)
  if (reader.isArray()) return readArray(reader)
  if (reader.isString()) return reader.readString() ? reader.text() : null
  const start = reader.pos
  if (!reader.skipValue()) return null
  switch (reader.bytes[start]) {
    case 116:
      return true
    case 102:
      return false
    case 110:
    case undefined:
      return null
    default:
      return new JsonNumber(ASCII.decode(reader.bytes.subarray(start, reader.pos)))
  }
}

function readObject(reader: JsonReader): JsonObject {
  const object: Record<string, JsonValue> = Object.create(null) as Record<string, JsonValue>
  reader.enterObject()
  while (reader.nextKey(NO_KEYS) !== END) {
    const key = reader.keyText()
    object[key] = readJson(reader)
  }
  return object
}

function readArray(reader: JsonReader): readonly JsonValue[] {
  const items: JsonValue[] = []
  reader.enterArray()
  while (reader.nextItem()) items.push(readJson(reader))
  return items
}
