import type {
  ConnectionChanged,
  ConnectPlan,
  Stamp,
  StreamFacts,
  Topic,
  VenueError,
} from '../core/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import { ConnectPacer } from './connect-pacer.ts'
import { Connection } from './connection.ts'
import type { ConnectionHandlers } from './connection-options.ts'
import type { FrameSource } from './frame-source.ts'
import { Lane } from './lane.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerChange } from './ledger-words.ts'
import { type ShardChange, ShardMap } from './shard-map.ts'
import type { WSPoolOptions, WSPoolTuning } from './ws-pool-options.ts'

/** What an {@link EndpointPool} is made of. */
export interface EndpointPoolOptions {
  /** Facts of the endpoint. */
  readonly facts: StreamFacts
  /** Where its sockets are opened to. */
  readonly url: string
  /** The pool's options. */
  readonly pool: Pick<WSPoolOptions, 'driver' | 'onFrame' | 'onSent' | 'tap' | 'call'>
  /** What private frames are signed with. */
  readonly stamp: () => Stamp
  /** The pool's limits and timings. */
  readonly tuning: WSPoolTuning
  /** Everything ambient. */
  readonly ports: Ports
  /** Told of every change of a connection's state. */
  readonly onState: (
    connection: Connection,
    state: ConnectionChanged['state'],
    reason: string,
  ) => void
  /** Told that the venue refuses a connection as a whole. */
  readonly onRefused: (connection: Connection, error: VenueError) => void
  /** Told what became of topics on a connection. */
  readonly onTopics: (connection: Connection, changes: readonly LedgerChange[]) => void
}

/** The connections of one stream endpoint: its shards, each on one lane, or on two for redundancy. */
export class EndpointPool {
  readonly #options: EndpointPoolOptions
  readonly #pacer: ConnectPacer
  readonly #shards: ShardMap
  readonly #lanes = new Map<number, readonly Lane[]>()
  readonly #lingers = new Map<number, TimerHandle>()
  readonly #closing = new Set<Promise<unknown>>()
  #lastConnection = 0

