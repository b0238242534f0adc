import { drawPlan, kitsOf, type PlanScale } from './seed-plan.ts'
import type { VenueKit } from './venue-kit.ts'
import { type RunCounts, runWholeSystem } from './whole-system.ts'

/** What became of one seed. */
export interface SeedOutcome {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: RunCounts
  readonly faults: RunCounts
}

/** Runs a seed twice: once compared with the truth, once more only to see that it is the same history. */
export async function runSeed(
  seed: number,
  all: readonly VenueKit[],
  scale: PlanScale,
): Promise<SeedOutcome> {
  const kits = kitsOf(seed, all)
  try {
    const first = await runWholeSystem(drawPlan(seed, kits, scale), kits, {})
    const second = await runWholeSystem(drawPlan(seed, kits, scale), kits, {
      calmMs: first.counts['calmMs'] ?? 0,
    })
    const differing = Object.keys(first.hashes).filter(
      (name) => first.hashes[name] !== second.hashes[name],
    )
    const problems = [...first.problems]
    if (differing.length > 0) problems.push(`the second run differs in its ${differing.join(', ')}`)
    return { seed, problems, counts: first.counts, faults: first.faults }
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { seed, problems: [`it broke: ${problem}`], counts: {}, faults: {} }
  }
}
