import type { Random } from '../../runtime/ports.ts'
import { assertNoProblems, numberProblems } from '../../transport/options.ts'
import type { Optimiser } from './optimiser.ts'
import { axisSizes, spaceProblems } from './parameter-space.ts'
import { TrialLog } from './trial-log.ts'

/** What a random search is made of. */
export interface RandomSearchOptions {
  /** What places are drawn with: the same numbers give the same trials. */
  readonly random: Random
}

/** Part of what is left of the budget that is spent on places drawn at random, before the surroundings of the best. */
const DRAWN_PART = 0.5
/** Draws for each place that is wanted: in a small space most hit what was tried. */
const DRAWS_EACH = 20

/**
 * The simple optimiser: tries every place of a space that the budget covers whole; else places drawn at random, and then steps from
 * the best along one axis at a time, each step half as long once none is better; and so again with what is left of the budget. It
 * finds the top of a single hill; of several, the one that a draw came near.
 *
 * @example
 * ```ts
 * import { SeededRandom } from 'crossbook/runtime/virtual'
 * import { randomSearch } from 'crossbook/trader'
 *
 * const optimiser = randomSearch({ random: new SeededRandom(1) })
 * ```
 */
export function randomSearch({ random }: RandomSearchOptions): Optimiser {
  return {
    suggest: async (space, evaluate, budget) => {
      const { trials } = budget
      assertNoProblems('a search', [
        ...spaceProblems(space),
        ...numberProblems({ trials }, { trials: 1 }),
      ])
      const sizes = axisSizes(space)
      const log = new TrialLog(space, evaluate, budget)
      if (sizes.reduce((product, size) => product * size, 1) <= trials) await tryAll(log, sizes)
      else await drawAndClimb(log, sizes, { random, trials })
      return log.suggestion()
    },
  }
}

async function tryAll(log: TrialLog, sizes: readonly number[]): Promise<void> {
  const point = sizes.map(() => 0)
  do await log.try([...point])
  while (advance(point, sizes))
}

/** Goes to the next place, the last axis first; `false` after the last. */
function advance(point: number[], sizes: readonly number[]): boolean {
  for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
    const next = (point[axis] ?? 0) + 1
    point[axis] = next < (sizes[axis] ?? 0) ? next : 0
    if (point[axis] !== 0) return true
  }
  return false
}

async function drawAndClimb(
  log: TrialLog,
  sizes: readonly number[],
  { random, trials }: { readonly random: Random; readonly trials: number },
): Promise<void> {
  for (let before = -1; log.count > before && !log.isSpent(); ) {
    before = log.count
    const wanted = before + Math.ceil((trials - before) * DRAWN_PART)
    await draw(log, sizes, { random, wanted })
    await climb(log, sizes)
  }
}

async function draw(
  log: TrialLog,
  sizes: readonly number[],
  { random, wanted }: { readonly random: Random; readonly wanted: number },
): Promise<void> {
  for (let draws = 0; draws < wanted * DRAWS_EACH && log.count < wanted; draws += 1)
    await log.try(sizes.map((size) => Math.floor(random.next() * size)))
}

async function climb(log: TrialLog, sizes: readonly number[]): Promise<void> {
  let strides = sizes.map((size) => Math.max(1, Math.floor(size / 4)))
  while (!log.isSpent()) {
    if (await stepOnce(log, sizes, strides)) continue
    if (strides.every((stride) => stride === 1)) return
    strides = strides.map((stride) => Math.max(1, Math.floor(stride / 2)))
  }
}

/** Tries one step each way along every axis, from the best of the moment; whether any was better. */
async function stepOnce(
  log: TrialLog,
  sizes: readonly number[],
  strides: readonly number[],
): Promise<boolean> {
  let isBetter = false
  for (const [axis, size] of sizes.entries())
    for (const direction of [1, -1]) {
      const from = log.best?.point
      if (from === undefined) return false
      const index = (from[axis] ?? 0) + direction * (strides[axis] ?? 1)
      const near = Math.min(size - 1, Math.max(0, index))
      if (await log.try(from.with(axis, near))) isBetter = true
    }
  return isBetter
}