  /** Opens nothing yet. */
  constructor(options: EndpointPoolOptions) {
    const { facts, tuning, ports } = options
    const { maxConnections = Number.POSITIVE_INFINITY } = facts
    this.#options = options
    this.#pacer = new ConnectPacer(ports, facts.connects)
    this.#shards = new ShardMap({
      maxTopics: facts.maxTopics,
      maxInstruments: tuning.maxInstrumentsPerConnection,
      // A shard takes a connection for each copy of its topics.
      maxShards: Math.min(
        tuning.maxShardsPerEndpoint,
        Math.floor(maxConnections / tuning.redundancy),
      ),
    })
  }

  /**
   * Takes places for topics without touching a socket; hand the result to {@link subscribe}, or undo it with
   * {@link unsubscribe}.
   *
   * @throws ConfigError `SUBSCRIPTION_LIMIT_EXCEEDED`; nothing has changed.
   */
  reserve(topics: readonly Topic[]): readonly ShardChange[] {
    return this.#shards.acquire(topics)
  }

  /** Brings reserved topics to their connections. */
  subscribe(changes: readonly ShardChange[]): void {
    for (const { shard, topics } of changes) {
      this.#lingers.get(shard)?.cancel()
      this.#lingers.delete(shard)
      const lanes = this.#lanes.get(shard)
      if (lanes === undefined) this.#lanes.set(shard, this.#openLanes(topics))
      else for (const lane of lanes) lane.want(topics)
    }
  }

  /** Counts one user less for each topic; those without any are unsubscribed. */
  unsubscribe(topics: readonly Topic[]): void {
    for (const change of this.#shards.release(topics)) this.#unwant(change.shard, change.topics)
  }

  /** Ends a topic whoever wants it. */
  drop(topic: Topic): void {
    const shard = this.#shards.drop(topic.name)
    if (shard !== undefined) this.#unwant(shard, [topic])
  }

  /** Whether an open connection has the topic confirmed. */
  isConfirmed(name: string): boolean {
    return this.#lanesOf(name).some((lane) =>
      lane.connections().some((connection) => carries(connection, name)),
    )
  }

  /** Asks for a snapshot on a connection that has the topic confirmed; nothing happens where there is none. */
  requestSnapshot(topic: Topic): void {
    this.#carriersOf(topic.name)[0]?.requestSnapshot(topic)
  }

  /** Sends what `make` writes on the newest connection that has the topic confirmed, which is answered. */
  post(
    topic: Topic,
    make: (stamp: Stamp) => string | undefined,
    isUrgent: boolean,
  ): FrameSource | undefined {
    const found = this.#carriersOf(topic.name).at(-1)
    found?.post(make, isUrgent)
    return found?.source
  }

  /** Sends a message on a connection; nothing happens where it is gone. */
  send(source: FrameSource, message: string): void {
    this.connections()
      .find((connection) => connection.source === source)
      ?.ask(message)
  }

  /** Its connections, by shard. */
  connections(): readonly Connection[] {
    return [...this.#lanes.values()].flat().flatMap((lane) => lane.connections())
  }

  /** Replaces the connection, make before break. Whether there is such a one. */
  recycle(source: FrameSource, reason: string): boolean {
    for (const lane of [...this.#lanes.values()].flat()) {
      const found = lane.connections().find((connection) => connection.source === source)
      if (found === undefined) continue
      lane.recycle(found, reason)
      return true
    }
    return false
  }

  /** Closes every connection; resolves when all are gone. */
  async close(): Promise<void> {
    for (const shard of [...this.#lanes.keys()]) this.#closeShard(shard, 'the pool is closed')
    this.#pacer.close()
    await Promise.all(this.#closing)
  }

  /** The open connections that have a topic confirmed, the one in use before the one that will replace it. */
  #carriersOf(name: string): readonly Connection[] {
    return this.#lanesOf(name)
      .flatMap((lane) => lane.connections())
      .filter((connection) => carries(connection, name))
  }

  #lanesOf(name: string): readonly Lane[] {
    return this.#lanes.get(this.#shards.shardOf(name) ?? -1) ?? []
  }

  #unwant(shard: number, topics: readonly Topic[]): void {
    for (const lane of this.#lanes.get(shard) ?? []) lane.unwant(topics)
    if (this.#shards.topicCount(shard) > 0 || !this.#lanes.has(shard) || this.#lingers.has(shard))
      return
    this.#lingers.set(
      shard,
      this.#options.ports.timers.after(this.#options.tuning.idleLingerMs, () =>
        this.#closeShard(shard, 'no topics are left'),
      ),
    )
  }

  #closeShard(shard: number, reason: string): void {
    this.#lingers.get(shard)?.cancel()
    this.#lingers.delete(shard)
    const closed = Promise.all((this.#lanes.get(shard) ?? []).map((lane) => lane.close(reason)))
    this.#lanes.delete(shard)
    this.#closing.add(closed)
    void closed.then(() => this.#closing.delete(closed))
  }

  #openLanes(topics: readonly Topic[]): readonly Lane[] {
    const { facts, tuning, ports, onState, onRefused, onTopics } = this.#options
    const open = (): Lane =>
      new Lane(
        {
          ports,
          pacer: this.#pacer,
          lifetimeMs: facts.lifetimeMs,
          ackTimeoutMs: facts.ackTimeoutMs,
          timings: tuning,
          connect: (ledger, handlers) => this.#connect(ledger, handlers),
          onState,
          onRefused,
          onTopics,
        },
        topics,
      )
    return Array.from({ length: tuning.redundancy }, open)
  }

  #connect(ledger: Ledger, handlers: ConnectionHandlers<Connection>): Connection {
    const { facts, url, pool, stamp, tuning, ports } = this.#options
    return new Connection({
      venue: pool.driver.facts.venue,
      facts,
      session: pool.driver.session,
      stamp,
      source: Object.freeze({ endpoint: facts.id, connection: ++this.#lastConnection, url }),
      ledger,
      ports,
      onFrame: pool.onFrame,
      onSent: pool.onSent,
      tap: pool.tap,
      plan: this.#plan(),
      handlers,
      handshakeTimeoutMs: tuning.handshakeTimeoutMs,
      closeTimeoutMs: tuning.closeTimeoutMs,
      maxMessageBytes: Math.max(tuning.maxMessageBytes, facts.maxFrameBytes ?? 0),
    })
  }

  /** How the venue is asked where to connect to; absent where the URL is known. */
  #plan(): (() => Promise<ConnectPlan>) | undefined {
    const { facts, pool } = this.#options
    const plan = pool.driver.session.connectPlan?.(facts.id)
    const { call } = pool
    return plan === undefined || call === undefined ? undefined : () => call(plan)
  }
}

function carries(connection: Connection, topic: string): boolean {
  return connection.isOpen() && connection.ledger.isConfirmed(topic)
}
