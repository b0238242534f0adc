import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OldestFirst } from '../../../src/trader/oms/oldest-first.ts'

/** Keys that come again, and many that are taken from the front: places are copied then. */
const call = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('set'), key: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), key: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('evict'), key: fc.nat(3) }) },
)

function oldestOf(naive: ReadonlyMap<number, number>): { key: number; value: number } | undefined {
  for (const [key, value] of naive) return { key, value }
  return undefined
}

test('is a Map whose first entry is the oldest key', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 300 }), (calls) => {
      const ours = new OldestFirst<number, number>()
      const naive = new Map<number, number>()
      for (const [at, { do: what, key }] of calls.entries()) {
        if (what === 'set') {
          ours.set(key, at)
          naive.set(key, at)
        } else if (what === 'delete') {
          expect(ours.delete(key)).toBe(naive.get(key))
          naive.delete(key)
        } else
          for (let left = key; left > 0 && naive.size > 0; left -= 1) {
            const { key: oldest } = oldestOf(naive) ?? { key: -1 }
            naive.delete(oldest)
            ours.delete(oldest)
          }
        expect(ours.oldest()).toEqual(oldestOf(naive))
        expect(ours.size).toBe(naive.size)
        expect(ours.get(key)).toBe(naive.get(key))
      }
      expect(ours.entries().map((entry) => [entry.key, entry.value])).toEqual([...naive])
    }),
  )
})

test('stays small, however many go through it', () => {
  const ours = new OldestFirst<number, number>()
  for (let key = 0; key < 50_000; key += 1) {
    ours.set(key, key)
    if (key >= 100) ours.delete(ours.oldest()?.key ?? -1)
    if (key >= 100) expect(ours.oldest()?.key).toBe(key - 99)
  }
  expect(ours.entries()).toHaveLength(100)
})
