/** Rules of the venue that a test may loosen or tighten. */
export interface KrakenLimits {
  /** New connections in 10 minutes and host; more are refused. @defaultValue 150 */
  readonly connectsPer10Min: number
  /** Messages a second on a spot connection; more are answered with an error. @defaultValue 20 */
  readonly messagesPerSecond: number
  /** Messages a second on a futures connection; more close it. @defaultValue 100 */
  readonly futuresMessagesPerSecond: number
  /** How long a spot connection may have no subscription, in ms. @defaultValue 60,000 */
  readonly unusedMs: number
  /** How long a futures connection may be silent, in ms. @defaultValue 60,000 */
  readonly futuresIdleMs: number
  /** Every so many book updates tell one price twice; 0 never does. @defaultValue 50 */
  readonly repeatsPriceEvery: number
  /** Calls of spot's public REST in 10 s. @defaultValue 40 */
  readonly spotCallsPer10s: number
  /** Most that the counter of a key's private calls to spot holds. @defaultValue 15 */
  readonly privateCalls: number
  /** How long that counter takes to fall by one, in ms. @defaultValue 3,000 */
  readonly privateCallMs: number
  /** Most that the engine's counter of an account and a pair of spot holds. @defaultValue 60 */
  readonly engineOrders: number
  /** How long that counter takes to fall by one, in ms. @defaultValue 1,000 */
  readonly engineOrderMs: number
  /** How long a token of spot's private stream is good for its first use, in ms. @defaultValue 900,000 */
  readonly tokenMs: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: KrakenLimits = Object.freeze({
  connectsPer10Min: 150,
  messagesPerSecond: 20,
  futuresMessagesPerSecond: 100,
  unusedMs: 60_000,
  futuresIdleMs: 60_000,
  repeatsPriceEvery: 50,
  spotCallsPer10s: 40,
  privateCalls: 15,
  privateCallMs: 3_000,
  engineOrders: 60,
  engineOrderMs: 1_000,
  tokenMs: 900_000,
  restDelayMs: 2,
})
