import { gzipSync } from 'node:zlib'
import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type KnownMessages, unknownFeatures } from '../../src/core/index.ts'
import { featureSet, jsonMessages } from '../../src/drivers/kit/drift.ts'

const KNOWN = `
=
  side=buy side=sell
trade
  ch data[].side data[].px data[].deep.x
prices
  ch data.*
pushed
  ch stream e
`
const messages: KnownMessages = jsonMessages(
  {
    tags: ['ch', 'e'],
    kindOf: (tag) => tag('ch') ?? tag('e') ?? '',
    enums: { side: ['none'] },
    maps: ['data'],
    envelope: 'wrapped',
  },
  KNOWN,
)
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const featuresOf = (value: unknown) => messages.featuresOf(bytes(value))
const newIn = (value: unknown) => unknownFeatures(messages, bytes(value), 'event')

describe('the features of a JSON message', () => {
  test('are its kind, its fields and its values, outer ones first and each once', () => {
    const frame = {
      data: [
        { side: 'buy', px: 1 },
        { side: 'sell', px: 2 },
      ],
      ch: 'trade',
    }
    expect(featuresOf(frame)).toEqual([
      'trade',
      'trade.data',
      'trade.data[]',
      'trade.data[].side',
      'trade.data[].side=buy',
      'trade.data[].px',
      'trade.data[].side=sell',
      'trade.ch',
    ])
  })

  test('are the same packed with gzip', () => {
    const frame = bytes({ ch: 'trade', data: [{ side: 'buy' }] })
    expect(messages.featuresOf(gzipSync(frame))).toEqual(messages.featuresOf(frame))
    expect(messages.textOf(gzipSync(frame))).toBe(Buffer.from(frame).toString())
  })

  test('do not name what an open map is keyed by, nor the envelope', () => {
    expect(featuresOf({ ch: 'prices', data: { 'BTC-USD': 1, 'ETH-USD': 2 } })).toEqual([
      'prices',
      'prices.ch',
      'prices.data',
      'prices.data.*',
    ])
    expect(featuresOf({ stream: 's', wrapped: { e: 'pushed' } })).toEqual([
      'pushed',
      'pushed.stream',
      'pushed.e',
    ])
  })

  test('cannot be forged by names: what parts a path is made of is replaced in them', () => {
    expect(featuresOf({ ch: 'trade', 'data[].side=buy': 1, '': 2 })).toEqual([
      'trade',
      'trade.ch',
      'trade.data___side_buy',
      'trade._',
    ])
  })

  test.each([
    ['nothing', ''],
    ['half a message', '{"ch":"trade","data":[{"si'],
    ['a number', '12'],
    ['a page of HTML', '<!DOCTYPE html>'],
    ['endless depth', '['.repeat(100_000)],
    ['the start of gzip', '\u001f'],
    ['two messages', '{"ch":"trade"}{"ch":"trade"}'],
  ])('are none of %s', (_what, text) => {
    expect(messages.featuresOf(Buffer.from(text))).toEqual([])
  })

  test('are bounded, however many names a frame has, and the next frame is read as ever', () => {
    const hostile = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))
    for (let i = 0; i < 12; i += 1)
      expect(featuresOf({ ch: 'trade', [`a${i}`]: hostile }).length).toBeLessThanOrEqual(1_001)
    expect(featuresOf(Array.from({ length: 300_000 }, () => 1))).toEqual(['message', 'message[]'])
    expect(messages.featuresOf(Buffer.from(`"${'x'.repeat(2_000_000)}"`))).toEqual([])
    expect(featuresOf({ ch: 'trade', data: [{ side: 'buy' }] })).toHaveLength(6)
  })
})

describe('what is unknown', () => {
  test('is a new field, a new value, and of a new message or object only itself', () => {
    const row = { side: 'buy', px: 1 }
    expect(newIn({ ch: 'trade', data: [row] })).toEqual([])
    expect(newIn({ ch: 'trade', data: [{ ...row, zz: 1 }] })).toEqual(['trade.data[].zz'])
    expect(newIn({ ch: 'trade', data: [{ ...row, side: 'hold' }] })).toEqual([
      'trade.data[].side=hold',
    ])
    expect(newIn({ ch: 'trade', data: [row], zz: [{ a: { b: 1 } }] })).toEqual(['trade.zz'])
    expect(newIn({ ch: 'moon', data: [row] })).toEqual(['moon'])
    expect(newIn({ ch: 'trade', data: [{ ...row, side: 'none' }] })).toEqual([])
    expect(newIn({ ch: 'trade', data: [{ ...row, side: '' }] })).toEqual([])
  })

  test('is only the kind of a frame that the driver ignores', () => {
    const look = (value: unknown) => unknownFeatures(messages, bytes(value), 'ignored')
    expect(look({ ch: 'trade', zz: 1 })).toEqual([])
    expect(look({ ch: 'moon', zz: 1 })).toEqual(['moon'])
  })

  test('a generated text tells the outer features too', () => {
    expect([...featureSet('\n=\n  s=1\nk\n  a[].s[]\n')].sort()).toEqual([
      'k',
      'k.a',
      'k.a[]',
      'k.a[].s',
      'k.a[].s=1',
      'k.a[].s[]',
      'k.a[].s[]=1',
    ])
  })
})

describe('any message', () => {
  prop.prop([fc.json()])('has the same features whatever was read before', (text) => {
    const frame = Buffer.from(text)
    const first = messages.featuresOf(frame)
    messages.featuresOf(bytes({ other: [{ frame: 1 }] }))
    expect(messages.featuresOf(frame)).toEqual(first)
    expect(new Set(first).size).toBe(first.length)
  })

  prop.prop([fc.uint8Array({ maxLength: 200 })])(
    'of any bytes is read without a throw',
    (frame) => {
      expect(Array.isArray(messages.featuresOf(frame))).toBe(true)
    },
  )

  prop.prop([fc.object({ maxDepth: 4 }), fc.stringMatching(/^[a-z]{1,8}$/)])(
    'with one field more has at least its features, and the field’s',
    (value, name) => {
      const before = featuresOf({ inner: value })
      const after = featuresOf({ inner: value, [`new_${name}`]: 1 })
      expect(after).toEqual([...before, `message.new_${name}`])
    },
  )
})
