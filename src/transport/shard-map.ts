import { ConfigError, type Topic } from '../core/index.ts'

/** How full a shard may be, and how many there may be. */
export interface ShardLimits {
  /** Most topics in a shard. */
  readonly maxTopics: number
  /** Most instruments in a shard; a topic without one counts as one. */
  readonly maxInstruments: number
  /** Most shards. */
  readonly maxShards: number
}

/** Topics that entered or left one shard. */
export interface ShardChange {
  /** Number of the shard. */
  readonly shard: number
  /** The topics. */
  readonly topics: readonly Topic[]
}

interface Shard {
  readonly topics: Map<string, Topic>
  /** Instrument → how many of its topics are here. */
  readonly instruments: Map<string, number>
}

interface Holding {
  readonly topic: Topic
  readonly shard: number
  count: number
}

/**
 * Spreads the topics of one endpoint over shards, a shard to a connection, and counts who wants them.
 *
 * Pure. A topic never moves; topics of one instrument go together while there is room; places that become free are
 * filled first.
 */
export class ShardMap {
  readonly #limits: ShardLimits
  readonly #shards: Shard[] = []
  readonly #holdings = new Map<string, Holding>()

  /** Starts empty. */
  constructor(limits: ShardLimits) {
    this.#limits = limits
  }

  /**
   * Counts one more user for each topic, and places those that are new. All or nothing. Returns what is new by shard.
   *
   * @throws ConfigError `SUBSCRIPTION_LIMIT_EXCEEDED` when they do not fit; nothing has changed.
   */
  acquire(topics: readonly Topic[]): readonly ShardChange[] {
    const added: Holding[] = []
    for (const [index, topic] of topics.entries()) {
      const holding = this.#holdings.get(topic.name)
      if (holding !== undefined) {
        holding.count++
        continue
      }
      const shard = this.#findShard(topic)
      if (shard === undefined) {
        this.release(topics.slice(0, index))
        throw this.#full(topic)
      }
      added.push(this.#place(topic, shard))
    }
    return byShard(added)
  }

  /** Counts one user less for each topic; those without any leave. Returns what left by shard. */
  release(topics: readonly Topic[]): readonly ShardChange[] {
    const removed: Holding[] = []
    for (const { name } of topics) {
      const holding = this.#holdings.get(name)
      if (holding === undefined || --holding.count > 0) continue
      this.#remove(holding)
      removed.push(holding)
    }
    return byShard(removed)
  }

  /** Removes a topic whoever wants it. Returns its shard, or `undefined` where it was not held. */
  drop(name: string): number | undefined {
    const holding = this.#holdings.get(name)
    if (holding !== undefined) this.#remove(holding)
    return holding?.shard
  }

  /** The shard that holds a topic. */
  shardOf(name: string): number | undefined {
    return this.#holdings.get(name)?.shard
  }

  /** How many topics a shard holds. */
  topicCount(shard: number): number {
    return this.#shards[shard]?.topics.size ?? 0
  }

  #findShard(topic: Topic): number | undefined {
    const { maxTopics, maxInstruments, maxShards } = this.#limits
    const instrument = instrumentOf(topic)
    const hasRoom = (shard: Shard): boolean => shard.topics.size < maxTopics
    const together = this.#shards.findIndex(
      (shard) => hasRoom(shard) && shard.instruments.has(instrument),
    )
    if (together !== -1) return together
    const apart = this.#shards.findIndex(
      (shard) => hasRoom(shard) && shard.instruments.size < maxInstruments,
    )
    if (apart !== -1) return apart
    if (this.#shards.length >= maxShards) return undefined
    return this.#shards.push({ topics: new Map(), instruments: new Map() }) - 1
  }

  #place(topic: Topic, shard: number): Holding {
    const holding = { topic, shard, count: 1 }
    const place = this.#shards[shard]
    const instrument = instrumentOf(topic)
    place?.topics.set(topic.name, topic)
    place?.instruments.set(instrument, (place.instruments.get(instrument) ?? 0) + 1)
    this.#holdings.set(topic.name, holding)
    return holding
  }

  #remove({ topic, shard }: Holding): void {
    const place = this.#shards[shard]
    const instrument = instrumentOf(topic)
    const left = (place?.instruments.get(instrument) ?? 1) - 1
    if (left === 0) place?.instruments.delete(instrument)
    else place?.instruments.set(instrument, left)
    place?.topics.delete(topic.name)
    this.#holdings.delete(topic.name)
  }

  #full(topic: Topic): ConfigError {
    const { maxTopics, maxInstruments, maxShards } = this.#limits
    return new ConfigError(
      'SUBSCRIPTION_LIMIT_EXCEEDED',
      `Subscribing ${topic.name} on ${topic.endpoint}: all ${maxShards} connections are full ` +
        `(${maxTopics} topics, ${maxInstruments} instruments each); nothing was subscribed`,
      { context: { endpoint: topic.endpoint, topic: topic.name, held: this.#holdings.size } },
    )
  }
}

function instrumentOf(topic: Topic): string {
  return topic.symbol ?? topic.name
}

function byShard(holdings: readonly Holding[]): readonly ShardChange[] {
  const shards = new Map<number, Topic[]>()
  for (const { shard, topic } of holdings) {
    const topics = shards.get(shard)
    if (topics === undefined) shards.set(shard, [topic])
    else topics.push(topic)
  }
  return [...shards].map(([shard, topics]) => ({ shard, topics }))
}
