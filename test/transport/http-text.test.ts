import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { httpUrl } from '../../src/transport/index.ts'
import { retryAfterMs } from '../../src/transport/retry-after.ts'
import { httpDateUs } from '../../src/wire/index.ts'

describe('retryAfterMs', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['Thu, 32 Foo 2026 00:00:00 GMT', undefined],
    ['0', 0],
    ['120', 120_000],
    ['0.5', 500],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('reads %j as %j ms', (header, expected) => {
    expect(retryAfterMs(header, 1_000_000)).toBe(expected)
  })

  it('reads every HTTP date as the platform does', () => {
    const date = fc.date({ min: new Date(1_000), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(date, (at) => {
        const ms = Math.floor(at.getTime() / 1_000) * 1_000
        expect(retryAfterMs(at.toUTCString(), 0)).toBe(ms)
        expect(httpDateUs(at.toUTCString())).toBe(ms * 1_000)
      }),
    )
  })
})

describe('httpUrl', () => {
  it('gives back every query through a URL parser', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.dictionary(text, text, { noNullPrototype: true }), (query) => {
        const { searchParams } = new URL(httpUrl('http://toy.test', { path: '/x', query }))
        expect([...searchParams]).toEqual(Object.entries(query))
      }),
    )
  })
})

it('takes the path `/` for the base itself, which may end in a key', () => {
  expect(httpUrl('https://rpc.test/v2/key', { path: '/' })).toBe('https://rpc.test/v2/key')
})
