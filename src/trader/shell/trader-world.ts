import type {
  AccountId,
  Asset,
  ClientOrderId,
  Instrument,
  OrderBook,
  RouteId,
  StrategyId,
} from '../../core/index.ts'
import type { TradingCore } from '../engine/index.ts'
import { instrumentKey } from '../risk/index.ts'
import type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
  StrategyWorld,
} from '../strategy/index.ts'
import type { MarketDesk } from './market-desk.ts'

/** What a {@link TraderWorld} is made of. */
export interface TraderWorldParts {
  /** Orders, money and risk. */
  readonly core: () => TradingCore
  /** Markets. */
  readonly desk: MarketDesk
  /** Whether orders of an account can be made now: it is connected, and what happened before is known. */
  readonly isReady: (account: AccountId) => boolean
}

/** The state that strategies decide on, read where it is kept. */
export class TraderWorld implements StrategyWorld {
  readonly #parts: TraderWorldParts

  /** Copies nothing. */
  constructor(parts: TraderWorldParts) {
    this.#parts = parts
  }

  /** See {@link StrategyWorld.listing}. */
  listing(instrument: Instrument): Instrument | undefined {
    return this.#parts.desk.listing(instrument)
  }

  /** See {@link StrategyWorld.book}. */
  book(instrument: Instrument): OrderBook | undefined {
    return this.#parts.desk.book(instrument)
  }

  /** See {@link StrategyWorld.lastTrade}. */
  lastTrade(instrument: Instrument): LastTrade | undefined {
    return this.#parts.desk.lastTrade(instrument)
  }

  /** See {@link StrategyWorld.isTradable}. */
  isTradable(strategy: StrategyId, { instrument, account }: StrategyLeg): boolean {
    if (!this.#parts.isReady(account) || this.listing(instrument)?.status !== 'trading')
      return false
    const { venue } = instrument
    const subject = { strategy, account, venue, instrument: instrumentKey(instrument) }
    return this.#core.risk.tradingState(subject) === 'active'
  }

  /** See {@link StrategyWorld.orders}. */
  orders(strategy: StrategyId): readonly OwnOrder[] {
    const orders: OwnOrder[] = []
    for (const order of this.#core.oms.active.values())
      if (order.strategy === strategy) orders.push(order)
    return orders.sort((a, b) => a.placedTimeUs - b.placedTimeUs)
  }

  /** See {@link StrategyWorld.order}. */
  order(clientOrderId: ClientOrderId): OwnOrder | undefined {
    return this.#core.oms.orders.get(clientOrderId)
  }

  /** See {@link StrategyWorld.routes}. */
  routes(strategy: StrategyId): readonly OwnRoute[] {
    return this.#core.routes.working().filter((route) => route.strategy === strategy)
  }

  /** See {@link StrategyWorld.route}. */
  route(id: RouteId): OwnRoute | undefined {
    return this.#core.routes.routes.get(id)
  }

  /** See {@link StrategyWorld.position}. */
  position(strategy: StrategyId, { instrument, account }: StrategyLeg): OwnPosition | undefined {
    return this.#core.portfolio.strategyPosition(strategy, account, instrument)
  }

  /** See {@link StrategyWorld.balance}. */
  balance(account: AccountId, asset: Asset): AccountBalance {
    return this.#core.portfolio.inventory(account, asset)
  }

  get #core(): TradingCore {
    return this.#parts.core()
  }
}
