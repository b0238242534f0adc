import type {
  AccountId,
  AccountMissed,
  Instrument,
  OrderAddress,
  OrderEventBase,
  ToldOrderEvent,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { given, optionalMsTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { ownIdOf } from './order-rows.ts'
import type { ToldOnce } from './told-once.ts'

/** A row that was pushed, with what it does not say itself. */
export interface Push {
  /** The row. */
  readonly row: JsonObject
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: Instrument
  /** When it came, epoch µs of our clock. */
  readonly timeUs: number
  /** What was told before. */
  readonly once: ToldOnce
}

/** What every event of a push has. */
export function baseOf({ row, timeUs }: Push, order: OrderAddress): OrderEventBase {
  return { order, timeUs, ...given('venueTimeUs', optionalMsTimeAt(row, 'uTime')) }
}

/** A state that this version does not know: nothing is made up, the account has to be asked. */
export function unknownState({ row, account, timeUs }: Push): AccountMissed {
  const word = textAt(row, 'state').slice(0, 40)
  return { type: 'missed', account, detail: `an order is in the unknown state "${word}"`, timeUs }
}

/** What a push says of a change of terms. */
export interface AmendWord {
  /** Whether other terms are in force; else the change was refused, and all is as before. */
  readonly isDone: boolean
  /** The number of our request; absent where the venue or somebody else changed the order. */
  readonly request: number | undefined
}

/**
 * Reads `amendResult`, `amendSource` and `reqId`; `undefined` where the push is of something else, or was told before. `1`
 * (cancelled, as the change failed) is told by the state.
 */
export function amendOf({ row, once }: Push, id: string): AmendWord | undefined {
  const result = optionalTextAt(row, 'amendResult')
  const reqId = optionalTextAt(row, 'reqId')
  const isDone = result === '0' || (result === undefined && hasSource(row))
  if (!isDone && result !== '-1') return undefined
  if (reqId !== undefined && !once.isNew(`amend ${id} ${reqId}`)) return undefined
  const isOurs = reqId !== undefined && /^\d{1,9}$/.test(reqId) && ownIdOf(row) !== undefined
  const request = isOurs ? Number(reqId) : undefined
  // That somebody else's change was refused changes nothing.
  return isDone || isOurs ? { isDone, request } : undefined
}

/** The venue makes reduce-only orders smaller by itself. */
function hasSource(row: JsonObject): boolean {
  return optionalTextAt(row, 'amendSource') !== undefined
}

/** Our change was refused, in the venue's words. */
export function amendRefused(
  row: JsonObject,
  base: OrderEventBase,
  request: number,
): ToldOrderEvent {
  const code = optionalTextAt(row, 'code') ?? '0'
  const text = (optionalTextAt(row, 'msg') ?? '').slice(0, 200)
  return { ...base, type: 'amendRejected', request, code, text }
}
