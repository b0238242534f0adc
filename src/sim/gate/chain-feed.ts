import { DepthWindow } from '../depth-window.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { GateState } from './gate-state.ts'
import { levelLists, push } from './messages.ts'
import { millis } from './wire-text.ts'

/** Cadence of a chain by its levels, in ms. */
const EVERY_MS: Readonly<Record<number, number>> = { 50: 20, 400: 100 }

/**
 * `obu`: a whole book, then changes whose `U` follows the `u` before. Levels that others push out of the window are
 * removed. Where ids moved but nothing within the window did, a message has ids only.
 */
export class ChainFeed {
  readonly #state: GateState
  readonly #live: LiveInstrument
  readonly #channel: string
  readonly #stream: string
  readonly #window: DepthWindow
  readonly #emit: (message: string) => void
  readonly #stop: () => void
  #lastId: number

  /** Starts a feed at the book of now. */
  constructor(
    state: GateState,
    live: LiveInstrument,
    options: { readonly channel: string; readonly levels: number },
    emit: (message: string) => void,
  ) {
    this.#state = state
    this.#live = live
    this.#channel = options.channel
    this.#stream = `ob.${live.spec.symbol}.${options.levels}`
    this.#window = new DepthWindow(live, options.levels, true)
    this.#emit = emit
    this.#lastId = live.updateId
    const timer = repeat(state.ports.timers, EVERY_MS[options.levels] ?? 100, () => this.#turn())
    this.#stop = () => timer.cancel()
  }

  /** The book as told so far, for a client that joins now. */
  snapshot(): string {
    const nowUs = this.#state.clock.nowUs()
    const { bids, asks } = this.#window.levels
    return push(this.#channel, nowUs, {
      t: millis(nowUs),
      full: true,
      s: this.#stream,
      u: this.#lastId,
      b: levelLists(this.#live, bids),
      a: levelLists(this.#live, asks),
    })
  }

  /** Ends the feed. */
  stop(): void {
    this.#stop()
  }

  #turn(): void {
    const id = this.#live.updateId
    if (id === this.#lastId) return
    const changes = this.#window.turn()
    const nowUs = this.#state.clock.nowUs()
    const side = (key: 'b' | 'a', levels: Parameters<typeof levelLists>[1]): object =>
      levels.length === 0 ? {} : { [key]: levelLists(this.#live, levels) }
    const result = {
      t: millis(this.#live.updatedUs),
      s: this.#stream,
      U: this.#lastId + 1,
      u: id,
      ...(changes === undefined ? {} : { ...side('b', changes.bids), ...side('a', changes.asks) }),
    }
    this.#lastId = id
    this.#emit(push(this.#channel, nowUs, result))
  }
}
