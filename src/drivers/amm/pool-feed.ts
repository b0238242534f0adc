import type { BlockFilter } from './block-filter.ts'
import { idAtEnd } from './book-ids.ts'
import type { ChainWatch, KnownBlock, LogPart } from './chain-watch.ts'
import type { PoolEvent } from './events.ts'
import type { PoolLog } from './logs.ts'
import type { Pool } from './pool.ts'
import type { PoolModel } from './pool-kind.ts'
import type { PoolReading } from './pool-reading.ts'

/** How far a feed has come: it has closed every block known, waits for the logs of one, or can no longer be vouched for. */
export type FeedStep = 'closed' | 'pending' | 'lost'

/**
 * One pool followed block by block on one connection: from a reading on, a block is closed when its head proves that it
 * has no logs of the pool, or when the node gave all logs of that very block.
 */
export class PoolFeed {
  /** The pool. */
  readonly pool: Pool
  /** The state at the end of a block; `undefined` while no reading was joined. */
  state: PoolModel | undefined
  /** The block. */
  block = 0
  /** Time of the block whose logs moved the state last, or of the reading, epoch s. */
  timeS: number | undefined
  /** Whether the state moved since it was told. */
  isDirty = false
  /** Subscriptions up to this request are over. */
  #request = 0
  /** Readings that were asked for by this request, or before it, are of no use. */
  #spent = 0
  #readingRequest = 0
  #waiting: PoolReading | undefined

  /** Follows nothing yet. */
  constructor(pool: Pool) {
    this.pool = pool
  }

  /** Id of a book of the state. */
  get id(): number {
    return idAtEnd(this.block)
  }

  /** The request that the subscription was made by. */
  get request(): number {
    return this.#request
  }

  /** A subscription was confirmed: a reading asked for with it may be joined. */
  subscribed(request: number): void {
    this.#request = request
    this.#forget()
  }

  /** The state can no longer be vouched for; nothing is until the pool is subscribed anew. */
  lose(): void {
    this.#spent = this.#request
    this.#forget()
  }

  /** Takes a reading that was asked for by a request: the first, or an audit beside the logs. */
  onReading(reading: PoolReading, request: number, isAudit: boolean): void {
    if (isAudit) this.#audit(reading, request)
    else if (request === this.#request && request > this.#spent && this.state === undefined) {
      this.#waiting = reading
      this.#readingRequest = request
    }
  }

  /** Closes blocks, as far as they are proven. Without any block known, a reading cannot be proven new enough. */
  advance(chain: ChainWatch, filter: BlockFilter): FeedStep {
    const { last } = chain
    if (last === undefined) return 'closed'
    if (this.#waiting !== undefined) this.#start(this.#waiting, true)
    while (this.state !== undefined && this.block < last.number) {
      const next = chain.at(this.block + 1)
      // The reading is older than all that is known: of a node that lags behind.
      if (next === undefined) return 'lost'
      const fees = next.fees?.get(this.pool.id)
      if (this.pool.asksFee && fees === undefined) return 'pending'
      if (filter.mayHold(next.bloom, this.pool)) {
        const logs = next.logs.get(partOf(this.pool))
        if (logs === undefined) return 'pending'
        if (!this.#apply(logs, next, this.state)) return 'lost'
      }
      if (fees !== undefined) this.#setFees(fees, next, this.state)
      this.block = next.number
    }
    return 'closed'
  }

  /** A reading beside the logs: where it is as new as the state or newer, it is the state. */
  #audit(reading: PoolReading, request: number): void {
    const { state } = this
    if (state === undefined || request <= this.#readingRequest) return
    if (reading.block < this.block) return
    this.#start(reading, !state.isSame(reading.model))
  }

  #start({ block, timeS, model }: PoolReading, isNews: boolean): void {
    this.#waiting = undefined
    this.state = model
    this.block = block
    if (isNews) this.#moved(timeS)
  }

  /** Whether the logs of a block agree with what is known of the pool. */
  #apply(logs: readonly PoolLog[], { timeS }: KnownBlock, state: PoolModel): boolean {
    for (const { pool, emitter, event } of logs) {
      if (pool !== this.pool.id || emitter !== this.pool.kind.emitter) continue
      if (!state.apply(event)) return false
      this.#moved(timeS)
    }
    return true
  }

  /** Fees at the end of a block, which no log told. */
  #setFees(event: PoolEvent, { timeS }: KnownBlock, state: PoolModel): void {
    const { up, down } = state.fees
    state.apply(event)
    if (state.fees.up !== up || state.fees.down !== down) this.#moved(timeS)
  }

  #moved(timeS: number): void {
    this.timeS = timeS
    this.isDirty = true
  }

  #forget(): void {
    this.state = undefined
    this.isDirty = false
    this.#waiting = undefined
  }
}

/** Which answer has the logs of a pool. */
export function partOf({ kind }: Pool): LogPart {
  return kind.isKeyed ? 'keyed' : 'logs'
}
