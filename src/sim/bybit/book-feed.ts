import { DepthWindow } from '../depth-window.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { BookNumbers } from './book-numbers.ts'
import type { BybitState, RunningFeed } from './bybit-state.ts'
import { DEPTHS, type Depth } from './channels.ts'
import { bookMessage } from './messages.ts'

const NOTHING = { bids: [], asks: [] } as const

/**
 * One depth of a book told as a snapshot and changes, `u` one more each message; levels that others push out of the window
 * are removed. All levels are told as changes only, and the best level as snapshots only, again after 3 s without a
 * change.
 */
export class BookFeed implements RunningFeed {
  readonly #state: BybitState
  readonly #live: LiveInstrument
  readonly #depth: Depth
  readonly #repeatBestMs: number
  readonly #emit: (message: string) => void
  readonly #numbers: BookNumbers
  readonly #stop: () => void
  #window: DepthWindow
  #toldUs: number

  /** Starts a feed at the book of now. */
  constructor(
    state: BybitState,
    live: LiveInstrument,
    depth: Depth,
    repeatBestMs: number,
    emit: (message: string) => void,
  ) {
    this.#state = state
    this.#live = live
    this.#depth = depth
    this.#repeatBestMs = repeatBestMs
    this.#emit = emit
    this.#numbers = state.numbers(live, depth)
    // What changed while nobody listened was told to nobody, and numbered.
    const nowUs = state.clock.nowUs()
    if (this.#numbers.updateId !== live.updateId) this.#numbers.next(live.updateId, nowUs)
    this.#window = this.#windowOfNow()
    this.#toldUs = nowUs
    state.run(this.#numbers, this)
    const timer = repeat(state.ports.timers, DEPTHS[depth].everyMs, () => this.#turn())
    this.#stop = () => timer.cancel()
  }

  /** The book as told so far, for a client that joins now; all levels have none: REST has it. */
  snapshot(): string | undefined {
    return this.#depth === 'full' ? undefined : this.#message('snapshot', this.#window.levels)
  }

  /** The numbering started again: the book anew, or an empty change of number 1. */
  restarted(): void {
    this.#window = this.#windowOfNow()
    this.#tell(this.snapshot() ?? this.#message('delta', NOTHING))
  }

  /** Ends the feed. */
  stop(): void {
    this.#stop()
    this.#state.run(this.#numbers, undefined)
  }

  #windowOfNow(): DepthWindow {
    return new DepthWindow(this.#live, DEPTHS[this.#depth].levels, true)
  }

  #turn(): void {
    const nowUs = this.#state.clock.nowUs()
    const changes = this.#window.turn()
    if (changes !== undefined) {
      this.#numbers.next(this.#live.updateId, nowUs)
      const isBest = this.#depth === '1'
      this.#tell(
        isBest ? this.#message('snapshot', this.#window.levels) : this.#message('delta', changes),
      )
    } else if (this.#depth === '1' && nowUs - this.#toldUs >= this.#repeatBestMs * 1000) {
      this.#tell(this.#message('snapshot', this.#window.levels))
    }
  }

  #message(type: 'snapshot' | 'delta', levels: DepthWindow['levels']): string {
    const { u, updateId } = this.#numbers
    const place = { type, u, updateId, nowUs: this.#state.clock.nowUs() }
    return bookMessage(this.#depth, this.#live, levels, place)
  }

  #tell(message: string): void {
    this.#toldUs = this.#state.clock.nowUs()
    this.#emit(message)
  }
}
