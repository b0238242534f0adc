import { ConfigError, type RateLimit, TransportError } from '../core/index.ts'
import type { BudgetLane, CallBudget, TakeOptions } from './call-budget.ts'
import type { Ports, TimerHandle } from './ports.ts'
import { SlidingWindow } from './sliding-window.ts'
import type { SpendWindow, WindowOf } from './spend-window.ts'

/** Options of a `RateBudget`. */
export interface RateBudgetOptions {
  /** Clocks and timers. */
  readonly ports: Pick<Ports, 'monotonicClock' | 'wallClock' | 'timers'>
  /** The venue's limits; a spend must fit each of them. */
  readonly limits: readonly RateLimit[]
  /** Part of each limit that only the urgent lane may use, in [0, 1). @defaultValue 0 */
  readonly urgentShare?: number
  /** Whether the urgent lane spends beyond the limits: it counts, and waits for nothing but a ban. @defaultValue false */
  readonly takesUrgentBeyond?: boolean
  /** Most that may wait, over all lanes. @defaultValue 1000 */
  readonly maxWaiting?: number
  /**
   * How much earlier or later than here a request may count at the venue, in ms; at most a tenth of a window is taken.
   * @defaultValue 250
   */
  readonly marginMs?: number
  /** What to add to the wall clock to get the venue's, in µs. @defaultValue 0 */
  readonly venueOffsetUs?: () => number
}

interface Waiter {
  readonly weight: number
  readonly grant: () => void
  readonly refuse: (error: Error) => void
}

const LANES: readonly BudgetLane[] = ['urgent', 'normal', 'background']
const DEFAULTS = {
  urgentShare: 0,
  takesUrgentBeyond: false,
  maxWaiting: 1_000,
  marginMs: 250,
} as const

const slidingWindow: WindowOf = (limit, clocks) => new SlidingWindow(limit, clocks)

/**
 * Spends rate limits in lanes, whichever way their windows count: a lane is served only while no lane before it waits, so a
 * waiting cancel is overtaken by nothing. The budget is spent when a take is granted, whether or not a request follows.
 */
