import type { OrderStatus } from '../../core/index.ts'
import type { TransitionRow } from './transition-row.ts'
import {
  ofAbsent,
  ofCancelled,
  ofDenied,
  ofExpired,
  ofFilled,
  ofRejected,
} from './transitions-of-ended.ts'
import { ofAmendInFlight, ofCancelInFlight, ofInFlight, ofOpen } from './transitions-of-live.ts'
import { ofAmendUnknown, ofCancelUnknown, ofUnknown } from './transitions-of-unknown.ts'

/** What every event does to an order in every state. */
export type TransitionTable = Readonly<Record<OrderStatus, TransitionRow>>

/**
 * The life of an order: rows are states, columns are what an event means to the order, and every cell is filled. Late,
 * doubled and impossible events are cells like the others. `docs/concepts/order-life.md` shows it.
 */
export const TRANSITIONS: TransitionTable = {
  inFlight: ofInFlight,
  open: ofOpen,
  amendInFlight: ofAmendInFlight,
  cancelInFlight: ofCancelInFlight,
  unknown: ofUnknown,
  amendUnknown: ofAmendUnknown,
  cancelUnknown: ofCancelUnknown,
  filled: ofFilled,
  cancelled: ofCancelled,
  expired: ofExpired,
  rejected: ofRejected,
  absent: ofAbsent,
  denied: ofDenied,
}
