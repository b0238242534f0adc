import { mid } from '../../book/index.ts'
import type {
  AccountId,
  Asset,
  ClientOrderId,
  Decimal,
  Instrument,
  OrderBook,
} from '../../core/index.ts'
import type { ConsideredOrder } from './considered-order.ts'
import type { OrderSums } from './exposure-sums.ts'
import { Holding } from './holding.ts'
import { HoldingList } from './holding-list.ts'
import { holdingKey } from './holding-place.ts'
import type { HoldingValue } from './holding-reach.ts'
import type { AccountView, LiveOrder, MarketView, RiskView } from './view.ts'

/** The state, with what was approved in this call counted as live: intents of one call see each other. */
export class BatchView implements RiskView {
  readonly #view: RiskView
  // Made when they are needed: most calls are of one order, and far from every limit.
  #holdings: Map<number, Holding> | undefined
  #orders: Map<ClientOrderId, LiveOrder> | undefined
  #mid: { readonly book: OrderBook; readonly mid: Decimal | undefined } | undefined
  #values: Map<Holding, HoldingValue | undefined> | undefined
  /** What holdings come to with an order; of the order that was looked at last. */
  summed: { readonly order: ConsideredOrder; readonly sums: OrderSums } | undefined
  #own:
    | { readonly order: ConsideredOrder; readonly before: Holding; readonly after: Holding }
    | undefined
  /** Time of the event that is being processed. */
  readonly nowUs: number

  /** Looks through to `view`. */
  constructor(view: RiskView) {
    this.#view = view
    this.nowUs = view.nowUs
  }

  /** What holdings may come to be worth; prices stand still during a call. */
  get values(): Map<Holding, HoldingValue | undefined> {
    this.#values ??= new Map()
    return this.#values
  }

  /** Counts an order as live. */
  add(order: ConsideredOrder): void {
    const { intent, terms, before } = order
    this.#holdings ??= new Map()
    this.#holdings.set(holdingKey(terms.account, order.instrument), this.ownHoldings(order).after)
    if (intent.type === 'place' || before === undefined) return
    this.#orders ??= new Map()
    this.#orders.set(before.clientOrderId, { ...before, amends: [...before.amends, intent] })
  }

  /** An order's holding, without and with it. */
  ownHoldings(order: ConsideredOrder): { readonly before: Holding; readonly after: Holding } {
    if (this.#own?.order === order) return this.#own
    const { terms, instrument, addedQuantity, addedOrders } = order
    const { account } = terms
    const before = this.holding(account, instrument) ?? Holding.empty(account, instrument)
    const after = before.withOrder(terms, addedQuantity, addedOrders)
    this.#own = { order, before, after }
    return this.#own
  }

  /** Mid of a market whose book is live and has both sides; of the book that was asked for last it is known. */
  mid({ book }: MarketView): Decimal | undefined {
    if (book?.state !== 'live') return undefined
    if (this.#mid?.book !== book) this.#mid = { book, mid: mid(book) }
    return this.#mid.mid
  }

  /** {@inheritDoc RiskView.market} */
  market(instrument: Instrument): MarketView | undefined {
    return this.#view.market(instrument)
  }

  /** {@inheritDoc RiskView.account} */
  account(account: AccountId): AccountView | undefined {
    return this.#view.account(account)
  }

  /** {@inheritDoc RiskView.rate} */
  rate(asset: Asset): Decimal | undefined {
    return this.#view.rate(asset)
  }

  /** {@inheritDoc RiskView.order} */
  order(clientOrderId: ClientOrderId): LiveOrder | undefined {
    return this.#orders?.get(clientOrderId) ?? this.#view.order(clientOrderId)
  }

  /** {@inheritDoc RiskView.orders} */
  orders(): Iterable<LiveOrder> {
    return this.#view.orders()
  }

  /** {@inheritDoc RiskView.holding} */
  holding(account: AccountId, instrument: Instrument): Holding | undefined {
    const changed = this.#holdings?.get(holdingKey(account, instrument))
    if (changed !== undefined) return changed
    return this.#view.holding(account, instrument)
  }

  /** {@inheritDoc RiskView.holdings} */
  holdings(): HoldingList {
    const kept = this.#view.holdings()
    return this.#holdings === undefined ? kept : merged(kept, this.#holdings)
  }
}

/** What is kept, with what has changed in its place, and what is new behind it. */
function merged(kept: HoldingList, changed: ReadonlyMap<number, Holding>): HoldingList {
  const left = new Map(changed)
  const all = new HoldingList()
  for (const holding of kept) {
    const { key } = holding.place
    all.push(left.get(key) ?? holding)
    left.delete(key)
  }
  for (const holding of left.values()) all.push(holding)
  return all
}
