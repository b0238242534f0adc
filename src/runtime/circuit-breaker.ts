import { ConfigError } from '../core/index.ts'

/** Where a breaker stands: calls pass, no call passes, or a few pass to see whether they succeed. */
export type CircuitState = 'closed' | 'open' | 'halfOpen'

/** Options of a {@link CircuitBreaker}. */
export interface CircuitBreakerOptions {
  /** Failures in a row that open it. @defaultValue 5 */
  readonly failures?: number
  /** How long it stays open at first, in ms; it doubles each time a probe fails. @defaultValue 1000 */
  readonly openMs?: number
  /** Most it stays open, in ms. @defaultValue 60000 */
  readonly maxOpenMs?: number
  /** Probes that must succeed in a row to close it; one is let through at a time. @defaultValue 1 */
  readonly probes?: number
  /** Told of each change of state. */
  readonly onChange?: (state: CircuitState) => void
}

/**
 * Keeps calls from a thing that fails, and finds out when it works again.
 *
 * ```text
 *            failures in a row            openMs passed
 *  closed ─────────────────────▶ open ─────────────────▶ halfOpen
 *     ▲                           ▲      a probe fails       │
 *     │                           └──────────────────────────┤
 *     └──────────────────────────────────────────────────────┘
 *                        probes succeed
 * ```
 * Times given to it are monotonic ms. Each call that `tryEnter` lets through must be told with `succeeded` or `failed`.
 */
export class CircuitBreaker {
  readonly #failuresToOpen: number
  readonly #firstOpenMs: number
  readonly #maxOpenMs: number
  readonly #probesToClose: number
  readonly #onChange: ((state: CircuitState) => void) | undefined
  #state: CircuitState = 'closed'
  #failures = 0
  #probesPassed = 0
  #isProbing = false
  #openMs: number
  #openUntilMs = 0

  /**
   * Starts closed.
   *
   * @throws ConfigError `INVALID_OPTIONS` when a count or a time is not positive.
   */
  constructor(options: CircuitBreakerOptions = {}) {
    const { failures = 5, openMs = 1_000, maxOpenMs = 60_000, probes = 1 } = options
    if (!(failures > 0 && openMs > 0 && maxOpenMs >= openMs && probes > 0)) {
      throw new ConfigError(
        'INVALID_OPTIONS',
        'Making a circuit breaker: counts and times must be positive',
        {
          context: { failures, openMs, maxOpenMs, probes },
        },
      )
    }
    this.#failuresToOpen = failures
    this.#firstOpenMs = openMs
    this.#openMs = openMs
    this.#maxOpenMs = maxOpenMs
    this.#probesToClose = probes
    this.#onChange = options.onChange
  }

  /** Where it stands; it becomes half open when the next call asks to enter. */
  state(): CircuitState {
    return this.#state
  }

  /** Whether a call may be made now. A `true` of a half-open breaker makes the call its probe. */
  tryEnter(nowMs: number): boolean {
    if (this.#state === 'closed') return true
    if (this.#state === 'open') {
      if (nowMs < this.#openUntilMs) return false
      this.#probesPassed = 0
      this.#isProbing = false
      this.#change('halfOpen')
    }
    if (this.#isProbing) return false
    this.#isProbing = true
    return true
  }

  /** How long until a call may be let through, in ms; 0 when one may now, or when a probe is under way. */
  waitMs(nowMs: number): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntilMs - nowMs) : 0
  }

  /** A call that was let through succeeded. */
  succeeded(): void {
    this.#failures = 0
    // A call from before it opened says nothing of now.
    if (this.#state !== 'halfOpen' || !this.#isProbing) return
    this.#isProbing = false
    this.#probesPassed += 1
    if (this.#probesPassed < this.#probesToClose) return
    this.#openMs = this.#firstOpenMs
    this.#change('closed')
  }

  /** A call that was let through failed. */
  failed(nowMs: number): void {
    if (this.#state === 'open') return
    if (this.#state === 'halfOpen') {
      if (!this.#isProbing) return
      this.#openMs = Math.min(this.#maxOpenMs, this.#openMs * 2)
      this.#open(nowMs)
      return
    }
    this.#failures += 1
    if (this.#failures >= this.#failuresToOpen) this.#open(nowMs)
  }

  #open(nowMs: number): void {
    this.#failures = 0
    this.#isProbing = false
    this.#openUntilMs = nowMs + this.#openMs
    this.#change('open')
  }

  #change(state: CircuitState): void {
    this.#state = state
    this.#onChange?.(state)
  }
}
