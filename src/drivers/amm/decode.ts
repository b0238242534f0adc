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
import type { BlockFilter } from './block-filter.ts'
import { ChainWatch, type KnownBlock, readHead } from './chain-watch.ts'
import { addBook, addTrade } from './fill.ts'
import { type FrameId, readFrameId } from './frame-ids.ts'
import type { Hints } from './hints.ts'
import { type PoolLog, readLog, readLogs } from './logs.ts'
import type { Pool } from './options.ts'
import { isUseful, PoolFeed } from './pool-feed.ts'
import { readLens } from './pool-reading.ts'
import { hasLog, PushedLogs } from './pushed-logs.ts'
import { STREAM_FEED } from './sequence.ts'
import { HEADS } from './session.ts'
import { SwapFeeds } from './swap-feeds.ts'

/** A node answers for a block that it told of itself within a round trip. */
const PROVEN_WITHIN_US = 5_000_000

/** What the decoders of a driver share. */
export interface AmmDecoderParts {
  /** Pools by id. */
  readonly pools: ReadonlyMap<string, Pool>
  /** Where prices were seen last. */
  readonly hints: Hints
  /** What heads tell of the logs of their blocks. */
  readonly filter: BlockFilter
}

/** Reads the frames of one connection. */
export class AmmDecoder implements FrameDecoder {
  readonly #table: InstrumentTable
  readonly #parts: AmmDecoderParts
  readonly #batch: FrameBatch
  readonly #verdict = new FrameVerdict()
  readonly #chain = new ChainWatch()
  readonly #pushed = new PushedLogs()
  /** Subscription id → what it was asked as. */
  readonly #subscriptions = new Map<string, string>()
  readonly #feeds = new Map<string, PoolFeed>()
  readonly #swaps = new SwapFeeds()
  /** Since when the logs of a block are awaited, epoch µs; NaN while they are not. */
  #pendingUs: number = Number.NaN

  /** A decoder of a new connection. */
  constructor(table: InstrumentTable, parts: AmmDecoderParts) {
    this.#table = table
    this.#parts = parts
    this.#batch = new FrameBatch(table)
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
    // A comparison with NaN is false.
    if (localTimeUs - this.#pendingUs > PROVEN_WITHIN_US)
      this.#lose('a block was not proven in time', sink)
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
      return this.#onLog(log, name, localTimeUs, sink)
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
    if (id.kind === 'head' && isObject(result) && this.#chain.last === undefined)
      return this.#onHead(result, false, localTimeUs, sink)
    if (id.kind === 'logs') return this.#onLogs(id.of, result, localTimeUs, sink)
    if (typeof result !== 'string') {
      const isAnswer = isObject(error) || typeof result === 'boolean' || id.kind === 'head'
      if (isAnswer && id.kind === 'end') this.#onEnded(id)
      return isAnswer ? 'control' : this.#malformed(`expected a result, there is none`)
    }
    if (id.kind === 'sub') {
      this.#onSubscribed(id, result)
      return 'control'
    }
    const { pools, hints } = this.#parts
    const pool = pools.get(id.of)
    if ((id.kind !== 'state' && id.kind !== 'audit') || pool === undefined) return 'control'
    const span = { first: id.firstWord, count: id.wordCount }
    const reading = readLens(result, pool, span)
    if (reading === undefined) return this.#verdict.ignore('contracts that do not answer')
    hints.set(pool.id, reading.state.tick)
    const feed = this.#feeds.get(pool.id)
    if (feed === undefined || !isUseful(pool, reading)) return 'control'
    feed.onReading(reading, id.request, id.kind === 'audit')
    this.#advance(sink)
    return this.#tell('control', localTimeUs, sink)
  }

  #onSubscribed(id: FrameId, subscription: string): void {
    this.#subscriptions.set(subscription, id.of)
    const [kind, poolId = ''] = id.of.split(':')
    if (kind === 'swaps') this.#swaps.subscribed(poolId, id.request, this.#chain.seen)
    const pool = this.#parts.pools.get(poolId)
    if (id.of === HEADS || kind !== 'pool' || pool === undefined) return
    const feed = this.#feeds.get(poolId) ?? new PoolFeed(pool)
    this.#feeds.set(poolId, feed)
    feed.subscribed(id.request)
    // The logs of an earlier subscription to it are the same: one of them is enough.
    for (const [other, name] of this.#subscriptions)
      if (name === id.of && other !== subscription) this.#subscriptions.delete(other)
  }

  /** Nobody listens to the pool any more, unless it was subscribed anew meanwhile. */
  #onEnded({ of, request }: FrameId): void {
    const [kind, poolId = ''] = of.split(':')
    if (kind === 'swaps') this.#swaps.ended(poolId, request)
    const feed = this.#feeds.get(poolId)
    if (kind === 'pool' && feed !== undefined && feed.request < request) this.#feeds.delete(poolId)
  }

  /** Always `control` where the block is to be asked for: the session reads the head then. */
  #onHead(result: JsonObject, isNew: boolean, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const head = readHead(result)
    const step = this.#chain.add(head, localTimeUs, isNew)
    if (step === 'known') return 'control'
    if (step === 'broken') {
      this.#lose('reorg', sink)
      return 'control'
    }
    if (this.#pushed.of(head.hash).some((log) => this.#isDenied(log, head.bloom)))
      this.#lose('a head denies a log of its block', sink)
    return this.#advance(sink) ? 'control' : this.#tell('control', localTimeUs, sink)
  }

  /** All logs of a block; or a refusal, and the block cannot be closed. */
  #onLogs(
    hash: string,
    result: JsonValue | undefined,
    localTimeUs: number,
    sink: FrameSink,
  ): FrameOutcome {
    const block = this.#chain.find(hash)
    if (block === undefined || block.logs !== undefined) return 'control'
    const logs = result === undefined ? undefined : readLogs(result)
    const pushed = this.#pushed.of(hash)
    const isWhole =
      logs?.every((log) => log.blockHash === hash && !log.isRemoved) === true &&
      pushed.every((log) => hasLog(logs, log))
    if (!isWhole) {
      this.#lose('the logs of a block are not to be had', sink)
      return 'control'
    }
    block.logs = logs.toSorted((a, b) => a.index - b.index)
    this.#advance(sink)
    this.#addTrades(block, block.logs, localTimeUs)
    return this.#tell('control', localTimeUs, sink)
  }

