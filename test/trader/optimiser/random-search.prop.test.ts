import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { SeededRandom } from '../../../src/runtime/virtual/index.ts'
import { type Evaluate, type ParameterSpace, randomSearch } from '../../../src/trader/index.ts'

const range = (max: number, step = '1') =>
  ({ type: 'range', min: '0', max: String(max), step, as: 'number' }) as const
const search = (seed: number) => randomSearch({ random: new SeededRandom(seed) })

/** A hill whose top is at these coordinates. */
const hill =
  (top: Readonly<Record<string, number>>): Evaluate =>
  async (params) =>
    Object.entries(top).reduce((sum, [name, at]) => {
      const off = new Decimal(Number(params[name])).minus(at)
      return sum.minus(off.times(off))
    }, new Decimal(0))

describe('a random search', () => {
  it('tries every place of a space that the budget covers, each once, and finds the top', async () => {
    const space: ParameterSpace = {
      spread: { type: 'range', min: '0.5', max: '2', step: '0.5', as: 'text' },
      fair: { type: 'choice', values: ['mid', 'microprice'] },
      levels: range(2),
    }
    const evaluate: Evaluate = async ({ spread, fair, levels }) =>
      new Decimal(fair === 'microprice' ? 1 : 0)
        .minus(new Decimal(String(spread)).minus(1.5).abs())
        .plus(Number(levels) === 1 ? 1 : 0)
    const { best, trials } = await search(1).suggest(space, evaluate, { trials: 24 })
    expect(trials).toHaveLength(24)
    expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(24)
    expect(best?.params).toEqual({ spread: '1.5', fair: 'microprice', levels: 1 })
    expect(best?.score.toFixed()).toBe('2')
  })

  it('finds the top of a hill in a space a hundred times its budget', () => {
    const tops = fc.record({ x: fc.nat(99), y: fc.nat(99) })
    return fc.assert(
      fc.asyncProperty(tops, fc.nat(1_000), async (top, seed) => {
        const space = { x: range(99), y: range(99) }
        const { best, trials } = await search(seed).suggest(space, hill(top), { trials: 100 })
        expect(best?.params).toEqual(top)
        expect(trials.length).toBeLessThanOrEqual(100)
      }),
      { numRuns: 200 },
    )
  })

  it('stays in the space and the budget, tries nothing twice, and suggests the best it tried, the same by the same numbers', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })
    return fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(999),
        async (all, trials, seed) => {
          const space = Object.fromEntries(all.map((size, place) => [`p${place}`, range(size - 1)]))
          const evaluate: Evaluate = async (params) => {
            const number = new SeededRandom(JSON.stringify([params, seed])).below(50)
            return number < 5 ? undefined : new Decimal(number)
          }
          const found = await search(seed).suggest(space, evaluate, { trials })
          const texts = found.trials.map(({ params }) => JSON.stringify(params))
          expect(new Set(texts).size).toBe(texts.length)
          expect(texts.length).toBeLessThanOrEqual(trials)
          for (const { params } of found.trials)
            all.forEach((size, place) => {
              expect(Number(params[`p${place}`])).toBeLessThan(size)
              expect(Number(params[`p${place}`])).toBeGreaterThanOrEqual(0)
            })
          const scores = found.trials.map(({ score }) => score?.toNumber() ?? -1)
          const most = Math.max(...scores)
          expect(found.best?.score.toNumber() ?? -1).toBe(most)
          if (found.best) expect(found.best.params).toBe(found.trials[scores.indexOf(most)]?.params)
          expect(await search(seed).suggest(space, evaluate, { trials })).toEqual(found)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('ends where its signal is aborted, and tells what evaluating threw', async () => {
    const abort = new AbortController()
    let calls = 0
    const evaluate: Evaluate = async () => {
      calls += 1
      if (calls === 3) abort.abort(new Error('enough'))
      return new Decimal(0)
    }
    const budget = { trials: 50, signal: abort.signal }
    await expect(search(1).suggest({ x: range(9) }, evaluate, budget)).rejects.toThrow('enough')
    expect(calls).toBe(3)
    const broken: Evaluate = async () => {
      throw new Error('no rows')
    }
    await expect(search(1).suggest({ x: range(9) }, broken, { trials: 1 })).rejects.toThrow(
      'no rows',
    )
  })

  it.each<readonly [ParameterSpace, number, string]>([
    [{}, 1, 'expected a parameter, were none'],
    [{ x: range(9) }, 0, 'trials: expected an integer of at least 1, was 0'],
    [{ x: { type: 'choice', values: [] } }, 1, 'x: expected a value to choose, were none'],
    [{ x: range(-1) }, 1, 'x: expected min of at most -1, was 0'],
    [{ x: range(1, '0') }, 1, 'x: expected step above 0, was 0'],
    [{ x: range(1, 'x') }, 1, 'x: expected decimal text of step, was "x"'],
    [{ x: range(1_000_000, '0.0000000001') }, 1, 'x: expected at most 15 digits of a JSON number'],
  ])('refuses what cannot be searched: %j', async (space, trials, problem) => {
    const searched = search(1).suggest(space, hill({}), { trials })
    await expect(searched).rejects.toThrow(`Creating a search: ${problem}`)
  })
})
