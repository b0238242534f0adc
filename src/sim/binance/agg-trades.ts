import type { Timers } from '../../runtime/ports.ts'
import { Ring } from '../../runtime/ring.ts'
import type { CommandEvent, LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'

/** Prints of one taker side at one price, taken together. */
export interface AggTrade {
  /** Its id: per instrument, one more each time. */
  readonly id: number
  /** Price as a scaled integer. */
  readonly price: number
  /** Size as a scaled integer. */
  readonly size: number
  /** First trade. */
  readonly firstTradeId: number
  /** Last trade. */
  readonly lastTradeId: number
  /** When the last of them was printed, epoch µs. */
  readonly timeUs: number
  /** The aggressor's side. */
  readonly takerSide: SimTrade['takerSide']
}

const KEPT = 5000

/**
 * Aggregated trades of one instrument: one taker order at one price on spot, and 100 ms of one side at one price on
 * futures.
 */
export class AggTrades {
  readonly #timers: Timers
  readonly #windowMs: number
  readonly #kept = new Ring<AggTrade>(KEPT)
  readonly #listeners = new Set<(trade: AggTrade) => void>()
  #pending: SimTrade[] = []
  #lastId: number

  /** Aggregates an instrument's trades, those of the past first; a window of 0 ms aggregates each taker order alone. */
  constructor(live: LiveInstrument, timers: Timers, windowMs: number) {
    this.#timers = timers
    this.#windowMs = windowMs
    this.#lastId = Math.floor((live.spec.firstTradeId ?? 1) / 2)
    // A market that warmed up has traded already.
    this.#pending.push(...live.trades)
    this.#flush()
  }

  /** The newest, oldest first. */
  get all(): readonly AggTrade[] {
    return this.#kept.toArray()
  }

  /** Calls `listener` for each from now on. Returns how to stop. */
  listen(listener: (trade: AggTrade) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes in what a command printed. */
  add(event: CommandEvent): void {
    if (event.trades.length === 0) return
    const isFirst = this.#pending.length === 0
    this.#pending.push(...event.trades)
    if (this.#windowMs === 0) this.#flush()
    else if (isFirst) this.#timers.after(this.#windowMs, () => this.#flush())
  }

  #flush(): void {
    const pending = this.#pending
    this.#pending = []
    // Runs, not groups: the trade ids of an aggregate are contiguous.
    let run: SimTrade[] = []
    for (const trade of pending) {
      const last = run.at(-1)
      if (last !== undefined && !this.#isOneRun(last, trade)) {
        this.#tell(run)
        run = []
      }
      run.push(trade)
    }
    this.#tell(run)
  }

  #isOneRun(last: SimTrade, trade: SimTrade): boolean {
    if (last.price !== trade.price || last.takerSide !== trade.takerSide) return false
    if (this.#windowMs === 0) return last.takerOrderId === trade.takerOrderId
    return trade.timeUs - last.timeUs <= this.#windowMs * 1000
  }

  #tell(group: readonly SimTrade[]): void {
    const first = group[0]
    const last = group.at(-1)
    if (first === undefined || last === undefined) return
    this.#lastId += 1
    const trade: AggTrade = {
      id: this.#lastId,
      price: first.price,
      size: group.reduce((sum, each) => sum + each.size, 0),
      firstTradeId: first.id,
      lastTradeId: last.id,
      timeUs: last.timeUs,
      takerSide: first.takerSide,
    }
    this.#kept.push(trade)
    for (const listener of this.#listeners) listener(trade)
  }
}
