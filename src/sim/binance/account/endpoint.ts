import type { OrderAction } from '../../fault-rules.ts'
import type { ListenKeys } from './listen-keys.ts'
import type { PrivateCall } from './private-call.ts'

/** What a request about orders will do, after it was read: its answer's body, or a RestRefusal. */
export interface OrderAct {
  /** What it is for the fault script. */
  readonly action: OrderAction
  /** How many orders it counts as. */
  readonly orders: number
  /** Does it. @throws RestRefusal */
  readonly run: () => unknown
}

/** One private endpoint. */
export type PrivateEndpoint =
  | {
      /** Says what is so. */
      readonly kind: 'read'
      readonly weight: (params: URLSearchParams) => number
      readonly answer: (call: PrivateCall) => unknown
    }
  | {
      /** Reads what is to be done about orders, without doing it. */
      readonly kind: 'trade'
      readonly weight: (params: URLSearchParams) => number
      readonly read: (call: PrivateCall) => OrderAct
    }
  | {
      /** Needs the key, and no signature. */
      readonly kind: 'key'
      readonly weight: (params: URLSearchParams) => number
      readonly answer: (call: PrivateCall, keys: ListenKeys) => unknown
    }

/** Endpoints of a product by method and path. */
export type PrivateEndpoints = Readonly<Record<string, PrivateEndpoint>>

type Answer = (call: PrivateCall) => unknown

/** An endpoint that reads. */
export function reads(
  weight: number | ((params: URLSearchParams) => number),
  answer: Answer,
): PrivateEndpoint {
  return { kind: 'read', weight: costOf(weight), answer }
}

/** An endpoint that trades. */
export function trades(weight: number, read: (call: PrivateCall) => OrderAct): PrivateEndpoint {
  return { kind: 'trade', weight: () => weight, read }
}

/** The weight of a list: of one instrument, or of all. */
export function listCost(one: number, all: number): (params: URLSearchParams) => number {
  return (params) => (params.has('symbol') ? one : all)
}

function costOf(
  weight: number | ((params: URLSearchParams) => number),
): (params: URLSearchParams) => number {
  return typeof weight === 'number' ? () => weight : weight
}
