import type { Decimal } from './decimal.ts'
import type { Instrument } from './instrument.ts'
import type { AccountId, ClientOrderId, Fill, VenueOrderId } from './orders.ts'
import type { RefusalCode } from './what-to-do.ts'

/** Which order is meant: by our id, or, where a venue does not repeat that, by its own. */
export type OrderAddress =
  | { readonly clientOrderId: ClientOrderId }
  | {
      readonly clientOrderId?: ClientOrderId
      readonly venueOrderId: VenueOrderId
      readonly account: AccountId
      readonly instrument: Instrument
    }

/** Why nobody can say what became of a request. */
export type UnknownCause =
  | 'timeout'
  | 'disconnected'
  | 'serverError'
  | 'rateLimited'
  | 'unreadable'
  | 'restarted'

/** What every order event has. */
export interface OrderEventBase {
  /** Which order. */
  readonly order: OrderAddress
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
  /** When it happened by the venue, epoch µs; absent where the venue does not say. */
  readonly venueTimeUs?: number
}

/** The venue has the order. */
export interface OrderAcknowledged extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'acknowledged'
  /** The venue's id of it. */
  readonly venueOrderId: VenueOrderId
  /** What was filled in all, where the venue says it. */
  readonly filledQuantity?: Decimal
}

/** The venue refused the order, in words that leave no doubt. */
export interface OrderRejected extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'rejected'
  /** The venue's code. */
  readonly code: string
  /** The venue's words. */
  readonly text: string
  /** What it means, in our words: `whatToDo` says what to do about it; absent where the venue's code is not known. */
  readonly reason?: RefusalCode | undefined
}

/** The placing had no answer that says whether the order is there. */
export interface OrderOutcomeUnknown extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'outcomeUnknown'
  /** What happened instead. */
  readonly cause: UnknownCause
}

/** Nothing of a request left this process: no byte of it can be at the venue. */
export interface OrderNotSent extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'notSent'
  /** The number of the request. */
  readonly request: number
}

/** A part of the order was executed. */
export interface OrderFill extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'fill'
  /** The fill. */
  readonly fill: Fill
}

/** We ask for other terms. */
export interface AmendSent extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'amendSent'
  /** The new price; `undefined` on orders without one. */
  readonly price: Decimal | undefined
  /** The new whole quantity. */
  readonly quantity: Decimal
  /** When the request stops to be of force, epoch µs of the venue's clock. */
  readonly deadlineUs: number
}

/** Other terms are in force. */
export interface OrderAmended extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'amended'
  /** The number of the request that this answers; absent in private streams. */
  readonly request?: number
  /** The price now in force; absent where the venue does not repeat it. */
  readonly price?: Decimal
  /** The whole quantity now in force; absent where the venue does not repeat it. */
  readonly quantity?: Decimal
  /** The order's id from now on, where the venue gives it another. */
  readonly venueOrderId?: VenueOrderId
  /** What was filled in all, where the venue says it. */
  readonly filledQuantity?: Decimal
}

/** The venue refused the change. */
export interface AmendRejected extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'amendRejected'
  /** The number of the request. */
  readonly request: number
  /** The venue's code. */
  readonly code: string
  /** The venue's words. */
  readonly text: string
  /** What it means, in our words: `whatToDo` says what to do about it; absent where the venue's code is not known. */
  readonly reason?: RefusalCode | undefined
}

/** The change had no answer. */
export interface AmendUnknown extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'amendUnknown'
  /** The number of the request. */
  readonly request: number
  /** What happened instead. */
  readonly cause: UnknownCause
}

/** We ask for its end. */
export interface CancelSent extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'cancelSent'
  /** When the request stops to be of force, epoch µs of the venue's clock. */
  readonly deadlineUs: number
}

/** It was cancelled, whoever asked for it. */
export interface OrderCancelled extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'cancelled'
  /** What was filled in all, where the venue says it: its last word. */
  readonly filledQuantity?: Decimal
}

/** The venue refused to cancel. */
export interface CancelRejected extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'cancelRejected'
  /** The number of the request. */
  readonly request: number
  /** The venue's code. */
  readonly code: string
  /** The venue's words. */
  readonly text: string
  /** What it means, in our words: `whatToDo` says what to do about it; absent where the venue's code is not known. */
  readonly reason?: RefusalCode | undefined
}

/** The request to cancel had no answer. */
export interface CancelUnknown extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'cancelUnknown'
  /** The number of the request. */
  readonly request: number
  /** What happened instead. */
  readonly cause: UnknownCause
}

/** Its time was over: `gtd`, or `ioc` and `fok` that found nothing. */
export interface OrderExpired extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'expired'
  /** What was filled in all, where the venue says it: its last word. */
  readonly filledQuantity?: Decimal
}

/** The venue lists it among the open orders. */
export interface FoundOpen extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'foundOpen'
  /** The venue's id of it. */
  readonly venueOrderId: VenueOrderId
  /** What was filled in all. */
  readonly filledQuantity: Decimal
  /** The whole quantity in force. */
  readonly quantity: Decimal
  /** The price in force; absent on orders without one. */
  readonly price?: Decimal
  /** When the question left, epoch µs of our clock: what we did later the answer may not have seen. */
  readonly askedTimeUs: number
}

/** The venue's history has its end. */
export interface FoundEnded extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'foundEnded'
  /** How it ended. */
  readonly as: 'filled' | 'cancelled' | 'expired' | 'rejected'
  /** The venue's id of it; absent where the history has none, as of refused orders. */
  readonly venueOrderId?: VenueOrderId
  /** What was filled in all: the venue's last word. */
  readonly filledQuantity: Decimal
}

/**
 * The deadline and a margin had passed on the venue's clock, and then the order was neither among the open orders nor in
 * history; of an order that the venue had, its fills were read in between. Only the resolver of unknowns makes it.
 */
export interface ProvenAbsent extends OrderEventBase {
  /** Tells it from other events. */
  readonly type: 'provenAbsent'
  /** The venue's time when its open orders did not have it, epoch µs. */
  readonly openOrdersVenueTimeUs: number
  /** The venue's time when its history did not have it, epoch µs. */
  readonly historyVenueTimeUs: number
  /** Of an order that the venue had: whether that counts as its end, by the policy for what differs. Absent: it does not. */
  readonly countsAsEnd?: true
}

/**
 * What a venue can tell of an order after it was made, and what can become of our requests about it. Requests themselves are
 * not among it: they are made of what risk has approved, and of nothing else.
 */
export type OrderEvent =
  | OrderAcknowledged
  | OrderRejected
  | OrderOutcomeUnknown
  | OrderNotSent
  | OrderFill
  | OrderAmended
  | AmendRejected
  | AmendUnknown
  | OrderCancelled
  | CancelRejected
  | CancelUnknown
  | OrderExpired
  | FoundOpen
  | FoundEnded
  /** The venue, which had it, does not list it as open, and does not know it by name: its fills and history have to be read. */
  | (OrderEventBase & { readonly type: 'missing' })
  | ProvenAbsent

/** Whatever can happen to an order after it was made: our further requests too. */
export type OrderInput = OrderEvent | AmendSent | CancelSent
