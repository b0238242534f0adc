import type { RouteId, RouteIntent } from '../../core/index.ts'
import type { Plain } from '../oms/order-json.ts'
import type { RouteEnd } from './route.ts'
import type { RouteVerdict } from './route-verdict.ts'

/** Whatever changes routes beside their orders. */
export type RouteInput =
  | {
      /** A route was asked for. */
      readonly type: 'opened'
      readonly id: RouteId
      readonly intent: RouteIntent
      readonly timeUs: number
    }
  | {
      /** The router looked at it; `orders`: how many orders follow. */
      readonly type: 'planned'
      readonly id: RouteId
      readonly orders: number
      readonly verdicts: readonly RouteVerdict[]
      readonly timeUs: number
    }
  | {
      /** Nothing new is made for it. */
      readonly type: 'ending'
      readonly id: RouteId
      readonly end: RouteEnd
      readonly why: string
      readonly timeUs: number
    }
  | {
      /** It has ended, and so have its orders. */
      readonly type: 'ended'
      readonly id: RouteId
      readonly end: RouteEnd
      readonly timeUs: number
    }

/** An input as plain JSON data, for the journal. */
export type RouteRecord = Plain<RouteInput>
