import type { ClientOrderId, OrderLimit, VenueRequest } from '../../core/index.ts'
import type { MonotonicClock } from '../../runtime/ports.ts'

/**
 * For how long orders have been as they are, as far back as the venue's limits look. What was not seen here is from before, and
 * has been so at least since then.
 */
export class OrderAges {
  readonly #clock: MonotonicClock
  readonly #keepMs: number
  readonly #openedMs: number
  /** When each was last placed or amended, the oldest first. */
  readonly #sinceMs = new Map<ClientOrderId, number>()

  /** Nothing was seen yet. */
  constructor(clock: MonotonicClock, limits: readonly OrderLimit[]) {
    this.#clock = clock
    this.#keepMs = Math.max(0, ...limits.flatMap(agesOf))
    this.#openedMs = this.#nowMs()
  }

  /** These leave, or were answered: the later of the two is the latest that the venue can have carried them out. */
  note(requests: readonly VenueRequest[]): void {
    if (this.#keepMs === 0) return
    const nowMs = this.#nowMs()
    for (const { type, clientOrderId } of requests) {
      if (type === 'cancel') continue
      this.#sinceMs.delete(clientOrderId)
      this.#sinceMs.set(clientOrderId, nowMs)
    }
    for (const [clientOrderId, sinceMs] of this.#sinceMs) {
      if (nowMs - sinceMs < this.#keepMs) break
      this.#sinceMs.delete(clientOrderId)
    }
  }

  /** How old an order is at least, in ms. */
  ageMs(clientOrderId: ClientOrderId): number {
    return this.#nowMs() - (this.#sinceMs.get(clientOrderId) ?? this.#openedMs)
  }

  #nowMs(): number {
    return this.#clock.nowNs() / 1e6
  }
}

function agesOf({ costs }: OrderLimit): readonly number[] {
  const rows = costs === undefined ? [] : Object.values(costs).flat()
  return rows.map(([underMs]) => underMs).filter(Number.isFinite)
}
