import { idAfter, idAtEnd } from './book-ids.ts'
import type { PoolLog } from './logs.ts'
import type { Pool } from './options.ts'
import { isWide, type PoolReading } from './pool-reading.ts'
import { changeLiquidity, liquidityAt, type PoolState } from './pool-state.ts'

/** Logs held back while a reading is on its way. */
const MOST_HELD = 4_096
/** Logs remembered, so that one that comes twice is known. */
const MOST_KNOWN = 512

/** What became of a log or a reading: the state moved, nothing did, or it can no longer be vouched for. */
export type FeedStep = 'moved' | 'same' | 'held' | 'lost'

/**
 * One pool followed by its logs on one connection: waits for a reading, joins to it the logs that came meanwhile, and
 * applies what comes after.
 */
export class PoolFeed {
  /** The pool. */
  readonly pool: Pool
  /** The state; `undefined` while no reading was joined. */
  state: PoolState | undefined
  /** Id up to which the state is true. */
  id = 0
  /** Time of the block that the state is of, epoch s, where known. */
  timeS: number | undefined
  /** Whether the state moved since it was told. */
  isDirty = false
  /** Subscriptions up to this request are over. */
  #request = 0
  /** Readings that were asked for by this request, or before it, are of no use. */
  #spent = 0
  /** A reading of a block before this one may miss logs that came before the subscription. */
  #leastBlock: number | undefined
  #readingRequest = 0
  #baseId = 0
  #waiting: PoolReading | undefined
  #held: PoolLog[] = []
  #known: string[] = []

  /** Follows nothing yet. */
  constructor(pool: Pool) {
    this.pool = pool
  }

  /** A subscription was confirmed: its logs count from now on, and a reading asked for with it may be joined. */
  subscribed(request: number, lastBlock: number | undefined): void {
    this.#request = request
    this.#leastBlock = lastBlock
    this.#forget()
  }

  /** The state can no longer be vouched for; nothing is until the pool is subscribed anew. */
  lose(): void {
    this.#spent = this.#request
    this.#forget()
  }

  /** Takes a reading that was asked for by a request. */
  onReading(reading: PoolReading, request: number, isAudit: boolean): FeedStep {
    if (isAudit) return this.#audit(reading, request)
    if (request !== this.#request || request <= this.#spent || this.state !== undefined)
      return 'same'
    this.#waiting = reading
    this.#readingRequest = request
    return this.#join()
  }

  /** A head arrived: a reading that waited to be proven new enough may be joined. */
  onHead(block: number): FeedStep {
    // Logs of this block came by the subscription, for it was there before; so one block older will do.
    this.#leastBlock ??= block - 1
    return this.#waiting === undefined ? 'same' : this.#join()
  }

  /** Takes a log of the subscription. */
  onLog(log: PoolLog): FeedStep {
    if (this.state !== undefined) return this.#apply(log, this.state)
    if (this.#request <= this.#spent) return 'same'
    if (this.#held.length < MOST_HELD) {
      this.#held.push(log)
      return 'held'
    }
    this.lose()
    return 'lost'
  }

  #join(): FeedStep {
    const reading = this.#waiting
    if (reading === undefined || this.#leastBlock === undefined) return 'held'
    this.#waiting = undefined
    // Of a node that lags behind: logs are missing between it and the subscription.
    if (reading.block < this.#leastBlock) return 'lost'
    const held = this.#held
    this.#start(reading)
    for (const log of held) {
      if (this.state === undefined || this.#apply(log, this.state) === 'lost') return 'lost'
    }
    return 'moved'
  }

  /**
   * A reading beside the logs: where it is as new as the state or newer, it is the state. Logs of its block that are still
   * on their way are in it already.
   */
  #audit(reading: PoolReading, request: number): FeedStep {
    const { state } = this
    if (state === undefined || request <= this.#readingRequest) return 'same'
    if (idAtEnd(reading.block) < this.id) return 'same'
    const isSame = isEqual(state, reading.state)
    this.#start(reading)
    this.isDirty = !isSame
    return isSame ? 'same' : 'moved'
  }

  #start({ block, timeS, state }: PoolReading): void {
    this.state = state
    this.id = this.#baseId = idAtEnd(block)
    this.timeS = timeS
    this.isDirty = true
    this.#held = []
  }

  #apply(log: PoolLog, state: PoolState): FeedStep {
    const { block, index, blockHash, event, timeS } = log
    const id = idAfter(block, index)
    const key = `${blockHash}:${index}`
    if (id <= this.#baseId || this.#known.includes(key)) return 'same'
    // Not seen, and yet the state is beyond it.
    if (id <= this.id) return 'lost'
    if (event.kind === 'liquidity') changeLiquidity(state, event.lower, event.upper, event.amount)
    else {
      const expected = liquidityAt(state, event.tick)
      if (expected !== undefined && expected !== event.liquidity) return 'lost'
      state.sqrtPriceX96 = event.sqrtPriceX96
      state.tick = event.tick
      state.liquidity = event.liquidity
    }
    this.id = id
    this.timeS = timeS
    this.isDirty = true
    this.#known.push(key)
    if (this.#known.length > MOST_KNOWN) this.#known.shift()
    return 'moved'
  }

  #forget(): void {
    this.state = undefined
    this.isDirty = false
    this.#waiting = undefined
    this.#held = []
    this.#known = []
  }
}

/** Whether a reading reaches as far around the price as the levels may. */
export function isUseful(pool: Pool, { state }: PoolReading): boolean {
  return isWide(pool, state)
}

function isEqual(a: PoolState, b: PoolState): boolean {
  if (a.sqrtPriceX96 !== b.sqrtPriceX96 || a.tick !== b.tick || a.liquidity !== b.liquidity)
    return false
  const low = Math.max(a.lowTick, b.lowTick)
  const high = Math.min(a.highTick, b.highTick)
  const netsOf = ({ ticks }: PoolState): string =>
    [...ticks]
      .filter(([tick]) => tick >= low && tick < high)
      .sort(([one], [other]) => one - other)
      .map(([tick, { net, gross }]) => `${tick} ${net} ${gross}`)
      .join()
  return netsOf(a) === netsOf(b)
}
