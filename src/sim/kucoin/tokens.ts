import type { WallClock } from '../../runtime/ports.ts'

/** The tokens of one market's classic sockets: those of the other market are of no use. */
export class Tokens {
  readonly #clock: WallClock
  readonly #prefix: string
  readonly #lifetimeMs: number
  readonly #bornUs = new Map<string, number>()

  /** No token yet. */
  constructor(clock: WallClock, prefix: string, lifetimeMs: number) {
    this.#clock = clock
    this.#prefix = prefix
    this.#lifetimeMs = lifetimeMs
  }

  /** A new token; it has the letters that a URL must escape. */
  issue(): string {
    const token = `2neAiuY${this.#prefix}${this.#bornUs.size + 1}+/vYA==.ymP9jIr6v==`
    this.#bornUs.set(token, this.#clock.nowUs())
    return token
  }

  /** Whether a token is good now. */
  isGood(token: string): boolean {
    const bornUs = this.#bornUs.get(token)
    return bornUs !== undefined && this.#clock.nowUs() - bornUs < this.#lifetimeMs * 1000
  }
}
