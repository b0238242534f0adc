/** Rules of the bridge that a test may loosen or tighten. */
export interface Mt5Limits {
  /** How often ticks are gathered into a message, in ms. @defaultValue 20 */
  readonly batchMs: number
  /** Most ticks of a message. @defaultValue 200 */
  readonly ticksPerMessage: number
  /** How long a client may take for its welcome, in ms. @defaultValue 10,000 */
  readonly welcomeWithinMs: number
  /** Ticks that are kept of each symbol; history does not reach beyond. @defaultValue 50,000 */
  readonly keptTicks: number
  /** How long an HTTP answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The limits of the contract. */
export const DEFAULT_LIMITS: Mt5Limits = Object.freeze({
  batchMs: 20,
  ticksPerMessage: 200,
  welcomeWithinMs: 10_000,
  keptTicks: 50_000,
  restDelayMs: 2,
})
