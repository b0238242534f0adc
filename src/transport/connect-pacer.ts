import type { RateLimit } from '../core/index.ts'
import { LaneBudget } from '../runtime/lane-budget.ts'
import type { Ports } from '../runtime/ports.ts'

/** A place in the queue for a connection attempt. */
export interface ConnectTicket {
  /** Leaves the queue; nothing happens where the turn has come already. */
  cancel(): void
}

/** Lets connection attempts of one endpoint through in order, within the venue's limit. */
export class ConnectPacer {
  readonly #budget: LaneBudget

  /** Nothing was attempted yet. */
  constructor(ports: Pick<Ports, 'monotonicClock' | 'wallClock' | 'timers'>, limit: RateLimit) {
    this.#budget = new LaneBudget({
      ports,
      limits: [limit],
      // The lanes of a pool are limited, and each waits once.
      maxWaiting: Number.MAX_SAFE_INTEGER,
    })
  }

  /** Calls `onTurn` once an attempt may be made, after this call has returned. */
  enter(onTurn: () => void): ConnectTicket {
    const leaving = new AbortController()
    this.#budget.take(1, { signal: leaving.signal }).then(
      () => {
        if (!leaving.signal.aborted) onTurn()
      },
      () => {
        // The ticket was cancelled or the pacer closed: nobody waits for the turn.
      },
    )
    return { cancel: () => leaving.abort() }
  }

  /** Forgets everybody waiting. */
  close(): void {
    this.#budget.close()
  }
}
