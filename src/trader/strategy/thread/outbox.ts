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
 *
 * From a question for what the thread remembers on it keeps what own events it was told after that, too: together with the
 * memory they are all that it knows.
 */
export class Outbox {
  readonly #conflates: boolean
  #own: WaitingQuestion[] = []
  /** Own questions that were taken since the memory; absent: nobody has asked for that. */
  #taken: Question[] | undefined
  /** How many of the first that wait are muted. */
  #muted = 0
  readonly #market = new Map<string, MarketInput>()
  #sequence = 0

  constructor(marketData: 'conflate' | 'queue') {
    this.#conflates = marketData === 'conflate'
  }

  /** How many wait, beside those that were told in an earlier life. */
  get size(): number {
    return this.#own.length - this.#muted + this.#market.size
  }

  /** Whether the thread was asked what it remembers, or is to be, and what it told is not known yet. */
  get isRemembering(): boolean {
    const isWaiting = this.#own.some(({ question }) => isRemember(question))
    return isWaiting || this.#taken?.some(isRemember) === true
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
    if (own !== undefined) {
      if (isRemember(own.question)) this.#taken ??= []
      this.#taken?.push(own.question)
      if (own.isMuted) this.#muted -= 1
      return own
    }
    for (const [key, question] of this.#market) {
      this.#market.delete(key)
      return { question, isMuted: false }
    }
    return undefined
  }

  /** All that waits was decided on in an earlier life; market data of then are no news. */
  mute(): void {
    this.#own = this.#own.map(({ question }) => ({ question, isMuted: true }))
    this.#muted = this.#own.length
    this.#market.clear()
  }

  /** Forgets market data: nobody will decide on them. */
  dropMarket(): void {
    this.#market.clear()
  }

  /** What it remembers is known, as of the time at which it was asked. */
  remembered(): void {
    if (this.#taken === undefined) return
    this.#taken.splice(0, this.#taken.findIndex(isRemember) + 1)
  }

  /** The own events that it was told after what it remembers, and those that wait. */
  untold(): readonly Question[] {
    const own = [...(this.#taken ?? []), ...this.#own.map(({ question }) => question)]
    return own.filter((question) => !isRemember(question))
  }

  /** What is untold is written down: nobody need keep it, unless the thread is asked again already. */
  forgetTaken(): void {
    if (this.#taken?.some(isRemember) !== true) this.#taken = undefined
  }

  /** Takes over what waits for another; with its memory, what that was told after it, too. To be called before all else. */
  takeOver(other: Outbox, memory: 'keep' | 'drop'): void {
    const taken = memory === 'keep' ? (other.#taken ?? []) : []
    const told = taken.filter((question) => !isRemember(question))
    this.#own = [...told.map((question) => ({ question, isMuted: true })), ...other.#own]
    this.#muted = told.length + other.#muted
    for (const question of other.#market.values()) this.push(question)
  }

  #keyOf({ type, instrument }: MarketInput): string {
    this.#sequence += 1
    if (type === 'trade' || !this.#conflates) return String(this.#sequence)
    return `${type} ${instrument.venue} ${instrument.product} ${instrument.symbol}`
  }
}

function isRemember({ type }: Question): boolean {
  return type === 'remember'
}
