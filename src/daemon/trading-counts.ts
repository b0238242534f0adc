import type { ClientOrderId } from '../core/index.ts'
import { isEnded, isUnknown, type Order, type TraderEvent } from '../trader/index.ts'

/** What happened to the orders of a strategy since the daemon was started. */
export interface OrderTotals {
  /** Orders that passed risk. */
  readonly orders: number
  /** Orders that risk denied. */
  readonly denied: number
  /** Orders that the venue refused. */
  readonly rejected: number
  /** Fills. */
  readonly fills: number
  /** Orders of whose fate nobody could say anything, for a while or still. */
  readonly unknown: number
  /** Those of them of which the venue's evidence has said what became. */
  readonly unknownResolved: number
}

type Counts = { -readonly [Name in keyof OrderTotals]: OrderTotals[Name] }

const NOTHING: OrderTotals = Object.freeze({
  orders: 0,
  denied: 0,
  rejected: 0,
  fills: 0,
  unknown: 0,
  unknownResolved: 0,
})

/** Counts what a trader tells, by strategy. */
export class TradingCounts {
  readonly #strategies = new Map<string, Counts>()
  readonly #unknown = new Set<ClientOrderId>()
  readonly #working = new Set<ClientOrderId>()

  /** The counts of a strategy. */
  of(strategy: string): OrderTotals {
    return this.#strategies.get(strategy) ?? NOTHING
  }

  /** All of them together. */
  total(): OrderTotals {
    const sum: Counts = { ...NOTHING }
    for (const counts of this.#strategies.values())
      for (const name of Object.keys(NOTHING) as (keyof OrderTotals)[]) sum[name] += counts[name]
    return sum
  }

  /** Takes what happened. */
  observe(event: TraderEvent): void {
    if (event.type === 'fill') this.#counts(event.strategy).fills += 1
    if (event.type === 'publish') this.#order(event.order)
  }

  #order({ clientOrderId, strategy, status }: Order): void {
    const counts = this.#counts(strategy)
    if (status === 'denied') counts.denied += 1
    // It may be told as in flight again: filled before it was acknowledged.
    if (status === 'inFlight' && !this.#working.has(clientOrderId)) {
      this.#working.add(clientOrderId)
      counts.orders += 1
    }
    if (isEnded(status) && this.#working.delete(clientOrderId) && status === 'rejected')
      counts.rejected += 1
    if (isUnknown(status)) {
      if (this.#unknown.has(clientOrderId)) return
      this.#unknown.add(clientOrderId)
      counts.unknown += 1
    } else if (this.#unknown.delete(clientOrderId)) counts.unknownResolved += 1
  }

  #counts(strategy: string): Counts {
    const known = this.#strategies.get(strategy)
    if (known !== undefined) return known
    const fresh: Counts = { ...NOTHING }
    this.#strategies.set(strategy, fresh)
    return fresh
  }
}
