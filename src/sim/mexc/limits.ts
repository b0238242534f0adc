/** Rules of the venue that a test may loosen or tighten. */
export interface MexcLimits {
  /** Channels a spot connection is served; more are acknowledged, and silent. @defaultValue 30 */
  readonly topicsPerConnection: number
  /** Messages a second on a spot connection; more close it. @defaultValue 100 */
  readonly messagesPerSecond: number
  /** Bytes from which on a message of a spot client is not read. @defaultValue 1024 */
  readonly messageBytes: number
  /** How long a spot connection may have no subscription, in ms. @defaultValue 30,000 */
  readonly unusedMs: number
  /** How long nothing may pass a spot connection, in ms. @defaultValue 60,000 */
  readonly idleMs: number
  /** Age at which a spot connection is closed, in ms. @defaultValue 86,400,000 */
  readonly lifetimeMs: number
  /** How long a futures connection may go without a ping of its client, in ms. @defaultValue 60,000 */
  readonly pingWithinMs: number
  /** Every so many pings on futures are answered by two pongs; 0 never. @defaultValue 7 */
  readonly doublesPongEvery: number
  /** How far books over REST are behind the streams, in ms. @defaultValue 120 */
  readonly restLagMs: number
  /** Weight of each endpoint of spot in 10 s. @defaultValue 500 */
  readonly spotWeightPer10s: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: MexcLimits = Object.freeze({
  topicsPerConnection: 30,
  messagesPerSecond: 100,
  messageBytes: 1024,
  unusedMs: 30_000,
  idleMs: 60_000,
  lifetimeMs: 86_400_000,
  pingWithinMs: 60_000,
  doublesPongEvery: 7,
  restLagMs: 120,
  spotWeightPer10s: 500,
  restDelayMs: 2,
})
