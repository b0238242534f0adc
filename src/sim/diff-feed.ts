import type { Timers } from '../runtime/ports.ts'
import type { ChangeBatch } from './change-log.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { SimMarket } from './sim-market.ts'
import { repeat } from './sim-ports.ts'

/** A batch of book changes with its place in the feed's chain. */
export interface DiffBatch extends ChangeBatch {
  /** `lastId` of the batch before; for the first, the id the feed began at. */
  readonly previousId: number
}

/**
 * Book changes of one instrument batched at a cadence: applied to the book at any batch's `previousId` or later, the
 * batches rebuild the book at their `lastId` exactly. Spans without changes give no batch.
 */
export class DiffFeed {
  readonly #live: LiveInstrument
  readonly #onBatch: (batch: DiffBatch) => void
  #lastId: number
  #stop: () => void

  /** Starts a feed that batches every `everyMs` ms; 0 gives one batch a command. */
  constructor(
    market: SimMarket,
    live: LiveInstrument,
    timers: Timers,
    everyMs: number,
    onBatch: (batch: DiffBatch) => void,
  ) {
    this.#live = live
    this.#onBatch = onBatch
    this.#lastId = live.updateId
    if (everyMs === 0) {
      this.#stop = market.listen((event) => {
        if (event.instrument === live) this.flush()
      })
    } else {
      const timer = repeat(timers, everyMs, () => this.flush())
      this.#stop = () => timer.cancel()
    }
  }

  /** Id of the book that the batches so far lead to. */
  get lastId(): number {
    return this.#lastId
  }

  /** Sends what changed since the last batch now. */
  flush(): void {
    const batch = this.#live.changesSince(this.#lastId)
    if (batch === undefined) return
    const previousId = this.#lastId
    this.#lastId = batch.lastId
    this.#onBatch({ ...batch, previousId })
  }

  /** Ends the feed. Idempotent. */
  stop(): void {
    this.#stop()
    this.#stop = () => {}
  }
}
