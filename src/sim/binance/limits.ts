import { CONNECTION_LIFETIME_MS } from './products.ts'

/** Rules of the venue that a test may loosen or tighten. */
export interface BinanceLimits {
  /** Age at which a connection is closed, in ms. @defaultValue 24 hours */
  readonly connectionLifetimeMs: number | false
  /** New connections in 5 minutes and host. @defaultValue 300 */
  readonly connectsPer5Min: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
  /** How many refusals for too much weight, without a pause of a minute, make a ban. @defaultValue 20 */
  readonly refusalsToBan: number
  /** How errors of the socket's own methods are wrapped; clients disagree about it. @defaultValue `'flat'` */
  readonly errorEnvelope: 'flat' | 'nested'
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: BinanceLimits = Object.freeze({
  connectionLifetimeMs: CONNECTION_LIFETIME_MS,
  connectsPer5Min: 300,
  restDelayMs: 2,
  refusalsToBan: 20,
  errorEnvelope: 'flat',
})
