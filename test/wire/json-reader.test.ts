import { expect, test } from 'vitest'
import { END, JsonReader, KeySet, UNKNOWN } from '../../src/wire/index.ts'

const KEYS = new KeySet(['price', 'size', 'id'])

function open(text: string): JsonReader {
  const reader = new JsonReader()
  reader.reset(Buffer.from(text))
  return reader
}

test.each([
  ['{"a":1', 'truncated', 6],
  ['{"a":1}x', 'trailingBytes', 7],
  ['{"a" 1}', 'unexpectedByte', 5],
  ['[1,]', 'unexpectedByte', 3],
  ['{"a":01}', 'unexpectedByte', 6],
  ['{"a":1.}', 'badNumber', 7],
  ['{"a":"\\x"}', 'badString', 6],
  ['{"a":tru}', 'unexpectedByte', 8],
])('%s is %s at byte %i', (text, fault, offset) => {
  const reader = open(text)
  reader.skipValue()
  reader.finish()
  expect([reader.fault, reader.faultOffset]).toEqual([fault, offset])
})

test('nesting beyond 64 levels is tooDeep', () => {
  const reader = open('['.repeat(65) + ']'.repeat(65))
  reader.skipValue()
  expect([reader.fault, reader.faultOffset]).toEqual(['tooDeep', 64])
})

test('walks known and unknown keys in any order', () => {
  const reader = open('{"x":[{"price":9}],"size":"2","price":1}')
  const seen: number[] = []
  reader.enterObject()
  for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
    seen.push(key)
    reader.skipValue()
  }
  expect([seen, reader.finish()]).toEqual([[UNKNOWN, 1, 0], true])
})

test.each([
  ['12', 12],
  ['"-7"', -7],
  ['9007199254740991', 9007199254740991],
])('reads the integer %s', (text, value) => {
  const reader = open(text)
  expect([reader.readInteger(), reader.integer]).toEqual([true, value])
})

test.each(['9007199254740993', '1.5', '1e3', '01', '-05', '"1"2', '"x"', 'null', '{}'])(
  '%s is no integer',
  (text) => {
    const reader = open(text)
    const isRead = reader.readInteger() && reader.finish()
    expect(isRead).toBe(false)
  },
)

test('a key set finds each of its keys and nothing else', () => {
  const words = ['s', 'b', 'a', 'bids', 'asks', 'lastUpdateId', 'stream', 'data', 'pu', 'u', 'U']
  const set = new KeySet(words)
  for (const word of [...words, 'S', 'bid', 'streams', '', 'dat']) {
    const reader = open(JSON.stringify(word))
    reader.readString()
    expect(reader.textIn(set)).toBe(words.indexOf(word))
  }
})
