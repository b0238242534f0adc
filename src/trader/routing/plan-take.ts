import { Decimal } from '../../core/index.ts'
import { cheapestSplit } from './cheapest-split.ts'
import { verdict } from './find-obstacle.ts'
import { type LegPart, partTerms } from './leg-part.ts'
import { legRules, lotsIn } from './leg-rules.ts'
import { chainLots } from './lot-chain.ts'
import type { RouteCandidate } from './route-candidate.ts'
import type { RouteRequest } from './route-plan.ts'
import type { RouteVerdict } from './route-verdict.ts'
import { VenueOffer } from './venue-offer.ts'

/**
 * Splits an order that takes: as much as the legs have, and of all such splits the cheapest, fee included. Each order reaches as
 * far into its book as its part needs, and no further.
 */
export function planTake(
  request: RouteRequest,
  candidates: readonly RouteCandidate[],
): readonly LegPart[] {
  const offers = offersOf(request, candidates)
  const grain = offers.reduce(
    (least: Decimal | undefined, { rules }) =>
      least === undefined || rules.lotBase.lt(least) ? rules.lotBase : least,
    undefined,
  )
  const target = grain === undefined ? 0n : lotsIn(request.quantity, grain)
  const split = cheapestSplit(offers, target)
  const worst = worstCost(offers, split)
  return offers.map((offer, place) => partOf(request, offer, split[place] ?? 0n, worst))
}

function offersOf(
  request: RouteRequest,
  candidates: readonly RouteCandidate[],
): readonly VenueOffer[] {
  const lots = chainLots(candidates.map(({ leg }) => legRules(leg.instrument).lotBase))
  const [first = new Decimal(1), ...others] = lots
  const grain = Decimal.min(first, ...others)
  return candidates.map((candidate, place) => {
    const lotBase = lots[place] ?? grain
    return new VenueOffer(candidate, request, { lotBase, grain })
  })
}

/** The highest price with fee, of one base, that any part pays: a seller's lowest, below 0. */
function worstCost(offers: readonly VenueOffer[], split: readonly bigint[]): Decimal | undefined {
  let worst: Decimal | undefined
  for (const [place, offer] of offers.entries()) {
    const lots = split[place] ?? 0n
    if (lots === 0n) continue
    const last = offer
      .costOf(lots)
      .minus(offer.costOf(lots - 1n))
      .div(offer.rules.lotBase)
    if (worst === undefined || last.gt(worst)) worst = last
  }
  return worst
}

function partOf(
  request: RouteRequest,
  offer: VenueOffer,
  lots: bigint,
  worst: Decimal | undefined,
): LegPart {
  const price = offer.orderPrice(lots)
  if (lots === 0n || price === undefined) return { verdict: passedOver(request, offer, worst) }
  const { rules, candidate, bestCost } = offer
  const quantityBase = rules.lotBase.times(lots.toString())
  return {
    verdict: verdict(candidate, 'CHOSEN', textOf(bestCost), quantityBase.toFixed()),
    order: {
      terms: partTerms(candidate, request, { rules, quantityBase, price }),
      quantityBase,
      cost: offer.costOf(lots),
    },
  }
}

function passedOver(
  { quantity, side, price }: RouteRequest,
  offer: VenueOffer,
  worst: Decimal | undefined,
): RouteVerdict {
  const { candidate, isEmpty, most, rules, leastBase, bound, bestCost } = offer
  if (isEmpty) return verdict(candidate, 'BEYOND_PRICE', bestPrice(candidate, side), textOf(price))
  if (quantity.lt(leastBase))
    return verdict(candidate, 'BELOW_MINIMUM', quantity.toFixed(), leastBase.toFixed())
  if (offer.allowedAbove(1n) !== undefined)
    return verdict(candidate, 'WORSE_PRICE', textOf(bestCost), textOf(worst))
  const room = rules.lotBase.times(most.toString())
  return verdict(candidate, 'NO_ROOM', `${room.toFixed()} by ${bound}`, leastBase.toFixed())
}

function bestPrice({ book }: RouteCandidate, side: RouteRequest['side']): string {
  if (book?.state !== 'live') return 'none'
  const rows = side === 'buy' ? book.asks : book.bids
  return rows.count === 0 ? 'none' : rows.priceDecimal(0).toFixed()
}

function textOf(price: Decimal | undefined): string {
  return price?.abs().toFixed() ?? 'none'
}
