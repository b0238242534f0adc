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
const GRACE_MS = 1_000

/**
 * Some venues answer an amend or a cancel with no more than that they will see to it, and tell the rest on a stream that may
 * lose it. A request that has no end when its time is over is unknown: then the venue is asked.
 */
export class InFlightWatch {
  readonly #parts: InFlightWatchParts
  readonly #timers = new Map<ClientOrderId, TimerHandle>()

  /** Watches nothing yet. */
  constructor(parts: InFlightWatchParts) {
    this.#parts = parts
  }

  /** Takes an order as it is now. */
  observe(order: Order): void {
    const { clientOrderId, status, deadlineUs } = order
    this.#timers.get(clientOrderId)?.cancel()
    this.#timers.delete(clientOrderId)
    const kind = KINDS[status]
    if (kind === undefined) return
    const { ports, tell } = this.#parts
    const delayMs = Math.max(0, (deadlineUs - ports.wallClock.nowUs()) / 1000) + GRACE_MS
    const timer = ports.timers.after(delayMs, () => {
      this.#timers.delete(clientOrderId)
      tell(unanswered(venueRequest(order, kind), 'timeout', ports.wallClock.nowUs()))
    })
    this.#timers.set(clientOrderId, timer)
  }

  /** Watches no more. Idempotent. */
  close(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
  }
}
