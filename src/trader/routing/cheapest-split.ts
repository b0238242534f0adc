import { Decimal } from '../../core/index.ts'
import { fillLots, type LotSupply } from './fill-lots.ts'

/** One venue in a split; counts are lots of its own. */
export interface SplitVenue {
  /** Its lot in grains, the smallest lot of all. */
  readonly grains: bigint
  /** The most that may be taken. */
  readonly most: bigint
  /** The lots from one count to another, cheapest first. */
  supply(from: bigint, to: bigint): LotSupply
  /** What that many cost. */
  costOf(lots: bigint): Decimal
  /** The largest order that is allowed and not above; 0 is no order, and always allowed. */
  allowedBelow(lots: bigint): bigint
  /** The smallest order that is allowed and not below; `undefined` where there is none. */
  allowedAbove(lots: bigint): bigint | undefined
}

interface Split {
  readonly lots: readonly bigint[]
  readonly grains: bigint
  readonly cost: Decimal
}

type Bounds = readonly { readonly from: bigint; readonly to: bigint }[]

/**
 * How many lots of each venue make the most of `target` grains, and of all such splits cost least, where a venue takes no order
 * below its minimum.
 *
 * Without minimums {@link fillLots} is exact. Where its answer has an order that a venue would not take, there are two ways on:
 * a smaller allowed one, or a larger; each is a problem with tighter bounds. One whose answer without minimums is no better
 * than the best one found is given up: its answer with them is none either.
 */
export function cheapestSplit(venues: readonly SplitVenue[], target: bigint): readonly bigint[] {
  const open: Bounds[] = [venues.map(({ most }) => ({ from: 0n, to: most }))]
  let best: Split | undefined
  for (let bounds = open.pop(); bounds !== undefined; bounds = open.pop()) {
    const split = relaxed(venues, bounds, target)
    if (split === undefined || (best !== undefined && !isBetter(split, best))) continue
    const place = venues.findIndex(
      (venue, each) => venue.allowedBelow(lotsAt(split, each)) !== lotsAt(split, each),
    )
    const venue = venues[place]
    if (venue === undefined) {
      best = split
      continue
    }
    const lots = lotsAt(split, place)
    const above = venue.allowedAbove(lots)
    const own = bounds[place] ?? { from: 0n, to: venue.most }
    const smaller = { from: own.from, to: venue.allowedBelow(lots) }
    if (smaller.to >= smaller.from) open.push(bounds.with(place, smaller))
    if (above !== undefined && above <= own.to)
      open.push(bounds.with(place, { from: above, to: own.to }))
  }
  return best?.lots ?? venues.map(() => 0n)
}

/** The best split within bounds, minimums aside; `undefined` where the bounds ask for more than is wanted. */
function relaxed(venues: readonly SplitVenue[], bounds: Bounds, target: bigint): Split | undefined {
  const forced = bounds.reduce(
    (sum, { from }, place) => sum + from * (venues[place]?.grains ?? 0n),
    0n,
  )
  if (forced > target) return undefined
  const supplies = venues.map((venue, place) => {
    const { from, to } = bounds[place] ?? { from: 0n, to: 0n }
    return venue.supply(from, to)
  })
  const more = fillLots(supplies, target - forced)
  const lots = venues.map((_, place) => (bounds[place]?.from ?? 0n) + (more[place] ?? 0n))
  return {
    lots,
    grains: venues.reduce((sum, { grains }, place) => sum + grains * (lots[place] ?? 0n), 0n),
    cost: venues.reduce(
      (sum, venue, place) => sum.plus(venue.costOf(lots[place] ?? 0n)),
      new Decimal(0),
    ),
  }
}

function isBetter(a: Split, b: Split): boolean {
  return a.grains === b.grains ? a.cost.lt(b.cost) : a.grains > b.grains
}

function lotsAt({ lots }: Split, place: number): bigint {
  return lots[place] ?? 0n
}
