import { type Asset, lastStamp, NEVER_CHANGED, revisionStamps } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import { coarseRate, coarseValue, type PriceMemory, stampPlaceOf } from './coarse-value.ts'
import type { ConsideredOrder } from './considered-order.ts'
import type { OrderSums } from './exposure-sums.ts'
import type { Holding } from './holding.ts'
import type { HoldingList } from './holding-list.ts'
import type { HoldingPlace } from './holding-place.ts'
import type { MarketView } from './view.ts'

/** One number of each holding, column by column: an order walks over a few dozen lines of memory for a hundred of them. */
class Columns {
  /** Which one was read, see `Holding`; 0 is none. */
  readonly serials: Float64Array
  /** Where changes of its market are stamped. */
  readonly places: Int32Array
  /** What it may come to be worth, the nearest double; `NaN` where a price or a rate is not known. */
  readonly values: Float64Array
  /** Live orders. */
  readonly orders: Int32Array
  /** What it has in common with others, see `nameNumber`. */
  readonly instruments: Int32Array
  /** See {@link Columns.instruments}. */
  readonly assets: Int32Array
  /** See {@link Columns.instruments}. */
  readonly venues: Int32Array
  /** See {@link Columns.instruments}. */
  readonly accounts: Int32Array

  constructor(size: number) {
    this.serials = new Float64Array(size)
    this.places = new Int32Array(size)
    this.values = new Float64Array(size)
    this.orders = new Int32Array(size)
    this.instruments = new Int32Array(size)
    this.assets = new Int32Array(size)
    this.venues = new Int32Array(size)
    this.accounts = new Int32Array(size)
  }
}

/** What all holdings come to, walked once an order; of holdings and markets those are read that have changed. */
export class HoldingSums {
  #columns = new Columns(1)
  #length = 0
  /** When all was read last. */
  #readStamp = 0
  readonly #rates = new Map<Asset, number>()

  /** Of all that counts together with an order. */
  with(order: ConsideredOrder, view: BatchView, memory: PriceMemory): OrderSums {
    const { before, after } = view.ownHoldings(order)
    const holdings = view.holdings()
    this.#fit(holdings.length)
    this.#lookAtRates(view, memory)
    for (let i = -1; ; ) {
      i = this.#nextChanged(i, holdings)
      const changed = holdings.at(i)
      if (changed === undefined) break
      this.#read(i, changed, view, memory)
    }
    this.#readStamp = lastStamp()
    return this.#sum(
      holdings.length,
      before.serial,
      after.place,
      this.#valueOf(after, order.market, view, memory),
    )
  }

  /** What is no longer looked at has to be read again once it is. */
  #fit(length: number): void {
    if (length > this.#columns.serials.length) this.#columns = new Columns(2 * length)
    else if (length < this.#length) this.#columns.serials.fill(0, length, this.#length)
    this.#length = length
  }

  /** The length where there is none. Calls nothing, and so is compiled to a tight loop, as the sums are. */
  #nextChanged(last: number, { length, serials }: HoldingList): number {
    const { places, serials: read } = this.#columns
    const stamps = revisionStamps()
    const readStamp = this.#readStamp
    let i = last + 1
    for (; i < length; i += 1)
      if (serials[i] !== read[i] || (stamps[places[i] ?? 0] ?? 0) > readStamp) break
    return i
  }

  /** With `own` in place of what was held before. */
  #sum(length: number, before: number, place: HoldingPlace, own: number): OrderSums {
    const { instrumentNumber, assetNumber, venueNumber, accountNumber } = place
    const { serials, values, instruments, assets, venues, accounts, orders } = this.#columns
    // They begin as literals: of numbers that came from elsewhere each sum would be an object on the heap.
    let instrument = 0
    let asset = 0
    let venue = 0
    let account = 0
    let accountOrders = 0
    for (let i = 0; i < length; i += 1) {
      const isOfAccount = accounts[i] === accountNumber
      if (isOfAccount) accountOrders += orders[i] ?? 0
      if (serials[i] === before) continue
      const value = values[i] ?? 0
      if (assets[i] === assetNumber) asset += value
      if (instruments[i] === instrumentNumber) instrument += value
      if (venues[i] === venueNumber) venue += value
      if (isOfAccount) account += value
    }
    return {
      instrument: instrument + own,
      asset: asset + own,
      venue: venue + own,
      account: account + own,
      accountOrders,
    }
  }

  /** With other rates all is worth something else. */
  #lookAtRates(view: BatchView, memory: PriceMemory): void {
    for (const [quote, known] of this.#rates) {
      const rate = coarseRate(quote, view, memory)
      if (Object.is(rate, known)) continue
      this.#rates.set(quote, rate)
      this.#columns.serials.fill(0)
    }
  }

  #read(i: number, holding: Holding, view: BatchView, memory: PriceMemory): void {
    const { serial, place, reach, buys, sells } = holding
    const columns = this.#columns
    // Most of what was ever traded is flat: without a price it is worth nothing all the same.
    const isFlat = reach.worstNumber === 0
    columns.serials[i] = serial
    const market = isFlat ? undefined : view.market(place.instrument)
    columns.places[i] = isFlat ? NEVER_CHANGED : stampPlaceOf(market)
    columns.values[i] = isFlat ? 0 : this.#valueOf(holding, market, view, memory)
    columns.orders[i] = buys.orders + sells.orders
    columns.instruments[i] = place.instrumentNumber
    columns.assets[i] = place.assetNumber
    columns.venues[i] = place.venueNumber
    columns.accounts[i] = place.accountNumber
  }

  #valueOf(
    holding: Holding,
    market: MarketView | undefined,
    view: BatchView,
    memory: PriceMemory,
  ): number {
    if (market === undefined) return Number.NaN
    const { quote } = market.instrument
    const known = this.#rates.get(quote)
    const rate = known ?? coarseRate(quote, view, memory)
    if (known === undefined) this.#rates.set(quote, rate)
    return coarseValue(holding, market, memory) * rate
  }
}
