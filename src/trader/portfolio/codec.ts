import { ConfigError, Decimal } from '../../core/index.ts'

/** Data that JSON has a text for. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json }

/** Writes values as JSON data and reads them back; what it reads it does not trust. */
export interface Codec<Value> {
  /** As JSON data. */
  write(value: Value): Json
  /** From JSON data. @throws ConfigError `INVALID_OPTIONS` where it is none of ours; `at` says where */
  read(json: unknown, at: string): Value
}

/** Writers and readers of an object's fields; a field that is absent or `undefined` stays absent. */
export type Fields<Value> = {
  readonly [Name in keyof Value]-?: Codec<Exclude<Value[Name], undefined>> & Optional
}

interface Optional {
  readonly isOptional?: boolean
}

const DECIMAL = /^-?\d+(\.\d+)?$/

/** Exact text. */
export const decimal: Codec<Decimal> = {
  write: (value) => value.toFixed(),
  read(json, at) {
    const value = typeof json === 'string' && DECIMAL.test(json) ? new Decimal(json) : undefined
    if (value !== undefined && value.precision() <= Decimal.precision) return value
    throw damaged(at, 'decimal text of 60 digits at most', json)
  },
}

/** A safe integer. */
export const integer: Codec<number> = {
  write: (value) => value,
  read(json, at) {
    if (typeof json === 'number' && Number.isSafeInteger(json)) return json
    throw damaged(at, 'an integer', json)
  },
}

/** Text, or one of the texts given. */
export function text<Text extends string>(...allowed: readonly Text[]): Codec<Text> {
  return {
    write: (value) => value,
    read(json, at) {
      // A name comes back as the brand that it was written from; of a closed list it is checked.
      const found = json as Text
      if (typeof json === 'string' && (allowed.length === 0 || allowed.includes(found)))
        return found
      throw damaged(at, allowed.length === 0 ? 'text' : allowed.join(' or '), json)
    },
  }
}

/** A list. */
export function list<Value>(item: Codec<Value>): Codec<readonly Value[]> {
  return {
    write: (values) => values.map((value) => item.write(value)),
    read(json, at) {
      if (!Array.isArray(json)) throw damaged(at, 'a list', json)
      return json.map((value, place) => item.read(value, `${at}[${place}]`))
    },
  }
}

/** A map, as a list of pairs in its order. */
export function map<Key extends string, Value>(item: Codec<Value>): Codec<Map<Key, Value>> {
  return {
    write: (values) => [...values].map(([key, value]) => [key, item.write(value)]),
    read(json, at) {
      if (!Array.isArray(json)) throw damaged(at, 'a list of pairs', json)
      const values = new Map<Key, Value>()
      for (const [place, pair] of json.entries()) {
        const [key, value] = Array.isArray(pair) ? pair : []
        if (typeof key !== 'string') throw damaged(`${at}[${place}]`, 'a pair with a name', pair)
        values.set(key as Key, item.read(value, `${at}[${place}]`))
      }
      return values
    },
  }
}

/** A field that may be absent. */
export function optional<Value>(codec: Codec<Value>): Codec<Value> & { readonly isOptional: true } {
  return { ...codec, isOptional: true }
}

/** An object of such fields. */
export function object<Value extends object>(fields: Fields<Value>): Codec<Value> {
  const names = Object.keys(fields) as (keyof Value & string)[]
  return {
    write(value) {
      const json: Record<string, Json> = {}
      for (const name of names) {
        const field = value[name]
        // `Fields` has a codec of just this field's type.
        if (field !== undefined) json[name] = (fields[name] as Codec<unknown>).write(field)
      }
      return json
    },
    read(json, at) {
      if (typeof json !== 'object' || json === null) throw damaged(at, 'an object', json)
      const value: Record<string, unknown> = {}
      for (const name of names) {
        const field = (json as Record<string, unknown>)[name]
        if (field === undefined && fields[name].isOptional) continue
        value[name] = fields[name].read(field, `${at}.${name}`)
      }
      return value as Value
    },
  }
}

/** The error of data that are none of ours. */
export function damaged(at: string, expected: string, found: unknown): ConfigError {
  const was = JSON.stringify(found)?.slice(0, 80) ?? 'nothing'
  return new ConfigError(
    'INVALID_OPTIONS',
    `Restoring a snapshot: expected ${at} to be ${expected}, was ${was}; nothing was restored`,
  )
}
