import type { WallClock } from '../../../runtime/ports.ts'
import type { SimAccount } from '../../account/sim-account.ts'

/** Tokens that open the private stream: each is good for a first use within a time. */
export class Tokens {
  readonly #clock: WallClock
  readonly #lifeMs: number
  readonly #given = new Map<string, { readonly account: SimAccount; readonly untilUs: number }>()

  /** No token was given yet. */
  constructor(clock: WallClock, lifeMs: number) {
    this.#clock = clock
    this.#lifeMs = lifeMs
  }

  /** How long a token is good, in seconds. */
  get lifeSeconds(): number {
    return Math.floor(this.#lifeMs / 1000)
  }

  /** Gives an account a token. */
  give(account: SimAccount): string {
    const token = `sim-token-${account.name}-${this.#given.size + 1}`
    this.#given.set(token, { account, untilUs: this.#clock.nowUs() + this.#lifeMs * 1000 })
    return token
  }

  /** Whose a token is; `undefined` where there is none, or it is too old. */
  ownerOf(token: unknown): SimAccount | undefined {
    const found = typeof token === 'string' ? this.#given.get(token) : undefined
    return found !== undefined && this.#clock.nowUs() < found.untilUs ? found.account : undefined
  }
}
