/** Breakers. */
export const BREAKER_NAMES = [
  'staleData',
  'volatility',
  'errorRate',
  'dailyLoss',
  'drawdown',
] as const

/** A breaker: something that stops new risk where a measure goes too far. */
export type BreakerName = (typeof BREAKER_NAMES)[number]

/** What a breaker does. */
export interface BreakerRule {
  /** `manual`: somebody resets it. Otherwise it resets once it was not found too far for `quietMs`. */
  readonly reset: 'manual' | { readonly quietMs: number }
  /** What it lets through beside cancels. */
  readonly lets: 'reduceOnly' | 'nothing'
}

/** A measure that is too far. */
export interface Excess {
  /** What was measured, as text. */
  readonly found: string
  /** What is allowed, as text. */
  readonly limit: string
}

/** A breaker that is tripped; data, as they are in a snapshot. */
export interface TrippedBreaker extends Excess {
  /** Which. */
  readonly breaker: BreakerName
  /** Of what: an instrument's key (`staleData`, `volatility`) or an account. */
  readonly subject: string
  /** When it tripped, epoch µs. */
  readonly sinceUs: number
  /** When it was last found too far, epoch µs. */
  readonly lastUs: number
}

/** Which breakers are tripped. */
export class BreakerBoard {
  readonly #rules: Readonly<Record<BreakerName, BreakerRule>>
  readonly #tripped = new Map<string, TrippedBreaker>()
  #version = 0

  /** Knows the rules; starts with what was tripped before. */
  constructor(
    rules: Readonly<Record<BreakerName, BreakerRule>>,
    tripped: readonly TrippedBreaker[] = [],
  ) {
    this.#rules = rules
    for (const each of tripped) this.#tripped.set(`${each.breaker} ${each.subject}`, each)
  }

  /** Another number after each change. */
  get version(): number {
    return this.#version
  }

  /** Forgets what is tripped, and takes this instead. */
  replace(tripped: readonly TrippedBreaker[]): void {
    this.#tripped.clear()
    for (const each of tripped) this.#tripped.set(`${each.breaker} ${each.subject}`, each)
    this.#version += 1
  }

  /** What the breaker lets through. */
  rule(breaker: BreakerName): BreakerRule {
    return this.#rules[breaker]
  }

  /** Trips, keeps or resets a breaker by what was measured now. Returns it where it is tripped. */
  judge(
    breaker: BreakerName,
    subject: string,
    nowUs: number,
    excess: Excess | undefined,
  ): TrippedBreaker | undefined {
    if (excess === undefined && this.#tripped.size === 0) return undefined
    const key = `${breaker} ${subject}`
    const known = this.#tripped.get(key)
    if (excess !== undefined) {
      const { found, limit } = excess
      const sinceUs = known?.sinceUs ?? nowUs
      const tripped = { breaker, subject, sinceUs, lastUs: nowUs, found, limit }
      this.#tripped.set(key, tripped)
      this.#version += 1
      return tripped
    }
    if (known === undefined) return undefined
    const { reset } = this.#rules[breaker]
    if (reset === 'manual' || nowUs - known.lastUs < reset.quietMs * 1_000) return known
    this.#tripped.delete(key)
    this.#version += 1
    return undefined
  }

  /** Resets a breaker. Returns what it was; `undefined` where it is not tripped. */
  reset(breaker: BreakerName, subject: string): TrippedBreaker | undefined {
    const key = `${breaker} ${subject}`
    const known = this.#tripped.get(key)
    if (this.#tripped.delete(key)) this.#version += 1
    return known
  }

  /** The tripped ones, in the order they tripped. */
  tripped(): readonly TrippedBreaker[] {
    return [...this.#tripped.values()]
  }
}
