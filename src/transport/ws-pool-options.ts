import type { ConnectionChanged, RestCall, Stamp, Topic } from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import type { FrameHandler, FrameTap, SentHandler } from './frame-source.ts'
import { assertNoProblems, numberProblems } from './options.ts'
import { urlProblems, type VenueTarget } from './urls.ts'

/** Limits and timings of a `WSPool`, each with a default. */
export interface WSPoolTuning {
  /** Most instruments on one connection; its topics are limited by the venue's facts too. @defaultValue 50 */
  readonly maxInstrumentsPerConnection: number
  /** Most shards of an endpoint; each takes `redundancy` connections. @defaultValue 100 */
  readonly maxShardsPerEndpoint: number
  /** On how many connections every topic is subscribed: 1 or 2. @defaultValue 1 */
  readonly redundancy: number
  /** How long a handshake may take, in ms. @defaultValue 10 000 */
  readonly handshakeTimeoutMs: number
  /** How long a closing handshake may take before the socket is dropped, in ms. @defaultValue 2 000 */
  readonly closeTimeoutMs: number
  /** Most bytes an incoming message may have; more where the venue's facts say so. @defaultValue 16 MiB */
  readonly maxMessageBytes: number
  /** How long a connection without topics is kept, in ms. @defaultValue 5 000 */
  readonly idleLingerMs: number
  /** A connection open this long is a success: the backoff starts anew, in ms. @defaultValue 30 000 */
  readonly stableMs: number
  /** A replacement is opened this long before a forced disconnect, and up to twice that, in ms. @defaultValue 300 000 */
  readonly rolloverMarginMs: number
  /** How long a replacement may take to have its topics confirmed, in ms. @defaultValue 60 000 */
  readonly rolloverTimeoutMs: number
  /** How long a replacement with all topics confirmed may take to show market data, in ms. @defaultValue 10 000 */
  readonly firstEventTimeoutMs: number
  /** A connection with topics but no market data for this long is replaced, though it answers, in ms. @defaultValue 60 000 */
  readonly silentMs: number
}

/** What a `WSPool` is made of. */
export interface WSPoolOptions extends VenueTarget, Partial<WSPoolTuning> {
  /** Everything ambient. */
  readonly ports: Ports
  /** Takes every frame. */
  readonly onFrame: FrameHandler
  /** Told of every message that leaves. */
  readonly onSent?: SentHandler
  /** Makes the call that some venues want before each connection; needed by their drivers only. */
  readonly call?: <T>(call: RestCall<T>) => Promise<T>
  /** What private frames are signed with. @defaultValue the time of our own clock */
  readonly stamp?: () => Stamp
  /** Told of every change of a connection, with the topics it was to carry. Same as listening to `connection`. */
  readonly onConnection?: (event: ConnectionChanged, topics: readonly Topic[]) => void
  /** Sees everything that passes the sockets, before anything interprets it. */
  readonly tap?: FrameTap
}

/** The defaults of a `WSPool`. */
export const WS_POOL_DEFAULTS: WSPoolTuning = Object.freeze({
  maxInstrumentsPerConnection: 50,
  maxShardsPerEndpoint: 100,
  redundancy: 1,
  handshakeTimeoutMs: 10_000,
  closeTimeoutMs: 2_000,
  maxMessageBytes: 16 * 1024 * 1024,
  idleLingerMs: 5_000,
  stableMs: 30_000,
  rolloverMarginMs: 300_000,
  rolloverTimeoutMs: 60_000,
  firstEventTimeoutMs: 10_000,
  silentMs: 60_000,
})

const LEAST = {
  maxInstrumentsPerConnection: 1,
  maxShardsPerEndpoint: 1,
  redundancy: 1,
  handshakeTimeoutMs: 1,
  closeTimeoutMs: 1,
  maxMessageBytes: 1,
  stableMs: 1,
  rolloverTimeoutMs: 1,
  firstEventTimeoutMs: 1,
  silentMs: 1,
}

/**
 * Checks a pool's options and fills in the defaults.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function resolveWSPoolTuning(options: WSPoolOptions): WSPoolTuning {
  const tuning = { ...WS_POOL_DEFAULTS }
  // `WSPoolTuning` has numbers only, so that its keys may be walked.
  for (const name of Object.keys(WS_POOL_DEFAULTS) as (keyof WSPoolTuning)[]) {
    Object.assign(tuning, { [name]: options[name] ?? WS_POOL_DEFAULTS[name] })
  }
  assertNoProblems('a WSPool', [
    ...poolTuningProblems(tuning),
    ...urlProblems(options),
    ...callProblems(options),
  ])
  return Object.freeze(tuning)
}

/** What is wrong with limits and timings, one sentence each. */
export function poolTuningProblems(tuning: Partial<WSPoolTuning>): readonly string[] {
  const { redundancy = 1 } = tuning
  return [
    ...numberProblems({ ...tuning }, LEAST),
    ...(redundancy > 2 ? [`redundancy: expected 1 or 2, was ${redundancy}`] : []),
  ]
}

/** A venue that says anew where to connect to must be asked. */
function callProblems({ driver, call }: WSPoolOptions): readonly string[] {
  const { facts, session } = driver
  const asking = facts.streams.filter(({ id }) => session.connectPlan?.(id) !== undefined)
  if (call !== undefined || asking.length === 0) return []
  const names = asking.map(({ id }) => id).join(', ')
  return [
    `call: expected a function, was undefined; ${facts.name} is asked where to connect to (${names})`,
  ]
}
