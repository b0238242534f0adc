/** Rules of the venue that a test may loosen or tighten. */
export interface CoinexLimits {
  /** How long a client may send nothing before its connection is cut, in ms. @defaultValue 60,000 */
  readonly idleMs: number
  /** Messages that a connection may send in a second; not published. @defaultValue 50 */
  readonly messagesPerSecond: number
  /** How often a book is told where it changed, in ms. @defaultValue 200 */
  readonly bookEveryMs: number
  /** How often a book is told whole beside its changes, in ms. @defaultValue 60,000 */
  readonly wholeEveryMs: number
  /** Past deals in the first push to a new subscriber. @defaultValue 10 */
  readonly pastDeals: number
  /** REST calls in a second, of all endpoints together. @defaultValue 400 */
  readonly callsPerSecond: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: CoinexLimits = Object.freeze({
  idleMs: 60_000,
  messagesPerSecond: 50,
  bookEveryMs: 200,
  wholeEveryMs: 60_000,
  pastDeals: 10,
  callsPerSecond: 400,
  restDelayMs: 2,
})
