import type { JsonValue } from '../../wire/index.ts'
import type { BlockFilter } from './block-filter.ts'
import { readFees } from './block-questions.ts'
import { ChainWatch, type Head, type KnownBlock, type LogPart } from './chain-watch.ts'
import { partOf } from './close-block.ts'
import type { Hints } from './hints.ts'
import { type PoolLog, readLogs } from './logs.ts'
import type { Pool } from './pool.ts'
import { PoolFeed } from './pool-feed.ts'
import { hasLog, PushedLogs } from './pushed-logs.ts'
import type { WholeReading } from './stream-readings.ts'

/** A node answers for a block that it told of itself within a round trip. */
const PROVEN_WITHIN_US = 5_000_000

/** What the decoders of a driver share. */
export interface SharedPools {
  /** Pools by id. */
  readonly pools: ReadonlyMap<string, Pool>
  /** Where prices were seen last. */
  readonly hints: Hints
  /** What heads tell of the logs of their blocks. */
  readonly filter: BlockFilter
}

/** Why nothing can be vouched for any more; `undefined` while all can. */
export type Loss = string | undefined

const NOT_TO_BE_HAD = 'the logs of a block are not to be had'

/** The pools of one connection, followed block by block: what is proven of each block, and how far each pool has come. */
export class PoolFollower {
  /** The blocks. */
  readonly chain: ChainWatch = new ChainWatch()
  readonly #shared: SharedPools
  readonly #pushed = new PushedLogs()
  readonly #feeds = new Map<string, PoolFeed>()
  /** Since when what proves a block is awaited, epoch µs; NaN while it is not. */
  #pendingUs: number = Number.NaN

  /** Follows nothing yet. */
  constructor(shared: SharedPools) {
    this.#shared = shared
  }

  /** Whether a pool waits for what proves a block. */
  get isPending(): boolean {
    return !Number.isNaN(this.#pendingUs)
  }

  /** Whether it waits for too long. */
  isLate(localTimeUs: number): boolean {
    // A comparison with NaN is false.
    return localTimeUs - this.#pendingUs > PROVEN_WITHIN_US
  }

  /** Whether a pool is followed. */
  follows({ id }: Pool): boolean {
    return this.#feeds.has(id)
  }

  /** The pools that moved since they were told. */
  moved(): readonly PoolFeed[] {
    return [...this.#feeds.values()].filter(({ isDirty }) => isDirty)
  }

  /** A subscription to a pool was confirmed. */
  subscribed(pool: Pool, request: number): void {
    const feed = this.#feeds.get(pool.id) ?? new PoolFeed(pool)
    this.#feeds.set(pool.id, feed)
    feed.subscribed(request)
  }

  /** One was ended: nobody listens to the pool any more, unless it was subscribed anew meanwhile. */
  ended(poolId: string, request: number): void {
    const feed = this.#feeds.get(poolId)
    if (feed !== undefined && feed.request < request) this.#feeds.delete(poolId)
  }

  /** Takes a head that was not seen yet. */
  onHead(head: Head, localTimeUs: number, isNew: boolean): Loss {
    if (this.chain.add(head, localTimeUs, isNew) === 'broken') return 'reorg'
    const isDenied = this.#pushed.of(head.hash).some((log) => this.#isDenied(log, head.bloom))
    return isDenied ? 'a head denies a log of its block' : this.advance()
  }

  /** Takes all logs of a block, or a refusal: then it cannot be closed. */
  onLogs(block: KnownBlock, part: LogPart, result: JsonValue | undefined): Loss {
    const logs = result === undefined ? undefined : readLogs(result)
    const pushed = this.#pushed.of(block.hash).filter((log) => this.#partOf(log) === part)
    const isWhole =
      logs?.every((log) => log.blockHash === block.hash && !log.isRemoved) === true &&
      pushed.every((log) => hasLog(logs, log))
    if (!isWhole) return NOT_TO_BE_HAD
    block.logs.set(
      part,
      logs.toSorted((a, b) => a.index - b.index),
    )
    return this.advance()
  }

  /** Takes the fees at the end of a block, or a refusal: then books that need them cannot go on. */
  onFees(block: KnownBlock, chain: string, result: JsonValue | undefined): Loss {
    if (typeof result !== 'string') return 'the fees of a block are not to be had'
    block.fees = readFees(result, chain, this.#shared.pools.values())
    return this.advance()
  }

  /** Takes a log as it was pushed: it builds no book, but is a witness of its block. */
  onPushed(log: PoolLog, pool: Pool): Loss {
    if (log.isRemoved) return 'reorg'
    this.#pushed.add(log)
    const block = this.chain.find(log.blockHash)
    if (block === undefined) return undefined
    if (this.#isDenied(log, block.bloom)) return 'a head denies a log of its block'
    const known = block.logs.get(partOf(pool))
    return known === undefined || hasLog(known, log) ? undefined : NOT_TO_BE_HAD
  }

  /** Takes a reading that is whole. */
  onReading({ id }: Pool, { reading, request, isAudit }: WholeReading): Loss {
    const feed = this.#feeds.get(id)
    if (!isAudit) feed?.onReading(reading, request)
    else if (feed?.onAudit(reading, request, this.chain, this.#shared.filter) === 'lost')
      return 'an audit contradicts what is known'
    return this.advance()
  }

  /** Brings every pool as far as the blocks are proven. */
  advance(): Loss {
    this.#pendingUs = Number.NaN
    const steps = [...this.#feeds.values()].map((feed) => {
      const step = feed.advance(this.chain, this.#shared.filter)
      const next = this.chain.at(feed.block + 1)
      if (step === 'pending' && !(next !== undefined && next.localTimeUs >= this.#pendingUs))
        this.#pendingUs = next?.localTimeUs ?? Number.NaN
      if (feed.state !== undefined) this.#shared.hints.set(feed.pool.id, feed.state.tick)
      return step
    })
    return steps.includes('lost') ? 'a pool cannot be followed' : undefined
  }

  /** Nothing can be vouched for: pools are followed again once they were read anew. */
  lose(): void {
    this.#pendingUs = Number.NaN
    for (const feed of this.#feeds.values()) feed.lose()
  }

  /** The pool that a log is of, where it comes from the contract that tells of it. */
  poolOf({ pool: id, emitter }: PoolLog): Pool | undefined {
    const pool = this.#shared.pools.get(id)
    return pool?.kind.emitter === emitter ? pool : undefined
  }

  #partOf(log: PoolLog): LogPart | undefined {
    const pool = this.poolOf(log)
    return pool && partOf(pool)
  }

  #isDenied(log: PoolLog, bloom: string | undefined): boolean {
    const pool = this.poolOf(log)
    return pool !== undefined && !this.#shared.filter.mayHold(bloom, pool)
  }
}
