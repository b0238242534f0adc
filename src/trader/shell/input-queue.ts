import { instrumentKey } from '../risk/index.ts'
import type { TraderInput } from './trader-input.ts'

type MarketTraderInput = TraderInput & { readonly kind: 'market' }

/**
 * What waits to be processed. Fills, order events and commands overtake market data; a book that changed again before its
 * turn stands once, where it stood first: whoever looks sees the newest.
 */
export class InputQueue {
  #urgent: TraderInput[] = []
  #market: MarketTraderInput[] = []
  /** The number of the newest change of each book, and of the next input to be taken: what is taken needs no look-up. */
  readonly #books = new Map<string, number>()
  #next = 0

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#urgent.length + this.#market.length === 0
  }

  /** Adds one. */
  push(input: TraderInput): void {
    if (input.kind !== 'market') {
      this.#urgent.push(input)
      return
    }
    if (input.input.type === 'book') {
      const key = instrumentKey(input.input.instrument)
      const number = this.#books.get(key)
      if (number !== undefined && number >= this.#next) return
      this.#books.set(key, this.#next + this.#market.length)
    }
    this.#market.push(input)
  }

  /** Takes the next; `undefined` where nothing waits. */
  take(): TraderInput | undefined {
    const urgent = this.#urgent.shift()
    if (urgent !== undefined) return urgent
    const market = this.#market.shift()
    if (market !== undefined) this.#next += 1
    return market
  }

  /** Forgets market data that waits: nobody will decide on it. */
  dropMarket(): void {
    this.#next += this.#market.length
    this.#market = []
  }
}
