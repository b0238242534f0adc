import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEnded } from '../../../src/trader/oms/index.ts'
import { play, recordsOf, scripts, smallCore } from './support/core-script.ts'

/** What a journal does to a value. */
const written = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('the trading core', () => {
  it('is made again from its records, byte for byte, whatever happened', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const core = smallCore()
        const effects = play(core, script)
        const again = smallCore()
        for (const record of written(recordsOf(effects.flat()))) again.apply(record)
        expect(JSON.stringify(again.snapshot())).toBe(JSON.stringify(core.snapshot()))
      }),
      { numRuns: 300 },
    )
  })

  it('goes on from a snapshot and the records after it as if it had never stopped', () => {
    fc.assert(
      fc.property(scripts, scripts, (before, after) => {
        const core = smallCore()
        play(core, before)
        const snapshot = written(core.snapshot())
        const effects = play(core, after, 1_795_790_000_000_000)
        const again = smallCore(snapshot)
        for (const record of written(recordsOf(effects.flat()))) again.apply(record)
        expect(JSON.stringify(again.snapshot())).toBe(JSON.stringify(core.snapshot()))
      }),
      { numRuns: 200 },
    )
  })

  it('answers the same effects to the same script', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const [one, other] = [play(smallCore(), script), play(smallCore(), script)]
        expect(JSON.stringify(other)).toBe(JSON.stringify(one))
      }),
      { numRuns: 100 },
    )
  })

  it('sends nothing that was not recorded in the same turn, before it', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        for (const effects of play(smallCore(), script)) {
          const firstSend = effects.findIndex(({ type }) => type === 'send')
          const lastRecord = effects.findLastIndex(({ type }) => type === 'record')
          if (firstSend >= 0) expect(lastRecord).toBeGreaterThanOrEqual(0)
          if (firstSend >= 0) expect(lastRecord).toBeLessThan(firstSend)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('tells risk the orders that live and what is held, and nothing else', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const core = smallCore()
        play(core, script)
        const live = [...core.oms.orders.values()].filter(({ status }) => !isEnded(status))
        const told = [...core.world.orders()].map(({ clientOrderId }) => clientOrderId)
        expect(new Set(told)).toEqual(new Set(live.map(({ clientOrderId }) => clientOrderId)))
        for (const { account, instrument, position } of core.world.holdings()) {
          const held = core.portfolio.position(account, instrument)?.quantity.toFixed() ?? '0'
          expect(position.toFixed()).toBe(held)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('books every fill of our orders once', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const effects = play(smallCore(), script).flat()
        const applied = effects.flatMap((effect) =>
          effect.type === 'booked' && effect.event.type === 'fill' && effect.outcome === 'applied'
            ? [effect.event.fill.fillId]
            : [],
        )
        const ours = effects.flatMap((effect) =>
          effect.type === 'fill' ? [effect.fill.fillId] : [],
        )
        expect(new Set(applied).size).toBe(applied.length)
        expect(applied).toEqual(expect.arrayContaining(ours))
      }),
      { numRuns: 200 },
    )
  })
})
