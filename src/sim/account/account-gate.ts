import type { EngineOrder, MakerGate } from '../engine-order.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { RestingOrder } from '../matching-side.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountRules } from './account-rules.ts'
import type { EndReason, SimOrder } from './sim-order.ts'

/** Finds the order behind one that rests in the engine. */
export type FindWorking = (
  engineId: number,
) => { readonly book: AccountBook; readonly order: SimOrder } | undefined

/**
 * Keeps accounts from trading with themselves, and reduce-only orders from doing more than reduce.
 *
 * One command of the market may meet several orders of an account before any of it is booked, so the gate counts what the
 * command has done to each position so far.
 */
export class AccountGate implements MakerGate {
  readonly #live: LiveInstrument
  readonly #rules: AccountRules
  readonly #find: FindWorking
  readonly #moved = new Map<string, number>()
  readonly #reasons = new Map<number, EndReason>()

  /** The gate of an instrument. */
  constructor(live: LiveInstrument, rules: AccountRules, find: FindWorking) {
    this.#live = live
    this.#rules = rules
    this.#find = find
  }

  /** {@inheritDoc MakerGate.begin} */
  begin(): void {
    this.#moved.clear()
    this.#reasons.clear()
  }

  /** {@inheritDoc MakerGate.permit} */
  permit(maker: Readonly<RestingOrder>, taker: EngineOrder, wanted: number): number | 'stop' {
    if (taker.owner === maker.owner && this.#rules.selfTrade !== 'allow') {
      if (this.#rules.selfTrade === 'cancelTaker') return 'stop'
      this.#reasons.set(maker.id, 'selfTrade')
      return 0
    }
    const working = this.#find(maker.id)
    if (working === undefined) return wanted
    const { book, order } = working
    const moved = this.#moved.get(book.name) ?? 0
    const size = order.reduceOnly
      ? Math.min(wanted, reducible(book.positionBook(this.#live).quantity + moved, order))
      : wanted
    if (size < wanted) this.#reasons.set(maker.id, 'reduceOnly')
    this.#moved.set(book.name, moved + (order.side === 'buy' ? size : -size))
    return size
  }

  /** Why the last command took an order out of the book. */
  reasonOf(engineId: number): EndReason {
    return this.#reasons.get(engineId) ?? 'venue'
  }
}

/** How much of a position an order can reduce. */
export function reducible(quantity: number, { side }: Pick<SimOrder, 'side'>): number {
  return Math.max(0, side === 'buy' ? -quantity : quantity)
}
