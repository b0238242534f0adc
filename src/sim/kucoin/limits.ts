/** Rules of the venue that a test may loosen or tighten. */
export interface KucoinLimits {
  /** New unified connections in 5 minutes and host. @defaultValue 250 */
  readonly unifiedConnectsPer5Min: number
  /** New classic connections in a minute and host. @defaultValue 30 */
  readonly classicConnectsPerMin: number
  /** Messages that a unified client may send in 10 s. @defaultValue 300 */
  readonly unifiedMessagesPer10S: number
  /** Messages that a classic client may send in 10 s. @defaultValue 100 */
  readonly classicMessagesPer10S: number
  /** Topics of one unified connection. @defaultValue 600 */
  readonly unifiedTopics: number
  /** Topics of one classic spot connection; on futures there is no limit. @defaultValue 400 */
  readonly classicTopics: number
  /** Symbols in one classic topic. @defaultValue 100 */
  readonly symbolsPerTopic: number
  /** How long a client may be silent, in ms. @defaultValue 60,000 */
  readonly idleMs: number
  /** What welcomes and tokens ask for, in ms. @defaultValue 18,000 */
  readonly pingIntervalMs: number
  /** How long a token is good, in ms. @defaultValue 24 hours */
  readonly tokenLifetimeMs: number
  /** Time from the answer to a unified book's snapshot, in ms; 500 to 6000 on the venue. @defaultValue 500 */
  readonly snapshotDelayMs: number
  /** Cost that public calls of one address may have in 30 s. @defaultValue 2000 */
  readonly weightPer30S: number
  /** How long a REST answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
}

/** The venue's own limits. */
export const DEFAULT_LIMITS: KucoinLimits = Object.freeze({
  unifiedConnectsPer5Min: 250,
  classicConnectsPerMin: 30,
  unifiedMessagesPer10S: 300,
  classicMessagesPer10S: 100,
  unifiedTopics: 600,
  classicTopics: 400,
  symbolsPerTopic: 100,
  idleMs: 60_000,
  pingIntervalMs: 18_000,
  tokenLifetimeMs: 86_400_000,
  snapshotDelayMs: 500,
  weightPer30S: 2000,
  restDelayMs: 2,
})
