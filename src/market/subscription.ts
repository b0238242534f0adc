import type { InstrumentIndex } from '../core/index.ts'
import type { SlowPolicy } from './event-stream.ts'

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

/** How an iterator wants to be treated. */
export interface StreamOptions {
  /** What happens when it does not keep up. */
  readonly slow: SlowPolicy
  /** The name it goes by in `slowConsumer` events. */
  readonly name?: string
  /** Closes the stream when aborted. */
  readonly signal?: AbortSignal
  /** Called once when the stream is closed by its reader. */
  readonly onClose?: () => void
}

/** A callback that is called until this is closed. */
export interface Subscription extends AsyncDisposable {
  /** Whether the handler is still called. */
  readonly isOpen: boolean
  /** Ends it at once: the handler is not called again, not even by the dispatch under way. Idempotent. */
  close(): Promise<void>
}
