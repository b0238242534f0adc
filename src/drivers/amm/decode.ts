/**
 * Reads a node's frames: heads, logs, readings. Not hot: a block brings a frame or two of each pool, and its levels are
 * computed in big integers, which costs a hundred times what reading it does.
 */
import {
  CrossbookError,
  type FrameDecoder,
  type FrameFault,
  type FrameOutcome,
  type FrameSink,
  type InstrumentTable,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { isObject, objectAt, optionalTextAt, parseJson, textAt } from '../kit/fields.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { type KnownBlock, type LogPart, readHead } from './chain-watch.ts'
import { addBook, addTrade } from './fill.ts'
import { type FrameId, readFrameId } from './frame-ids.ts'
import { type PoolLog, readLog } from './logs.ts'
import type { Pool } from './pool.ts'
import type { PoolFeed } from './pool-feed.ts'
import { type Loss, PoolFollower, type SharedPools } from './pool-follower.ts'
import { startReading } from './pool-reading.ts'
import { STREAM_FEED } from './sequence.ts'
import { HEADS } from './session.ts'
import { StreamReadings, type WholeReading } from './stream-readings.ts'
import { SwapFeeds } from './swap-feeds.ts'

/** Reads the frames of one connection. */
export class AmmDecoder implements FrameDecoder {
  readonly #table: InstrumentTable
  readonly #shared: SharedPools
  readonly #batch: FrameBatch
  readonly #verdict = new FrameVerdict()
  readonly #follower: PoolFollower
  readonly #readings = new StreamReadings()
  readonly #swaps = new SwapFeeds()
  /** Subscription id → what it was asked as. */
  readonly #subscriptions = new Map<string, string>()

  /** A decoder of a new connection. */
  constructor(table: InstrumentTable, shared: SharedPools) {
    this.#table = table
    this.#shared = shared
    this.#batch = new FrameBatch(table)
    this.#follower = new PoolFollower(shared)
  }

  /** {@inheritDoc FrameDecoder.ignoredReason} */
  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  /** {@inheritDoc FrameDecoder.fault} */
  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  /** {@inheritDoc FrameDecoder.decode} */
  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#batch.clear()
    if (this.#follower.isLate(localTimeUs)) this.#lose('a block was not proven in time', sink)
    try {
      return this.#read(frame, localTimeUs, sink)
    } catch (error) {
      if (!(error instanceof CrossbookError) && !(error instanceof RangeError)) throw error
      this.#verdict.fault = { code: 'MALFORMED_FRAME', message: error.message, offsetBytes: 0 }
      return 'fault'
    }
  }

  #read(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const message = parseJson(frame)
    if (!isObject(message)) return this.#malformed('expected an object')
    if (message['method'] === 'eth_subscription') {
      const params = objectAt(message, 'params')
      const name = this.#subscriptions.get(textAt(params, 'subscription'))
      const result = objectAt(params, 'result')
      if ('parentHash' in result) return this.#onHead(result, true, localTimeUs, sink)
      const log = readLog(result)
      if (log === undefined) return this.#verdict.ignore('a log of another event')
      if (name === undefined) return this.#verdict.ignore('a subscription that has ended')
      return this.#onPushed(log, name, localTimeUs, sink)
    }
    const text = optionalTextAt(message, 'id')
    if (text === undefined) return this.#malformed('expected a subscription or an answer')
    const id = readFrameId(text)
    if (id === undefined) return this.#verdict.ignore('an answer to somebody else')
    return this.#onAnswer(id, message, localTimeUs, sink)
  }

  #malformed(detail: string): FrameOutcome {
    const message = `Reading a frame of a node: ${detail}`
    this.#verdict.fault = { code: 'MALFORMED_FRAME', message, offsetBytes: 0 }
    return 'fault'
  }

  #onAnswer(
    id: FrameId,
    { result, error }: JsonObject,
    localTimeUs: number,
    sink: FrameSink,
  ): FrameOutcome {
    // Heads that were pushed meanwhile are newer.
    if (id.kind === 'head' && isObject(result) && this.#follower.chain.last === undefined)
      return this.#onHead(result, false, localTimeUs, sink)
    if (id.kind === 'logs' || id.kind === 'keyed')
      return this.#onLogs(id.of, id.kind, result, localTimeUs, sink)
    if (id.kind === 'fees') return this.#onFees(id.of, result, localTimeUs, sink)
    if (typeof result !== 'string') {
      const isAnswer = isObject(error) || typeof result === 'boolean' || id.kind === 'head'
      if (isAnswer && id.kind === 'end') this.#onEnded(id)
      return isAnswer ? 'control' : this.#malformed(`expected a result, there is none`)
    }
    if (id.kind === 'sub') {
      this.#onSubscribed(id, result)
      return 'control'
    }
    const pool = this.#shared.pools.get(id.of)
    if (pool === undefined) return 'control'
    if (id.kind === 'ticks') {
      const next = this.#readings.take(pool, id.request, result)
      if (typeof next !== 'string') return this.#onReading(pool, next, localTimeUs, sink)
      sink.ask?.(next)
      return 'control'
    }
    if (id.kind !== 'state' && id.kind !== 'audit') return 'control'
    return this.#onReadingStart(pool, id, result, localTimeUs, sink)
  }

  #onReadingStart(
    pool: Pool,
    { kind, request, firstWord: first, wordCount: count }: FrameId,
    result: string,
    localTimeUs: number,
    sink: FrameSink,
  ): FrameOutcome {
    const reading = startReading(result, pool, { first, count })
    if (reading === undefined) return this.#verdict.ignore('contracts that do not answer')
    this.#shared.hints.set(pool.id, reading.model.tick)
    if (!this.#follower.follows(pool) || !reading.model.isWide) return 'control'
    const begun = { request, isAudit: kind === 'audit', reading }
    if (reading.ticks.length === 0) return this.#onReading(pool, begun, localTimeUs, sink)
    const question = this.#readings.begin(pool, begun)
    sink.ask?.(question)
    return 'control'
  }

  #onReading(
    pool: Pool,
    whole: WholeReading | undefined,
    localTimeUs: number,
    sink: FrameSink,
  ): FrameOutcome {
    if (whole === undefined) return 'control'
    this.#check(this.#follower.onReading(pool, whole), sink)
    return this.#tell(localTimeUs, sink)
  }

  #onSubscribed(id: FrameId, subscription: string): void {
    this.#subscriptions.set(subscription, id.of)
    const [kind, poolId = ''] = id.of.split(':')
    if (kind === 'swaps') this.#swaps.subscribed(poolId, id.request, this.#follower.chain.seen)
    const pool = this.#shared.pools.get(poolId)
    if (id.of === HEADS || kind !== 'pool' || pool === undefined) return
    this.#follower.subscribed(pool, id.request)
    // The logs of an earlier subscription to it are the same: one of them is enough.
    for (const [other, name] of this.#subscriptions)
      if (name === id.of && other !== subscription) this.#subscriptions.delete(other)
  }

  #onEnded({ of, request }: FrameId): void {
    const [kind, poolId = ''] = of.split(':')
    if (kind === 'swaps') this.#swaps.ended(poolId, request)
    if (kind === 'pool') this.#follower.ended(poolId, request)
  }

  /** Always `control` where the block is to be asked for: the session reads the head then. */
  #onHead(result: JsonObject, isNew: boolean, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const head = readHead(result)
    if (this.#follower.chain.find(head.hash) !== undefined) return 'control'
    this.#check(this.#follower.onHead(head, localTimeUs, isNew), sink)
    return this.#follower.isPending ? 'control' : this.#tell(localTimeUs, sink)
  }

  #onLogs(
    hash: string,
    part: LogPart,
    result: JsonValue | undefined,
    localTimeUs: number,
    sink: FrameSink,
  ): FrameOutcome {
    const block = this.#follower.chain.find(hash)
    if (block === undefined || block.logs.has(part)) return 'control'
    this.#check(this.#follower.onLogs(block, part, result), sink)
    this.#addTrades(block, block.logs.get(part) ?? [], localTimeUs)
    return this.#tell(localTimeUs, sink)
  }

  #onFees(
    of: string,
    result: JsonValue | undefined,
    localTimeUs: number,
    sink: FrameSink,
  ): FrameOutcome {
    const [chain = '', hash = ''] = of.split(':')
    const block = this.#follower.chain.find(hash)
    if (block === undefined) return 'control'
    this.#check(this.#follower.onFees(block, chain, result), sink)
    return this.#tell(localTimeUs, sink)
  }

  #onPushed(log: PoolLog, name: string, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const pool = this.#follower.poolOf(log)
    if (pool === undefined) return this.#verdict.ignore('a pool that was not asked for')
    if (name.startsWith('swaps')) return this.#onTrade(log, pool, localTimeUs, sink)
    this.#check(this.#follower.onPushed(log, pool), sink)
    return this.#verdict.ignore(
      log.isRemoved ? 'its block was dropped from the chain' : 'it is told with its whole block',
    )
  }

  /** The swaps of a proven block that were not pushed, in the order of the chain. */
  #addTrades(block: KnownBlock, logs: readonly PoolLog[], localTimeUs: number): void {
    for (const log of logs) {
      const pool = this.#follower.poolOf(log)
      const slot = this.#table.bySymbol('spot', log.pool)
      if (pool === undefined || slot === undefined || !this.#swaps.listensTo(pool.id, block))
        continue
      const trade = this.#swaps.take(log, pool)
      const timeS = log.timeS ?? block.timeS
      if (typeof trade !== 'string')
        addTrade(this.#batch, slot, pool, trade, { timeS, localTimeUs })
    }
  }

  #onTrade(log: PoolLog, pool: Pool, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const slot = this.#table.bySymbol('spot', pool.id)
    if (slot === undefined) return this.#verdict.ignore('an instrument that is not listed')
    if (log.isRemoved) return this.#verdict.ignore('its block was dropped from the chain')
    const trade = this.#swaps.take(log, pool)
    if (typeof trade === 'string') return this.#verdict.ignore(trade)
    const timeS = log.timeS ?? this.#follower.chain.find(log.blockHash)?.timeS
    addTrade(this.#batch, slot, pool, trade, { timeS, localTimeUs })
    return this.#flush(localTimeUs, sink)
  }

  #check(loss: Loss, sink: FrameSink): void {
    if (loss !== undefined) this.#lose(loss, sink)
  }

  /** Nothing that this connection shows can be vouched for: the books are stale until their pools are read anew. */
  #lose(reason: string, sink: FrameSink): void {
    this.#batch.clear()
    this.#readings.clear()
    this.#follower.lose()
    sink.lost(reason)
  }

  /** Tells the books whose pools moved. */
  #tell(localTimeUs: number, sink: FrameSink): FrameOutcome {
    for (const feed of this.#follower.moved()) this.#addBook(feed, localTimeUs)
    return this.#flush(localTimeUs, sink)
  }

  #addBook(feed: PoolFeed, localTimeUs: number): void {
    const { pool, state, id, timeS } = feed
    const slot = this.#table.bySymbol('spot', pool.id)
    if (state === undefined || slot === undefined) return
    feed.isDirty = false
    const book = { pool, state, feed: STREAM_FEED }
    addBook(this.#batch, slot, book, id, { timeS, localTimeUs })
  }

  #flush(localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (this.#batch.isEmpty()) return 'control'
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }
}
