import type { BookLevels } from '../change-log.ts'
import { DepthWindow } from '../depth-window.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import { answeredBook, chainMessage, highFreqMessage } from './book-messages.ts'
import type { HtxState } from './htx-state.ts'

const NOTHING: BookLevels = { bids: [], asks: [] }
const BATCH_MS = 100
const HIGH_FREQ_MS = 30
/** Feeds up to this depth tell each change at once, deeper ones what changed in a tenth of a second. */
const TICK_BY_TICK_DEPTH = 20
/** Books told before, for snapshots that lag behind. */
const KEPT = 64

/** A book as it was told. */
interface Told {
  readonly levels: BookLevels
  readonly id: number
}

/**
 * A spot book as a chain of changes, the same for all who listen: `prevSeqNum` is the `seqNum` of the message before.
 * Levels that others push out of the window are not removed. Deep feeds tell every tenth of a second, changed or not.
 */
export class ChainFeed {
  readonly #state: HtxState
  readonly #live: LiveInstrument
  readonly #topic: string
  readonly #emit: (message: Uint8Array) => void
  readonly #window: DepthWindow
  readonly #stop: () => void
  #told: Told[]

  /** Starts a feed at the book of now. */
  constructor(
    state: HtxState,
    live: LiveInstrument,
    feed: { readonly topic: string; readonly depth: number },
    emit: (message: Uint8Array) => void,
  ) {
    this.#state = state
    this.#live = live
    this.#topic = feed.topic
    this.#emit = emit
    this.#window = new DepthWindow(live, feed.depth)
    this.#told = [{ levels: this.#window.levels, id: live.updateId }]
    this.#stop =
      feed.depth <= TICK_BY_TICK_DEPTH
        ? state.market.listen(({ instrument }) => {
            if (instrument === live) this.#turn(false)
          })
        : this.#batches()
  }

  /** The answer to who asks for the book: as told so far, or as told `lag` messages ago. */
  answer(id: string, lag: number): Uint8Array {
    const told = this.#told.at(-1 - lag) ?? this.#told[0] ?? { levels: NOTHING, id: 0 }
    const nowUs = this.#state.clock.nowUs()
    return answeredBook(this.#topic, id, this.#live, { ...told, nowUs })
  }

  /** Ends the feed. */
  stop(): void {
    this.#stop()
  }

  #batches(): () => void {
    const timer = repeat(this.#state.ports.timers, BATCH_MS, () => this.#turn(true))
    return () => timer.cancel()
  }

  #turn(isTold: boolean): void {
    const changes = this.#window.turn()
    if (changes === undefined && !isTold) return
    const previousId = this.#told.at(-1)?.id ?? 0
    const id = this.#live.updateId
    const nowUs = this.#state.clock.nowUs()
    this.#told.push({ levels: this.#window.levels, id })
    if (this.#told.length > KEPT) this.#told = this.#told.slice(-KEPT / 2)
    const link = { previousId, id, nowUs }
    this.#emit(chainMessage(this.#topic, this.#live, changes ?? NOTHING, link))
  }
}

/**
 * A futures book for one connection: a snapshot, then changes, numbered by versions that are the connection's own. With
 * `isWhole` every message is a snapshot. Levels that others push out of the window are not removed.
 */
export class HighFreqFeed {
  readonly #state: HtxState
  readonly #live: LiveInstrument
  readonly #topic: string
  readonly #emit: (message: Uint8Array) => void
  readonly #window: DepthWindow
  readonly #nextVersion: (updateId: number) => number
  readonly #stop: () => void
  #toldId = Number.NaN

  /** Starts a feed with the snapshot of now. */
  constructor(
    state: HtxState,
    live: LiveInstrument,
    feed: { readonly topic: string; readonly depth: number; readonly isWhole: boolean },
    emit: (message: Uint8Array) => void,
  ) {
    this.#state = state
    this.#live = live
    this.#topic = feed.topic
    this.#emit = emit
    this.#window = new DepthWindow(live, feed.depth)
    this.#nextVersion = state.beginVersions()
    this.#tell('snapshot', this.#window.levels)
    const timer = repeat(state.ports.timers, HIGH_FREQ_MS, () => this.#turn(feed.isWhole))
    this.#stop = () => timer.cancel()
  }

  /** Ends the feed. */
  stop(): void {
    this.#stop()
  }

  #turn(isWhole: boolean): void {
    if (this.#live.updateId === this.#toldId) return
    const changes = this.#window.turn() ?? NOTHING
    if (isWhole) this.#tell('snapshot', this.#window.levels)
    else this.#tell('update', changes)
  }

  #tell(event: 'snapshot' | 'update', levels: BookLevels): void {
    this.#toldId = this.#live.updateId
    const version = this.#nextVersion(this.#toldId)
    const nowUs = this.#state.clock.nowUs()
    this.#emit(highFreqMessage(this.#topic, this.#live, levels, { event, version, nowUs }))
  }
}
