import { expect, test } from 'vitest'
import {
  FrameScanner,
  type KeyRole,
  KeySet,
  ODD,
  SKIPPED_NUMBER,
  shapeOf,
} from '../../src/wire/index.ts'

const KEYS = new KeySet(['data', 'price', 'id', 'flag'])
const ROLES: readonly KeyRole[] = ['inside', 'quoted', 'value', 'value']
const roleOf = (key: number): KeyRole => ROLES[key] ?? 'other'
const FRAME = '{"stream":"btcusdt@trade","data":{"price":"1.50","id":77,"n":5,"flag":true,"s":"X"}}'
const VALUES = [
  ['price', '1.50'],
  ['id', '77'],
  ['n', '5'],
  ['flag', 'true'],
] as const

/** Places behind each common part, given the lengths of the values. */
function walk(text: string, lengths: readonly number[]): number {
  const shape = shapeOf(Buffer.from(FRAME), KEYS, roleOf)
  const scanner = new FrameScanner()
  scanner.load(Buffer.from(text))
  let at = shape?.match(0, scanner, 0) ?? ODD
  for (const [n, length] of lengths.entries()) {
    if (at >= 0) at = shape?.match(n + 1, scanner, at + length) ?? ODD
  }
  return at
}

test('a shape names its values by their keys, numbers that nobody wants included', () => {
  const shape = shapeOf(Buffer.from(FRAME), KEYS, roleOf)
  expect([...(shape?.keys ?? [])]).toEqual([1, 2, SKIPPED_NUMBER, 3])
})

test('a frame with other values of any length has the shape', () => {
  const other = FRAME.replace('1.50', '61837.63000000').replace('77', '123456').replace('5,', '0,')
  expect(walk(other, [14, 6, 1, 4])).toBe(other.length)
})

test('a change of any byte outside the values is seen', () => {
  const lengths = VALUES.map(([, text]) => text.length)
  let checked = 0
  for (let i = 0; i < FRAME.length; i += 1) {
    const isValue = VALUES.some(([key, text]) => {
      const start = FRAME.indexOf(`"${key}":`) + key.length + (key === 'price' ? 4 : 3)
      return i >= start && i < start + text.length
    })
    if (isValue) continue
    checked += 1
    expect(walk(`${FRAME.slice(0, i)}~${FRAME.slice(i + 1)}`, lengths)).toBe(ODD)
  }
  expect(checked).toBe(FRAME.length - lengths.reduce((sum, length) => sum + length, 0))
})

test('a frame that ends early or goes on has another shape', () => {
  expect(walk(FRAME.slice(0, -1), [4, 2, 1, 4])).toBe(ODD)
  expect(walk(`${FRAME}}`, [4, 2, 1, 4])).toBe(FRAME.length) // the caller compares with the length
})

test.each([
  ['is no JSON', '{"data":{"price":"1"}'],
  ['has a bare number where quotes are wanted', '{"data":{"price":1}}'],
])('a frame that %s gives no shape', (_, text) => {
  expect(shapeOf(Buffer.from(text), KEYS, roleOf)).toBeUndefined()
})
