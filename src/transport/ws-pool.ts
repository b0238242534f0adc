import { EventEmitter } from 'eventemitter3'
import {
  ConfigError,
  type ConnectionChanged,
  type CrossbookError,
  type Stamp,
  type Topic,
  type VenueError,
} from '../core/index.ts'
import type { Connection } from './connection.ts'
import { EndpointPool } from './endpoint-pool.ts'
import type { FrameSource } from './frame-source.ts'
import type { LedgerChange } from './ledger-words.ts'
import { localStamps } from './stamps.ts'
import { resolveUrls } from './urls.ts'
import { resolveWSPoolTuning, type WSPoolOptions } from './ws-pool-options.ts'

/** A subscription that was refused, or that nobody answered. */
export interface TopicRejected {
  /** The topic. */
  readonly topic: Topic
  /** The connection it was asked for on. */
  readonly source: FrameSource
  /** VenueError of the venue's driver, or TransportError `ACK_TIMEOUT`. */
  readonly error: CrossbookError
  /** Whether the pool asks again by itself; if not, the topic is no longer subscribed by anybody. */
  readonly willRetry: boolean
}

/** A connection that the venue refused as a whole: its login, or to say where to connect. */
export interface ConnectionRefused {
  /** The connection. */
  readonly source: FrameSource
  /** Why; of keys that are refused, the next attempt is minutes away. */
  readonly error: VenueError
}

/** The events of a {@link WSPool}, all off the hot path. Handlers must not throw. */
export interface WSPoolEvents {
  /** A connection changed; with the topics it was to carry. */
  connection: (event: ConnectionChanged, topics: readonly Topic[]) => void
  /** The venue confirmed a topic on a connection: again after every reconnect, and once per connection. */
  subscribed: (topic: Topic, source: FrameSource) => void
  /** The venue ended a topic on a connection as asked. */
  unsubscribed: (topic: Topic, source: FrameSource) => void
  /** A topic was refused or not answered. */
  rejected: (event: TopicRejected) => void
  /** A connection was refused as a whole; it is lost, and tried again later. */
  refused: (event: ConnectionRefused) => void
}

/** A connection as seen from outside. */
export interface ConnectionInfo {
  /** Name, number and URL. */
  readonly source: FrameSource
  /** Whether it is open. */
  readonly isOpen: boolean
  /** Topics it is to carry. */
  readonly wanted: number
  /** Topics that the venue confirmed on it. */
  readonly confirmed: number
}

/**
 * Sockets of one venue: spreads topics over connections within the venue's limits, keeps them alive, reconnects,
 * resubscribes, and replaces connections before the venue closes them.
 *
 * Never interprets a frame beyond acknowledgements and keep-alive. While a connection is replaced, and always with
 * `redundancy: 2`, two connections deliver the same topics: consumers drop what they have seen by its sequence.
 *
 * @example
 * ```ts
 * const pool = new WSPool({ driver, environment: 'production', ports, onFrame })
 * pool.on('rejected', ({ topic, error }) => ports.log.warn(error.message))
 * pool.subscribe(driver.topics(instrument, { channel: 'trade' }))
 * ```
 */
export class WSPool implements AsyncDisposable {
  readonly #options: WSPoolOptions
  readonly #emitter = new EventEmitter<WSPoolEvents>()
  readonly #endpoints = new Map<string, EndpointPool>()
  #closed: Promise<void> | undefined

