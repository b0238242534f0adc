import type { BookUpdate } from '../core/index.ts'

/** One snapshot that somebody waits for. */
export interface SnapshotRequest {
  /** Makes the call. */
  readonly fetch: () => Promise<BookUpdate>
  /** Whether the answer is still of use; asked just before the call. */
  readonly isWanted: () => boolean
  /** Takes the answer. */
  readonly onSnapshot: (snapshot: BookUpdate) => void
  /** Takes the failure. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Snapshot calls in the order they were asked for, a few at a time.
 *
 * The HTTP client keeps the venue's weight budget; this keeps a mass start from filling its queue with calls that
 * nobody wants any more when their turn comes.
 */
export class SnapshotQueue {
  readonly #maxConcurrent: number
  readonly #onTold: () => void
  #waiting: SnapshotRequest[] = []
  #running = 0
  #isClosed = false

  /** A queue that runs at most `maxConcurrent` calls at once; `onTold` is called after each answer was taken. */
  constructor(maxConcurrent: number, onTold: () => void) {
    this.#maxConcurrent = maxConcurrent
    this.#onTold = onTold
  }

  /** Calls that wait for their turn. */
  get size(): number {
    return this.#waiting.length
  }

  /** Asks for a snapshot. Exactly one of the request's callbacks is called, unless it is no longer wanted. */
  add(request: SnapshotRequest): void {
    if (this.#isClosed) return
    this.#waiting.push(request)
    this.#pump()
  }

  /** Forgets what waits; answers on their way are ignored. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#waiting = []
  }

  #pump(): void {
    while (this.#running < this.#maxConcurrent) {
      const request = this.#waiting.shift()
      if (request === undefined) return
      if (!request.isWanted()) continue
      this.#running += 1
      void this.#run(request)
    }
  }

  async #run(request: SnapshotRequest): Promise<void> {
    let snapshot: BookUpdate | undefined
    let failure: unknown
    try {
      snapshot = await request.fetch()
    } catch (error) {
      failure = error
    }
    this.#running -= 1
    if (!this.#isClosed) {
      if (snapshot === undefined) request.onFailure(failure)
      else request.onSnapshot(snapshot)
      this.#onTold()
    }
    this.#pump()
  }
}
