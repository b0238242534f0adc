import {
  type ClientOrderId,
  type OrderEvent,
  unanswered,
  type VenueRequest,
} from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { Order } from '../oms/index.ts'
import { venueRequest } from '../oms/venue-request.ts'

/** What an {@link InFlightWatch} is made of. */
export interface InFlightWatchParts {
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Takes what became of requests: that nobody can say. */
  readonly tell: (event: OrderEvent) => void
}

const KINDS: Partial<Record<Order['status'], VenueRequest['type']>> = {
  inFlight: 'place',
  amendInFlight: 'amend',
  cancelInFlight: 'cancel',
}
/** An answer that leaves the venue at the deadline is still on its way. */
const GRACE_US = 1_000_000

interface Waiting {
  readonly order: Order
  readonly kind: VenueRequest['type']
  readonly dueUs: number
}

/**
 * Some venues answer an amend or a cancel with no more than that they will see to it, and tell the rest on a stream that may
 * lose it. A request that has no end when its time is over is unknown: then the venue is asked.
 */
export class InFlightWatch {
  readonly #parts: InFlightWatchParts
  /** All have the same patience: they come due in the order in which they were made. */
  readonly #waiting = new Map<ClientOrderId, Waiting>()
  /** One for all: it rings for the first of those that waited when it was set. */
  #timer: TimerHandle | undefined

  /** Watches nothing yet. */
  constructor(parts: InFlightWatchParts) {
    this.#parts = parts
  }

  /** Takes an order as it is now. */
  observe(order: Order): void {
    const { clientOrderId, status, deadlineUs } = order
    this.#waiting.delete(clientOrderId)
    const kind = KINDS[status]
    if (kind === undefined) return
    this.#waiting.set(clientOrderId, { order, kind, dueUs: deadlineUs + GRACE_US })
    if (this.#timer === undefined) this.#arm()
  }

  /** Watches no more. Idempotent. */
  close(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#waiting.clear()
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const [first] = this.#waiting.values()
    if (first === undefined) return
    const { ports } = this.#parts
    const delayMs = Math.max(0, first.dueUs - ports.wallClock.nowUs()) / 1000
    this.#timer = ports.timers.after(delayMs, () => this.#ring())
  }

  #ring(): void {
    const { ports, tell } = this.#parts
    const nowUs = ports.wallClock.nowUs()
    try {
      for (const [id, { order, kind, dueUs }] of this.#waiting) {
        if (dueUs > nowUs) break
        this.#waiting.delete(id)
        tell(unanswered(venueRequest(order, kind), 'timeout', nowUs))
      }
    } finally {
      // Whatever became of one, the others are watched.
      this.#arm()
    }
  }
}
