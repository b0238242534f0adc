import type { TimerHandle } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountEvent, AccountListener } from './account-log.ts'
import type { ApiKey } from './account-rules.ts'
import { moneyOf } from './money.ts'
import { type AmendTerms, amendOrder } from './order-amendment.ts'
import type { OrderEntry } from './order-entry.ts'
import type { HistoryQuery, OrderName } from './order-store.ts'
import { isRefusal, type PlaceTerms } from './order-terms.ts'
import type { Refusal } from './refusal.ts'
import type { SimFill, SimOrder } from './sim-order.ts'
import type { SimPosition } from './sim-position.ts'
import type { TradingFloor } from './trading-floor.ts'
import type { SimBalance } from './wallets.ts'

/** What became of a request about one order. */
export type OrderOutcome =
  | {
      /** It was done. */
      readonly isAccepted: true
      /** The order afterwards; it may have ended already. */
      readonly order: SimOrder
      /** What the request itself traded. */
      readonly fills: readonly SimFill[]
    }
  | {
      /** It was refused; nothing changed. */
      readonly isAccepted: false
      /** Why. */
      readonly refusal: Refusal
    }

/**
 * An account at a simulated venue.
 *
 * Every call acts at once: when it returns, the order has met the book and the money has moved. What clients hear of it, and
 * when, is for the dialect and the {@link TradingDesk}.
 */
export class SimAccount {
  /** Its name inside the venue. */
  readonly name: string
  /** Its keys. */
  readonly keys: readonly ApiKey[]
  /** @internal */
  readonly book: AccountBook
  readonly #floor: TradingFloor
  readonly #entry: OrderEntry
  readonly #deadMen = new Map<LiveInstrument | 'all', TimerHandle>()

  /** Made by `SimAccounts.open`. @internal */
  constructor(keys: readonly ApiKey[], book: AccountBook, floor: TradingFloor, entry: OrderEntry) {
    this.name = book.name
    this.keys = keys
    this.book = book
    this.#floor = floor
    this.#entry = entry
  }

