import { drawPlan, kitsOf, type PlanScale } from './seed-plan.ts'
import type { ThreadChoice } from './threads-plan.ts'
import { runTradingSeed } from './trading/trading-run.ts'
import type { VenueKit } from './venue-kit.ts'
import { type RunCounts, runWholeSystem } from './whole-system.ts'

/** What became of one seed. */
export interface SeedOutcome {
  readonly seed: number
  readonly problems: readonly string[]
  readonly counts: RunCounts
  readonly faults: RunCounts
}

/** What of the house a seed is run through: the books and records of a monitor, the orders and money of a trader, or both. */
export type SeedPart = 'market' | 'trading' | 'all'

/** How a seed is run. */
export interface SeedChoice {
  /** @defaultValue `'all'` */
  readonly part?: SeedPart
  /** @defaultValue `'drawn'` */
  readonly threads?: ThreadChoice
}

/** Runs a seed through the parts asked for. */
export async function runSeed(
  seed: number,
  all: readonly VenueKit[],
  scale: PlanScale,
  { part = 'all', threads = 'drawn' }: SeedChoice = {},
): Promise<SeedOutcome> {
  const outcomes: SeedOutcome[] = []
  if (part !== 'trading') outcomes.push(await runMarketSeed(seed, all, scale, threads))
  if (part !== 'market') outcomes.push(await tradingOutcome(seed, threads))
  return {
    seed,
    problems: outcomes.flatMap(({ problems }) => problems),
    counts: Object.assign({}, ...outcomes.map(({ counts }) => counts)) as RunCounts,
    faults: sumOf(outcomes.map(({ faults }) => faults)),
  }
}

async function tradingOutcome(seed: number, threads: ThreadChoice): Promise<SeedOutcome> {
  try {
    const { problems, counts, faults } = await runTradingSeed(seed, threads)
    return { seed, problems: problems.map((problem) => `trading: ${problem}`), counts, faults }
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { seed, problems: [`trading broke: ${problem}`], counts: {}, faults: {} }
  }
}

function sumOf(each: readonly RunCounts[]): RunCounts {
  const sum: RunCounts = {}
  for (const counts of each)
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** Runs a seed twice: once compared with the truth, once more only to see that it is the same history. */
async function runMarketSeed(
  seed: number,
  all: readonly VenueKit[],
  scale: PlanScale,
  threads: ThreadChoice,
): Promise<SeedOutcome> {
  const kits = kitsOf(seed, all)
  try {
    const plan = drawPlan(seed, kits, scale, threads)
    const first = await runWholeSystem(plan, kits, {})
    const second = await runWholeSystem(drawPlan(seed, kits, scale, threads), kits, {
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
