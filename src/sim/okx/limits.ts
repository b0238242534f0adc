/** Rules of the venue that a test may loosen or tighten. */
export interface OkxLimits {
  /** New connections in a second. @defaultValue 3 */
  readonly connectsPerSecond: number
  /** Subscribe, unsubscribe and login messages that a connection may send in an hour. @defaultValue 480 */
  readonly requestsPerHour: number
  /** How long nothing may pass a connection before it is closed, in ms. @defaultValue 30,000 */
  readonly idleMs: number
  /** How long before its end an upgrade of the gateway is announced, in ms. @defaultValue 60,000 */
  readonly upgradeNoticeMs: number
  /** After how long without a change a book is told again, in ms. @defaultValue 60,000 */
  readonly keepAliveMs: number
  /** Whether the client may have tick-by-tick books, as VIP4 may. @defaultValue false */
  readonly hasTickByTick: boolean
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: OkxLimits = Object.freeze({
  connectsPerSecond: 3,
  requestsPerHour: 480,
  idleMs: 30_000,
  upgradeNoticeMs: 60_000,
  keepAliveMs: 60_000,
  hasTickByTick: false,
  restDelayMs: 2,
})