export class LaneBudget implements CallBudget {
  readonly #ports: RateBudgetOptions['ports']
  readonly #limits: readonly RateLimit[]
  readonly #windows: readonly SpendWindow[]
  readonly #urgentShare: number
  readonly #takesUrgentBeyond: boolean
  readonly #maxWaiting: number
  readonly #lanes: Readonly<Record<BudgetLane, Set<Waiter>>> = {
    urgent: new Set(),
    normal: new Set(),
    background: new Set(),
  }
  #bannedUntilNs = Number.NEGATIVE_INFINITY
  #timer: TimerHandle | undefined
  #isClosed = false

  /**
   * Starts with nothing spent; windows slide unless `windowOf` makes others.
   *
   * @throws ConfigError `INVALID_OPTIONS` when a limit is not positive, or a share not in [0, 1).
   */
  constructor(options: RateBudgetOptions, windowOf: WindowOf = slidingWindow) {
    const { urgentShare, takesUrgentBeyond, maxWaiting, marginMs } = { ...DEFAULTS, ...options }
    if (options.limits.some(({ count, perMs }) => !(count > 0 && perMs > 0))) {
      throw new ConfigError('INVALID_OPTIONS', 'Making a rate budget: limits must be positive')
    }
    if (!(urgentShare >= 0 && urgentShare < 1)) {
      const found = `expected an urgent share in [0, 1), was ${urgentShare}`
      throw new ConfigError('INVALID_OPTIONS', `Making a rate budget: ${found}`)
    }
    this.#ports = options.ports
    this.#limits = options.limits
    this.#urgentShare = urgentShare
    this.#takesUrgentBeyond = takesUrgentBeyond
    this.#maxWaiting = maxWaiting
    this.#windows = options.limits.map((limit) =>
      windowOf(limit, {
        ...options.ports,
        venueOffsetUs: options.venueOffsetUs ?? ((): number => 0),
        marginUs: Math.min(marginMs, limit.perMs / 10) * 1_000,
      }),
    )
  }

  /** Spends `weight` now, if it fits and nobody waits who comes first. Returns whether it did. */
  tryTake(weight: number, lane: BudgetLane = 'normal'): boolean {
    if (this.#isClosed || this.#isOvertaking(lane) || this.#waitUs(weight, lane) > 0) return false
    if (!this.#canEverFit(weight, lane)) return false
    this.#spend(weight)
    return true
  }

  /**
   * Waits for its turn, then spends `weight`.
   *
   * @throws TransportError `BUDGET_EXHAUSTED` — too many wait already, or the weight is above a whole limit.
   * @throws ConfigError `ABORTED` — the signal was aborted first; nothing was spent. `CLOSED` — the budget was closed.
   */
  take(weight: number, { lane = 'normal', signal }: TakeOptions = {}): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(aborted(signal))
    if (this.#isClosed) return Promise.reject(closed())
    if (this.tryTake(weight, lane)) return Promise.resolve()
    if (!this.#canEverFit(weight, lane)) {
      const most = Math.min(...this.#windows.map((window) => this.#ceiling(window, lane)))
      return Promise.reject(exhausted(`weight ${weight} is above the most there can be, ${most}`))
    }
    if (this.waiting() >= this.#maxWaiting) {
      return Promise.reject(exhausted(`${this.#maxWaiting} calls wait already`))
    }
    return this.#wait(weight, lane, signal)
  }

  /**
   * Takes over what the venue says was used in a window, where that is more than was counted here.
   *
   * `perMs` names the window; absent, the first.
   */
  observeUsed(used: number, perMs?: number): void {
    const at = perMs === undefined ? 0 : this.#limits.findIndex((limit) => limit.perMs === perMs)
    this.#windows[at]?.observe(used)
    this.#arm()
  }

  /** Grants nothing, in no lane, for `ms` ms from now: the venue said so. A longer ban stays. */
  banForMs(ms: number): void {
    const untilNs = this.#ports.monotonicClock.nowNs() + ms * 1e6
    this.#bannedUntilNs = Math.max(this.#bannedUntilNs, untilNs)
    this.#arm()
  }

  /** How long nothing will be granted because of a ban, in ms; 0 when there is none. */
  bannedForMs(): number {
    return Math.max(0, (this.#bannedUntilNs - this.#ports.monotonicClock.nowNs()) / 1e6)
  }

  /** What was spent and still counts, by limit, in the order they were given. */
  used(): readonly number[] {
    return this.#windows.map((window) => window.used())
  }

  /** How many wait, in one lane or over all. */
  waiting(lane?: BudgetLane): number {
    if (lane !== undefined) return this.#lanes[lane].size
    return LANES.reduce((sum, each) => sum + this.#lanes[each].size, 0)
  }

  /** Refuses everyone who waits, and everyone who asks later, with ConfigError `CLOSED`. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
    for (const lane of LANES) {
      const waiters = [...this.#lanes[lane]]
      this.#lanes[lane].clear()
      for (const waiter of waiters) waiter.refuse(closed())
    }
  }

  #wait(weight: number, lane: BudgetLane, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#lanes[lane].delete(waiter)
        // It may have been what others waited behind.
        this.#serve()
        if (signal !== undefined) reject(aborted(signal))
      }
      const waiter: Waiter = {
        weight,
        grant: () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        refuse: (error) => {
          signal?.removeEventListener('abort', onAbort)
          reject(error)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#lanes[lane].add(waiter)
      this.#arm()
    })
  }

  /** Grants what fits, in order, until the first who must wait. */
  #serve(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (this.#waitUs(next.waiter.weight, next.lane) > 0) break
      this.#lanes[next.lane].delete(next.waiter)
      this.#spend(next.waiter.weight)
      next.waiter.grant()
    }
    this.#arm()
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const next = this.#next()
    if (next === undefined || this.#isClosed) return
    // Rounded up to a whole ms: a timer that fires early would only be set again.
    const waitMs = Math.ceil(this.#waitUs(next.waiter.weight, next.lane) / 1_000)
    this.#timer = this.#ports.timers.after(waitMs, () => this.#serve())
  }

  #next(): { readonly lane: BudgetLane; readonly waiter: Waiter } | undefined {
    for (const lane of LANES) for (const waiter of this.#lanes[lane]) return { lane, waiter }
    return undefined
  }

  #isOvertaking(lane: BudgetLane): boolean {
    for (const each of LANES) {
      if (this.#lanes[each].size > 0) return true
      if (each === lane) return false
    }
    return false
  }

  #waitUs(weight: number, lane: BudgetLane): number {
    let waitUs = this.bannedForMs() * 1_000
    for (const window of this.#windows) {
      waitUs = Math.max(waitUs, window.waitUs(weight, this.#ceiling(window, lane)))
    }
    return waitUs
  }

  #canEverFit(weight: number, lane: BudgetLane): boolean {
    return weight >= 0 && this.#windows.every((each) => weight <= this.#ceiling(each, lane))
  }

  #ceiling(window: SpendWindow, lane: BudgetLane): number {
    if (lane !== 'urgent') return window.count * (1 - this.#urgentShare)
    return this.#takesUrgentBeyond ? Number.POSITIVE_INFINITY : window.count
  }

  #spend(weight: number): void {
    for (const window of this.#windows) window.spend(weight)
  }
}

function exhausted(why: string): TransportError {
  return new TransportError('BUDGET_EXHAUSTED', `Taking from a rate budget: ${why}`)
}

function aborted(signal: AbortSignal): ConfigError {
  return new ConfigError('ABORTED', 'Waiting for a rate budget: the caller gave up', {
    cause: signal.reason,
  })
}

function closed(): ConfigError {
  return new ConfigError('CLOSED', 'Taking from a rate budget: it was closed')
}
