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
import type { CoarseExposure } from './exposure-sums.ts'
import { Holding } from './holding.ts'
import type { HoldingValue } from './holding-reach.ts'
import { holdingKey } from './holdings.ts'
import type { AccountView, LiveOrder, MarketView, RiskView } from './view.ts'

/** The state, with what was approved in this call counted as live: intents of one call see each other. */
export class BatchView implements RiskView {
  readonly #view: RiskView
  readonly #holdings = new Map<string, Holding>()
  readonly #orders = new Map<ClientOrderId, LiveOrder>()
  readonly #mids = new Map<OrderBook, Decimal | undefined>()
  /** What holdings may come to be worth; prices stand still during a call. */
  readonly values: Map<Holding, HoldingValue | undefined> = new Map()
  /** Exposures with an order, in doubles; of the order that was looked at last. */
  coarse: { readonly order: ConsideredOrder; readonly exposure: CoarseExposure } | undefined
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

  /** Counts an order as live. */
  add(order: ConsideredOrder): void {
    const { intent, terms, before } = order
    this.#holdings.set(holdingKey(terms.account, order.instrument), this.ownHoldings(order).after)
    if (intent.type === 'place' || before === undefined) return
    this.#orders.set(before.clientOrderId, { ...before, amends: [...before.amends, intent] })
  }

  /** An order's holding, without and with it. */
  ownHoldings(order: ConsideredOrder): { readonly before: Holding; readonly after: Holding } {
    if (this.#own?.order === order) return this.#own
    const { terms, instrument, addedQuantity, addedOrders } = order
    const { account } = terms
    const before = this.holding(account, instrument) ?? new Holding(account, instrument)
    const after = before.withOrder(terms, addedQuantity, addedOrders)
    this.#own = { order, before, after }
    return this.#own
  }

  /** Mid of a market whose book is live and has both sides; read once a call. */
  mid({ book }: MarketView): Decimal | undefined {
    if (book?.state !== 'live') return undefined
    if (!this.#mids.has(book)) this.#mids.set(book, mid(book))
    return this.#mids.get(book)
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
    return this.#orders.get(clientOrderId) ?? this.#view.order(clientOrderId)
  }

  /** {@inheritDoc RiskView.orders} */
  orders(): Iterable<LiveOrder> {
    return this.#view.orders()
  }

  /** {@inheritDoc RiskView.holding} */
  holding(account: AccountId, instrument: Instrument): Holding | undefined {
    if (this.#holdings.size > 0) {
      const changed = this.#holdings.get(holdingKey(account, instrument))
      if (changed !== undefined) return changed
    }
    return this.#view.holding(account, instrument)
  }

  /** {@inheritDoc RiskView.holdings} */
  holdings(): Iterable<Holding> {
    return this.#holdings.size === 0 ? this.#view.holdings() : this.#merged()
  }

  *#merged(): Iterable<Holding> {
    const seen = new Set<string>()
    for (const holding of this.#view.holdings()) {
      const key = holdingKey(holding.account, holding.instrument)
      seen.add(key)
      yield this.#holdings.get(key) ?? holding
    }
    for (const [key, holding] of this.#holdings) if (!seen.has(key)) yield holding
  }
}
