import type { OrderStatus } from '../../core/index.ts'

/** Why somebody has to look at an order: what happened cannot happen, or money is at stake. */
export type OrderAlarm =
  | 'REJECTED_AFTER_FILL'
  | 'FILL_AFTER_REJECTION'
  | 'FILL_BEYOND_QUANTITY'
  | 'FILL_CHANGED'
  | 'MORE_FILLS_THAN_TOLD'
  | 'TWO_VENUE_IDS'
  | 'OPEN_AFTER_END'
  | 'ALIVE_AFTER_REJECTION'
  | 'NOT_ABSENT'
  | 'NEVER_SENT'
  | 'SENT_AFTER_ALL'
  | 'VANISHED'
  | 'OUT_OF_TURN'

/**
 * One cell of the transition table:
 *
 * - `applied`: it is news
 * - `doubled`: it was known
 * - `late`: what is known is newer
 * - `impossible`: it contradicts what is known, or our own rules; always with an alarm
 */
export interface Transition {
  /** What the event is in this state. */
  readonly outcome: 'applied' | 'doubled' | 'late' | 'impossible'
  /** The next state; `same`: it stays. */
  readonly next: OrderStatus | 'same'
  /** What the venue has to be asked: about the order, or for its fills. */
  readonly ask?: 'lookup' | 'fills'
  /** The alarm. */
  readonly alarm?: OrderAlarm
}

/** It is news, and the state stays. */
export const stay: Transition = Object.freeze({ outcome: 'applied', next: 'same' })
/** It was known. */
export const doubled: Transition = Object.freeze({ outcome: 'doubled', next: 'same' })
/** What is known is newer. */
export const late: Transition = Object.freeze({ outcome: 'late', next: 'same' })

/** What is known is newer, or so it seems: the venue is asked. */
export const lateAskLookup: Transition = Object.freeze({
  outcome: 'late',
  next: 'same',
  ask: 'lookup',
})

/** It is news, and leads to a state. */
export function to(next: OrderStatus, ask?: 'lookup' | 'fills'): Transition {
  return Object.freeze({ outcome: 'applied', next, ...(ask === undefined ? {} : { ask }) })
}

/** It is news, the state stays, and the venue is asked about the order. */
export const stayAskLookup: Transition = Object.freeze({
  outcome: 'applied',
  next: 'same',
  ask: 'lookup',
})

/** It is news, the state stays, and the fills are asked for. */
export const stayAskFills: Transition = Object.freeze({
  outcome: 'applied',
  next: 'same',
  ask: 'fills',
})

/** It cannot be. */
export function alarm(
  code: OrderAlarm,
  next: OrderStatus | 'same' = 'same',
  ask?: 'lookup' | 'fills',
): Transition {
  return Object.freeze({
    outcome: 'impossible',
    next,
    ...(ask === undefined ? {} : { ask }),
    alarm: code,
  })
}
