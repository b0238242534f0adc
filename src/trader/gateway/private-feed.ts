import {
  type AccountDecoder,
  type AccountEvent,
  type AccountProtocol,
  type Environment,
  type FrameOutcome,
  type InstrumentTable,
  type RestCall,
  type Stamp,
  type Topic,
  VenueError,
} from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import { type FrameSource, type OwnUrls, WSPool, type WSPoolTuning } from '../../transport/index.ts'

/** What a {@link PrivateFeed} is made of. */
export interface PrivateFeedParts {
  /** The venue's words. */
  readonly protocol: AccountProtocol
  /** Which product lines. */
  readonly products: readonly string[]
  /** Which installation. */
  readonly environment: Environment
  /** Which region. */
  readonly region?: string | undefined
  /** URLs of one's own. */
  readonly urls?: OwnUrls | undefined
  /** Limits and timings of the sockets. */
  readonly tuning?: Partial<WSPoolTuning> | undefined
  /** The instruments by symbol. */
  readonly table: InstrumentTable
  /** What frames are signed with. */
  readonly stamp: () => Stamp
  /** Everything ambient. */
  readonly ports: Ports
  /** Makes the calls that some venues want before a connection. */
  readonly call: <T>(call: RestCall<T>) => Promise<T>
  /** Takes what the venue tells. */
  readonly tell: (event: AccountEvent) => void
  /** Told when a topic is confirmed: what happened before it was not told by it. */
  readonly onConfirmed: (topic: Topic) => void
  /** Told when a connection is lost: from here on things may happen unheard. */
  readonly onLost: (reason: string) => void
  /** Told that the venue refuses a login or a topic; it is asked again in minutes. */
  readonly onRefused: (error: VenueError) => void
  /** Told of a frame that cannot be read. */
  readonly onFault: (detail: string) => void
}

/** An account may have nothing to say for days: its keep-alive says whether anybody is there. */
const NEVER_SILENT_MS = 7 * 86_400_000
/** A topic that was refused for good is asked for again after this long: somebody may have given the key its rights. */
const ASK_AGAIN_MS = 300_000

/** The private sockets of an account, and what comes in on them. */
export class PrivateFeed {
  readonly #parts: PrivateFeedParts
  readonly #pool: WSPool
  readonly #topics: readonly Topic[]
  readonly #decoders = new Map<string, AccountDecoder>()
  readonly #again = new Set<TimerHandle>()

  /** Opens nothing before {@link start}. */
  constructor(parts: PrivateFeedParts) {
    const { protocol, environment, region, urls, tuning, stamp, ports, call } = parts
    this.#parts = parts
    this.#topics = protocol.topics(parts.products)
    this.#pool = new WSPool({
      driver: protocol,
      environment,
      ...(region !== undefined && { region }),
      ...(urls !== undefined && { urls: { streams: urls.streams ?? {}, rest: urls.rest ?? {} } }),
      silentMs: NEVER_SILENT_MS,
      ...tuning,
      stamp,
      ports,
      call,
      onFrame: (frame, localTimeUs, source) => this.#onFrame(frame, localTimeUs, source),
      onConnection: ({ state, reason, endpoint, connection }) => {
        if (state === 'lost' || state === 'closed')
          this.#decoders.delete(`${endpoint} ${connection}`)
        if (state === 'lost') parts.onLost(reason)
      },
    })
    this.#pool.on('subscribed', (topic) => parts.onConfirmed(topic))
    this.#pool.on('rejected', ({ topic, error, willRetry }) => {
      if (!willRetry) this.#askAgainLater(topic)
      if (error instanceof VenueError) parts.onRefused(error)
    })
    this.#pool.on('refused', ({ error }) => parts.onRefused(error))
  }

  /** Connects and subscribes; goes on doing so until it is closed. */
  start(): void {
    this.#pool.subscribe(this.#topics)
  }

  /** Whether the venue tells everything that was asked for, now. */
  isComplete(): boolean {
    for (const topic of this.#topics) if (!this.#pool.isConfirmed(topic)) return false
    return true
  }

  /** Whether a connection of an endpoint is open. */
  isConnected(endpoint: string): boolean {
    return this.#pool.connections().some((each) => each.isOpen && each.source.endpoint === endpoint)
  }

  /** Replaces the connection of an endpoint, whose access may have ended. */
  renew(endpoint: string): void {
    for (const { source } of this.#pool.connections())
      if (source.endpoint === endpoint) this.#pool.recycle(source, 'access could not be renewed')
  }

  /** Closes the sockets. Idempotent. */
  close(): Promise<void> {
    for (const timer of this.#again) timer.cancel()
    return this.#pool.close()
  }

  #askAgainLater(topic: Topic): void {
    const timer = this.#parts.ports.timers.after(ASK_AGAIN_MS, () => {
      this.#again.delete(timer)
      this.#pool.subscribe([topic])
    })
    this.#again.add(timer)
  }

  #onFrame(frame: Uint8Array, localTimeUs: number, source: FrameSource): FrameOutcome {
    const decoder = this.#decoderOf(source)
    const outcome = decoder.decode(frame, localTimeUs, this.#parts.tell)
    if (outcome === 'fault') this.#parts.onFault(decoder.fault?.message ?? 'a frame was not read')
    return outcome
  }

  #decoderOf({ endpoint, connection }: FrameSource): AccountDecoder {
    const key = `${endpoint} ${connection}`
    const known = this.#decoders.get(key)
    if (known !== undefined) return known
    const decoder = this.#parts.protocol.createDecoder(this.#parts.table, endpoint)
    this.#decoders.set(key, decoder)
    return decoder
  }
}
