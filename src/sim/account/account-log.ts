import type { PlaceTerms } from './order-terms.ts'
import type { Refusal } from './refusal.ts'
import type { SimFill, SimOrder } from './sim-order.ts'
import type { SimPosition } from './sim-position.ts'
import type { SimBalance } from './wallets.ts'

/** What happened to an account. */
export type AccountHappening =
  /** An order was taken; `untriggered`, or `open` before it meets the book. */
  | { readonly kind: 'accepted'; readonly order: SimOrder }
  /** An order's trigger price traded; it is open before it meets the book. */
  | { readonly kind: 'triggered'; readonly order: SimOrder }
  /** Some of an order was filled; `filled` with the last of it. */
  | { readonly kind: 'filled'; readonly order: SimOrder; readonly fill: SimFill }
  /** An order has other terms; by its owner, or by the venue where less is left to reduce. */
  | {
      readonly kind: 'amended'
      readonly order: SimOrder
      readonly before: SimOrder
      readonly by: 'user' | 'venue'
    }
  /** An order ended because somebody wanted it. */
  | { readonly kind: 'cancelled'; readonly order: SimOrder }
  /** An order ended by its own terms, or because it could not be. */
  | { readonly kind: 'expired'; readonly order: SimOrder }
  /** A request for an order was refused: there is none. */
  | { readonly kind: 'rejected'; readonly terms: PlaceTerms; readonly refusal: Refusal }
  /** Total or locked of an asset changed. */
  | { readonly kind: 'balanceChanged'; readonly balance: SimBalance }
  /** A position changed. */
  | { readonly kind: 'positionChanged'; readonly position: SimPosition }

/** What happened to an account, and when. */
export type AccountEvent = AccountHappening & {
  /** Counts up by one within the account, from 1. */
  readonly sequence: number
  /** When, epoch µs by the venue's clock. */
  readonly timeUs: number
}

/** Hears what happens to an account, in order, once each. */
export type AccountListener = (event: AccountEvent) => void

/** The name under which a frame that tells an event goes past the faults: `private/filled`. */
export function privateStream({ kind }: AccountHappening): string {
  return `private/${kind}`
}

const KEPT_EVENTS = 20_000

/** What happened to an account, in order. Listeners may be made to wait; they miss nothing, and never hear out of order. */
export class AccountLog {
  readonly #events: AccountEvent[] = []
  readonly #listeners = new Set<AccountListener>()
  readonly #untold: AccountEvent[] = []
  #sequence = 0
  #holds = 0
  #isTelling = false

  /** The newest 20 000 events at least, oldest first. */
  get events(): readonly AccountEvent[] {
    return this.#events
  }

  /** Notes what happened; told at the next `tell`. */
  add(happening: AccountHappening, timeUs: number): void {
    this.#sequence += 1
    const event = Object.freeze({ ...happening, sequence: this.#sequence, timeUs })
    this.#events.push(event)
    this.#untold.push(event)
    if (this.#events.length > 2 * KEPT_EVENTS) this.#events.splice(0, KEPT_EVENTS)
  }

  /** Calls `listener` for everything that is told from now on. Returns how to stop. */
  listen(listener: AccountListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells nothing until the returned function is called; it does so once. */
  hold(): () => void {
    let isHeld = true
    this.#holds += 1
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holds -= 1
      this.tell()
    }
  }

  /** Tells what was not told yet, unless it is held. */
  tell(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      while (this.#holds === 0) {
        const event = this.#untold.shift()
        if (event === undefined) break
        for (const listener of [...this.#listeners]) listener(event)
      }
    } finally {
      this.#isTelling = false
    }
  }
}
