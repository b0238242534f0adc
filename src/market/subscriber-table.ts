/**
 * @hotpath Who listens to one kind of event: to all of them, and by instrument; read once per event of every frame.
 * Lists are replaced, never changed, so a dispatch under way is not disturbed by subscribing or closing.
 * Allocation budget: none but for subscribing and closing. Proven by `bench/gate`.
 */
import type { EventFilter } from './subscription.ts'

/** One who listens. Its handler takes the events of the kind in whose table it stands. */
export interface Subscriber {
  /** The name it goes by in faults and logs. */
  readonly name: string
  /** Takes an event. */
  readonly handler: (event: unknown) => void
  /** The feed or interval it wants; empty: all. */
  readonly feed: string
  /** Whether a throw ends it. */
  readonly endsOnThrow: boolean
  /** Told at the end of each batch in which it was called. */
  readonly onBatchEnd: (() => void) | undefined
  /** Whether it was called in this batch. */
  isDirty: boolean
  /** Whether it is still called. */
  isOpen: boolean
}

/** Nobody listens. */
const NOBODY: readonly Subscriber[] = []

/** See the head of this file. */
export class SubscriberTable {
  /** Those who listen to every instrument. */
  all: readonly Subscriber[] = NOBODY
  /** Those who listen to some, by the instrument's index. */
  readonly byIndex: (readonly Subscriber[] | undefined)[] = []

  /** Whether nobody listens at all. */
  get isEmpty(): boolean {
    return this.all.length === 0 && this.byIndex.every((list = NOBODY) => list.length === 0)
  }

  /** Adds one, behind those who are there. */
  add({ instruments }: EventFilter, subscriber: Subscriber): void {
    if (instruments === undefined) this.all = [...this.all, subscriber]
    else
      for (const index of instruments)
        this.byIndex[index] = [...(this.byIndex[index] ?? NOBODY), subscriber]
  }

  /** Ends one at once: it is not called again, not even by the dispatch under way. */
  remove({ instruments }: EventFilter, subscriber: Subscriber): void {
    subscriber.isOpen = false
    const others = (list: readonly Subscriber[] = NOBODY) =>
      list.filter((other) => other !== subscriber)
    if (instruments === undefined) this.all = others(this.all)
    else for (const index of instruments) this.byIndex[index] = others(this.byIndex[index])
  }

  /** Ends all. */
  clear(): void {
    for (const list of [this.all, ...this.byIndex])
      for (const subscriber of list ?? NOBODY) subscriber.isOpen = false
    this.all = NOBODY
    this.byIndex.length = 0
  }
}
