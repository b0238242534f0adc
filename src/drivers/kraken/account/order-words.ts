import type { OrderCall, OrderType, VenueRequest } from '../../../core/index.ts'

/** What a request costs on the engine's counter at most: how old the order is decides, and that is not known here. */
const COSTS: Readonly<Record<VenueRequest['type'], number>> = { place: 1, amend: 4, cancel: 8 }

/** What requests cost on the engine's counter, whichever way they go. */
export function spendsOf(requests: readonly VenueRequest[]): OrderCall['spends'] {
  return { 'spot-engine': requests.reduce((sum, { type }) => sum + COSTS[type], 0) }
}

/** Kinds of orders in spot's words. */
export const ORDER_TYPES: Readonly<Record<OrderType, string>> = {
  limit: 'limit',
  market: 'market',
  stopLimit: 'stop-loss-limit',
  stopMarket: 'stop-loss',
}
