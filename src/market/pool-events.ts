import type { ConnectionChanged, ExchangeDriver, Topic } from '../core/index.ts'
import type { WallClock } from '../runtime/ports.ts'
import type { FrameSource, TopicRejected } from '../transport/index.ts'
import type { BookManager } from './book-manager.ts'
import { REPEATS_FOR_US } from './doubled-feed.ts'
import type { FramePath } from './frame-path.ts'
import type { LeaseDesk } from './lease-desk.ts'
import { refusedFault } from './refused-fault.ts'
import type { Router } from './router.ts'
import type { TopicDesk } from './topic-desk.ts'

/** Who is to know what happens to the sockets of a venue. */
export interface PoolEventsParts {
  /** Whose sockets. */
  readonly driver: ExchangeDriver
  /** Reads their frames. */
  readonly path: FramePath
  /** Keeps the books that they feed. */
  readonly books: BookManager
  /** Holds their topics. */
  readonly desk: TopicDesk
  /** Ties these to books. */
  readonly leases: LeaseDesk
  /** Tells the subscribers. */
  readonly router: Router
  /** When. */
  readonly wallClock: WallClock
  /** Whether every topic is subscribed on more than one connection. */
  readonly isAlwaysDoubled: boolean
}

/** What follows when connections come and go, and when topics are confirmed or refused. */
export class PoolEvents {
  readonly #parts: PoolEventsParts
  readonly #rolling = new Set<string>()

  /** No connection is there yet. */
  constructor(parts: PoolEventsParts) {
    this.#parts = parts
    if (parts.isAlwaysDoubled) parts.path.doubledUntilUs = Number.POSITIVE_INFINITY
  }

  /** A connection opened, was lost, or is being replaced. */
  onConnection(event: ConnectionChanged): void {
    const { books, path, desk, router, isAlwaysDoubled } = this.#parts
    const { endpoint, connection, state, reason } = event
    const isReplaced = state === 'closed'
    if (state === 'lost' || isReplaced) {
      // Before anything else: nobody may read a book whose feed is gone.
      books.onGone(endpoint, connection, isReplaced, isReplaced ? reason : 'reconnect')
      path.forget(endpoint, connection)
      desk.onConnectionGone(endpoint)
    }
    if (state === 'rollover') this.#rolling.add(`${endpoint} ${connection}`)
    else if (state !== 'open') this.#rolling.delete(`${endpoint} ${connection}`)
    const isDoubled = isAlwaysDoubled || this.#rolling.size > 0
    // One that lags repeats for a while what the other brought, and a new subscription may begin with the past.
    const repeatsForUs = isDoubled ? Number.POSITIVE_INFINITY : REPEATS_FOR_US
    path.doubledUntilUs = event.localTimeUs + repeatsForUs
    router.event(event)
    router.endBatch()
  }

  /** A connection carries a topic. */
  onSubscribed(topic: Topic, source: FrameSource): void {
    const { books, leases } = this.#parts
    for (const { slot, feed } of leases.usesOf(topic))
      books.onSubscribed(slot, feed, source.connection)
  }

  /** Who subscribed must hear of it; refused for good, the book can never be live. */
  onRejected({ topic, error, willRetry }: TopicRejected): void {
    const { driver, desk, leases, router, wallClock } = this.#parts
    if (!willRetry) {
      desk.drop(topic)
      leases.release(topic, 'refused')
    }
    router.event(refusedFault(driver.facts.venue, topic, error, wallClock.nowUs()))
    router.endBatch()
  }
}
