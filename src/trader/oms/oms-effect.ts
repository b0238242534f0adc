import type { ClientOrderId, Denied, OrderInput, OrderIntent } from '../../core/index.ts'
import type { OmsInput } from './oms-record.ts'
import type { OrderEffect } from './order-effect.ts'

/** The record has to be durable before anything after it is sent. */
export interface RecordEffect {
  /** Tells it from other effects. */
  readonly type: 'record'
  /** What is recorded. */
  readonly record: OmsInput
}

/** Why an approved intent was not carried out: the order has moved on since it was decided. */
export type RefusalReason =
  | 'NO_SUCH_ORDER'
  | 'ORDER_OF_ANOTHER_STRATEGY'
  | 'ORDER_ENDED'
  | 'ORDER_NOT_OPEN'
  | 'CANCEL_IN_FLIGHT'
  | 'NOTHING_LEFT'

/** An approved intent was not carried out; nothing changed. */
export interface RefusedEffect {
  /** Tells it from other effects. */
  readonly type: 'refused'
  /** What was asked for. */
  readonly intent: OrderIntent
  /** Why it was not done. */
  readonly reason: RefusalReason
}

/** Risk denied an intent. */
export interface DeniedEffect {
  /** Tells it from other effects. */
  readonly type: 'denied'
  /** The id of the order that was denied; absent where the intent was to amend or to cancel. */
  readonly clientOrderId?: ClientOrderId
  /** What was denied, and why. */
  readonly denied: Denied
}

/** An event of an order that is not ours: somebody else uses the account. */
export interface ForeignEffect {
  /** Tells it from other effects. */
  readonly type: 'foreign'
  /** The event. */
  readonly event: OrderInput
}

/** Why somebody has to look at an order that is no longer kept, or at two that were mixed up. */
export type LostOrderAlarm =
  | 'FILL_AFTER_EVICTION'
  | 'HOLE_AFTER_EVICTION'
  | 'OPEN_AFTER_EVICTION'
  | 'FORGOTTEN_ORDER'
  | 'TWO_ORDERS_MEANT'

/** Somebody has to look at an order that is no longer kept, or at two that were mixed up. */
export interface LostOrderEffect {
  /** Tells it from other effects. */
  readonly type: 'lostOrder'
  /** Why. */
  readonly code: LostOrderAlarm
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** What happened to it. */
  readonly event: OrderInput
}

/** What follows from an input; the shell does it, in order. */
export type OmsEffect =
  | RecordEffect
  | OrderEffect
  | RefusedEffect
  | DeniedEffect
  | ForeignEffect
  | LostOrderEffect

/**
 * Puts records before what is sent, and that before all else; else the order stays. One commit then serves them all. Effects
 * that are in order already, as nearly all are, are given back as they are.
 */
export function inOrder<Effect extends { readonly type: string }>(
  effects: readonly Effect[],
): readonly Effect[] {
  let highest = 0
  for (const effect of effects) {
    const rank = rankOf(effect)
    if (rank < highest) return effects.toSorted((a, b) => rankOf(a) - rankOf(b))
    highest = rank
  }
  return effects
}

function rankOf({ type }: { readonly type: string }): number {
  return type === 'record' ? 0 : type === 'send' ? 1 : 2
}
