import type { ClientOrderId, Denied, OrderInput, PlaceIntent } from '../../core/index.ts'
import type { Plain } from './order-json.ts'

/** An order is made and sent. */
export interface PlaceInput {
  /** Tells it from other inputs. */
  readonly type: 'place'
  /** Its id. */
  readonly clientOrderId: ClientOrderId
  /** The intent. */
  readonly intent: PlaceIntent
  /** Now, epoch µs of our clock. */
  readonly timeUs: number
  /** When the request stops to be of force, epoch µs of the venue's clock. */
  readonly deadlineUs: number
}

/** Risk denied an intent. */
export interface DenyInput {
  /** Tells it from other inputs. */
  readonly type: 'deny'
  /** The id of the order that was denied; absent where the intent was to amend or to cancel. */
  readonly clientOrderId?: ClientOrderId
  /** What was denied, and why. */
  readonly denied: Denied
  /** Now, epoch µs of our clock. */
  readonly timeUs: number
}

/** Something happened to an order, or was asked of the venue about it. */
export interface EventInput {
  /** Tells it from other inputs. */
  readonly type: 'event'
  /** The event. */
  readonly event: OrderInput
}

/** Whatever changes the orders. */
export type OmsInput = PlaceInput | DenyInput | EventInput

/** An input as plain JSON data, for the journal: the same inputs in the same order make the same orders and effects. */
export type OmsRecord = Plain<OmsInput>
