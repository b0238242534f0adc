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
import type { JsonObject } from '../../wire/index.ts'
import { isObject, objectAt, optionalTextAt, parseJson, textAt } from '../kit/fields.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ChainWatch, readHead } from './chain-watch.ts'
import { addBook, addTrade } from './fill.ts'
import { type FrameId, readFrameId } from './frame-ids.ts'
import type { Hints } from './hints.ts'
import { type PoolLog, readLog, tradeOf } from './logs.ts'
import type { Pool } from './options.ts'
import { type FeedStep, isUseful, PoolFeed } from './pool-feed.ts'
import { readLens } from './pool-reading.ts'
import { STREAM_FEED } from './sequence.ts'
import { HEADS } from './session.ts'

/** Trades remembered, so that one that a reorganised chain has again is told once. */
const MOST_TRADES = 1_024

/** Reads the frames of one connection. */
export class AmmDecoder implements FrameDecoder {
  readonly #table: InstrumentTable
  readonly #pools: ReadonlyMap<string, Pool>
  readonly #hints: Hints
  readonly #batch: FrameBatch
  readonly #verdict = new FrameVerdict()
  readonly #chain = new ChainWatch()
  /** Subscription id → what it was asked as. */
  readonly #subscriptions = new Map<string, string>()
  readonly #feeds = new Map<string, PoolFeed>()
  #trades: string[] = []

  /** A decoder of a new connection. */
  constructor(table: InstrumentTable, pools: ReadonlyMap<string, Pool>, hints: Hints) {
    this.#table = table
    this.#pools = pools
    this.#hints = hints
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
      if ('parentHash' in result) return this.#onHead(result, localTimeUs, sink)
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
    if (typeof result !== 'string') {
      const isAnswer = isObject(error) || typeof result === 'boolean'
      return isAnswer ? 'control' : this.#malformed(`expected a result, there is none`)
    }
    if (id.kind === 'sub') {
      this.#onSubscribed(id, result)
      return 'control'
    }
    const pool = this.#pools.get(id.of)
    if ((id.kind !== 'state' && id.kind !== 'audit') || pool === undefined) return 'control'
    const span = { first: id.firstWord, count: id.wordCount }
    const reading = readLens(result, pool, span)
    if (reading === undefined) return this.#verdict.ignore('contracts that do not answer')
    this.#hints.set(pool.id, reading.state.tick)
    const feed = this.#feeds.get(pool.id)
    if (feed === undefined || !isUseful(pool, reading)) return 'control'
    const step = feed.onReading(reading, id.request, id.kind === 'audit')
    if (step === 'lost') this.#lose('reading too old', sink)
    if (step === 'moved') this.#addBook(feed, localTimeUs)
    return this.#flush('control', localTimeUs, sink)
  }

  #onSubscribed(id: FrameId, subscription: string): void {
    this.#subscriptions.set(subscription, id.of)
    const [kind, poolId = ''] = id.of.split(':')
    const pool = this.#pools.get(poolId)
    if (id.of === HEADS || kind !== 'pool' || pool === undefined) return
    const feed = this.#feeds.get(poolId) ?? new PoolFeed(pool)
    this.#feeds.set(poolId, feed)
    feed.subscribed(id.request, this.#chain.last?.number)
    // The logs of an earlier subscription to it are the same: one of them is enough.
    for (const [other, name] of this.#subscriptions)
      if (name === id.of && other !== subscription) this.#subscriptions.delete(other)
  }

  #onHead(result: JsonObject, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const head = readHead(result)
    const step = this.#chain.add(head)
    if (step === 'known') return 'control'
    if (step === 'broken') {
      this.#lose('reorg', sink)
      return 'control'
    }
    for (const feed of this.#feeds.values()) {
      if (feed.onHead(head.number) === 'lost') {
        this.#lose('reading too old', sink)
        return 'control'
      }
    }
    // The head closes the block: what its logs have moved is told now, once.
    for (const feed of this.#feeds.values()) if (feed.isDirty) this.#addBook(feed, localTimeUs)
    return this.#flush('control', localTimeUs, sink)
  }

  #onLog(log: PoolLog, name: string, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const pool = this.#pools.get(log.pool)
    if (pool === undefined) return this.#verdict.ignore('a pool that was not asked for')
    if (name.startsWith('swaps')) return this.#onTrade(log, pool, localTimeUs, sink)
    if (log.isRemoved) {
      this.#lose('reorg', sink)
      return this.#verdict.ignore('its block was dropped from the chain')
    }
    const feed = this.#feeds.get(pool.id)
    const step: FeedStep = feed?.onLog(log) ?? 'same'
    if (step === 'lost') {
      this.#lose('log out of order', sink)
      return this.#verdict.ignore('it contradicts what is known of the pool: it is read anew')
    }
    if (feed?.state !== undefined) this.#hints.set(pool.id, feed.state.tick)
    // A log behind the head of its block closes it too.
    const isClosed = log.block <= (this.#chain.last?.number ?? Number.NEGATIVE_INFINITY)
    if (feed !== undefined && step === 'moved' && isClosed) {
      this.#addBook(feed, localTimeUs)
      return this.#flush('control', localTimeUs, sink)
    }
    return this.#verdict.ignore(
      step === 'same' ? 'it is in the book already' : 'it is told with its whole block',
    )
  }

  #onTrade(log: PoolLog, pool: Pool, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const { event, transaction, index, blockHash } = log
    const slot = this.#table.bySymbol('spot', pool.id)
    if (slot === undefined) return this.#verdict.ignore('an instrument that is not listed')
    if (log.isRemoved) return this.#verdict.ignore('its block was dropped from the chain')
    const trade = event.kind === 'swap' ? tradeOf(event, pool) : undefined
    if (trade === undefined) return this.#verdict.ignore('nothing of base changed hands')
    const id = `${transaction}:${index}`
    const key = `${id} ${trade.takerSide} ${trade.size} ${trade.price}`
    if (this.#trades.includes(key)) return this.#verdict.ignore('a trade that was told')
    this.#trades.push(key)
    if (this.#trades.length > MOST_TRADES) this.#trades.shift()
    const timeS = log.timeS ?? this.#chain.timeOf(blockHash)
    addTrade(this.#batch, slot, pool, { ...trade, id }, { timeS, localTimeUs })
    return this.#flush('control', localTimeUs, sink)
  }

  /** Nothing that this connection shows can be vouched for: the books are stale until their pools are read anew. */
  #lose(reason: string, sink: FrameSink): void {
    this.#batch.clear()
    for (const feed of this.#feeds.values()) feed.lose()
    sink.lost(reason)
  }

  #addBook(feed: PoolFeed, localTimeUs: number): void {
    const { pool, state, id, timeS } = feed
    const slot = this.#table.bySymbol('spot', pool.id)
    if (state === undefined || slot === undefined) return
    feed.isDirty = false
    const book = { pool, state, feed: STREAM_FEED }
    addBook(this.#batch, slot, book, id, { timeS: timeS ?? this.#chain.last?.timeS, localTimeUs })
  }

  #flush(otherwise: FrameOutcome, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (this.#batch.isEmpty()) return otherwise
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }
}
