import type { AccountProtocol, TradingFacts, VenueRequest } from '../../core/index.ts'
import type { OrderBudgets, Spending } from './order-budgets.ts'

/**
 * Requests of one kind and instrument together, as many as a batch holds; cancels first. What waits for a trigger goes by
 * itself: venues keep it in another place.
 */
export function groupsOf(
  requests: readonly VenueRequest[],
  { facts, orders }: AccountProtocol,
): readonly (readonly VenueRequest[])[] {
  if (requests.length === 1) return [requests]
  const groups = new Map<string, VenueRequest[]>()
  for (const request of requests) {
    const { instrument, triggerPrice } = request.terms
    const kind =
      triggerPrice === undefined ? request.type : `${request.type} ${request.clientOrderId}`
    const key = `${kind} ${instrument.product} ${instrument.symbol}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [request])
    else group.push(request)
  }
  const inTurn = [...groups.values()].toSorted(
    ([a], [b]) => Number(a?.type !== 'cancel') - Number(b?.type !== 'cancel'),
  )
  return inTurn.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { product } = first.terms.instrument
    const trading = facts.trading.find((each) => each.product === product)
    const isSingle = orders.batch === undefined || trading?.singly?.includes(first.type) === true
    return chunks(group, isSingle || trading === undefined ? 1 : mostOf(first.type, trading))
  })
}

function mostOf(type: VenueRequest['type'], { maxBatch, maxCancels }: TradingFacts): number {
  return type === 'cancel' ? (maxCancels ?? maxBatch) : maxBatch
}

/**
 * What goes together in parts that each fit the limits they spend from; `undefined` where it fits whole. A batch may cost more
 * than a limit ever holds: it would wait for ever, and its parts need not.
 */
export function partsThatFit(
  spending: Spending,
  budgets: OrderBudgets,
): readonly (readonly VenueRequest[])[] | undefined {
  const { requests } = spending
  const share = budgets.shareThatFits(spending)
  if (requests.length <= 1 || share >= 1) return undefined
  return chunks(requests, Math.max(1, Math.floor(requests.length * share)))
}

function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let from = 0; from < items.length; from += most) parts.push(items.slice(from, from + most))
  return parts
}
