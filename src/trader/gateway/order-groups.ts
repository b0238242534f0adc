import type { AccountProtocol, VenueRequest } from '../../core/index.ts'

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
    return chunks(group, isSingle ? 1 : (trading?.maxBatch ?? 1))
  })
}

function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let from = 0; from < items.length; from += most) parts.push(items.slice(from, from + most))
  return parts
}
