import { instrumentKey } from '../risk/index.ts'
import type { MarketInput } from '../strategy/index.ts'
import type { TraderInput } from './trader-input.ts'

/**
 * What waits to be processed. Fills, order events and commands overtake market data; a book that changed again before its
 * turn stands once, where it stood first: whoever looks sees the newest.
 */
export class InputQueue {
  #urgent: TraderInput[] = []
  #market: MarketInput[] = []
  readonly #books = new Set<string>()

  /** Adds one. */
  push(input: TraderInput): void {
    if (input.kind !== 'market') {
      this.#urgent.push(input)
      return
    }
    if (input.input.type === 'book') {
      const key = instrumentKey(input.input.instrument)
      if (this.#books.has(key)) return
      this.#books.add(key)
    }
    this.#market.push(input.input)
  }

  /** Takes the next; `undefined` where nothing waits. */
  take(): TraderInput | undefined {
    const urgent = this.#urgent.shift()
    if (urgent !== undefined) return urgent
    const input = this.#market.shift()
    if (input === undefined) return undefined
    if (input.type === 'book') this.#books.delete(instrumentKey(input.instrument))
    return { kind: 'market', input }
  }

  /** Forgets market data that waits: nobody will decide on it. */
  dropMarket(): void {
    this.#market = []
    this.#books.clear()
  }
}
