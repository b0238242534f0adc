import type { Topic } from './driver.ts'
import type { VenueError } from './errors.ts'
import type { FrameOutcome } from './frame-outcome.ts'
import type { Stamp } from './http.ts'
import type { OrderEvent } from './order-events.ts'
import type { VenueRequest } from './order-requests.ts'

/**
 * An order request as a frame on a socket that is logged in. It is told by the same events as the call that REST would make of
 * it.
 */
export interface OrderFrame {
  /** What it costs in {@link AccountFacts.orderBudgets}, by name; as much as by REST. */
  readonly spends: Readonly<Record<string, number>>
  /** What it costs of a REST service's budget, where the venue counts both ways together; absent: nothing. */
  readonly weight?: { readonly service: string; readonly units: number }
  /**
   * Writes it, and signs it where frames are signed; called as it leaves. {@link Stamp.nonce} is its id, which the answer
   * repeats.
   */
  readonly write: (stamp: Stamp) => string
  /**
   * Reads its answer. Never throws: what it cannot read is unknown. No event about a request: the venue has it, and tells on the
   * private stream, or when asked, what came of it.
   */
  readonly parse: (answer: Uint8Array, localTimeUs: number) => readonly OrderEvent[]
  /** The refusal in its answer, where the venue told us to stop; `undefined` of all other answers. */
  readonly refusal: (answer: Uint8Array) => VenueError | undefined
}

/** What a frame of a socket for orders is: the answer to a request, by the id that it repeats; or what it is else. */
export type OrderSocketFrame = number | Exclude<FrameOutcome, 'event'>

/** How orders are sent over a venue's socket for them: {@link TradingFacts.orderSocket}. */
export interface OrderSocketProtocol {
  /** Places, amends or cancels one order; `undefined` where the venue takes such a request by REST alone. */
  readonly frame: (request: VenueRequest) => OrderFrame | undefined
  /**
   * The same for several of one kind and one product, {@link TradingFacts.maxBatch} at most; `undefined` where the socket has no
   * such batch: they go one by one.
   */
  readonly batch: (requests: readonly VenueRequest[]) => OrderFrame | undefined
  /** Says what a frame is. Never throws. */
  readonly read: (frame: Uint8Array) => OrderSocketFrame
  /**
   * Whether an answer says that its connection takes no more orders, and that another is to be opened. Absent: no answer does.
   */
  readonly isDraining?: (answer: Uint8Array) => boolean
}

/**
 * What a connection is subscribed to that takes orders: where it is confirmed, orders may go. A session that has nothing to ask
 * for it makes no frame of it.
 */
export function orderTopic(endpoint: string): Topic {
  return { name: 'orders', endpoint, channel: 'account' }
}
