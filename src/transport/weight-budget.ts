import { type CrossbookError, type RateLimit, TransportError } from '../core/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import { RateWindow } from './rate-window.ts'
import { aborted } from './wait.ts'

/** How urgent a call is: orders and cancels, ordinary queries, refreshing that can wait. */
export type HttpLane = 'urgent' | 'normal' | 'background'

const LANES: readonly HttpLane[] = ['urgent', 'normal', 'background']

/** The part of a window that a lane may fill; what is left stays for the lanes above it. */
const LANE_SHARE: Readonly<Record<HttpLane, number>> = { urgent: 1, normal: 0.9, background: 0.5 }

/** What a {@link WeightBudget} is made of. */
export interface WeightBudgetOptions {
  /** Name for messages: venue and service. */
  readonly name: string
  /** What calls may cost. */
  readonly limit: RateLimit
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'timers'>
  /** How long a call may wait for its turn, in ms. */
  readonly maxWaitMs: number
  /** How many calls may wait. */
  readonly maxQueued: number
}

interface Waiter {
  readonly weight: number
  readonly deadlineMs: number
  readonly grant: () => void
  readonly refuse: (error: Error) => void
}

/**
 * The weight budget of one REST service: grants turns in the order of lanes, then of arrival, within the venue's limit;
 * and to nobody while the venue has told us to stop.
 */
export class WeightBudget {
  readonly #options: WeightBudgetOptions
  readonly #window: RateWindow
  readonly #lanes: Readonly<Record<HttpLane, Set<Waiter>>> = {
    urgent: new Set(),
    normal: new Set(),
    background: new Set(),
  }
  #pausedUntilMs = 0
  #pauseCause: CrossbookError | undefined
  #timer: TimerHandle | undefined

  /** Nothing was spent yet. */
  constructor(options: WeightBudgetOptions) {
    this.#options = options
    this.#window = new RateWindow(options.limit)
  }

  /**
   * Resolves when the call may be made; its weight is then spent.
   *
   * @throws TransportError `BUDGET_EXHAUSTED` when the turn cannot come in time, too many wait, or the weight is above
   * the whole budget; nothing was sent. @throws ConfigError `ABORTED`.
   */
  acquire(weight: number, lane: HttpLane, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(aborted(signal))
    const { maxQueued, maxWaitMs, limit } = this.#options
    if (weight > limit.count) {
      return Promise.reject(
        this.#exhausted(`a weight of ${weight} is above the whole budget of ${limit.count}`),
      )
    }
    if (LANES.reduce((sum, name) => sum + this.#lanes[name].size, 0) >= maxQueued) {
      return Promise.reject(this.#exhausted(`${maxQueued} calls wait already`))
    }
    if (this.pausedMs() > maxWaitMs) return Promise.reject(this.#paused())
    return this.#enqueue(weight, lane, signal)
  }

  /** For how long the venue has told us to stop, in ms from now; 0 when it has not. */
  pausedMs(): number {
    return Math.max(0, this.#pausedUntilMs - this.#nowMs())
  }

  /** Stops everything for a time; a longer pause stands. Calls that cannot wait so long are refused at once. */
  pause(forMs: number, cause: CrossbookError): void {
    const untilMs = this.#nowMs() + forMs
    if (untilMs <= this.#pausedUntilMs) return
    this.#pausedUntilMs = untilMs
    this.#pauseCause = cause
    for (const lane of LANES) {
      for (const waiter of this.#lanes[lane]) {
        if (waiter.deadlineMs < untilMs) waiter.refuse(this.#paused())
      }
    }
    this.#serve()
  }

  /** Raises what was spent to what the venue counted. */
  observe(used: number): void {
    this.#window.observe(used, this.#nowMs())
  }

  #enqueue(weight: number, lane: HttpLane, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const { maxWaitMs, ports } = this.#options
      const leave = (): void => {
        this.#lanes[lane].delete(waiter)
        timeout.cancel()
        signal.removeEventListener('abort', onAbort)
      }
      const refuse = (error: Error): void => {
        leave()
        reject(error)
        this.#serve()
      }
      const waiter: Waiter = {
        weight,
        deadlineMs: this.#nowMs() + maxWaitMs,
        refuse,
        grant: () => {
          leave()
          resolve()
        },
      }
      const onAbort = (): void => refuse(aborted(signal))
      const timeout = ports.timers.after(maxWaitMs, () => {
        refuse(this.#exhausted(`its turn did not come within ${maxWaitMs} ms`))
      })
      signal.addEventListener('abort', onAbort, { once: true })
      this.#lanes[lane].add(waiter)
      this.#serve()
    })
  }

  #serve(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const { limit, ports } = this.#options
    for (const lane of LANES) {
      const ceiling = Math.max(1, Math.floor(limit.count * LANE_SHARE[lane]))
      for (const waiter of this.#lanes[lane]) {
        const nowMs = this.#nowMs()
        const waitMs = Math.max(this.pausedMs(), this.#window.waitMs(waiter.weight, nowMs, ceiling))
        if (waitMs > 0) {
          // Nobody overtakes: a light call after a heavy one would keep the heavy one waiting for ever.
          this.#timer = ports.timers.after(Math.ceil(waitMs), () => this.#serve())
          return
        }
        this.#window.take(waiter.weight, nowMs)
        waiter.grant()
      }
    }
  }

  #paused(): TransportError {
    const pausedMs = Math.ceil(this.pausedMs())
    return this.#exhausted(`the venue told us to stop for another ${pausedMs} ms`, pausedMs)
  }

  #exhausted(found: string, retryAfterMs?: number): TransportError {
    const { name } = this.#options
    return new TransportError('BUDGET_EXHAUSTED', `Calling ${name}: ${found}; nothing was sent`, {
      context: { service: name },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs, cause: this.#pauseCause }),
    })
  }

  #nowMs(): number {
    return this.#options.ports.monotonicClock.nowNs() / 1e6
  }
}
