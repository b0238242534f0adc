/** Rules of the venue that a test may loosen or tighten. */
export interface CoinbaseLimits {
  /** New connections in a second, at either stream host. @defaultValue 8 */
  readonly connectsPerSecond: number
  /** Messages that a connection may send in a second. @defaultValue 8 */
  readonly messagesPerSecond: number
  /** How long a connection may wait with its first subscription, in ms. @defaultValue 5,000 */
  readonly firstSubscribeMs: number
  /** How long a connection may hear nothing of its channels, in ms. @defaultValue 75,000 */
  readonly idleMs: number
  /** How much of the time book changes of a message are of, in ms. @defaultValue 50 */
  readonly bookEveryMs: number
  /** Calls that a REST service takes in a second. @defaultValue 10 */
  readonly restPerSecond: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: CoinbaseLimits = Object.freeze({
  connectsPerSecond: 8,
  messagesPerSecond: 8,
  firstSubscribeMs: 5000,
  // 60 to 90 s.
  idleMs: 75_000,
  bookEveryMs: 50,
  restPerSecond: 10,
  restDelayMs: 2,
})
