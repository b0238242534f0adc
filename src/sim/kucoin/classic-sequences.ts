import type { LevelChange } from '../engine-order.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'

/** One level of a contract's book changed: a message of `/contractMarket/level2`. */
export interface NumberedChange extends LevelChange {
  /** Its number: one more each time. */
  readonly sequence: number
}

type Listener = (change: NumberedChange) => void

/**
 * Numbers the single changes of contract books, as the classic futures socket and its REST snapshots do.
 *
 * The simulated market numbers commands, of which one may change several levels, and the unified socket tells those
 * numbers. On the venue both sockets count alike; here they have counts of their own.
 */
export class ClassicSequences {
  readonly #numbers = new Map<LiveInstrument, number>()
  readonly #listeners = new Map<LiveInstrument, Set<Listener>>()

  /** Counts from now on. */
  constructor(market: SimMarket) {
    market.listen(({ instrument, changes }) => {
      if (instrument.spec.kind === 'spot') return
      for (const change of changes) {
        const sequence = this.of(instrument) + 1
        this.#numbers.set(instrument, sequence)
        for (const tell of this.#listeners.get(instrument) ?? []) tell({ ...change, sequence })
      }
    })
  }

  /** Number of the book as it is now. */
  of(live: LiveInstrument): number {
    return this.#numbers.get(live) ?? live.spec.firstUpdateId ?? 1000
  }

  /** Hears every change of a contract's book. Returns how to stop. */
  listen(live: LiveInstrument, listener: Listener): () => void {
    const all = this.#listeners.get(live) ?? new Set()
    this.#listeners.set(live, all)
    all.add(listener)
    return () => all.delete(listener)
  }
}