  /** Brings every feed as far as the blocks are proven; whether one waits for the logs of a block. */
  #advance(sink: FrameSink): boolean {
    this.#pendingUs = Number.NaN
    const steps = [...this.#feeds.values()].map((feed) => {
      const step = feed.advance(this.#chain, this.#parts.filter)
      const next = this.#chain.at(feed.block + 1)
      if (step === 'pending' && !(next !== undefined && next.localTimeUs >= this.#pendingUs))
        this.#pendingUs = next?.localTimeUs ?? Number.NaN
      if (feed.state !== undefined) this.#parts.hints.set(feed.pool.id, feed.state.tick)
      return step
    })
    if (steps.includes('lost')) this.#lose('a pool cannot be followed', sink)
    return !Number.isNaN(this.#pendingUs)
  }

  #isDenied({ pool: id }: PoolLog, bloom: string | undefined): boolean {
    const pool = this.#parts.pools.get(id)
    return pool !== undefined && !this.#parts.filter.mayHold(bloom, pool)
  }

  /** What is pushed builds no book; it is a witness of its block. */
  #onLog(log: PoolLog, name: string, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const pool = this.#parts.pools.get(log.pool)
    if (pool === undefined) return this.#verdict.ignore('a pool that was not asked for')
    if (name.startsWith('swaps')) return this.#onTrade(log, pool, localTimeUs, sink)
    if (log.isRemoved) {
      this.#lose('reorg', sink)
      return this.#verdict.ignore('its block was dropped from the chain')
    }
    this.#pushed.add(log)
    const block = this.#chain.find(log.blockHash)
    const isDenied = block !== undefined && this.#isDenied(log, block.bloom)
    if (isDenied) this.#lose('a head denies a log of its block', sink)
    else if (block?.logs !== undefined && !hasLog(block.logs, log))
      this.#lose('the logs of a block are not to be had', sink)
    return this.#verdict.ignore('it is told with its whole block')
  }

  /** The swaps of a proven block that were not pushed, in the order of the chain. */
  #addTrades(block: KnownBlock, logs: readonly PoolLog[], localTimeUs: number): void {
    for (const log of logs) {
      const pool = this.#parts.pools.get(log.pool)
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
    const timeS = log.timeS ?? this.#chain.find(log.blockHash)?.timeS
    addTrade(this.#batch, slot, pool, trade, { timeS, localTimeUs })
    return this.#flush('control', localTimeUs, sink)
  }

  /** Nothing that this connection shows can be vouched for: the books are stale until their pools are read anew. */
  #lose(reason: string, sink: FrameSink): void {
    this.#batch.clear()
    this.#pendingUs = Number.NaN
    for (const feed of this.#feeds.values()) feed.lose()
    sink.lost(reason)
  }

  /** Tells the books whose pools moved. */
  #tell(otherwise: FrameOutcome, localTimeUs: number, sink: FrameSink): FrameOutcome {
    for (const feed of this.#feeds.values()) if (feed.isDirty) this.#addBook(feed, localTimeUs)
    return this.#flush(otherwise, localTimeUs, sink)
  }

  #addBook(feed: PoolFeed, localTimeUs: number): void {
    const { pool, state, id, timeS } = feed
    const slot = this.#table.bySymbol('spot', pool.id)
    if (state === undefined || slot === undefined) return
    feed.isDirty = false
    const book = { pool, state, feed: STREAM_FEED }
    addBook(this.#batch, slot, book, id, { timeS, localTimeUs })
  }

  #flush(otherwise: FrameOutcome, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (this.#batch.isEmpty()) return otherwise
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }
}
