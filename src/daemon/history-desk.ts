import {
  type BboHistory,
  BookHistory,
  HistoryBudget,
  type HistoryBudgetUse,
  type KeptHistory,
  keepBbos,
  keepBook,
  keepTrades,
  type MarketFeed,
  TradeHistory,
} from '../market/index.ts'
import { type SubscriptionTask, taskKey } from '../tasks/index.ts'

/** The last minutes of a pair, as far as tasks asked for its channels and the memory of all histories lets them stay. */
export interface PairHistory {
  /** Of its books, one for each depth that was asked for. */
  readonly books: readonly BookHistory[]
  /** Of its best prices. */
  readonly bbos: BboHistory | undefined
  /** Of its trades. */
  readonly trades: TradeHistory | undefined
}

type AnyHistory = BboHistory | BookHistory | TradeHistory

interface Kept {
  readonly task: SubscriptionTask
  readonly kept: KeptHistory<AnyHistory>
}

/** Keeps the last minutes of what tasks ask for: books, best prices and trades, all in one memory. */
export class HistoryDesk {
  readonly #budget: HistoryBudget
  readonly #kept = new Map<string, Kept>()

  /** Keeps nothing yet; at most so many MB of 10^6 bytes. */
  constructor(megabytes: number) {
    this.#budget = new HistoryBudget({ megabytes })
  }

  /** Keeps what a task asks for, where that is something that passes. The task was started, and is not refused. */
  keep(task: SubscriptionTask, market: MarketFeed): void {
    const key = taskKey(task)
    const kept = this.#kept.has(key) ? undefined : this.#open(task, market)
    if (kept !== undefined) this.#kept.set(key, { task, kept })
  }

  /** Gives the memory of a task's history back; nothing happens where there is none. */
  async drop(task: SubscriptionTask): Promise<void> {
    const key = taskKey(task)
    const { kept } = this.#kept.get(key) ?? {}
    this.#kept.delete(key)
    await kept?.close()
  }

  /** What is kept of a pair. */
  of(venue: string, pair: string): PairHistory {
    const books: BookHistory[] = []
    let bbos: BboHistory | undefined
    let trades: TradeHistory | undefined
    for (const { task, kept } of this.#kept.values()) {
      if (task.venue !== venue || task.pair !== pair) continue
      const { history } = kept
      if (history instanceof BookHistory) books.push(history)
      else if (history instanceof TradeHistory) trades = history
      else bbos = history
    }
    return { books, bbos, trades }
  }

  /** The memory that all of it takes. */
  use(): HistoryBudgetUse {
    return this.#budget.use()
  }

  /** Gives all memory back. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(({ task }) => this.drop(task)))
  }

  #open({ pair, request }: SubscriptionTask, market: MarketFeed): Kept['kept'] | undefined {
    const { channel } = request
    if (channel === 'book') return keepBook(market, pair, request.depth ?? 'full', this.#budget)
    if (channel === 'bbo') return keepBbos(market, pair, this.#budget)
    return channel === 'trade' ? keepTrades(market, pair, this.#budget) : undefined
  }
}
