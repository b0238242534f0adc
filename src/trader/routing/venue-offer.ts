import { Decimal } from '../../core/index.ts'
import type { SplitVenue } from './cheapest-split.ts'
import type { LotRun, LotSupply } from './fill-lots.ts'
import { type LegRules, legRules, lotsFor, lotsIn } from './leg-rules.ts'
import { type OfferLevel, offerLevels } from './offer-levels.ts'
import type { RouteCandidate } from './route-candidate.ts'
import type { RouteRequest } from './route-plan.ts'

/** Counts of lots that one order may be for: from the smallest allowed at a level to the last that the level reaches. */
interface Allowed {
  readonly from: bigint
  readonly to: bigint
}

/** What one leg offers a request, in lots. */
export class VenueOffer implements SplitVenue {
  /** The leg. */
  readonly candidate: RouteCandidate
  /** Its rules, with a lot that goes with those of the other legs. */
  readonly rules: LegRules
  readonly grains: bigint
  readonly most: bigint
  /** What bounds the most. */
  readonly bound: string
  readonly #levels: readonly OfferLevel[]
  readonly #runs: readonly LotRun[]
  readonly #allowed: readonly Allowed[]

  /** Reads a live book. `lotBase`: the lot to count in; `grain`: the smallest lot of all legs. */
  constructor(
    candidate: RouteCandidate,
    request: RouteRequest,
    { lotBase, grain }: { readonly lotBase: Decimal; readonly grain: Decimal },
  ) {
    this.candidate = candidate
    this.rules = { ...legRules(candidate.leg.instrument), lotBase }
    this.grains = lotsIn(lotBase, grain)
    const { levels, most, bound } = offerLevels(candidate, request, this.rules)
    this.#levels = levels
    this.most = most
    this.bound = bound
    this.#runs = lotRuns(levels, lotBase)
    this.#allowed = allowedCounts(levels, most, this.rules)
  }

  /** Whether the book has anything within the price. */
  get isEmpty(): boolean {
    return this.#levels.length === 0
  }

  /** The smallest order that the venue takes, in base, at the best price. */
  get leastBase(): Decimal {
    const [best] = this.#levels
    const lots = best === undefined ? 1n : smallestAt(best, this.rules)
    return this.rules.lotBase.times(lots.toString())
  }

  /** What one base costs at the best level, fee included; below 0 where it is what a seller gets. */
  get bestCost(): Decimal | undefined {
    return this.#levels[0]?.cost
  }

  /** See {@link SplitVenue.supply}. */
  supply(from: bigint, to: bigint): LotSupply {
    return { grains: this.grains, runs: cut(this.#runs, from, to) }
  }

  /** See {@link SplitVenue.costOf}. */
  costOf(lots: bigint): Decimal {
    return cut(this.#runs, 0n, lots).reduce(
      (sum, { cost, count }) => sum.plus(cost.times(count.toString())),
      new Decimal(0),
    )
  }

  /** See {@link SplitVenue.allowedBelow}. */
  allowedBelow(lots: bigint): bigint {
    const below = this.#allowed.findLast(({ from }) => from <= lots)
    return below === undefined ? 0n : below.to < lots ? below.to : lots
  }

  /** See {@link SplitVenue.allowedAbove}. */
  allowedAbove(lots: bigint): bigint | undefined {
    const above = this.#allowed.find(({ to }) => to >= lots)
    return above === undefined ? undefined : above.from > lots ? above.from : lots
  }

  /** The price of an order of so many lots: it reaches as far as it has to. */
  orderPrice(lots: bigint): Decimal | undefined {
    return this.#levels.find(({ reach }) => reach >= lots)?.orderPrice
  }
}

/** The lots of a book, best first; one that takes of two levels costs what both cost. */
function lotRuns(levels: readonly OfferLevel[], lot: Decimal): readonly LotRun[] {
  const runs: LotRun[] = []
  let begun = new Decimal(0)
  let begunCost = new Decimal(0)
  for (const { sizeBase, cost } of levels) {
    let size = sizeBase
    if (!begun.isZero()) {
      const part = Decimal.min(size, lot.minus(begun))
      begun = begun.plus(part)
      begunCost = begunCost.plus(cost.times(part))
      size = size.minus(part)
      if (begun.lt(lot)) continue
      runs.push({ cost: begunCost, count: 1n })
    }
    const count = lotsIn(size, lot)
    if (count > 0n) runs.push({ cost: cost.times(lot), count })
    begun = size.minus(lot.times(count.toString()))
    begunCost = cost.times(begun)
  }
  return runs
}

function allowedCounts(
  levels: readonly OfferLevel[],
  most: bigint,
  rules: LegRules,
): readonly Allowed[] {
  let reached = 0n
  return levels.flatMap((level) => {
    const least = smallestAt(level, rules)
    const from = least > reached ? least : reached + 1n
    const to = level.reach < most ? level.reach : most
    reached = level.reach
    return from <= to ? [{ from, to }] : []
  })
}

/** The smallest order that the venue takes at a level's price. */
function smallestAt(
  { orderPrice }: OfferLevel,
  { lotBase, minBase, minNotional }: LegRules,
): bigint {
  const [byQuantity, byNotional] = [
    lotsFor(minBase, lotBase),
    lotsFor(minNotional, lotBase.times(orderPrice)),
  ]
  const least = byQuantity > byNotional ? byQuantity : byNotional
  return least > 1n ? least : 1n
}

/** The lots from one count to another. */
function cut(runs: readonly LotRun[], from: bigint, to: bigint): readonly LotRun[] {
  const part: LotRun[] = []
  let place = 0n
  for (const { cost, count } of runs) {
    const first = place > from ? place : from
    const last = place + count < to ? place + count : to
    if (last > first) part.push({ cost, count: last - first })
    place += count
  }
  return part
}
