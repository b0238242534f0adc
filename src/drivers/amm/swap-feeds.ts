import type { KnownBlock } from './chain-watch.ts'
import { type PoolLog, type SwapTrade, tradeOf } from './logs.ts'
import type { Pool } from './pool.ts'

/** Trades remembered: those that are pushed and told again by their block, or that a reorganised chain has again. */
const MOST_TOLD = 4_096

/** A trade with its id. */
export type IdentifiedTrade = SwapTrade & {
  /** Its transaction and its place in the block: `0x381a…:6`. */
  readonly id: string
}

interface Listening {
  /** The request that it was asked for by. */
  readonly request: number
  /** Blocks up to this one were there before: their trades are history. */
  readonly since: number
}

/**
 * The pools whose swaps a connection tells. A swap may be pushed, be among the proven logs of its block, and stand in a
 * block that replaces that one: it is told once, whichever comes first, and a push that is lost loses none.
 */
export class SwapFeeds {
  readonly #listening = new Map<string, Listening>()
  readonly #told = new Set<string>()

  /** A subscription to a pool's swaps was confirmed, when so many blocks had been seen. */
  subscribed(poolId: string, request: number, seen: number): void {
    const { since = seen } = this.#listening.get(poolId) ?? {}
    this.#listening.set(poolId, { request, since })
  }

  /** A subscription was ended by a request; one made after it goes on. */
  ended(poolId: string, request: number): void {
    const listening = this.#listening.get(poolId)
    if (listening !== undefined && listening.request < request) this.#listening.delete(poolId)
  }

  /** Whether the swaps of a pool in a block are to be told. */
  listensTo(poolId: string, { place }: KnownBlock): boolean {
    const listening = this.#listening.get(poolId)
    return listening !== undefined && place > listening.since
  }

  /** The trade of a log, once; where there is none, why not. */
  take({ event, transaction, index }: PoolLog, pool: Pool): IdentifiedTrade | string {
    const trade =
      event.kind === 'swap' || event.kind === 'exchange' ? tradeOf(event, pool) : undefined
    if (trade === undefined) return 'no token changed for the other'
    const id = `${transaction}:${index}`
    // Of a transaction that a new chain has again, the same place may be another trade.
    const key = `${id} ${trade.takerSide} ${trade.size} ${trade.price}`
    if (this.#told.has(key)) return 'a trade that was told'
    this.#told.add(key)
    if (this.#told.size > MOST_TOLD) this.#forgetOldest()
    return { ...trade, id }
  }

  #forgetOldest(): void {
    // A set gives its values back in the order in which they were added.
    for (const key of this.#told) {
      this.#told.delete(key)
      return
    }
  }
}
