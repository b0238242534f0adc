import { ConfigError, ProtocolError } from '../core/index.ts'

/**
 * What happens to an iterator whose consumer does not keep up.
 *
 * - `conflate`: the newest event of each instrument and kind stays; the changes of a book become one whole snapshot of
 *   it, taken when the consumer gets there
 * - `{ queue: n }`: the newest `n` events stay, older ones are lost
 * - `{ fail: n }`: at more than `n` waiting events the iteration ends with an error, after those that wait
 */
export type SlowPolicy = 'conflate' | { readonly queue: number } | { readonly fail: number }

/**
 * Checks that there is room for an event.
 *
 * @throws ConfigError `INVALID_OPTIONS` where there is none.
 */
export function checkSlowPolicy(slow: SlowPolicy): void {
  if (slow === 'conflate') return
  const limit = 'queue' in slow ? slow.queue : slow.fail
  if (Number.isSafeInteger(limit) && limit > 0) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Opening a stream: expected room for 1 event or more, was ${limit}`,
  )
}

/** Something queued: the event itself, or how to make it when its turn comes (`undefined`: nothing to tell any more). */
export type Pending<T> = { readonly event: T } | { readonly make: () => T | undefined }

/** What an {@link EventStream} is built from. */
export interface EventStreamOptions {
  /** The subscriber's name in `slowConsumer` events. */
  readonly name: string
  /** What to do when it is full. */
  readonly policy: SlowPolicy
  /** Called when events were lost: at the first loss since the consumer last caught up, and when it failed. */
  readonly onLoss: (action: 'dropped' | 'failed', droppedEvents: number) => void
  /** Called once when nobody listens any more. */
  readonly onClose: () => void
}

/**
 * A bounded queue that is read with `for await`.
 *
 * Holds copies of its own. Closing it (or leaving the loop) completes pending reads; it never rejects them. Only a
 * `{ fail: n }` stream throws, `SLOW_CONSUMER`, and only after the events that waited were read.
 */
export class EventStream<T> implements AsyncIterableIterator<T>, AsyncDisposable {
  readonly #options: EventStreamOptions
  readonly #capacity: number
  // Insertion order is delivery order; numbers where events do not conflate, names where they do.
  readonly #queue = new Map<string | number, Pending<T>>()
  readonly #waiting: ((result: IteratorResult<T>) => void)[] = []
  #nextKey = 0
  #state: 'open' | 'failed' | 'ended' = 'open'
  #isBehind = false
  #droppedEvents = 0

  /** Opens a stream; the router feeds it. */
  constructor(options: EventStreamOptions) {
    const { policy } = options
    this.#options = options
    this.#capacity =
      policy === 'conflate'
        ? Number.POSITIVE_INFINITY
        : 'queue' in policy
          ? policy.queue
          : policy.fail
  }

  /** Events lost so far, merged ones included. */
  get droppedEvents(): number {
    return this.#droppedEvents
  }

  /** Events that wait. */
  get size(): number {
    return this.#queue.size
  }

  /**
   * Queues an event, or hands it to a reader that waits.
   *
   * `key` names what it replaces when conflating; `remake` then makes the merged event when its turn comes.
   */
  push(event: T, key: string, remake?: () => T | undefined): void {
    if (this.#state !== 'open') return
    const reader = this.#waiting.shift()
    if (reader !== undefined) {
      reader({ done: false, value: event })
      return
    }
    if (this.#options.policy === 'conflate') this.#conflate(event, key, remake)
    else this.#enqueue(event)
  }

  /** Lets the reader finish what waits, then completes. Idempotent. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended'
    if (this.#queue.size === 0) this.#complete()
  }

  /** The next event, or `done`. */
  async next(): Promise<IteratorResult<T>> {
    for (const [key, pending] of this.#queue) {
      this.#queue.delete(key)
      if (this.#queue.size === 0) this.#isBehind = false
      const event = 'event' in pending ? pending.event : pending.make()
      if (event !== undefined) return { done: false, value: event }
    }
    this.#isBehind = false
    if (this.#state === 'failed') {
      this.#state = 'ended'
      throw new ProtocolError(
        'SLOW_CONSUMER',
        `Reading "${this.#options.name}": more than ${this.#capacity} events waited, so it ended; read faster, or declare queue or conflate`,
        { context: { subscriber: this.#options.name, droppedEvents: this.#droppedEvents } },
      )
    }
    if (this.#state === 'ended') return { done: true, value: undefined }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Ends the iteration; called by `for await` on `break`. */
  async return(): Promise<IteratorResult<T>> {
    await this.close()
    return { done: true, value: undefined }
  }

  /** Stops listening, drops what waits and completes pending reads. Idempotent. */
  async close(): Promise<void> {
    const wasOpen = this.#state === 'open'
    this.#state = 'ended'
    this.#queue.clear()
    this.#complete()
    if (wasOpen) this.#options.onClose()
  }

  /** This stream; it can be iterated once. */
  [Symbol.asyncIterator](): this {
    return this
  }

  /** Same as {@link EventStream.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #enqueue(event: T): void {
    if (this.#queue.size >= this.#capacity) {
      if (typeof this.#options.policy === 'object' && 'fail' in this.#options.policy) {
        this.#state = 'failed'
        this.#droppedEvents += 1
        this.#options.onLoss('failed', this.#droppedEvents)
        this.#options.onClose()
        return
      }
      for (const oldest of this.#queue.keys()) {
        this.#queue.delete(oldest)
        break
      }
      this.#lose()
    }
    this.#queue.set(this.#nextKey, { event })
    this.#nextKey += 1
  }

  #conflate(event: T, key: string, remake: (() => T | undefined) | undefined): void {
    const isMerged = this.#queue.has(key)
    this.#queue.set(key, isMerged && remake !== undefined ? { make: remake } : { event })
    if (isMerged) this.#lose()
  }

  // Told once per spell of lagging: an event for each loss would slow everybody down when it matters most.
  #lose(): void {
    this.#droppedEvents += 1
    if (this.#isBehind) return
    this.#isBehind = true
    this.#options.onLoss('dropped', this.#droppedEvents)
  }

  #complete(): void {
    for (const reader of this.#waiting.splice(0)) reader({ done: true, value: undefined })
  }
}
