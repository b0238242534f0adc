import type { RateLimit } from '../../core/index.ts'
import type { AddressLimits, CallBudget, MonotonicClock, TakeOptions } from '../../runtime/index.ts'
import type { LimitMessage, TurnMessage } from './messages.ts'
import { fromPlainError } from './plain-error.ts'

interface Turn {
  readonly grant: (bannedForMs: number) => void
  readonly refuse: (error: Error) => void
}

/**
 * The limits of the address as a thread sees them: they are those of the thread that opened it, since the address is the same.
 * Each turn is asked for by message.
 */
export class RemoteLimits implements AddressLimits {
  readonly #post: (message: LimitMessage) => void
  readonly #clock: MonotonicClock
  readonly #budgets = new Map<string, RemoteBudget>()
  readonly #turns = new Map<number, Turn>()
  #nextCall = 0

  /** Asks nothing yet. */
  constructor(post: (message: LimitMessage) => void, clock: MonotonicClock) {
    this.#post = post
    this.#clock = clock
  }

  /** {@inheritDoc AddressLimits.budget} */
  budget(name: string, limit: RateLimit): CallBudget {
    const known = this.#budgets.get(name)
    if (known !== undefined) return known
    const budget = new RemoteBudget({
      post: this.#post,
      clock: this.#clock,
      about: { name, limit },
      ask: (turn) => {
        const call = this.#nextCall
        this.#nextCall += 1
        this.#turns.set(call, turn)
        return call
      },
      forget: (call) => void this.#turns.delete(call),
    })
    this.#budgets.set(name, budget)
    return budget
  }

  /** A turn came, or will not. */
  take({ call, bannedForMs, refusal }: TurnMessage): void {
    const turn = this.#turns.get(call)
    this.#turns.delete(call)
    if (refusal === undefined) turn?.grant(bannedForMs)
    else turn?.refuse(fromPlainError(refusal))
  }
}

interface RemoteBudgetParts {
  readonly post: (message: LimitMessage) => void
  readonly clock: MonotonicClock
  readonly about: { readonly name: string; readonly limit: RateLimit }
  readonly ask: (turn: Turn) => number
  readonly forget: (call: number) => void
}

class RemoteBudget implements CallBudget {
  readonly #parts: RemoteBudgetParts
  #bannedUntilNs = Number.NEGATIVE_INFINITY

  constructor(parts: RemoteBudgetParts) {
    this.#parts = parts
  }

  /** Nobody knows at once whether it fits. */
  tryTake(): boolean {
    return false
  }

  take(weight: number, { lane = 'normal', signal }: TakeOptions = {}): Promise<void> {
    const { post, about, ask, forget } = this.#parts
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        forget(call)
        post({ type: 'giveUp', call })
        // A reason may be anything; whoever aborts a call gives an error.
        reject(signal?.reason as Error)
      }
      const settled = (): void => signal?.removeEventListener('abort', giveUp)
      const call = ask({
        grant: (bannedForMs) => {
          settled()
          this.#ban(bannedForMs)
          resolve()
        },
        refuse: (error) => {
          settled()
          reject(error)
        },
      })
      post({ type: 'take', call, ...about, weight, lane })
      if (signal?.aborted === true) giveUp()
      else signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  observeUsed(used: number, perMs?: number): void {
    this.#parts.post({ type: 'observe', ...this.#parts.about, used, perMs })
  }

  banForMs(ms: number): void {
    this.#ban(ms)
    this.#parts.post({ type: 'ban', ...this.#parts.about, ms })
  }

  bannedForMs(): number {
    return Math.max(0, (this.#bannedUntilNs - this.#parts.clock.nowNs()) / 1e6)
  }

  #ban(ms: number): void {
    this.#bannedUntilNs = Math.max(this.#bannedUntilNs, this.#parts.clock.nowNs() + ms * 1e6)
  }
}
