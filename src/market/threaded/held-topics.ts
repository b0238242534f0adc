import type { InstrumentSlot, Topic } from '../../core/index.ts'
import type { LeasedTopics } from '../lease-desk.ts'

/** Counts who uses which topic, as the desk in the thread does; there they are subscribed. */
export class HeldTopics implements LeasedTopics {
  readonly #users = new Map<string, number>()

  /** Adds one user to each topic. */
  hold(_slot: InstrumentSlot, topics: readonly Topic[]): void {
    for (const topic of topics)
      this.#users.set(keyOf(topic), (this.#users.get(keyOf(topic)) ?? 0) + 1)
  }

  /** Takes one user from each topic. Returns those that nobody uses any more. */
  release(topics: readonly Topic[]): readonly Topic[] {
    return topics.filter((topic) => {
      const users = this.#users.get(keyOf(topic))
      if (users === undefined) return false
      if (users > 1) this.#users.set(keyOf(topic), users - 1)
      else this.#users.delete(keyOf(topic))
      return users === 1
    })
  }

  /** The venue refused it for good: nobody uses it any more. */
  drop(topic: Topic): void {
    this.#users.delete(keyOf(topic))
  }

  /** That is done in the thread. */
  renew(): void {}

  /** Likewise. */
  request(): void {}
}

const keyOf = ({ endpoint, name }: Topic): string => `${endpoint} ${name}`
