import type {
  ClientOrderId,
  Decimal,
  Fee,
  Fill,
  FillId,
  StrategyId,
  VenueRequest,
} from '../../core/index.ts'
import type { Order } from './order.ts'
import type { OrderAlarm } from './transition.ts'

/** The request is to be sent; whatever was recorded before it must be durable by then. */
export interface SendEffect {
  /** Tells it from other effects. */
  readonly type: 'send'
  /** The request. */
  readonly request: VenueRequest
}

/** The order changed. */
export interface PublishEffect {
  /** Tells it from other effects. */
  readonly type: 'publish'
  /** The order now. */
  readonly order: Order
}

/** A fill counts from now on; told once for each. */
export interface FillEffect {
  /** Tells it from other effects. */
  readonly type: 'fill'
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** Whose order. */
  readonly strategy: StrategyId
  /** The fill. */
  readonly fill: Fill
}

/** The fee of a fill that counts since before. */
export interface FeeEffect {
  /** Tells it from other effects. */
  readonly type: 'fee'
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** Whose order. */
  readonly strategy: StrategyId
  /** Which fill. */
  readonly fillId: FillId
  /** The fee. */
  readonly fee: Fee
}

/** The venue has to be asked about the order: its state has what is wanted. */
export interface NeedLookupEffect {
  /** Tells it from other effects. */
  readonly type: 'needLookup'
  /** Which order. */
  readonly clientOrderId: ClientOrderId
}

/** The venue said that more was filled than the fills we have: they have to be asked for. */
export interface NeedFillsEffect {
  /** Tells it from other effects. */
  readonly type: 'needFills'
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** What our fills make. */
  readonly filledQuantity: Decimal
  /** What the venue said. */
  readonly toldQuantity: Decimal
}

/** Somebody has to look at an order. */
export interface AlarmEffect {
  /** Tells it from other effects. */
  readonly type: 'alarm'
  /** Why. */
  readonly code: OrderAlarm
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** What was found, in words and exact numbers. */
  readonly found: string
}

/** What follows from an event of an order; the shell does it, in order. */
export type OrderEffect =
  | SendEffect
  | PublishEffect
  | FillEffect
  | FeeEffect
  | NeedLookupEffect
  | NeedFillsEffect
  | AlarmEffect
