import type { BlockFilter } from './block-filter.ts'
import { idAtEnd } from './book-ids.ts'
import type { ChainWatch } from './chain-watch.ts'
import { closeBlock } from './close-block.ts'
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

  /** Takes a reading that a subscription asked for. */
  onReading(reading: PoolReading, request: number): void {
    if (request !== this.#request || request <= this.#spent || this.state !== undefined) return
    this.#waiting = reading
    this.#readingRequest = request
  }

  /**
   * Takes a reading beside the logs: where it shows something else, it is the state. One that is some blocks behind, for it
   * takes two calls, is brought on by what is proven of them. `lost`: it contradicts that.
   */
  onAudit(reading: PoolReading, request: number, chain: ChainWatch, filter: BlockFilter): FeedStep {
    const { state } = this
    if (state === undefined || request <= this.#readingRequest) return 'closed'
    let { block, timeS } = reading
    while (block < this.block) {
      const next = chain.at(block + 1)
      if (next === undefined) return 'closed'
      const closing = closeBlock(this.pool, reading.model, next, filter)
      if (closing === 'lost') return 'lost'
      if (closing === 'pending') return 'closed'
      block = next.number
      timeS = next.timeS
    }
    this.#start({ ...reading, block, timeS }, !state.isSame(reading.model))
    return 'closed'
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
      const closing = closeBlock(this.pool, this.state, next, filter)
      if (closing === 'pending' || closing === 'lost') return closing
      if (closing === 'moved') this.#moved(next.timeS)
      this.block = next.number
    }
    return 'closed'
  }

  #start({ block, timeS, model }: PoolReading, isNews: boolean): void {
    this.#waiting = undefined
    this.state = model
    this.block = block
    if (isNews) this.#moved(timeS)
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