  /** Places an order. */
  place(terms: PlaceTerms): OrderOutcome {
    return this.#act(() => {
      const placed = this.#entry.place(this.book, terms)
      if (isRefusal(placed) || this.book.mood.duplicateIds !== 'refuseAfterAccepting') return placed
      const { clientOrderId = '', orderId } = placed
      return { kind: 'duplicateClientOrderId', clientOrderId, orderId }
    })
  }

  /** Gives an order other terms. */
  amend(name: OrderName, terms: AmendTerms): OrderOutcome {
    return this.#act(() => {
      const order = this.#entry.findAlive(this.book, name)
      if (isRefusal(order)) return order
      return amendOrder(this.#floor, this.book, order, terms) ?? order
    })
  }

  /** Cancels an order. */
  cancel(name: OrderName): OrderOutcome {
    const { cancelRace } = this.book.mood
    if (cancelRace !== 'none') this.#race(name, cancelRace === 'wholly')
    return this.#act(() => {
      const order = this.#entry.findAlive(this.book, name)
      if (!isRefusal(order)) this.#entry.cancel(this.book, order, 'user')
      return order
    })
  }

  /** Cancels every order, or those of an instrument. Returns them as they ended. */
  cancelAll(
    instrument?: LiveInstrument,
    reason: 'user' | 'deadMan' | 'venue' = 'user',
  ): readonly SimOrder[] {
    const { cancelRace } = this.book.mood
    const asked = this.book.store.alive(instrument)
    return this.#floor.run(() => {
      for (const { orderId } of asked) {
        if (cancelRace !== 'none') this.#race({ orderId }, cancelRace === 'wholly')
        const order = this.#entry.findAlive(this.book, { orderId })
        if (!isRefusal(order)) this.#entry.cancel(this.book, order, reason)
      }
      return asked.flatMap(({ orderId }) => this.order({ orderId }) ?? [])
    })
  }

  /**
   * Cancels every order, or those of an instrument, when so many ms have passed; a later call takes the place of an earlier one
   * for the same, and `false` ends it. Orders that wait for their trigger are left alone.
   */
  cancelAllAfter(delayMs: number | false, instrument?: LiveInstrument): void {
    const key = instrument ?? 'all'
    this.#deadMen.get(key)?.cancel()
    this.#deadMen.delete(key)
    if (delayMs === false) return
    const timer = this.#floor.ports.timers.after(delayMs, () => {
      this.#deadMen.delete(key)
      this.#floor.run(() => {
        for (const order of this.openOrders(instrument)) {
          if (order.status === 'open') this.#entry.cancel(this.book, order, 'deadMan')
        }
      })
    })
    this.#deadMen.set(key, timer)
  }

  /** Adds to a balance, or takes from it where the text is below 0. @throws ConfigError `INVALID_NUMBER` */
  deposit(wallet: string, asset: string, amount: string): void {
    this.#floor.run(() => {
      this.book.wallets.add(wallet, asset, moneyOf(amount))
      this.#floor.touch(this.book)
      this.book.note({ kind: 'balanceChanged', balance: this.book.balance(wallet, asset) })
    })
  }

  /** Sets the leverage of a contract, of at most two fraction digits. */
  setLeverage(instrument: LiveInstrument, leverage: number): void {
    this.#floor.run(() => {
      this.book.setLeverage(instrument, leverage)
      this.#floor.touch(this.book)
      this.book.noteBalances(instrument)
    })
  }

  /** An order; by the client's id the last one that had it. */
  order(name: OrderName): SimOrder | undefined {
    return this.book.store.find(name)
  }

  /** Orders that have not ended, oldest first. */
  openOrders(instrument?: LiveInstrument): readonly SimOrder[] {
    return this.book.store.alive(instrument)
  }

  /** Orders of any status, oldest first. */
  orders(query?: HistoryQuery): readonly SimOrder[] {
    return this.book.store.orders(query)
  }

  /** Fills, oldest first. */
  fills(query?: HistoryQuery): readonly SimFill[] {
    return this.book.store.fills(query)
  }

  /** Loses an order that has ended, as venues do after a while; its fills stay. Whether there was one. */
  forget(orderId: string): boolean {
    return this.book.store.forget(orderId)
  }

  /** All that it has, or ever had. */
  balances(wallet?: string): readonly SimBalance[] {
    const all = this.book.balances()
    return wallet === undefined ? all : all.filter((balance) => balance.wallet === wallet)
  }

  /** What it has of one asset. */
  balance(wallet: string, asset: string): SimBalance {
    return this.book.balance(wallet, asset)
  }

  /** Every position it has or had. */
  positions(): readonly SimPosition[] {
    return this.book.positions()
  }

  /** Its position in a contract. */
  position(instrument: LiveInstrument): SimPosition {
    return this.book.position(instrument)
  }

  /** What happened, oldest first: the truth, whatever clients were told. */
  get events(): readonly AccountEvent[] {
    return this.book.log.events
  }

  /** Hears what happens from now on. Returns how to stop. */
  listen(listener: AccountListener): () => void {
    return this.book.log.listen(listener)
  }

  #race(name: OrderName, isWhole: boolean): void {
    this.#floor.run(() => {
      const order = this.#entry.findAlive(this.book, name)
      if (!isRefusal(order)) this.#floor.fillByFlow(order, isWhole)
    })
  }

  #act(act: () => SimOrder | Refusal): OrderOutcome {
    const known = this.book.store.fillCount
    const result = this.#floor.run(act)
    if (isRefusal(result)) return { isAccepted: false, refusal: result }
    const { orderId } = result
    const fills = this.book.store.fillsAfter(known).filter((fill) => fill.orderId === orderId)
    return { isAccepted: true, order: this.order({ orderId }) ?? result, fills }
  }
}
