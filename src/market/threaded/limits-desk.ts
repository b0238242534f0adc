import type { AddressLimits } from '../../runtime/index.ts'
import type { LimitMessage, TurnMessage } from '../thread/messages.ts'
import { toPlainError } from '../thread/plain-error.ts'

/** Serves the limits of the address to one thread, beside everybody here who spends from them. */
export class LimitsDesk {
  readonly #limits: AddressLimits
  readonly #post: (message: TurnMessage) => void
  readonly #waiting = new Map<number, AbortController>()

  /** Nobody waits. */
  constructor(limits: AddressLimits, post: (message: TurnMessage) => void) {
    this.#limits = limits
    this.#post = post
  }

  /** Takes what the thread asks or tells. */
  take(message: LimitMessage): void {
    switch (message.type) {
      case 'take':
        void this.#grant(message)
        return
      case 'giveUp':
        this.#waiting.get(message.call)?.abort()
        return
      case 'observe':
        this.#limits.budget(message.name, message.limit).observeUsed(message.used, message.perMs)
        return
      case 'ban':
        this.#limits.budget(message.name, message.limit).banForMs(message.ms)
        return
    }
  }

  /** The thread is gone: nobody waits any more. */
  close(): void {
    for (const giveUp of this.#waiting.values()) giveUp.abort()
  }

  async #grant({
    call,
    name,
    limit,
    weight,
    lane,
  }: LimitMessage & { type: 'take' }): Promise<void> {
    const giveUp = new AbortController()
    const { signal } = giveUp
    this.#waiting.set(call, giveUp)
    try {
      const budget = this.#limits.budget(name, limit)
      await budget.take(weight, { lane, signal })
      this.#post({ type: 'turn', call, bannedForMs: budget.bannedForMs() })
    } catch (error) {
      // Who gave up does not wait for an answer.
      if (!signal.aborted)
        this.#post({ type: 'turn', call, bannedForMs: 0, refusal: toPlainError(error) })
    } finally {
      this.#waiting.delete(call)
    }
  }
}
