import { DepthWindow } from '../depth-window.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import { bookMessage } from './book-messages.ts'
import type { OkxState } from './okx-state.ts'

/** A book channel of snapshot and changes. */
export interface ChainedChannel {
  /** Its name. */
  readonly channel: string
  /** Levels a side. */
  readonly levels: number
  /** Cadence, in ms. */
  readonly everyMs: number
}

const NOTHING = { bids: [], asks: [] } as const
const NO_ID = -1

/**
 * A book told as a snapshot and a chain of changes: `prevSeqId` is the `seqId` of the message before, whoever hears it.
 *
 * Levels that others push out of the window are removed. A minute without changes brings an empty message with equal
 * ids; ids that start again bring one whose `seqId` is the lower.
 */
export class BookFeed {
  readonly #state: OkxState
  readonly #live: LiveInstrument
  readonly #channel: ChainedChannel
  readonly #keepAliveMs: number
  readonly #emit: (message: string) => void
  readonly #window: DepthWindow
  readonly #stops: readonly (() => void)[]
  #lastId: number
  #toldUs: number

  /** Starts a feed at the book of now. */
  constructor(
    state: OkxState,
    live: LiveInstrument,
    channel: ChainedChannel,
    keepAliveMs: number,
    emit: (message: string) => void,
  ) {
    this.#state = state
    this.#live = live
    this.#channel = channel
    this.#keepAliveMs = keepAliveMs
    this.#emit = emit
    this.#window = new DepthWindow(live, channel.levels, true)
    this.#lastId = state.wireId(live)
    this.#toldUs = state.clock.nowUs()
    const timer = repeat(state.ports.timers, channel.everyMs, () => this.#turn())
    this.#stops = [() => timer.cancel(), state.onRestart(() => this.#restart())]
  }

  /** The book as told so far, for a client that joins now. */
  snapshot(): string {
    const link = { previousId: NO_ID, id: this.#lastId, nowUs: this.#state.clock.nowUs() }
    return bookMessage(this.#channel.channel, this.#live, this.#window.levels, link)
  }

  /** Ends the feed. */
  stop(): void {
    for (const stop of this.#stops) stop()
  }

  #turn(): void {
    const changes = this.#window.turn()
    if (changes !== undefined) this.#tell(changes, this.#state.wireId(this.#live))
    else if (this.#state.clock.nowUs() - this.#toldUs >= this.#keepAliveMs * 1000) {
      this.#tell(NOTHING, this.#lastId)
    }
  }

  #restart(): void {
    this.#tell(this.#window.turn() ?? NOTHING, this.#state.wireId(this.#live))
  }

  #tell(changes: Parameters<typeof bookMessage>[2], id: number): void {
    const nowUs = this.#state.clock.nowUs()
    const link = { previousId: this.#lastId, id, nowUs }
    this.#lastId = id
    this.#toldUs = nowUs
    this.#emit(bookMessage(this.#channel.channel, this.#live, changes, link))
  }
}
