import type { BookSide } from '../core/index.ts'
import type { BookLevels } from './change-log.ts'
import type { LiveInstrument } from './live-instrument.ts'

type Side = readonly (readonly [price: number, size: number])[]

/**
 * The best N levels of a book, and how a client that holds them is brought up to date.
 *
 * A client that applies each turn and then cuts its sides to N holds the best N exactly. Levels that a better one pushed
 * out are not told, unless the venue tells them; levels that come back into view are told like new ones.
 */
export class DepthWindow {
  readonly #live: LiveInstrument
  readonly #depth: number
  readonly #tellsPushedOut: boolean
  #seen: BookLevels
  #seenId: number

  /** A window as it is now; `tellsPushedOut` sends a removal for levels that left the window though they still exist. */
  constructor(live: LiveInstrument, depth: number, tellsPushedOut = false) {
    this.#live = live
    this.#depth = depth
    this.#tellsPushedOut = tellsPushedOut
    this.#seen = live.book(depth)
    this.#seenId = live.updateId
  }

  /** The levels as last told: what a snapshot for a new client holds. */
  get levels(): BookLevels {
    return this.#seen
  }

  /** The book's update id as last told. */
  get updateId(): number {
    return this.#seenId
  }

  /** What changed since the last turn (0 removes); `undefined` where nothing within the window did. */
  turn(): BookLevels | undefined {
    if (this.#live.updateId === this.#seenId) return undefined
    const before = this.#seen
    const now = this.#live.book(this.#depth)
    const bids = this.#changes('bid', before.bids, now.bids)
    const asks = this.#changes('ask', before.asks, now.asks)
    this.#seen = now
    this.#seenId = this.#live.updateId
    return bids.length + asks.length === 0 ? undefined : { bids, asks }
  }

  /** Removals, then what is new; both sides are sorted, best first, so one walk over both finds them. */
  #changes(side: BookSide, before: Side, now: Side): Side {
    const removed: (readonly [price: number, size: number])[] = []
    const changed: (readonly [price: number, size: number])[] = []
    const sign = side === 'bid' ? -1 : 1
    let next = 0
    const passUpTo = (rank: number): void => {
      for (let level = before[next]; level !== undefined; level = before[next]) {
        const [price] = level
        if (price * sign >= rank) return
        next += 1
        if (this.#tellsPushedOut || !this.#exists(side, price)) removed.push([price, 0])
      }
    }
    for (const level of now) {
      const [price, size] = level
      passUpTo(price * sign)
      const old = before[next]
      const isOld = old?.[0] === price
      if (isOld) next += 1
      if (!isOld || old[1] !== size) changed.push(level)
    }
    passUpTo(Number.POSITIVE_INFINITY)
    return [...removed, ...changed]
  }

  #exists(side: BookSide, price: number): boolean {
    return this.#live.engine.sizeAt(side, price) > 0
  }
}
