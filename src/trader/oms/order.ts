import type {
  ClientOrderId,
  Decimal,
  Fill,
  OrderStatus,
  OrderTerms,
  PlaceIntent,
  RefusalCode,
  RouteId,
  StrategyId,
  VenueOrderId,
} from '../../core/index.ts'
import { Decimal as ExactDecimal } from '../../core/index.ts'

/** Terms that were asked for, and are not known to be in force. */
export interface PendingAmend {
  /** The number of the request; the answer names it. */
  readonly request: number
  /** The new price; `undefined` on orders without one. */
  readonly price: Decimal | undefined
  /** The new whole quantity, what was filled included. */
  readonly quantity: Decimal
  /** Whether its fate is unknown: no answer of its own will come. */
  readonly isUnknown: boolean
}

/** Who refused an order, and why. */
export interface Refusal {
  /** Our risk, or the venue. */
  readonly by: 'risk' | 'venue'
  /** The reason's code, of ours or in the venue's words. */
  readonly code: string
  /** What was said about it. */
  readonly text: string
  /** What a venue's refusal means, in our words; absent where its code is not known, and where it was our risk. */
  readonly reason?: RefusalCode
}

/**
 * One order, as far as anybody can know it. Never mutated: a change is a new object.
 *
 * What adds up (fills, ids, quantities told) does not depend on the order in which it was learned; `status` is what the
 * transition table makes of it.
 */
export interface Order {
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** Whose order. */
  readonly strategy: StrategyId
  /** Where it is in its life. */
  readonly status: OrderStatus
  /** The terms in force, as far as the venue has told. */
  readonly terms: OrderTerms
  /** Why, in the strategy's words. */
  readonly reason: string | undefined
  /** Which route it is a part of. */
  readonly route: RouteId | undefined
  /** The venue's ids of it, the newest last: an amend may give it another. Empty until the venue has told one. */
  readonly venueOrderIds: readonly VenueOrderId[]
  /** Its fills, each once, as they came. */
  readonly fills: readonly Fill[]
  /** Sum of the fills. */
  readonly filledQuantity: Decimal
  /** The most that the venue said was filled in all. Above `filledQuantity`: fills are missing, a hole. */
  readonly toldQuantity: Decimal
  /** Whether `toldQuantity` is the venue's last word. */
  readonly isToldFinal: boolean
  /** The largest quantity that was ever in force: beyond it no fill can be. */
  readonly mostQuantity: Decimal
  /** How many requests were made of the venue about it, the placing included. */
  readonly requests: number
  /** When the newest of them was made, epoch µs of our clock: what was asked before cannot have seen it. */
  readonly requestTimeUs: number
  /** The change that was asked for, and is not settled. */
  readonly amend: PendingAmend | undefined
  /** The number of the newest request to cancel. */
  readonly cancelRequest: number | undefined
  /** Whether its end is wanted: it is asked for again as soon as the order turns up. */
  readonly isCancelWanted: boolean
  /** How often the venue, which had the order, refused to cancel it; `undefined`: never. */
  readonly cancelRefusals: number | undefined
  /** Whether the venue has to be asked about it. */
  readonly isLookupWanted: boolean
  /** Whether the venue, which had it, has no trace of it any more, which was told; `undefined`: it was never so. */
  readonly isVanished: true | undefined
  /** When it was made, epoch µs of our clock. */
  readonly placedTimeUs: number
  /** When the newest request stops to be of force, epoch µs of the venue's clock: later the venue must not act on it. */
  readonly deadlineUs: number
  /** The number of the request whose terms are in force; 1 is the placing. */
  readonly termsRequest: number
  /** When they were learned, epoch µs of our clock: a list that was asked for before may have older ones. */
  readonly termsTimeUs: number
  /** When they were told, by the venue's clock. */
  readonly termsVenueTimeUs: number | undefined
  /** When its end was learned, epoch µs of our clock; `undefined` while it lives. */
  readonly endedTimeUs: number | undefined
  /** Who refused it, and why. */
  readonly refusal: Refusal | undefined
}

/** What an order is made of. */
export interface NewOrder {
  /** Its id. */
  readonly clientOrderId: ClientOrderId
  /** The intent. */
  readonly intent: PlaceIntent
  /** Now, epoch µs of our clock. */
  readonly timeUs: number
  /** When the request stops to be of force, epoch µs of the venue's clock. */
  readonly deadlineUs: number
  /** Why risk denied it; absent where it is to be sent. */
  readonly refusal?: Refusal
}

const NOTHING = new ExactDecimal(0)
const UNKNOWN: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'unknown',
  'amendUnknown',
  'cancelUnknown',
])
const ENDED: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'filled',
  'cancelled',
  'expired',
  'rejected',
  'absent',
  'denied',
])

/** Makes an order: in flight, or denied. */
export function newOrder({ clientOrderId, intent, timeUs, deadlineUs, refusal }: NewOrder): Order {
  const isDenied = refusal !== undefined
  return {
    clientOrderId,
    strategy: intent.strategy,
    status: isDenied ? 'denied' : 'inFlight',
    terms: intent.terms,
    reason: intent.reason,
    route: intent.route,
    venueOrderIds: [],
    fills: [],
    filledQuantity: NOTHING,
    toldQuantity: NOTHING,
    isToldFinal: false,
    mostQuantity: intent.terms.quantity,
    requests: isDenied ? 0 : 1,
    requestTimeUs: timeUs,
    amend: undefined,
    cancelRequest: undefined,
    isCancelWanted: false,
    cancelRefusals: undefined,
    isLookupWanted: false,
    isVanished: undefined,
    placedTimeUs: timeUs,
    deadlineUs,
    termsRequest: 1,
    termsTimeUs: timeUs,
    termsVenueTimeUs: undefined,
    endedTimeUs: isDenied ? timeUs : undefined,
    refusal,
  }
}

/** Whether nothing more is expected of an order in this state. */
export function isEnded(status: OrderStatus): boolean {
  return ENDED.has(status)
}

/** Whether nobody can say what became of a request about an order in this state. */
export function isUnknown(status: OrderStatus): boolean {
  return UNKNOWN.has(status)
}

/** Whether the venue said that more was filled than the fills we have. */
export function hasHole(order: Order): boolean {
  return order.toldQuantity.gt(order.filledQuantity)
}

/** Whether anything says that the venue had it. */
export function wasSeen(order: Order): boolean {
  return (
    order.venueOrderIds.length > 0 ||
    order.filledQuantity.gt(NOTHING) ||
    order.toldQuantity.gt(NOTHING)
  )
}

/** The larger of the quantity in force and one that may be. */
export function possibleQuantity(order: Order): Decimal {
  const { quantity } = order.terms
  return order.amend === undefined ? quantity : ExactDecimal.max(quantity, order.amend.quantity)
}
