import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  Oms,
  type OmsEffect,
  type OmsRecord,
  type OmsSnapshot,
} from '../../../src/trader/oms/index.ts'
import { toPlain } from '../../../src/trader/oms/order-json.ts'
import { calls, play } from './support/oms-script.ts'

const options = { epoch: 1, maxEnded: 3, maxEvicted: 6 }
const recordsOf = (effects: readonly (readonly OmsEffect[])[]): OmsRecord[] =>
  effects.flat().flatMap((effect) => (effect.type === 'record' ? [toPlain(effect.record)] : []))
const throughText = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T

/** Effects bit for bit, but for those of calls that change nothing, and in the order of their records. */
const text = (effects: readonly (readonly OmsEffect[])[]): string[] =>
  effects
    .flat()
    .filter(({ type }) => type !== 'refused' && type !== 'foreign')
    .map((effect) => JSON.stringify(toPlain(effect)))
    .sort()

test('replay of the records gives the same state and the same effects, bit for bit', () => {
  fc.assert(
    fc.property(calls, (script) => {
      const oms = new Oms(options)
      const effects = play(oms, script)
      const replayed = new Oms(options)
      const again = throughText(recordsOf(effects)).map((record) => replayed.apply(record))
      expect(JSON.stringify(replayed.snapshot())).toBe(JSON.stringify(oms.snapshot()))
      expect(text(again)).toEqual(text(effects))
    }),
    { numRuns: 500 },
  )
})

test('a snapshot in the middle and the records after it give the same as all records', () => {
  fc.assert(
    fc.property(calls, fc.nat(100), (script, cut) => {
      const oms = new Oms(options)
      const at = Math.min(cut, script.length)
      play(oms, script.slice(0, at))
      const taken: OmsSnapshot = throughText(oms.snapshot())
      const restored = new Oms(options, taken)
      expect(JSON.stringify(restored.snapshot())).toBe(JSON.stringify(taken))
      const rest = play(oms, script.slice(at), 9_000_000)
      const again = throughText(recordsOf(rest)).map((record) => restored.apply(record))
      expect(JSON.stringify(restored.snapshot())).toBe(JSON.stringify(oms.snapshot()))
      expect(text(again)).toEqual(text(rest))
    }),
    { numRuns: 500 },
  )
})

test('records come before what is sent, and every fill of an order of ours counts once or is told', () => {
  fc.assert(
    fc.property(calls, (script) => {
      const effects = play(new Oms(options), script)
      const counted = new Set<string>()
      for (const each of effects) {
        const ranks = each.map(({ type }) => (type === 'record' ? 0 : type === 'send' ? 1 : 2))
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
        if (each.some(({ type }) => type === 'send')) expect(each[0]?.type).toBe('record')
        for (const effect of each) {
          if (effect.type !== 'fill') continue
          // Ids of fills that were counted are forgotten in the end; here too few orders are made for that.
          expect(counted.has(effect.fill.fillId)).toBe(false)
          counted.add(effect.fill.fillId)
        }
      }
    }),
    { numRuns: 300 },
  )
})
