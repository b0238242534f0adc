import { END, type JsonReader } from './json-reader.ts'
import { KeySet } from './key-set.ts'
import { TextPool } from './text-pool.ts'

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

const QUOTE = 34
const BACKSLASH = 92
const NO_KEYS: KeySet = new KeySet([])
const POOL = new TextPool()

/** Makes objects that inherit no name, which a message could mean, and that keep the fast form which `Object.create(null)` lacks. */
const Bare = function () {} as unknown as new () => Record<string, JsonValue>
Bare.prototype = Object.freeze(Object.create(null))

/**
 * Reads a whole value, numbers kept as text. For cold messages only: it allocates what it reads.
 *
 * Returns `null` at a fault; check `reader.fault`.
 */
export function readJson(reader: JsonReader): JsonValue {
  if (reader.isObject()) return readObject(reader)
  if (reader.isArray()) return readArray(reader)
  if (reader.isString()) return readText(reader)
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
      return new JsonNumber(POOL.textOf(reader.bytes, start, reader.pos))
  }
}

function readText(reader: JsonReader): string | null {
  if (!reader.readString()) return null
  if (reader.textIsEscaped) return reader.text()
  return POOL.textOf(reader.bytes, reader.textStart, reader.textEnd)
}

function readObject(reader: JsonReader): JsonObject {
  const object = new Bare()
  reader.enterObject()
  while (reader.nextKey(NO_KEYS) !== END) {
    const key = keyOf(reader)
    object[key] = readJson(reader)
  }
  return object
}

function keyOf(reader: JsonReader): string {
  const { bytes, keyStart } = reader
  let end = keyStart
  for (let byte = bytes[end]; byte !== QUOTE && byte !== undefined; byte = bytes[end]) {
    if (byte === BACKSLASH) return reader.keyText()
    end += 1
  }
  return POOL.textOf(bytes, keyStart, end)
}

function readArray(reader: JsonReader): readonly JsonValue[] {
  const items: JsonValue[] = []
  reader.enterArray()
  while (reader.nextItem()) items.push(readJson(reader))
  return items
}
