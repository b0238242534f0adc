import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/index.ts'
import { type Indicator, Sma } from '../../../src/market/index.ts'
import { CASES } from './indicator-cases.ts'

const take = (indicator: Indicator<never, unknown>, inputs: readonly unknown[]): unknown[] =>
  inputs.map((input) => {
    indicator.update(input as never)
    return structuredClone(indicator.value)
  })

describe.each(CASES)('$name', ({ make, inputs, refused }) => {
  it('goes on from a snapshot, through JSON, as if it had never stopped', () => {
    fc.assert(
      fc.property(
        fc.array(inputs, { maxLength: 40 }),
        fc.array(inputs, { maxLength: 40 }),
        (before, after) => {
          const whole = make()
          take(whole, before)
          const restored = make()
          // What was there before the restore must not matter.
          take(restored, after)
          restored.restore(JSON.parse(JSON.stringify(whole.snapshot())))
          expect(restored.value).toEqual(whole.value)
          // `toEqual` compares numbers as `Object.is` does: the same bits.
          expect(take(restored, after)).toEqual(take(whole, after))
          expect(restored.snapshot()).toEqual(whole.snapshot())
        },
      ),
    )
  })

  it('is as just made after a reset', () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 30 }), (given) => {
        const used = make()
        const first = take(used, given)
        used.reset()
        expect([used.value, used.isReady]).toEqual([undefined, false])
        expect(used.snapshot()).toEqual(make().snapshot())
        expect(take(used, given)).toEqual(first)
      }),
    )
  })

  it('refuses what cannot be meant, counts it, and is otherwise as if it had not come', () => {
    fc.assert(
      fc.property(
        fc.array(inputs, { maxLength: 30 }),
        fc.nat(30),
        fc.constantFrom(...refused),
        (given, at, bad) => {
          const clean = make()
          const fed = make()
          take(clean, given)
          take(fed, given.slice(0, at))
          expect(fed.update(bad as never)).toBe(false)
          expect(fed.refused).toBe(1)
          take(fed, given.slice(at))
          expect(fed.value).toEqual(clean.value)
          expect(fed.snapshot().numbers.slice(1)).toEqual(clean.snapshot().numbers.slice(1))
        },
      ),
    )
  })

  it('refuses a damaged snapshot, and is then as after a reset', () => {
    fc.assert(
      fc.property(
        fc.array(inputs, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.constantFrom('cut', 'longer', 'null', 'text'),
        (given, place, damage) => {
          const indicator = make()
          take(indicator, given)
          const { of, numbers } = indicator.snapshot()
          const at = place % numbers.length
          const damaged: Record<typeof damage, readonly unknown[]> = {
            cut: numbers.slice(0, at),
            longer: [...numbers, 0],
            null: numbers.with(at, Number.NaN),
            text: numbers.map((number, i) => (i === at ? String(number) : number)),
          }
          const restore = () =>
            indicator.restore(JSON.parse(JSON.stringify({ of, numbers: damaged[damage] })))
          expect(restore).toThrow(ConfigError)
          expect(indicator.snapshot()).toEqual(make().snapshot())
        },
      ),
    )
  })
})

describe('a snapshot', () => {
  it.each([
    ['of another period', new Sma(3).snapshot(), 'Restoring sma(2): the snapshot is of sma(3)'],
    ['that is nothing', null, 'Restoring sma(2): the snapshot is of undefined'],
    ['without numbers', { of: 'sma(2)' }, 'expected a finite number in place 0, was undefined'],
    [
      'of more than the window holds',
      { of: 'sma(2)', numbers: [0, 3, 0, 1, 2, 3] },
      'expected an integer from 0 to 2, was 3',
    ],
    [
      'that goes on in the wrong place',
      { of: 'sma(2)', numbers: [0, 1, 0, 5] },
      'a window of 1 numbers goes on at 0',
    ],
  ])('%s is refused', (_what, state, problem) => {
    expect(() => new Sma(2).restore(state as never)).toThrow(problem)
  })

  it('says what it is of, and what is in the window', () => {
    const average = new Sma(2)
    for (const price of [1, 2, 3]) average.update(price)
    expect(average.snapshot()).toEqual({ of: 'sma(2)', numbers: [0, 2, 1, 3, 2] })
  })
})
