/** Rules of the venue that a test may loosen or tighten. */
export interface DydxLimits {
  /** Subscriptions of each channel that a connection may hold. @defaultValue 32 */
  readonly subscriptionsPerChannel: number
  /** Subscribes of one id that a connection may send in a second. @defaultValue 2 */
  readonly subscribesPerSecond: number
  /** Messages that are none, which a connection may send in a second. @defaultValue 2 */
  readonly invalidPerSecond: number
  /** How often the server pings, in ms. @defaultValue 30,000 */
  readonly pingEveryMs: number
  /** How long it waits for a pong, in ms. @defaultValue 10,000 */
  readonly pongWithinMs: number
  /** Length of a block, in ms. @defaultValue 1000 */
  readonly blockMs: number
  /** How long the server fetches what a subscribe is answered with, in ms. @defaultValue 20 */
  readonly snapshotDelayMs: number
  /** How often changes of books are told, in ms. @defaultValue 10 */
  readonly bookEveryMs: number
  /** How often changes are told where they are asked for in batches, in ms. @defaultValue 250 */
  readonly batchEveryMs: number
  /**
   * Whether each level that changed has a message of its own, new ones before those that are gone, as the real indexer
   * tells them: books are then crossed for a moment, and are states that never were. @defaultValue false
   */
  readonly tellsLevelByLevel: boolean
  /**
   * Whether nothing is told of levels that went away because the other side took them, as where the indexer's own
   * uncrossing removes them: a client that does not uncross keeps them for good. @defaultValue false
   */
  readonly forgetsCrossed: boolean
  /** Calls of REST in 10 s, bars apart. @defaultValue 100 */
  readonly callsPer10s: number
  /** Calls for bars in 10 s. @defaultValue 1000 */
  readonly candleCallsPer10s: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: DydxLimits = Object.freeze({
  subscriptionsPerChannel: 32,
  subscribesPerSecond: 2,
  invalidPerSecond: 2,
  pingEveryMs: 30_000,
  pongWithinMs: 10_000,
  blockMs: 1000,
  snapshotDelayMs: 20,
  bookEveryMs: 10,
  batchEveryMs: 250,
  tellsLevelByLevel: false,
  forgetsCrossed: false,
  callsPer10s: 100,
  candleCallsPer10s: 1000,
  restDelayMs: 2,
})
