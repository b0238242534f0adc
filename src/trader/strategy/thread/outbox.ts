import type { MarketInput, StrategyEvent } from '../strategy-event.ts'

/** What a thread can be told: an event, other parameters, or to tell what it remembers. */
export type Question =
  | StrategyEvent
  | { readonly type: 'configure'; readonly params: unknown }
  | { readonly type: 'remember' }

/** One of them, waiting. */
export interface WaitingQuestion {
  readonly question: Question
  /** Whether its answer was given in an earlier life: the strategy is told, and what it asks for is left out. */
  readonly isMuted: boolean
}

/**
 * What a busy thread has still to be told. Own events overtake market data, and keep their order. Where market data conflate, a
 * book and a BBO that changed again stand once, where they stood first, with the newest.
 */
export class Outbox {
  readonly #conflates: boolean
  #own: WaitingQuestion[] = []
  readonly #market = new Map<string, MarketInput>()
  #sequence = 0

  constructor(marketData: 'conflate' | 'queue') {
    this.#conflates = marketData === 'conflate'
  }

  /** How many wait. */
  get size(): number {
    return this.#own.length + this.#market.size
  }

  /** How many wait that are no market data. */
  get ownSize(): number {
    return this.#own.length
  }

  /** Adds one, which has to be owned: nobody changes it any more. */
  push(question: Question): void {
    if (question.type === 'book' || question.type === 'bbo' || question.type === 'trade')
      this.#market.set(this.#keyOf(question), question)
    else this.#own.push({ question, isMuted: false })
  }

  /** Takes the next. */
  take(): WaitingQuestion | undefined {
    const own = this.#own.shift()
    if (own !== undefined) return own
    for (const [key, question] of this.#market) {
      this.#market.delete(key)
      return { question, isMuted: false }
    }
    return undefined
  }

  /** All that waits was decided on in an earlier life; market data of then are no news. */
  mute(): void {
    this.#own = this.#own.map(({ question }) => ({ question, isMuted: true }))
    this.#market.clear()
  }

  /** Forgets market data: nobody will decide on them. */
  dropMarket(): void {
    this.#market.clear()
  }

  /** Takes over what waits for another. */
  takeOver(other: Outbox): void {
    this.#own.push(...other.#own)
    for (const question of other.#market.values()) this.push(question)
  }

  #keyOf({ type, instrument }: MarketInput): string {
    this.#sequence += 1
    if (type === 'trade' || !this.#conflates) return String(this.#sequence)
    return `${type} ${instrument.venue} ${instrument.product} ${instrument.symbol}`
  }
}
