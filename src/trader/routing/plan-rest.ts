import { Decimal } from '../../core/index.ts'
import { passivePrice } from '../strategy/index.ts'
import { verdict } from './find-obstacle.ts'
import { type LegPart, partTerms } from './leg-part.ts'
import { type LegRules, legRules, lotsFor, lotsIn } from './leg-rules.ts'
import { tightest } from './offer-levels.ts'
import type { RouteCandidate } from './route-candidate.ts'
import type { RouteRequest } from './route-plan.ts'

/** A leg at which an order could rest. */
interface Berth {
  readonly candidate: RouteCandidate
  readonly place: number
  readonly rules: LegRules
  /** The request's price on the venue's tick. */
  readonly price: Decimal
  /** What one base costs there, fee included; below 0 where it is what a seller gets. */
  readonly cost: Decimal
  /** What rests before it, in base. */
  readonly aheadBase: Decimal
}

const ONE = new Decimal(1)

/**
 * Gives an order that rests to the best leg: by price with fee, then by what is in the queue before it, then by trouble lately,
 * then by the order of the legs. What it has no room for goes to the next.
 */
export function planRest(
  request: RouteRequest,
  candidates: readonly RouteCandidate[],
): readonly LegPart[] {
  const berths = candidates.flatMap((candidate, place) => {
    const berth = berthOf(request, candidate, place)
    return berth === undefined ? [] : [berth]
  })
  const parts = new Map<number, LegPart>()
  let left = request.quantity
  for (const berth of berths.toSorted(better)) {
    const part = takePart({ ...request, quantity: left }, berth)
    left = left.minus(part.order?.quantityBase ?? 0)
    parts.set(berth.place, part)
  }
  return candidates.map(
    (candidate, place) => parts.get(place) ?? { verdict: wouldTake(request, candidate) },
  )
}

function berthOf(
  { side, price: wanted }: RouteRequest,
  candidate: RouteCandidate,
  place: number,
): Berth | undefined {
  const { book, fees, leg } = candidate
  if (wanted === undefined || book?.state !== 'live' || fees === undefined) return undefined
  const price = passivePrice(leg.instrument, side, wanted)
  const [own, across] = side === 'buy' ? [book.bids, book.asks] : [book.asks, book.bids]
  const isBefore = (one: Decimal): boolean => (side === 'buy' ? one.gte(price) : one.lte(price))
  const touch = across.count > 0 ? across.priceDecimal(0) : undefined
  const crosses = touch !== undefined && (side === 'buy' ? touch.lte(price) : touch.gte(price))
  if (crosses || price.lte(0)) return undefined
  const rules = legRules(leg.instrument)
  let aheadBase = new Decimal(0)
  for (let row = 0; row < own.count && isBefore(own.priceDecimal(row)); row += 1)
    aheadBase = aheadBase.plus(own.sizeDecimal(row).times(rules.unitBase))
  const withFee = side === 'buy' ? ONE.plus(fees.maker) : ONE.minus(fees.maker).negated()
  return { candidate, place, rules, price, cost: price.times(withFee), aheadBase }
}

function better(a: Berth, b: Berth): number {
  return (
    a.cost.cmp(b.cost) ||
    a.aheadBase.cmp(b.aheadBase) ||
    a.candidate.health.recentErrors - b.candidate.health.recentErrors ||
    a.place - b.place
  )
}

function takePart(request: RouteRequest, berth: Berth): LegPart {
  const { candidate, rules, price, cost } = berth
  const { lotBase, minBase, minNotional } = rules
  const { quantity, side } = request
  const told = cost.abs().toFixed()
  if (quantity.isZero())
    return { verdict: verdict(candidate, 'WORSE_PRICE', told, 'all is placed') }
  const smallest = [lotsFor(minBase, lotBase), lotsFor(minNotional, lotBase.times(price)), 1n]
  const least = smallest.reduce((a, b) => (a > b ? a : b))
  const leastBase = lotBase.times(least.toString())
  const wanted = lotsIn(quantity, lotBase)
  if (wanted < least)
    return { verdict: verdict(candidate, 'BELOW_MINIMUM', quantity.toFixed(), leastBase.toFixed()) }
  const fee = candidate.fees?.maker ?? new Decimal(0)
  const cap = tightest(candidate.caps, { side, price, fee, lotBase })
  const lots = cap.lots < wanted ? cap.lots : wanted
  const quantityBase = lotBase.times(lots.toString())
  if (lots < least) {
    const found = `${quantityBase.toFixed()} by ${cap.name}`
    return { verdict: verdict(candidate, 'NO_ROOM', found, leastBase.toFixed()) }
  }
  return {
    verdict: verdict(candidate, 'CHOSEN', told, quantityBase.toFixed()),
    order: {
      terms: partTerms(candidate, request, { rules, quantityBase, price }),
      quantityBase,
      cost: cost.times(quantityBase),
    },
  }
}

function wouldTake({ side, price }: RouteRequest, candidate: RouteCandidate): LegPart['verdict'] {
  const { book } = candidate
  const across = book?.state === 'live' ? (side === 'buy' ? book.asks : book.bids) : undefined
  const touch = across === undefined || across.count === 0 ? undefined : across.priceDecimal(0)
  return verdict(candidate, 'WOULD_TAKE', touch?.toFixed() ?? 'none', price?.toFixed() ?? 'none')
}
