import {
  type AccountEvent,
  CrossbookError,
  type FrameFault,
  type FrameOutcome,
} from '../../../core/index.ts'
import { type JsonObject } from '../../../wire/index.ts'
import { asObject, parseJson } from '../../kit/fields.ts'

/** What a private frame came to. */
export type PrivateRead =
  | { readonly outcome: 'event'; readonly events: readonly AccountEvent[] }
  | { readonly outcome: 'control' }
  | { readonly outcome: 'ignored'; readonly reason: string }

/** A frame that is left aside, with the reason. */
export function aside(reason: string): PrivateRead {
  return { outcome: 'ignored', reason }
}

/** Events, where there are any. */
export function eventsOr(reason: string, events: readonly AccountEvent[]): PrivateRead {
  return events.length > 0 ? { outcome: 'event', events } : aside(reason)
}

/** What both private decoders keep of the last frame, and how they read one: nothing of a fault is told. */
export class PrivateVerdict {
  /** Why the last frame was ignored. */
  ignoredReason = ''
  /** Why the last frame was a fault. */
  fault: FrameFault | undefined

  /** Reads a frame and tells what is in it. Never throws but what `tell` throws. */
  take(
    frame: Uint8Array,
    read: (message: JsonObject) => PrivateRead,
    tell: (event: AccountEvent) => void,
  ): FrameOutcome {
    const found = this.#read(frame, read)
    if (found === undefined) return 'fault'
    if (found.outcome === 'ignored') this.ignoredReason = found.reason
    if (found.outcome === 'event') for (const event of found.events) tell(event)
    return found.outcome
  }

  #read(frame: Uint8Array, read: (message: JsonObject) => PrivateRead): PrivateRead | undefined {
    try {
      return read(asObject(parseJson(frame), 'message'))
    } catch (cause) {
      if (!(cause instanceof CrossbookError)) throw cause
      this.fault = { code: 'MALFORMED_FRAME', message: cause.message, offsetBytes: 0 }
      return undefined
    }
  }
}
