import type { CommandEvent, LiveInstrument } from '../live-instrument.ts'
import type { AccountBook } from './account-book.ts'
import { reducible } from './account-gate.ts'
import {
  checkFunds,
  checkLimits,
  checkPostOnly,
  checkReducing,
  isReached,
  lastPriceOf,
  sizeForQuote,
} from './order-checks.ts'
import type { OrderName } from './order-store.ts'
import { isRefusal, type PlaceTerms, type ReadTerms, readTerms } from './order-terms.ts'
import type { Refusal } from './refusal.ts'
import { isAlive, leavesOf, type SimOrder } from './sim-order.ts'
import type { TradingFloor } from './trading-floor.ts'

/** Takes orders of all accounts, lets them wait for their trigger or their time, and ends what cannot stay. */
export class OrderEntry {
  readonly #floor: TradingFloor
  readonly #waiting = new Map<LiveInstrument, Map<string, AccountBook>>()

  /** The entry to a floor; there is one. */
  constructor(floor: TradingFloor) {
    this.#floor = floor
    floor.onSettle((moved, traded) => {
      if (moved !== undefined) this.#shrink(...moved)
      if (traded !== undefined) this.#triggerBy(traded)
    })
  }

  /** Takes an order, or refuses it. */
  place(book: AccountBook, asked: PlaceTerms): SimOrder | Refusal {
    const floor = this.#floor
    floor.touch(book)
    const terms = this.#check(book, asked)
    if (isRefusal(terms)) {
      book.note({ kind: 'rejected', terms: asked, refusal: terms })
      return terms
    }
    const nowUs = floor.nowUs()
    const { triggerPrice } = terms
    const order = book.put(
      Object.freeze({
        ...terms,
        orderId: floor.nextOrderId(),
        account: book.name,
        status: triggerPrice === undefined ? 'open' : 'untriggered',
        filledQuantity: 0,
        filledValue: 0n,
        fee: 0n,
        createdUs: nowUs,
        updatedUs: nowUs,
        amendments: 0,
      } as const),
    )
    book.note({ kind: 'accepted', order })
    this.#expireInTime(book, order)
    if (triggerPrice === undefined) floor.enter(book, order)
    else this.#wait(book, order)
    return order
  }

  /** Ends an order by somebody's wish. */
  cancel(book: AccountBook, order: SimOrder, reason: 'user' | 'deadMan' | 'venue'): void {
    this.#waiting.get(order.instrument)?.delete(order.orderId)
    this.#floor.end(book, order, reason)
  }

  /** An order of the account that has not ended, or why there is none. */
  findAlive(book: AccountBook, name: OrderName): SimOrder | Refusal {
    const order = book.store.find(name)
    if (order === undefined) return { kind: 'unknownOrder' }
    const { status, orderId } = order
    if (status === 'open' || status === 'untriggered') return order
    return { kind: 'alreadyEnded', orderId, status }
  }

