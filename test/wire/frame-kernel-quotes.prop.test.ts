import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BboUpdate } from '../../src/core/index.ts'
import { program, readBbo, readTrade, step } from './kernel-reads.ts'

describe('best prices', () => {
  const OPS = ['bidPrice', 'bidSize', 'askPrice', 'askSize'] as const
  /** In any order: what a frame does not say is absent, whatever the frame before said. */
  const FRAME = fc.shuffledSubarray([...OPS]).map((ops) => {
    const written = ops.map((op, i) => [op, `${i + 1}.${OPS.indexOf(op)}`] as const)
    const steps = ops.map((op, i) => step(op, `${i === 0 ? '{' : '",'}"${op}":"`))
    return {
      text: `{${written.map(([op, value]) => `"${op}":"${value}"`).join(',')}}`,
      by: ops.length === 0 ? 0 : program([...steps, step('end', '"}')]),
      expected: OPS.map((op) => Math.round(100 * Number(new Map(written).get(op)))),
    }
  })

  test('are those that were written, each in its place', () => {
    fc.assert(
      fc.property(fc.array(FRAME, { maxLength: 5 }), (frames) => {
        for (const { text, by, expected } of frames) {
          if (by === 0) continue
          const levels = readBbo(text, by, 2)?.levels
          expect(levels?.count).toBe(2)
          const [prices, sizes] = [levels?.prices, levels?.sizes]
          expect([prices?.[0], sizes?.[0], prices?.[1], sizes?.[1]]).toEqual(expected)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('have each its own scale', () => {
    const by = program([
      step('bidPrice', '{"b":'),
      step('bidSize', ',"B":'),
      step('askPrice', ',"a":'),
      step('askSize', ',"A":'),
      step('last', ',"u":'),
      step('end', '}'),
    ])
    const update = readBbo('{"b":1.5,"B":2,"a":1.6,"A":0.3,"u":7}', by, 3, 1)
    const { levels, last } = update as BboUpdate
    expect([...levels.prices.subarray(0, 2), ...levels.sizes.subarray(0, 2), last]).toEqual([
      1500, 1600, 20, 3, 7,
    ])
  })
})

describe('a trade', () => {
  const numbered = program([step('numberId', '{"t":'), step('end', '}')])
  const named = program([step('textId', '{"t":"'), step('end', '"}')])
  const maker = program([step('buyerIsMaker', '{"m":'), step('end', '}')])
  const taker = program([step('takerSide', '{"S":"'), step('end', '"}')])

  test('has the id that was written, however long it is', () => {
    const ID = fc.oneof(fc.stringMatching(/^[1-9]\d{0,40}$/), fc.string({ unit: 'binary-ascii' }))
    fc.assert(
      fc.property(ID, (id) => {
        const number = readTrade(`{"t":${id}}`, numbered)?.tradeId()
        if (number !== undefined) expect([number, JSON.parse(id)]).toEqual([id, Number(id)])
        const text = readTrade(`{"t":"${id}"}`, named)?.tradeId()
        if (text !== undefined) expect([text, JSON.parse(`"${id}"`)]).toEqual([id, id])
        if (/^[1-9]\d*$/.test(id)) expect([number, text]).toEqual([id, id])
      }),
      { numRuns: 5000 },
    )
  })

  test('says its side in a word of the venue, or by who was the maker, and by nothing else', () => {
    expect(readTrade('{"m":true}', maker)?.takerSide).toBe('sell')
    expect(readTrade('{"m":false}', maker)?.takerSide).toBe('buy')
    expect(readTrade('{"S":"buy"}', taker)?.takerSide).toBe('buy')
    expect(readTrade('{"S":"sell"}', taker)?.takerSide).toBe('sell')
    const EDIT = fc.tuple(fc.nat(4), fc.stringMatching(/^[ -~]{0,2}$/))
    fc.assert(
      fc.property(fc.constantFrom('true', 'false', 'buy', 'sell'), EDIT, (word, [at, other]) => {
        const changed = `${word.slice(0, at)}${other}${word.slice(at + 1)}`
        fc.pre(!['true', 'false', 'buy', 'sell'].includes(changed))
        expect(readTrade(`{"m":${changed}}`, maker)).toBeUndefined()
        expect(readTrade(`{"S":"${changed}"}`, taker)).toBeUndefined()
      }),
      { numRuns: 5000 },
    )
  })
})
