export type { EvictedOrder } from './evicted-orders.ts'
export { Oms } from './oms.ts'
export type {
  DeniedEffect,
  ForeignEffect,
  LostOrderAlarm,
  LostOrderEffect,
  OmsEffect,
  RecordEffect,
  RefusalReason,
  RefusedEffect,
} from './oms-effect.ts'
export type { OmsOptions } from './oms-options.ts'
export type { DenyInput, EventInput, OmsInput, OmsRecord, PlaceInput } from './oms-record.ts'
export type { OmsCounts, OmsSnapshot } from './oms-snapshot.ts'
export {
  hasHole,
  isEnded,
  isUnknown,
  type NewOrder,
  newOrder,
  type Order,
  type PendingAmend,
  type Refusal,
} from './order.ts'
export type {
  AlarmEffect,
  FeeEffect,
  FillEffect,
  NeedFillsEffect,
  NeedLookupEffect,
  OrderEffect,
  PublishEffect,
  SendEffect,
} from './order-effect.ts'
export type { Plain } from './order-json.ts'
export { ORDER_MEANINGS, type OrderMeaning } from './order-meaning.ts'
export { averagePrice, feesPaid, leavesQuantity, mostLeavesQuantity } from './order-numbers.ts'
export { type OrderStep, type ReducedOrder, reduceOrder } from './reduce-order.ts'
export type { OrderAlarm, Transition } from './transition.ts'
export type { TransitionRow } from './transition-row.ts'
export { TRANSITIONS, type TransitionTable } from './transitions.ts'
export type { UnknownCase } from './unknown-case.ts'
export type { UnknownOptions } from './unknown-options.ts'
export type { QuestionSubject, UnknownAnswer, UnknownQuestion } from './unknown-question.ts'
export { UnknownResolver, type UnknownWork } from './unknown-resolver.ts'
