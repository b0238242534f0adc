/** Rules of the venue that a test may loosen or tighten. */
export interface GateLimits {
  /** Connections that may be open on a socket host. @defaultValue 300 */
  readonly connections: number
  /** Age at which a connection is closed, in ms; the venue has none. @defaultValue `false` */
  readonly connectionLifetimeMs: number | false
  /** How often the server pings, in ms. @defaultValue 15,000 */
  readonly pingEveryMs: number
  /** How long it waits for a pong, in ms. @defaultValue 20,000 */
  readonly pongWithinMs: number
  /** Calls that a REST endpoint takes in 10 s. @defaultValue 200 */
  readonly restCalls: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: GateLimits = Object.freeze({
  connections: 300,
  connectionLifetimeMs: false,
  pingEveryMs: 15_000,
  pongWithinMs: 20_000,
  restCalls: 200,
  restDelayMs: 2,
})
