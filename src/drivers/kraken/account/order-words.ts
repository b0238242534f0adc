import type { OrderCall, OrderType, VenueRequest } from '../../../core/index.ts'

/** Every request is on the engine's counter, whichever way it goes; the facts say what it costs there. */
export function spendsOf(requests: readonly VenueRequest[]): OrderCall['spends'] {
  return { 'spot-engine': requests.length }
}

/** Kinds of orders in spot's words. */
export const ORDER_TYPES: Readonly<Record<OrderType, string>> = {
  limit: 'limit',
  market: 'market',
  stopLimit: 'stop-loss-limit',
  stopMarket: 'stop-loss',
}