  #check(book: AccountBook, asked: PlaceTerms): ReadTerms | Refusal {
    const floor = this.#floor
    const { instrument } = asked
    const { rules } = floor
    if (!floor.isTrading(instrument)) {
      return { kind: 'notTrading', symbol: instrument.spec.symbol }
    }
    const read = readTerms(asked, floor.nowUs())
    if (isRefusal(read)) return read
    const duplicate = this.#duplicate(book, read)
    if (duplicate !== undefined) return duplicate
    if (book.holds.of(instrument).count >= rules.maxOpenOrders) {
      return { kind: 'tooManyOrders', most: rules.maxOpenOrders }
    }
    const refused = checkLimits(floor, read)
    if (refused !== undefined) return refused
    const quantity = checkReducing(floor, book, read)
    if (isRefusal(quantity)) return quantity
    const terms = { ...read, quantity }
    return terms.triggerPrice === undefined
      ? this.#checkEntry(book, terms)
      : this.#checkStop(terms, rules.stopReached)
  }

  #checkStop(terms: ReadTerms, stopReached: 'refuse' | 'trigger'): ReadTerms | Refusal {
    const { triggerPrice } = terms
    const lastPrice = lastPriceOf(terms.instrument)
    if (stopReached === 'trigger' || triggerPrice === undefined) return terms
    if (lastPrice === undefined || !isReached(terms, lastPrice)) return terms
    return { kind: 'wouldTriggerAtOnce', lastPrice, triggerPrice }
  }

  #checkEntry(book: AccountBook, terms: ReadTerms): ReadTerms | Refusal {
    const floor = this.#floor
    const unpaid = checkFunds(floor, book, { ...terms, filledQuantity: 0 })
    if (unpaid !== undefined) return unpaid
    if (terms.postOnly && floor.rules.postOnlyTakes === 'refuse') {
      const taking = checkPostOnly(terms)
      if (taking !== undefined) return taking
    }
    if (terms.quoteQuantity === undefined) return terms
    const quantity = sizeForQuote(floor, book, terms)
    const { lot } = terms.instrument.spec
    return quantity > 0
      ? { ...terms, quantity }
      : { kind: 'belowMinQuantity', found: 0, least: lot }
  }

  #duplicate(book: AccountBook, { clientOrderId }: ReadTerms): Refusal | undefined {
    if (clientOrderId === undefined) return undefined
    const known = book.store.find({ clientOrderId })
    if (known === undefined) return undefined
    const isEver =
      this.#floor.rules.clientOrderIds === 'ever' || book.mood.duplicateIds === 'refuseUsed'
    if (!isEver && !isAlive(known)) return undefined
    return { kind: 'duplicateClientOrderId', clientOrderId, orderId: known.orderId }
  }

  #expireInTime(book: AccountBook, { orderId, expireTimeUs }: SimOrder): void {
    if (expireTimeUs === undefined) return
    const floor = this.#floor
    const delayMs = Math.max(0, Math.ceil((expireTimeUs - floor.nowUs()) / 1000))
    floor.ports.timers.after(delayMs, () =>
      floor.run(() => {
        const order = book.store.find({ orderId })
        if (order === undefined || !isAlive(order)) return
        this.#waiting.get(order.instrument)?.delete(orderId)
        floor.end(book, order, 'gtd')
      }),
    )
  }

  #wait(book: AccountBook, order: SimOrder): void {
    const last = lastPriceOf(order.instrument)
    if (last !== undefined && isReached(order, last)) return this.#trigger(book, order)
    let waiting = this.#waiting.get(order.instrument)
    if (waiting === undefined) {
      waiting = new Map()
      this.#waiting.set(order.instrument, waiting)
    }
    waiting.set(order.orderId, book)
  }

  #triggerBy({ instrument, trades }: CommandEvent): void {
    for (const [orderId, book] of [...(this.#waiting.get(instrument) ?? [])]) {
      const order = book.store.find({ orderId })
      if (order?.status !== 'untriggered') continue
      if (!trades.some(({ price }) => isReached(order, price))) continue
      this.#waiting.get(instrument)?.delete(orderId)
      this.#trigger(book, order)
    }
  }

  #trigger(book: AccountBook, waiting: SimOrder): void {
    const floor = this.#floor
    floor.touch(book)
    const nowUs = floor.nowUs()
    const stamps = { triggeredUs: nowUs, updatedUs: nowUs }
    const most = checkReducing(floor, book, waiting)
    if (isRefusal(most)) return floor.end(book, waiting, 'reduceOnly')
    if (checkFunds(floor, book, waiting) !== undefined) {
      return floor.end(book, waiting, 'insufficientBalance')
    }
    const order = book.put(
      Object.freeze({ ...waiting, ...stamps, quantity: most, status: 'open' } as const),
    )
    book.note({ kind: 'triggered', order })
    floor.enter(book, order)
  }

  /** Reduce-only orders that now ask for more than there is are made smaller, or end. */
  #shrink(book: AccountBook, live: LiveInstrument): void {
    for (const order of book.store.alive(live)) {
      if (!order.reduceOnly || order.status !== 'open') continue
      const most = reducible(book.positionBook(live).quantity, order)
      if (most === 0) this.#floor.end(book, order, 'reduceOnly')
      else if (most < leavesOf(order)) this.#makeSmaller(book, order, most)
    }
  }

  #makeSmaller(book: AccountBook, before: SimOrder, leaves: number): void {
    const floor = this.#floor
    const quantity = before.filledQuantity + leaves
    floor.reduce(before, leaves)
    floor.touch(book)
    const order = book.put(Object.freeze({ ...before, quantity, updatedUs: floor.nowUs() }))
    book.note({ kind: 'amended', order, before, by: 'venue' })
  }
}
