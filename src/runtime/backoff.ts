import { ConfigError } from '../core/index.ts'
import type { Random } from './ports.ts'

/** Options of a {@link Backoff}, times in ms. */
export interface BackoffOptions {
  /** Upper bound of the first delay. @defaultValue 1000 */
  readonly firstMs?: number
  /** Upper bound of delays in the fast lane. @defaultValue 30000 */
  readonly fastCapMs?: number
  /** Failures in a row after which the slow lane begins. @defaultValue 8 */
  readonly fastAttempts?: number
  /** Upper bound of delays in the slow lane. @defaultValue 300000 */
  readonly slowCapMs?: number
  /** How long a success must last to count. @defaultValue 60000 */
  readonly stableMs?: number
}

const DEFAULTS = {
  firstMs: 1_000,
  fastCapMs: 30_000,
  fastAttempts: 8,
  slowCapMs: 300_000,
  stableMs: 60_000,
} as const

/**
 * Delays between attempts, with full jitter: each is drawn evenly between 0 and a bound that doubles from 1 s to 30 s,
 * then, in the slow lane, to 5 min. It never gives up.
 *
 * A success counts only once it has lasted: what opens and falls over at once is one failure more. Times given to it are
 * monotonic ms.
 */
export class Backoff {
  readonly #random: Random
  readonly #options: Required<BackoffOptions>
  #failures = 0
  #succeededAtMs: number | undefined

  /**
   * Starts with no failures.
   *
   * @throws ConfigError `INVALID_OPTIONS` when a bound is not positive, or they do not ascend.
   */
  constructor(random: Random, options: BackoffOptions = {}) {
    this.#random = random
    this.#options = { ...DEFAULTS, ...options }
    const { firstMs, fastCapMs, slowCapMs } = this.#options
    if (!(firstMs > 0 && firstMs <= fastCapMs && fastCapMs <= slowCapMs)) {
      const found = `${firstMs}, ${fastCapMs}, ${slowCapMs}`
      throw new ConfigError(
        'INVALID_OPTIONS',
        `Backing off: bounds must ascend from above 0, were ${found}`,
      )
    }
  }

  /** Notes an attempt that succeeded; what follows tells whether it lasted. */
  succeeded(nowMs: number): void {
    this.#succeededAtMs ??= nowMs
  }

  /** Notes a failure, of an attempt or of what had succeeded. Returns how long to wait before the next attempt, in ms. */
  failed(nowMs: number): number {
    if (this.isStable(nowMs)) this.#failures = 0
    this.#succeededAtMs = undefined
    const boundMs = this.boundMs()
    this.#failures += 1
    return this.#random.next() * boundMs
  }

  /** Upper bound of the next delay, in ms. */
  boundMs(): number {
    const { firstMs, fastCapMs, fastAttempts, slowCapMs } = this.#options
    const slow = this.#failures - fastAttempts
    if (slow < 0) return Math.min(fastCapMs, firstMs * 2 ** this.#failures)
    return Math.min(slowCapMs, fastCapMs * 2 ** Math.min(slow + 1, 64))
  }

  /** Whether the last success has lasted long enough to count. */
  isStable(nowMs: number): boolean {
    return (
      this.#succeededAtMs !== undefined && nowMs - this.#succeededAtMs >= this.#options.stableMs
    )
  }

  /** Failures in a row so far. */
  failures(): number {
    return this.#failures
  }
}
