import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import type { AdaptorRule, KnobTarget } from '../../../src/trader/feedback/index.ts'
import { Adaptor } from '../../../src/trader/feedback/index.ts'
import { emptyReport, knob, ruleOf, worldOf } from './support/small-adaptor.ts'

const wishes = fc.array(
  fc.record({
    waitMs: fc.integer({ min: 0, max: 15_000 }),
    values: fc.array(
      fc.oneof(
        fc.integer({ min: -200, max: 400 }).map((tenths) => new Decimal(tenths).div(10)),
        fc.constantFrom('1e9', 'nonsense', 'Infinity', 3, Number.NaN, undefined, null),
      ),
      { maxLength: 3 },
    ),
    /** Somebody else sets it, within the bounds or not. */
    set: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined, freq: 10 }),
  }),
  { maxLength: 60 },
)

describe('an adaptor, whatever its rules want', () => {
  it('stays in the bounds, goes no further than a step, and waits for its cool-down', () => {
    fc.assert(
      fc.property(wishes, (script) => {
        const { min, max, maxStep, coolDownMs } = SPREAD
        let wanted: readonly unknown[] = []
        const rule = ruleOf([SPREAD], () =>
          wanted.map((value) => ({ knob: 'spread', value, why: 'because' })),
        )
        const adaptor = new Adaptor([rule])
        let [inForce, nowUs, turnedUs] = [new Decimal(10), 0, Number.NEGATIVE_INFINITY]
        for (const { waitMs, values, set } of script) {
          nowUs += waitMs * 1_000
          if (set !== undefined) inForce = new Decimal(set)
          wanted = values
          for (const event of adaptor.review(worldOf({ nowUs, inForce: () => inForce }))) {
            if (event.type !== 'adapted') continue
            expect(inForce.gte(min) && inForce.lte(max)).toBe(true)
            expect(event.from.eq(inForce)).toBe(true)
            expect(event.to.gte(min) && event.to.lte(max)).toBe(true)
            expect(event.to.minus(inForce).abs().lte(maxStep)).toBe(true)
            expect(event.to.eq(inForce)).toBe(false)
            expect(nowUs - turnedUs).toBeGreaterThanOrEqual(coolDownMs * 1_000)
            adaptor.remember(event)
            inForce = event.to
            turnedUs = nowUs
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('decides the same from a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(wishes, fc.nat(60), (script, cut) => {
        const run = (cutAt: number): readonly string[] => {
          let wanted: readonly unknown[] = []
          const rules = [
            ruleOf([SPREAD], () => wanted.map((value) => ({ knob: 'spread', value, why: '' }))),
          ]
          let adaptor = new Adaptor(rules)
          let [inForce, nowUs] = [new Decimal(10), 0]
          return script.flatMap(({ waitMs, values, set }, place) => {
            nowUs += waitMs * 1_000
            if (set !== undefined) inForce = new Decimal(set)
            wanted = values
            if (place === cutAt)
              adaptor = new Adaptor(rules, JSON.parse(JSON.stringify(adaptor.snapshot())))
            const events = adaptor.review(worldOf({ nowUs, inForce: () => inForce }))
            for (const event of events) {
              if (event.type !== 'adapted') continue
              adaptor.remember(event)
              inForce = event.to
            }
            return events.map((event) => JSON.stringify(event))
          })
        }
        expect(run(cut)).toEqual(run(-1))
      }),
      { numRuns: 200 },
    )
  })

  it('shows rules what is in force, and how it was at the review before', () => {
    const seen: unknown[] = []
    const rule: AdaptorRule = {
      ...ruleOf([SPREAD, SIZE], () => []),
      propose: ({ before, values }) => {
        seen.push([
          before?.timeUs,
          [...values].map(([name, value]) => `${name} ${value.toFixed()}`),
        ])
        return []
      },
    }
    const adaptor = new Adaptor([rule])
    const inForce = (target: KnobTarget) =>
      target.name === 'halfSpreadBps' ? new Decimal(5) : undefined
    for (const nowUs of [1, 2])
      adaptor.review(worldOf({ nowUs, inForce, report: () => ({ ...emptyReport, timeUs: nowUs }) }))
    expect(seen).toEqual([
      [undefined, ['spread 5']],
      [1, ['spread 5']],
    ])
  })
})

const SPREAD = knob({ name: 'spread', min: '2', max: '20', maxStep: '3', coolDownMs: 10_000 })
const SIZE = knob({ name: 'size', param: 'amount' })
