import type { InstrumentIndex } from '../core/index.ts'

/** Which events of a kind are wanted; everything absent means all. */
export interface EventFilter {
  /** Only events of these instruments; events without an instrument are then left out. */
  readonly instruments?: readonly InstrumentIndex[]
  /** Only books of this feed, only bars of this interval. */
  readonly feed?: string
}

/** How a callback wants to be treated. */
export interface SubscribeOptions {
  /** The name it goes by in faults and logs. */
  readonly name?: string
  /**
   * What a throw in the handler does to its own subscription; nobody else is touched, and a `fault` event tells.
   *
   * @defaultValue `'end'`
   */
  readonly onThrow?: 'end' | 'continue'
  /** Called at the end of each frame in which the handler was called: the moment to act on a whole frame. */
  readonly onBatchEnd?: () => void
  /** Ends the subscription when aborted. */
  readonly signal?: AbortSignal
}

/** A callback that is called until this is closed. */
export interface Subscription extends AsyncDisposable {
  /** Whether the handler is still called. */
  readonly isOpen: boolean
  /** Ends it at once: the handler is not called again, not even by the dispatch under way. Idempotent. */
  close(): Promise<void>
}
