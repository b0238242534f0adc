import { Decimal } from '../../core/index.ts'

/** Lots of one venue that cost the same, each. */
export interface LotRun {
  /** Of one lot, fee included; below 0 where it is what a seller gets. */
  readonly cost: Decimal
  /** How many. */
  readonly count: bigint
}

/** What a venue has, lot by lot; a later one never costs less. */
export interface LotSupply {
  /** Its lot in grains, the smallest lot of all. */
  readonly grains: bigint
  /** The lots. */
  readonly runs: readonly LotRun[]
}

/** A run on its shelf: of a venue, or bundles of what lies on the shelf below. */
type Shelved = LotRun & { readonly from: number | 'below' }

/** All lots of one size, cheapest first. */
interface Shelf {
  readonly grains: bigint
  readonly runs: readonly Shelved[]
  /** How many lots are taken from its front one by one. */
  readonly single: bigint
  /** How many of them make a lot of the next shelf. */
  readonly bundle: bigint
}

/**
 * The cheapest way to take as many grains as there are up to `target`: how many lots of each venue.
 *
 * Each size divides the next. So what the larger sizes cannot make exactly has to come from the smallest, and is its cheapest
 * lots; what is left of those is as good as lots of the next size, in bundles; and so on. Every step is forced, so no other
 * split takes more, or as much for less.
 *
 * | shelf | lots of size 1 | of size 10 |
 * |---|---|---|
 * | target 23 | 3 one by one, the rest in bundles of 10 | 2, be it bundles or lots of its own |
 */
export function fillLots(supplies: readonly LotSupply[], target: bigint): readonly bigint[] {
  const { shelves, left } = shelve(supplies, target)
  const taken = supplies.map(() => 0n)
  // From the largest size down: a bundle that is taken is so many lots of the size below.
  let bundles = 0n
  for (const { runs, single, bundle } of shelves.toReversed()) {
    let count = single + bundles * bundle
    bundles = 0n
    for (const { from, count: there } of runs) {
      const part = there < count ? there : count
      count -= part
      if (from === 'below') bundles += part
      else taken[from] = (taken[from] ?? 0n) + part
    }
  }
  return takeRest(supplies, taken, left)
}

function shelve(
  supplies: readonly LotSupply[],
  target: bigint,
): { readonly shelves: readonly Shelf[]; readonly left: bigint } {
  const sizes = [...new Set(supplies.map(({ grains }) => grains))].sort((a, b) => (a < b ? -1 : 1))
  const shelves: Shelf[] = []
  let left = target
  let bundled: readonly LotRun[] = []
  for (const [place, grains] of sizes.entries()) {
    const next = sizes[place + 1]
    const runs = sorted([
      ...bundled.map((run) => ({ ...run, from: 'below' as const })),
      ...supplies.flatMap((supply, from) =>
        supply.grains === grains ? supply.runs.map((run) => ({ ...run, from })) : [],
      ),
    ])
    const wanted = (next === undefined ? left : left % next) / grains
    const single = least(countOf(runs), wanted)
    left -= single * grains
    const bundle = next === undefined ? 1n : next / grains
    shelves.push({ grains, runs, single, bundle })
    bundled = bundlesOf(runs, single, bundle)
  }
  return { shelves, left }
}

/** Bundles of so many lots, after the first ones; what makes no whole bundle is left out. */
function bundlesOf(runs: readonly LotRun[], skipped: bigint, bundle: bigint): readonly LotRun[] {
  const bundles: LotRun[] = []
  let skip = skipped
  let open = { cost: new Decimal(0), count: 0n }
  for (const { cost, count } of runs) {
    let rest = count - least(skip, count)
    skip -= count - rest
    if (open.count > 0n) {
      const part = least(rest, bundle - open.count)
      open = { cost: open.cost.plus(cost.times(part.toString())), count: open.count + part }
      rest -= part
      if (open.count < bundle) continue
      bundles.push({ cost: open.cost, count: 1n })
    }
    if (rest >= bundle) bundles.push({ cost: cost.times(bundle.toString()), count: rest / bundle })
    open = { cost: cost.times((rest % bundle).toString()), count: rest % bundle }
  }
  return bundles
}

/** What made no whole bundle is wanted only where all else was taken, and then all of it that fits. */
function takeRest(
  supplies: readonly LotSupply[],
  taken: readonly bigint[],
  target: bigint,
): readonly bigint[] {
  let left = target
  return supplies.map(({ grains, runs }, place) => {
    const had = taken[place] ?? 0n
    const more = least(countOf(runs) - had, left / grains)
    left -= more * grains
    return had + more
  })
}

function sorted(runs: readonly Shelved[]): readonly Shelved[] {
  return runs.toSorted((a, b) => a.cost.cmp(b.cost))
}

function countOf(runs: readonly LotRun[]): bigint {
  return runs.reduce((sum, { count }) => sum + count, 0n)
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
