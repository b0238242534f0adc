import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import {
  type BookPlan,
  changesOf,
  checksumOf,
  cutBook,
  levelRows,
  mergedBook,
} from './book-view.ts'
import type { CoinexState } from './coinex-state.ts'
import type { CoinexLimits } from './limits.ts'
import { push } from './push.ts'
import { priceText, timeMs } from './wire-text.ts'

/** How a book is subscribed. */
export interface BookChannel extends BookPlan {
  /** Whether every push is the whole book. */
  readonly isAlwaysWhole: boolean
}

/** One market's book in one view: its changes every 200 ms where there are any, and the whole of it once a minute. */
export class BookFeed {
  readonly #live: LiveInstrument
  readonly #channel: BookChannel
  readonly #emit: (message: string) => void
  readonly #turnsToWhole: number
  readonly #stop: () => void
  #shown: BookLevels
  #shownId: number
  #shownUs: number
  #turns = 0

  /** Starts a feed at the book of now. */
  constructor(
    state: CoinexState,
    limits: CoinexLimits,
    live: LiveInstrument,
    channel: BookChannel,
    emit: (message: string) => void,
  ) {
    this.#live = live
    this.#channel = channel
    this.#emit = emit
    this.#turnsToWhole = Math.round(limits.wholeEveryMs / limits.bookEveryMs)
    this.#shown = cutBook(this.#merged(), channel.limit)
    this.#shownId = live.updateId
    this.#shownUs = live.updatedUs
    const timer = repeat(state.ports.timers, limits.bookEveryMs, () => this.#turn())
    this.#stop = () => timer.cancel()
  }

  /** The whole book as told so far, for a client that joins now. */
  whole(): string {
    return this.#message(true, this.#shown)
  }

  /** Ends the feed. */
  stop(): void {
    this.#stop()
  }

  #turn(): void {
    this.#turns += 1
    const changes = this.#look()
    const isDue = this.#turns % this.#turnsToWhole === 0
    if (changes === undefined && !isDue) return
    const isWhole = isDue || this.#channel.isAlwaysWhole
    this.#emit(this.#message(isWhole, isWhole ? this.#shown : (changes ?? this.#shown)))
  }

  /** What changed in view since the last turn; `undefined` where nothing did. */
  #look(): BookLevels | undefined {
    if (this.#live.updateId === this.#shownId) return undefined
    const whole = this.#merged()
    const shown = cutBook(whole, this.#channel.limit)
    const changes = changesOf(this.#shown, shown, whole)
    this.#shown = shown
    this.#shownId = this.#live.updateId
    this.#shownUs = this.#live.updatedUs
    return changes.bids.length + changes.asks.length === 0 ? undefined : changes
  }

  #merged(): BookLevels {
    return mergedBook(this.#live.spec, this.#live.book(), this.#channel.interval)
  }

  #message(isWhole: boolean, levels: BookLevels): string {
    const data = depthData(this.#live, isWhole, levels, this.#shown, this.#shownUs)
    return push('depth.update', data)
  }
}

/** A book as pushes and REST tell it; `shown` is what its checksum covers. */
export function depthData(
  live: LiveInstrument,
  isWhole: boolean,
  { bids, asks }: BookLevels,
  shown: BookLevels,
  timeUs: number,
): unknown {
  const { spec } = live
  return {
    market: spec.symbol,
    is_full: isWhole,
    depth: {
      asks: levelRows(spec, asks),
      bids: levelRows(spec, bids),
      last: priceText(spec, live.trades.at(-1)?.price ?? spec.start),
      updated_at: timeMs(timeUs),
      checksum: checksumOf(spec, shown),
    },
  }
}
