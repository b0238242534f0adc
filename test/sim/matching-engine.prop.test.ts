import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type EngineOrder, MatchingEngine } from '../../src/sim/index.ts'
import { NaiveMatching } from './support/naive-matching.ts'

const order: fc.Arbitrary<EngineOrder> = fc.record(
  {
    side: fc.constantFrom('buy' as const, 'sell' as const),
    price: fc.integer({ min: 95, max: 105 }),
    size: fc.integer({ min: 1, max: 9 }),
    timeInForce: fc.constantFrom('gtc' as const, 'gtc' as const, 'ioc' as const, 'fok' as const),
    postOnly: fc.boolean(),
  },
  { requiredKeys: ['side', 'size'] },
)
const command = fc.oneof(
  { weight: 3, arbitrary: order.map((value) => ({ kind: 'order' as const, value })) },
  { weight: 1, arbitrary: fc.nat(120).map((value) => ({ kind: 'cancel' as const, value })) },
)

describe('MatchingEngine', () => {
  test.prop([fc.array(command, { maxLength: 120 })])('agrees with the naive twin', (commands) => {
    const engine = new MatchingEngine()
    const twin = new NaiveMatching()
    for (const { kind, value } of commands) {
      if (kind === 'cancel') {
        expect(engine.cancel(value) !== undefined).toBe(twin.cancel(value))
      } else {
        const result = engine.submit(value)
        const expected = twin.submit(value)
        expect(result.orderId).toBe(expected.id)
        expect(result.outcome).toBe(expected.outcome)
        const fills = result.fills.map(({ makerOrderId: maker, price, size }) => ({
          maker,
          price,
          size,
        }))
        expect(fills).toEqual(expected.fills)
      }
      expect(engine.top('bid')).toEqual(twin.top('bid'))
      expect(engine.top('ask')).toEqual(twin.top('ask'))
    }
  })

  test.prop([fc.array(command, { maxLength: 120 })])(
    'tells each level that changed, once',
    (commands) => {
      const engine = new MatchingEngine()
      const sides = { bid: new Map<number, number>(), ask: new Map<number, number>() }
      for (const { kind, value } of commands) {
        const result = kind === 'cancel' ? engine.cancel(value) : engine.submit(value)
        const seen = new Set<string>()
        for (const { side, price, size, previous } of result?.changes ?? []) {
          expect(seen.has(`${side}${price}`)).toBe(false)
          seen.add(`${side}${price}`)
          expect(sides[side].get(price) ?? 0).toBe(previous)
          expect(size).not.toBe(previous)
          if (size === 0) sides[side].delete(price)
          else sides[side].set(price, size)
        }
        expect([...sides.bid].sort((a, b) => b[0] - a[0])).toEqual(engine.top('bid'))
        expect([...sides.ask].sort((a, b) => a[0] - b[0])).toEqual(engine.top('ask'))
      }
    },
  )
})
