import type { InstrumentSlot } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isObject, optionalIntegerAt, optionalTextAt } from '../kit/fields.ts'
import { DEFAULT_DEPTH, depthHolding, feedOfDepth } from './streams.ts'

/** When a `ticker` is sent: at each trade, or at each change of the best bid or offer. */
export type TickerTrigger = 'trades' | 'bbo' | 'unknown'

/**
 * What a connection's acknowledgements say of its subscriptions, by instrument.
 *
 * Book frames do not carry the depth that they are cut to, and ticker frames do not carry their trigger: only the
 * acknowledgement does, and it comes before the first frame. What was not acknowledged here (a recording that starts
 * later) is guessed from the snapshot's length.
 */
export class Confirmed {
  readonly #feeds: (string | undefined)[] = []
  readonly #triggers: (TickerTrigger | undefined)[] = []

  /** Notes the `result` of an acknowledged subscribe. */
  note(result: JsonObject, find: (symbol: string) => InstrumentSlot | undefined): void {
    const symbol = optionalTextAt(result, 'symbol')
    const slot = symbol === undefined ? undefined : find(symbol)
    if (slot === undefined) return
    const channel = optionalTextAt(result, 'channel')
    if (channel === 'book') {
      this.#feeds[slot.index] = feedOfDepth(optionalIntegerAt(result, 'depth') ?? DEFAULT_DEPTH)
    } else if (channel === 'ticker') {
      this.#triggers[slot.index] = readTrigger(optionalTextAt(result, 'event_trigger'))
    }
  }

  /** The feed of an instrument's book; that of the default depth where nothing was acknowledged. */
  feedOf(slot: InstrumentSlot): string {
    return this.#feeds[slot.index] ?? feedOfDepth(DEFAULT_DEPTH)
  }

  /** As {@link Confirmed.feedOf}, having seen a snapshot of so many levels a side: it never has more than its depth. */
  feedOfSnapshot(slot: InstrumentSlot, levels: number): string {
    const held = feedOfDepth(depthHolding(levels))
    const known = this.#feeds[slot.index]
    // Numbers at the end: `book25`.
    if (known === undefined || Number(known.slice(4)) < levels) this.#feeds[slot.index] = held
    return this.#feeds[slot.index] ?? held
  }

  /** What makes an instrument's ticker be sent. */
  triggerOf(slot: InstrumentSlot): TickerTrigger {
    return this.#triggers[slot.index] ?? 'unknown'
  }
}

function readTrigger(word: string | undefined): TickerTrigger {
  return word === 'bbo' || word === 'trades' ? word : 'unknown'
}

/** The `result` of a frame, where it acknowledges a subscribe. */
export function acknowledged(message: JsonObject): JsonObject | undefined {
  const { method, success, result } = message
  return method === 'subscribe' && success === true && isObject(result) ? result : undefined
}
