import { type CrossbookError, type RateLimit, TransportError } from '../core/index.ts'
import { urgentRoomOf } from '../runtime/address-limits.ts'
import type { BudgetLane, CallBudget } from '../runtime/call-budget.ts'
import type { Ports } from '../runtime/ports.ts'
import { RateBudget } from '../runtime/rate-budget.ts'

/** What a {@link WeightBudget} is made of. */
export interface WeightBudgetOptions {
  /** Name for messages: venue and service. */
  readonly name: string
  /** What calls may cost. */
  readonly limit: RateLimit
  /** What it is spent from, together with others. @defaultValue a budget of its own */
  readonly shared?: CallBudget
  /** Clocks and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'wallClock' | 'timers'>
  /** How long a call may wait for its turn, in ms. */
  readonly maxWaitMs: number
  /** How many calls may wait. */
  readonly maxQueued: number
}

/** What calls of one service may cost together, for whoever spends of it by another way. */
export interface ServiceBudget {
  /**
   * Spends so much: at once, and returns `undefined`, where it is its turn; else the promise resolves when it was spent.
   *
   * @throws TransportError `BUDGET_EXHAUSTED`; ConfigError `ABORTED`; always by the promise. Nothing was sent.
   */
  acquire(weight: number, lane: BudgetLane, signal: AbortSignal): Promise<void> | undefined
  /** Stops everything for a time, in ms; a longer pause stands. */
  pause(forMs: number, cause: CrossbookError): void
}

interface Waiter {
  readonly deadlineMs: number
  readonly refusal: AbortController
}

/**
 * The weight budget of one REST service as one client sees it: grants turns in the order of lanes, then of arrival, within
 * the venue's limit; to nobody while the venue has told us to stop; and lets nobody wait for ever. What it is spent from may be
 * shared with other clients.
 */
export class WeightBudget implements ServiceBudget {
  readonly #options: WeightBudgetOptions
  readonly #budget: CallBudget
  readonly #heavy: number
  readonly #waiters = new Set<Waiter>()
  #pauseCause: CrossbookError | undefined

  /** Nothing was spent yet. */
  constructor(options: WeightBudgetOptions) {
    const { limit, ports, shared } = options
    const room = urgentRoomOf(limit)
    this.#options = options
    // A call that fits only the whole budget would never find room under the share of the others; it goes as an urgent one,
    // but for a venue that would take that beyond the limit.
    this.#heavy = room.takesUrgentBeyond ? Infinity : limit.count * (1 - room.urgentShare)
    this.#budget =
      shared ?? new RateBudget({ ports, limits: [limit], maxWaiting: Infinity, ...room })
  }

  /** The most that one call may weigh. */
  mostOf(lane: BudgetLane): number {
    const { count, takesUrgentBeyond } = this.#options.limit
    return lane === 'urgent' && takesUrgentBeyond === true ? Number.POSITIVE_INFINITY : count
  }

  /**
   * Spends a call's weight: at once, and returns `undefined`, where it is its turn; else the promise resolves when the call
   * may be made.
   *
   * @throws TransportError `BUDGET_EXHAUSTED` when the turn cannot come in time, too many wait, or the weight is above
   * the whole budget; nothing was sent. @throws ConfigError `ABORTED`.
   */
  acquire(weight: number, asked: BudgetLane, signal: AbortSignal): Promise<void> | undefined {
    const lane = weight > this.#heavy ? 'urgent' : asked
    if (!signal.aborted && this.#budget.tryTake(weight, lane)) return undefined
    return this.#wait(weight, lane, signal)
  }

  async #wait(weight: number, lane: BudgetLane, signal: AbortSignal): Promise<void> {
    const { maxWaitMs, maxQueued, ports } = this.#options
    const most = this.mostOf(lane)
    if (weight > most)
      throw this.#exhausted(`weight ${weight} is above the most there can be, ${most}`)
    if (this.pausedMs() > maxWaitMs) throw this.#paused()
    if (this.#waiters.size >= maxQueued) throw this.#exhausted(`${maxQueued} calls wait already`)
    const refusal = new AbortController()
    const waiter = { deadlineMs: this.#nowMs() + maxWaitMs, refusal }
    const timeout = ports.timers.after(maxWaitMs, () => {
      refusal.abort(this.#exhausted(`its turn did not come within ${maxWaitMs} ms`))
    })
    this.#waiters.add(waiter)
    try {
      await this.#budget.take(weight, { lane, signal: AbortSignal.any([signal, refusal.signal]) })
    } catch (error) {
      if (refusal.signal.aborted) throw refusal.signal.reason
      throw error instanceof TransportError ? this.#exhausted(error.message, error) : error
    } finally {
      timeout.cancel()
      this.#waiters.delete(waiter)
    }
  }

  /** For how long the venue has told us to stop, in ms from now; 0 when it has not. */
  pausedMs(): number {
    return this.#budget.bannedForMs()
  }

  /** Stops everything for a time; a longer pause stands. Calls that cannot wait so long are refused at once. */
  pause(forMs: number, cause: CrossbookError): void {
    if (forMs <= this.pausedMs()) return
    this.#pauseCause = cause
    this.#budget.banForMs(forMs)
    const untilMs = this.#nowMs() + forMs
    for (const { deadlineMs, refusal } of [...this.#waiters]) {
      if (deadlineMs < untilMs) refusal.abort(this.#paused())
    }
  }

  /** Raises what was spent to what the venue counted. */
  observe(used: number): void {
    this.#budget.observeUsed(used)
  }

  #paused(): TransportError {
    const retryAfterMs = Math.ceil(this.pausedMs())
    const found = `the venue told us to stop for another ${retryAfterMs} ms`
    return this.#exhausted(found, this.#pauseCause, retryAfterMs)
  }

  #exhausted(found: string, cause?: CrossbookError, retryAfterMs?: number): TransportError {
    const { name } = this.#options
    return new TransportError('BUDGET_EXHAUSTED', `Calling ${name}: ${found}; nothing was sent`, {
      context: { service: name },
      cause,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }

  #nowMs(): number {
    return this.#options.ports.monotonicClock.nowNs() / 1e6
  }
}
