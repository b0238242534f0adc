/** Rules of a simulated provider. */
export interface AmmLimits {
  /** Calls over HTTP in a second. */
  readonly callsPerSecond: number
  /** Most blocks of one question for logs. */
  readonly maxLogBlocks: number
  /** Whether heads have the bloom filter of their logs, an empty one (as on chains that do not fill it), or none. */
  readonly blooms: 'filled' | 'empty' | 'absent'
  /** Most subscriptions of one socket. */
  readonly maxSubscriptions: number
  /** How long a call over HTTP takes, in ms. */
  readonly restDelayMs: number
}

/** What a middling plan allows. */
export const DEFAULT_LIMITS: AmmLimits = Object.freeze({
  callsPerSecond: 50,
  maxLogBlocks: 500,
  blooms: 'filled',
  maxSubscriptions: 1_000,
  restDelayMs: 5,
})
