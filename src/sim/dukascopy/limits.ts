/** Rules of the venue that a test may loosen or tighten. */
export interface DukascopyLimits {
  /** Calls a second and service; more get a page with status 403. @defaultValue 10 */
  readonly callsPerSecond: number
  /** How long an answer takes, in ms. @defaultValue 2 */
  readonly restDelayMs: number
  /** Whether the host of the files takes requests and never answers, as since July 2026. @defaultValue false */
  readonly isFileHostSilent: boolean
  /** Whether files of closed hours do not exist; else they are empty. @defaultValue false */
  readonly omitsEmptyFiles: boolean
}

/** What clients live with. */
export const DEFAULT_LIMITS: DukascopyLimits = Object.freeze({
  callsPerSecond: 10,
  restDelayMs: 2,
  isFileHostSilent: false,
  omitsEmptyFiles: false,
})
