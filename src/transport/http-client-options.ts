import type { Stamp } from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import { assertNoProblems, numberProblems } from './options.ts'
import { urlProblems, type VenueDialect, type VenueTarget } from './urls.ts'

/** Limits and timings of an `HttpClient`, each with a default. */
export interface HttpClientTuning {
  /** How long one exchange may take, in ms. @defaultValue 10 000 */
  readonly timeoutMs: number
  /** How long a call may wait for its turn in the budget, in ms. @defaultValue 60 000 */
  readonly maxWaitMs: number
  /** How many calls of a service may wait for their turn. @defaultValue 1 000 */
  readonly maxQueued: number
  /** How often an idempotent call is repeated. @defaultValue 3 */
  readonly maxRetries: number
  /** Upper end of the first delay before a repetition, in ms; doubles with each. @defaultValue 250 */
  readonly retryBaseMs: number
  /** Upper end of every such delay, in ms. @defaultValue 5 000 */
  readonly retryCapMs: number
  /** Most bytes an answer may have. @defaultValue 64 MiB */
  readonly maxResponseBytes: number
  /** How long to stop after "too many requests" without a time, in ms; doubles while it repeats. @defaultValue 1 000 */
  readonly limitedPauseMs: number
  /** How long to stop after a ban without a time, in ms. @defaultValue 120 000 */
  readonly bannedPauseMs: number
}

/** What an `HttpClient` is made of. */
export interface HttpClientOptions extends Omit<VenueTarget, 'driver'>, Partial<HttpClientTuning> {
  /** The venue. */
  readonly driver: Omit<VenueDialect, 'session'>
  /** Everything ambient. */
  readonly ports: Ports
  /** What private calls are signed with. @defaultValue the time of our own clock */
  readonly stamp?: () => Stamp
}

/** The defaults of an `HttpClient`. */
export const HTTP_CLIENT_DEFAULTS: HttpClientTuning = /* @__PURE__ */ Object.freeze({
  timeoutMs: 10_000,
  maxWaitMs: 60_000,
  maxQueued: 1_000,
  maxRetries: 3,
  retryBaseMs: 250,
  retryCapMs: 5_000,
  maxResponseBytes: 64 * 1024 * 1024,
  limitedPauseMs: 1_000,
  bannedPauseMs: 120_000,
})

const LEAST = {
  timeoutMs: 1,
  maxQueued: 1,
  maxResponseBytes: 1,
  limitedPauseMs: 1,
  bannedPauseMs: 1,
}

/**
 * Checks a client's options and fills in the defaults.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function resolveHttpClientTuning(options: HttpClientOptions): HttpClientTuning {
  const tuning = { ...HTTP_CLIENT_DEFAULTS }
  // `HttpClientTuning` has numbers only, so that its keys may be walked.
  for (const name of Object.keys(HTTP_CLIENT_DEFAULTS) as (keyof HttpClientTuning)[]) {
    Object.assign(tuning, { [name]: options[name] ?? HTTP_CLIENT_DEFAULTS[name] })
  }
  assertNoProblems('an HttpClient', [...httpTuningProblems(tuning), ...urlProblems(options)])
  return Object.freeze(tuning)
}

/** What is wrong with limits and timings, one sentence each. */
export function httpTuningProblems(tuning: Partial<HttpClientTuning>): readonly string[] {
  return numberProblems({ ...tuning }, LEAST)
}
