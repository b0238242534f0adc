import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonNumber, JsonReader, type JsonValue, readJson } from '../../src/wire/index.ts'

const reader = new JsonReader()

function read(text: string | Uint8Array): { value: JsonValue; fault: string; offset: number } {
  reader.reset(typeof text === 'string' ? Buffer.from(text) : text)
  const value = readJson(reader)
  reader.finish()
  return { value, fault: reader.fault, offset: reader.faultOffset }
}

/** The value as JSON.parse would give it. */
function plain(value: JsonValue | undefined): unknown {
  if (value instanceof JsonNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, plain(item as JsonValue)]),
    )
  }
  return value
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const json = fc.json({ maxDepth: 6 }).filter((text) => !text.includes('__proto__'))

test('reads every JSON text to the value that JSON.parse gives', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, 2), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), null, indent)
      const { value, fault } = read(spaced)
      expect(fault).toBe('')
      expect(plain(value)).toEqual(JSON.parse(spaced))
    }),
    { numRuns: 500 },
  )
})

test('refuses what JSON.parse refuses and accepts what it accepts, whatever bytes are changed', () => {
  const change = fc.record({
    at: fc.nat(),
    byte: fc.constantFrom(...Array.from('{}[]",:0123456789.eE+-tfn\\ u\n\t')),
  })
  fc.assert(
    fc.property(json, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
      const letters = Array.from(text)
      for (const { at, byte } of changes) letters[at % letters.length] = byte
      const damaged = letters.join('')
      expect({ damaged, isRead: read(damaged).fault === '' }).toEqual({
        damaged,
        isRead: parses(damaged),
      })
    }),
    { numRuns: 3000 },
  )
})

test('says at which byte any truncated message ends, and never reads beyond it', () => {
  const text = Buffer.from('{"a":[1,-2.5e3,"x\\u00e9\\n",{"b":null}],"c":true}')
  for (let end = 0; end < text.length; end += 1) {
    const { fault, offset } = read(text.subarray(0, end))
    expect({ end, fault, isInside: offset <= end }).toEqual({
      end,
      fault: 'truncated',
      isInside: true,
    })
  }
})

test('random bytes are a fault or a value, never a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(typeof read(bytes).fault).toBe('string')
    }),
    { numRuns: 2000 },
  )
})

test('reads a number of a million digits as it is written', () => {
  // Seen in the conformance suite: spreading the bytes over the arguments of a call overflowed the stack.
  const digits = '9'.repeat(1_000_000)
  const { value, fault } = read(`[${digits}]`)
  expect(fault).toBe('')
  expect(value).toEqual([new JsonNumber(digits)])
})
