/** Rules of the venue that a test may loosen or tighten. Those of an address hold for all clients together here. */
export interface HyperliquidLimits {
  /** Connections that may be open at once. @defaultValue 10 */
  readonly connections: number
  /** New connections in a minute. @defaultValue 30 */
  readonly connectsPerMinute: number
  /** Subscriptions of all connections. @defaultValue 1000 */
  readonly subscriptions: number
  /** Messages that clients may send in a minute. @defaultValue 2000 */
  readonly messagesPerMinute: number
  /** How long the server may have nothing to send before it closes, in ms. @defaultValue 60,000 */
  readonly silentMs: number
  /** Whether a connection begins with a line that is no JSON. @defaultValue true */
  readonly hasGreeting: boolean
  /** How often a book of 20 levels is pushed, in ms. @defaultValue 5,000: 500 until June 2026 */
  readonly slowBookMs: number
  /** How often a fast book, of 5 levels, is pushed, in ms. @defaultValue 500 */
  readonly fastBookMs: number
  /** Trades that a subscription begins with, and that REST answers. @defaultValue 30 */
  readonly recentTrades: number
  /** Cost of REST calls in a minute. @defaultValue 1200 */
  readonly restWeightPerMinute: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: HyperliquidLimits = Object.freeze({
  connections: 10,
  connectsPerMinute: 30,
  subscriptions: 1000,
  messagesPerMinute: 2000,
  silentMs: 60_000,
  hasGreeting: true,
  slowBookMs: 5000,
  fastBookMs: 500,
  recentTrades: 30,
  restWeightPerMinute: 1200,
  restDelayMs: 2,
})