  /**
   * Checks the options; opens nothing before the first topic.
   *
   * @throws ConfigError `INVALID_OPTIONS`, `UNKNOWN_ENVIRONMENT`.
   */
  constructor(options: WSPoolOptions) {
    const tuning = resolveWSPoolTuning(options)
    const urls = resolveUrls(options)
    this.#options = options
    const stamp = options.stamp ?? localStamps(options.ports.wallClock)
    for (const facts of options.driver.facts.streams) {
      const url = urls.streams[facts.id]
      if (url === undefined) continue
      this.#endpoints.set(
        facts.id,
        new EndpointPool({
          facts,
          url,
          pool: options,
          stamp,
          tuning,
          ports: options.ports,
          onState: (connection, state, reason) => this.#onState(connection, state, reason),
          onRefused: (connection, error) => this.#onRefused(connection, error),
          onTopics: (connection, changes) => this.#onTopics(connection, changes),
        }),
      )
    }
    if (options.onConnection !== undefined) this.on('connection', options.onConnection)
  }

  /** Listens to an event. */
  on<Name extends keyof WSPoolEvents>(name: Name, handler: WSPoolEvents[Name]): void {
    // The emitter's listener type is the same function type, seen through its generic arguments.
    this.#emitter.on(name, handler as EventEmitter.EventListener<WSPoolEvents, Name>)
  }

  /** Stops listening. */
  off<Name extends keyof WSPoolEvents>(name: Name, handler: WSPoolEvents[Name]): void {
    this.#emitter.off(name, handler as EventEmitter.EventListener<WSPoolEvents, Name>)
  }

  /**
   * Subscribes topics; each call counts as one user of each topic. Nothing is sent for topics that are subscribed
   * already. All or nothing.
   *
   * @throws ConfigError `CLOSED`; `UNSUPPORTED` for an endpoint that does not exist here, or a topic that is polled;
   * `SUBSCRIPTION_LIMIT_EXCEEDED`. Nothing was sent.
   */
  subscribe(topics: readonly Topic[]): void {
    if (this.#closed !== undefined) {
      throw new ConfigError('CLOSED', 'Subscribing topics: the pool is closed; make a new one')
    }
    const groups = [...this.#byEndpoint(topics)]
    const reserved: (() => void)[] = []
    try {
      for (const [endpoint, own] of groups) {
        const changes = endpoint.reserve(own)
        reserved.push(() => endpoint.subscribe(changes))
      }
    } catch (error) {
      for (const [endpoint, own] of groups.slice(0, reserved.length)) endpoint.unsubscribe(own)
      throw error
    }
    for (const commit of reserved) commit()
  }

  /** Ends one use of each topic; those without any are unsubscribed. Nothing happens for topics not subscribed. */
  unsubscribe(topics: readonly Topic[]): void {
    if (this.#closed !== undefined) return
    for (const [endpoint, own] of this.#byEndpoint(topics)) endpoint.unsubscribe(own)
  }

  /** Whether an open connection has the topic confirmed now. */
  isConfirmed(topic: Topic): boolean {
    return this.#endpoints.get(topic.endpoint)?.isConfirmed(topic.name) ?? false
  }

  /**
   * Asks the venue for a snapshot on a topic, on a connection that has it confirmed; it arrives as a frame. Nothing
   * happens where no connection has it, or the venue knows no such request.
   */
  requestSnapshot(topic: Topic): void {
    this.#endpoints.get(topic.endpoint)?.requestSnapshot(topic)
  }

  /** Sends a message on a connection, within its rate. Nothing happens where it is gone. */
  send(source: FrameSource, message: string): void {
    this.#endpoints.get(source.endpoint)?.send(source, message)
  }

  /**
   * Sends a message on a connection that has the topic confirmed, an urgent one before others. `make` writes it when its turn
   * comes, and may think better of it; it is not asked where the connection is gone by then. Answers the connection;
   * `undefined` where none has the topic, and nothing is sent.
   */
  post(
    topic: Topic,
    make: (stamp: Stamp) => string | undefined,
    isUrgent: boolean,
  ): FrameSource | undefined {
    return this.#endpoints.get(topic.endpoint)?.post(topic, make, isUrgent)
  }

  /** The connections now, retired ones excepted. */
  connections(): readonly ConnectionInfo[] {
    return [...this.#endpoints.values()].flatMap((endpoint) =>
      endpoint.connections().map((connection) => ({
        source: connection.source,
        isOpen: connection.isOpen(),
        wanted: connection.ledger.wanted().length,
        confirmed: connection.ledger.confirmedCount(),
      })),
    )
  }

  /** Replaces a connection that its user finds suspect, make before break. Whether there is such a one. */
  recycle(source: FrameSource, reason: string): boolean {
    return this.#endpoints.get(source.endpoint)?.recycle(source, reason) ?? false
  }

  /** Closes every connection in good order; resolves when no socket and no timer is left. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= Promise.all(
      [...this.#endpoints.values()].map((endpoint) => endpoint.close()),
    ).then(() => {
      this.#emitter.removeAllListeners()
    })
    return this.#closed
  }

  /** Same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #byEndpoint(topics: readonly Topic[]): ReadonlyMap<EndpointPool, readonly Topic[]> {
    const groups = new Map<EndpointPool, Topic[]>()
    for (const topic of topics) {
      const endpoint = this.#endpoints.get(topic.endpoint)
      if (endpoint === undefined || topic.poll !== undefined || topic.reading !== undefined)
        throw this.#unsupported(topic)
      const group = groups.get(endpoint)
      if (group === undefined) groups.set(endpoint, [topic])
      else group.push(topic)
    }
    return groups
  }

  #onState(connection: Connection, state: ConnectionChanged['state'], reason: string): void {
    const { driver, ports } = this.#options
    const { endpoint, connection: number } = connection.source
    const { venue } = driver.facts
    ports.metrics.counter('socket_states', { venue, endpoint, state }).add()
    const write = state === 'lost' ? 'warn' : 'info'
    ports.log[write]('A connection changed', () => ({
      venue,
      endpoint,
      connection: number,
      state,
      reason,
    }))
    const event: ConnectionChanged = Object.freeze({
      type: 'connection',
      venue,
      endpoint,
      connection: number,
      state,
      reason,
      localTimeUs: ports.wallClock.nowUs(),
    })
    this.#emitter.emit('connection', event, connection.ledger.wanted())
  }

  #onRefused({ source }: Connection, error: VenueError): void {
    this.#options.ports.log.warn('The venue refused a connection', () => ({
      venue: this.#options.driver.facts.venue,
      endpoint: source.endpoint,
      connection: source.connection,
      code: error.code,
      detail: error.message.slice(0, 200),
    }))
    this.#emitter.emit('refused', Object.freeze({ source, error }))
  }

  #onTopics(connection: Connection, changes: readonly LedgerChange[]): void {
    const { source } = connection
    for (const change of changes) {
      switch (change.type) {
        case 'confirmed':
          this.#emitter.emit('subscribed', change.topic, source)
          break
        case 'gone':
          this.#emitter.emit('unsubscribed', change.topic, source)
          break
        case 'failed':
          this.#onFailed(source, change.topic, change.error, change.willRetry)
          break
      }
    }
  }

  #onFailed(source: FrameSource, topic: Topic, error: CrossbookError, willRetry: boolean): void {
    if (!willRetry) this.#endpoints.get(source.endpoint)?.drop(topic)
    this.#options.ports.log.warn('A subscription failed', () => ({
      venue: this.#options.driver.facts.venue,
      endpoint: source.endpoint,
      connection: source.connection,
      topic: topic.name,
      code: error.code,
      willRetry,
      detail: error.message.slice(0, 200),
    }))
    this.#emitter.emit('rejected', Object.freeze({ topic, source, error, willRetry }))
  }

  #unsupported(topic: Topic): ConfigError {
    const found =
      topic.poll === undefined && topic.reading === undefined
        ? `the endpoint does not exist here; there are: ${[...this.#endpoints.keys()].join(', ')}`
        : 'the topic is polled by REST, not streamed'
    return new ConfigError(
      'UNSUPPORTED',
      `Subscribing ${topic.name} on ${topic.endpoint}: ${found}`,
      {
        context: { endpoint: topic.endpoint, topic: topic.name },
      },
    )
  }
}
