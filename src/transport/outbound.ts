import type { KeepAlive, RateLimit } from '../core/index.ts'
import { LaneBudget } from '../runtime/lane-budget.ts'
import type { Ports } from '../runtime/ports.ts'

/** What an {@link Outbound} needs to know. */
export interface OutboundOptions {
  /** Clocks and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'wallClock' | 'timers'>
  /** Messages that the connection may send. */
  readonly limit: RateLimit
  /** Keep-alive dialect: its share of the limit is set aside. */
  readonly keepAlive: KeepAlive
  /** What waited has left, but for keep-alive. */
  readonly onIdle: () => void
}

/**
 * The paced way out of one connection: never more messages than the venue's limit, keep-alive first.
 *
 * A share of the limit is set aside for keep-alive, so that a long list of subscriptions cannot starve a ping.
 */
export class Outbound {
  readonly #budget: LaneBudget
  readonly #onIdle: () => void
  #isClosed = false

  /** Nothing was sent yet. */
  constructor({ ports, limit, keepAlive, onIdle }: OutboundOptions) {
    // Answers to the server's protocol pings count at some venues, and the socket sends them by itself.
    const pings = keepAlive.kind === 'server' ? 1 : Math.ceil(limit.perMs / keepAlive.everyMs)
    this.#onIdle = onIdle
    this.#budget = new LaneBudget({
      ports,
      limits: [limit],
      urgentShare: Math.min(pings, limit.count - 1) / limit.count,
      // The topics of a connection are limited, and so are the messages about them.
      maxWaiting: Number.MAX_SAFE_INTEGER,
    })
  }

  /** Sends now or when its turn comes; an urgent message (a ping, an answer to one) goes before all others. */
  push(send: () => void, isUrgent: boolean): void {
    const lane = isUrgent ? 'urgent' : 'normal'
    if (this.#budget.tryTake(1, lane)) {
      send()
      return
    }
    this.#budget.take(1, { lane }).then(
      () => {
        if (this.#isClosed) return
        send()
        if (!isUrgent && !this.isBusy()) this.#onIdle()
      },
      () => {
        // Only closing refuses a message, and then nobody waits for it to leave.
      },
    )
  }

  /** Whether anything but keep-alive waits. */
  isBusy(): boolean {
    return this.#budget.waiting('normal') > 0
  }

  /** Drops what waits and sends nothing more. */
  close(): void {
    this.#isClosed = true
    this.#budget.close()
  }
}
