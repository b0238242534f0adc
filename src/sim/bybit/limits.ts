/** Rules of the venue that a test may loosen or tighten. */
export interface BybitLimits {
  /** New connections in five minutes. @defaultValue 500 */
  readonly connectsPerFiveMinutes: number
  /** Topics of one request on spot. @defaultValue 10 */
  readonly spotTopicsPerRequest: number
  /** Characters of all topics of a connection. @defaultValue 21,000 */
  readonly topicCharacters: number
  /** How long nothing may pass a connection before it is closed, in ms. @defaultValue 600,000 */
  readonly idleMs: number
  /** After how long without a change the best levels are told again, in ms. @defaultValue 3000 */
  readonly repeatBestMs: number
  /** Requests in 5 s over all of REST. @defaultValue 600 */
  readonly requestsPerFiveSeconds: number
  /** Most rows of a page of a listing of contracts. @defaultValue 1000 */
  readonly listingPage: number
  /** How long who asked too often is shut out, in ms. @defaultValue 600,000 */
  readonly shutOutMs: number
  /** Orders in any second of an account, by endpoint; each of a batch counts. @defaultValue 20 on spot, 10 on contracts */
  readonly ordersPerSecond: { readonly spot: number; readonly contract: number }
  /** Questions in any second of an account, by endpoint. @defaultValue 50 */
  readonly questionsPerSecond: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: BybitLimits = Object.freeze({
  connectsPerFiveMinutes: 500,
  spotTopicsPerRequest: 10,
  topicCharacters: 21_000,
  idleMs: 600_000,
  repeatBestMs: 3000,
  requestsPerFiveSeconds: 600,
  listingPage: 1000,
  shutOutMs: 600_000,
  ordersPerSecond: { spot: 20, contract: 10 },
  questionsPerSecond: 50,
  restDelayMs: 2,
})
