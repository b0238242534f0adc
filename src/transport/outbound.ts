import type { KeepAlive, RateLimit } from '../core/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import { RateWindow } from './rate-window.ts'

/** What an {@link Outbound} needs to know. */
export interface OutboundOptions {
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'timers'>
  /** Messages that the connection may send. */
  readonly limit: RateLimit
  /** Keep-alive dialect: its share of the limit is set aside. */
  readonly keepAlive: KeepAlive
  /** Nothing but keep-alive waits any more. */
  readonly onIdle: () => void
}

/**
 * The paced way out of one connection: never more messages than the venue's limit, keep-alive first.
 *
 * A share of the limit is set aside for keep-alive, so that a long list of subscriptions cannot starve a ping.
 */
export class Outbound {
  readonly #ports: OutboundOptions['ports']
  readonly #onIdle: () => void
  readonly #window: RateWindow
  readonly #bulkCeiling: number
  readonly #urgent: (() => void)[] = []
  readonly #bulk: (() => void)[] = []
  #timer: TimerHandle | undefined
  #isOpen = false

  /** Queues until {@link open}. */
  constructor({ ports, limit, keepAlive, onIdle }: OutboundOptions) {
    this.#ports = ports
    this.#onIdle = onIdle
    this.#window = new RateWindow(limit)
    // Answers to the server's protocol pings count at some venues, and the socket sends them by itself.
    const pings = keepAlive.kind === 'server' ? 1 : Math.ceil(limit.perMs / keepAlive.everyMs)
    this.#bulkCeiling = Math.max(1, limit.count - pings)
  }

  /** The socket is open: what waited may leave. */
  open(): void {
    this.#isOpen = true
    this.#flush()
  }

  /** Queues a message; an urgent one (a ping, an answer to one) goes before all others. */
  push(send: () => void, isUrgent: boolean): void {
    if (isUrgent) this.#urgent.push(send)
    else this.#bulk.push(send)
    if (this.#isOpen && (isUrgent || this.#timer === undefined)) this.#flush()
  }

  /** Whether anything but keep-alive waits. */
  isBusy(): boolean {
    return this.#bulk.length > 0
  }

  /** Drops what waits and sends nothing more. */
  close(): void {
    this.#isOpen = false
    this.#urgent.length = 0
    this.#bulk.length = 0
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #flush(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    while (this.#isOpen) {
      const isUrgent = this.#urgent.length > 0
      const lane = isUrgent ? this.#urgent : this.#bulk
      if (lane.length === 0) return
      const nowMs = this.#ports.monotonicClock.nowNs() / 1e6
      const waitMs = this.#window.waitMs(
        1,
        nowMs,
        isUrgent ? this.#window.count : this.#bulkCeiling,
      )
      if (waitMs > 0) {
        this.#timer = this.#ports.timers.after(waitMs, () => this.#flush())
        return
      }
      this.#window.take(1, nowMs)
      lane.shift()?.()
      if (!isUrgent && lane.length === 0) this.#onIdle()
    }
  }
}
