import type { AccountId, ClientOrderId, Instrument, VenueOrder } from '../../core/index.ts'
import type { UnnamedOrder } from '../gateway/account-gateway.ts'
import { isEnded, type Order } from '../oms/index.ts'
import { instrumentKey } from '../risk/index.ts'

/** Orders of which the venue has said that it has them, and that it should still have. */
const SEEN_LIVE = new Set<Order['status']>([
  'open',
  'amendInFlight',
  'cancelInFlight',
  'amendUnknown',
  'cancelUnknown',
])

/** Further than any clock of ours is from a venue's. */
const CLOCKS_APART_US = 60_000_000

/**
 * Our orders that live by what we know and are missing among the open ones, made before the list was asked for: they have
 * ended, and each is asked for by name. Those whose fate is unknown, or that were missed before, have a resolver of their own.
 */
export function missingOrders(
  orders: Iterable<Order>,
  account: AccountId,
  openOrders: readonly VenueOrder[],
  askedTimeUs: number,
): readonly UnnamedOrder[] {
  const open = new Set<string>()
  for (const { clientOrderId, venueOrderId, instrument } of openOrders) {
    if (clientOrderId !== undefined) open.add(clientOrderId)
    if (venueOrderId !== undefined) open.add(nameOf(instrument, venueOrderId))
  }
  const missing: UnnamedOrder[] = []
  for (const order of orders) {
    const { terms, status, venueOrderIds, clientOrderId, requestTimeUs, placedTimeUs } = order
    const { isLookupWanted } = order
    const { instrument } = terms
    if (terms.account !== account || !SEEN_LIVE.has(status) || isLookupWanted) continue
    const isListed =
      open.has(clientOrderId) || venueOrderIds.some((id) => open.has(nameOf(instrument, id)))
    if (isListed || requestTimeUs >= askedTimeUs) continue
    missing.push({
      clientOrderId,
      venueOrderId: venueOrderIds.at(-1),
      instrument,
      sinceUs: placedTimeUs - CLOCKS_APART_US,
    })
  }
  return missing
}

/**
 * Until when everything of an account was surely heard, by what is known of before: until its last order was made, for orders are
 * made only while it is. What came of it later, and what other accounts heard, says nothing. 0 where it never made one.
 */
export function heardUntilUs(orders: Iterable<Order>, account: AccountId): number {
  let latestUs = 0
  for (const { terms, requests, placedTimeUs } of orders)
    if (terms.account === account && requests > 0) latestUs = Math.max(latestUs, placedTimeUs)
  return latestUs
}

/** Instruments whose fills have to be asked for: where orders of ours lived since `sinceUs`, or live. */
export function instrumentsToAsk(
  orders: Iterable<Order>,
  account: AccountId,
  sinceUs: number,
): readonly Instrument[] {
  const found = new Map<string, Instrument>()
  for (const { terms, status, endedTimeUs, requests } of orders) {
    if (terms.account !== account || requests === 0) continue
    if (isEnded(status) && (endedTimeUs ?? 0) < sinceUs) continue
    found.set(instrumentKey(terms.instrument), terms.instrument)
  }
  return [...found.values()]
}

/** Our orders that the venue does not know by name, though it once had them: somebody has to look. */
export function vanishedOrders(
  asked: readonly UnnamedOrder[],
  found: readonly VenueOrder[],
): readonly ClientOrderId[] {
  const known = new Set(found.map(({ clientOrderId }) => clientOrderId))
  return asked.flatMap(({ clientOrderId }) => (known.has(clientOrderId) ? [] : [clientOrderId]))
}

function nameOf(instrument: Instrument, venueOrderId: string): string {
  return `${instrumentKey(instrument)} ${venueOrderId}`
}
