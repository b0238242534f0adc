/** Rules of the venue that a test may loosen or tighten. */
export interface HtxLimits {
  /** How often the server pings, in ms. @defaultValue 5000 */
  readonly pingEveryMs: number
  /**
   * How long a spot socket waits for an answer to its oldest open ping, in ms. The venue closes before the third ping;
   * this is one ping more patient. @defaultValue 15,000
   */
  readonly spotPongWithinMs: number
  /** The same on futures sockets, which let five pings pass. @defaultValue 25,000 */
  readonly futuresPongWithinMs: number
  /** New connections in a second and host; the venue publishes none. @defaultValue 50 */
  readonly connectsPerSecond: number
  /** `sub` messages that a futures connection may send in a second. @defaultValue 40 */
  readonly subscribesPerSecond: number
  /** `req` messages that a spot connection may send in a second. @defaultValue 10 */
  readonly requestsPerSecond: number
  /** How old the snapshots are that are asked for on the feed socket, in messages of their feed. @defaultValue 0 */
  readonly snapshotLag: number
  /** Calls a spot endpoint answers in a second. @defaultValue 10 */
  readonly spotCallsPerSecond: number
  /** Calls of reference data that the futures host answers in 3 s. @defaultValue 240 */
  readonly referenceCalls: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: HtxLimits = Object.freeze({
  pingEveryMs: 5000,
  spotPongWithinMs: 15_000,
  futuresPongWithinMs: 25_000,
  connectsPerSecond: 50,
  subscribesPerSecond: 40,
  requestsPerSecond: 10,
  snapshotLag: 0,
  spotCallsPerSecond: 10,
  referenceCalls: 240,
  restDelayMs: 2,
})
