import {
  type Asset,
  type ClientOrderId,
  Decimal,
  type Instrument,
  type OrderBook,
  type RouteId,
  type StrategyId,
} from '../../core/index.ts'
import { Breach } from './breach.ts'
import { isSameInstrument } from './same-instrument.ts'
import type { StrategyEvent } from './strategy-event.ts'
import type { StrategySetup } from './strategy-setup.ts'
import type { StrategyView } from './strategy-view.ts'
import type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
  StrategyWorld,
} from './strategy-world.ts'

const FLAT: OwnPosition = { quantity: new Decimal(0), realised: new Decimal(0) }

/** The view of one strategy, over the world that all share. One object for all its events. */
export class OwnView implements StrategyView {
  readonly strategy: StrategyId
  readonly legs: readonly StrategyLeg[]
  nowUs = 0
  event: StrategyEvent = { type: 'start' }
  readonly #world: StrategyWorld
  /** By the very object that was asked with: an event costs one look, however many legs there are. */
  readonly #legs = new WeakMap<Instrument, StrategyLeg>()

  constructor(setup: StrategySetup, world: StrategyWorld) {
    this.strategy = setup.strategy
    this.legs = setup.legs
    this.#world = world
  }

  listing(instrument: Instrument): Instrument {
    return this.#world.listing(instrument) ?? this.leg(instrument).instrument
  }

  book(instrument: Instrument): OrderBook | undefined {
    return this.#world.book(this.leg(instrument).instrument)
  }

  lastTrade(instrument: Instrument): LastTrade | undefined {
    return this.#world.lastTrade(this.leg(instrument).instrument)
  }

  isTradable(instrument: Instrument): boolean {
    return this.#world.isTradable(this.strategy, this.leg(instrument))
  }

  orders(instrument?: Instrument): readonly OwnOrder[] {
    const orders = this.#world.orders(this.strategy)
    if (instrument === undefined) return orders
    return orders.filter(({ terms }) => isSameInstrument(terms.instrument, instrument))
  }

  order(clientOrderId: ClientOrderId): OwnOrder | undefined {
    const order = this.#world.order(clientOrderId)
    return order?.strategy === this.strategy ? order : undefined
  }

  routes(): readonly OwnRoute[] {
    return this.#world.routes(this.strategy)
  }

  route(id: RouteId): OwnRoute | undefined {
    const route = this.#world.route(id)
    return route?.strategy === this.strategy ? route : undefined
  }

  position(instrument: Instrument): OwnPosition {
    return this.#world.position(this.strategy, this.leg(instrument)) ?? FLAT
  }

  balance(leg: StrategyLeg, asset: Asset): AccountBalance {
    return this.#world.balance(this.leg(leg.instrument).account, asset)
  }

  /** Who owns an order; `undefined` where nobody knows it. */
  owner(clientOrderId: ClientOrderId): StrategyId | undefined {
    return this.#world.order(clientOrderId)?.strategy
  }

  /** Who owns a route; `undefined` where nobody knows it. */
  routeOwner(id: RouteId): StrategyId | undefined {
    return this.#world.route(id)?.strategy
  }

  /** The leg of an instrument. A strategy that looks beside its own is told so at once. */
  leg(instrument: Instrument): StrategyLeg {
    const known = this.#legs.get(instrument)
    if (known !== undefined) return known
    for (const leg of this.legs)
      if (isSameInstrument(leg.instrument, instrument)) {
        this.#legs.set(instrument, leg)
        return leg
      }
    const legs = this.legs.map(({ instrument: { venue, symbol } }) => `${venue} ${symbol}`)
    throw new Breach(
      'FOREIGN_LEG',
      `expected one of its instruments (${legs.join(', ')}), was ${instrument.venue} ${instrument.symbol}`,
    )
  }
}
