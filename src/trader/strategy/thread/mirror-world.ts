import type {
  AccountId,
  Asset,
  ClientOrderId,
  Instrument,
  OrderBook,
  RouteId,
  StrategyId,
} from '../../../core/index.ts'
import type { RingReader } from '../../../runtime/index.ts'
import { isSameInstrument } from '../same-instrument.ts'
import type { OwnOrderEvent, OwnRouteEvent } from '../strategy-event.ts'
import type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
  StrategyWorld,
} from '../strategy-world.ts'
import type { Letter } from './messages.ts'
import { MirrorLeg } from './mirror-leg.ts'
import { OwnItems } from './own-items.ts'
import { fromPlain } from './plain.ts'

/** The world of one strategy, as the host told it last. */
export class MirrorWorld implements StrategyWorld {
  readonly legs: readonly MirrorLeg[]
  readonly #setupLegs: readonly StrategyLeg[]
  readonly #orders = new OwnItems((order: OwnOrder) => order.clientOrderId)
  readonly #routes = new OwnItems((route: OwnRoute) => route.id)

  constructor(legs: readonly StrategyLeg[]) {
    this.#setupLegs = legs
    this.legs = legs.map((leg, number) => new MirrorLeg(leg, number))
  }

  /** Takes the book of the reader's record, and the levels that its letter has. */
  putBook(reader: RingReader, letter: Letter | undefined): void {
    const number = reader.values[reader.start + 1] ?? Number.NaN
    const wide = letter?.wide.find(({ leg }) => leg === number)
    this.legs[number]?.putBook(reader, wide)
  }

  /** Takes what a letter says of the world. */
  change({ legs, orders, routes, gone, filled }: Letter): void {
    for (const [number, changes] of Object.entries(legs))
      this.legs[Number(number)]?.change(changes, this.#setupLegs)
    for (const plain of orders) this.#orders.put(fromPlain(plain, this.#setupLegs) as OwnOrder)
    for (const plain of routes) this.#routes.put(fromPlain(plain, this.#setupLegs) as OwnRoute)
    for (const id of gone.orders) this.#orders.end(id)
    for (const id of gone.routes) this.#routes.end(id)
    if (filled !== undefined) this.#orders.told(fromPlain(filled, this.#setupLegs) as OwnOrder)
  }

  /** Takes an order or a route that was told of, which may have ended. */
  told(event: OwnOrderEvent | OwnRouteEvent): void {
    if (event.type === 'order') this.#orders.told(event.order)
    else this.#routes.told(event.route)
  }

  /** See {@link StrategyWorld.listing}. */
  listing(instrument: Instrument): Instrument | undefined {
    return this.#find(instrument)?.listing
  }

  /** See {@link StrategyWorld.book}. */
  book(instrument: Instrument): OrderBook | undefined {
    return this.#find(instrument)?.book
  }

  /** See {@link StrategyWorld.lastTrade}. */
  lastTrade(instrument: Instrument): LastTrade | undefined {
    return this.#find(instrument)?.lastTrade
  }

  /** See {@link StrategyWorld.isTradable}. */
  isTradable(_strategy: StrategyId, { instrument }: StrategyLeg): boolean {
    return this.#find(instrument)?.isTradable === true
  }

  /** See {@link StrategyWorld.orders}. */
  orders(): readonly OwnOrder[] {
    return this.#orders.live().sort((a, b) => a.placedTimeUs - b.placedTimeUs)
  }

  /** See {@link StrategyWorld.order}; of those that ended, the newest thousand that were told of. */
  order(clientOrderId: ClientOrderId): OwnOrder | undefined {
    return this.#orders.find(clientOrderId)
  }

  /** See {@link StrategyWorld.routes}. */
  routes(): readonly OwnRoute[] {
    return this.#routes.live().sort((a, b) => a.placedTimeUs - b.placedTimeUs)
  }

  /** See {@link StrategyWorld.route}; of those that ended, the newest thousand that were told of. */
  route(id: RouteId): OwnRoute | undefined {
    return this.#routes.find(id)
  }

  /** See {@link StrategyWorld.position}. */
  position(_strategy: StrategyId, { instrument }: StrategyLeg): OwnPosition | undefined {
    return this.#find(instrument)?.position
  }

  /** See {@link StrategyWorld.balance}; of the assets of its legs. */
  balance(account: AccountId, asset: Asset): AccountBalance {
    for (const { leg, balances } of this.legs) {
      const balance = leg.account === account ? balances[asset] : undefined
      if (balance !== undefined) return balance
    }
    throw new Error(
      `Reading a balance in a thread: expected the base, quote or settle asset of a leg of ${account}, was ${asset}`,
    )
  }

  #find(instrument: Instrument): MirrorLeg | undefined {
    return this.legs.find(({ leg }) => isSameInstrument(leg.instrument, instrument))
  }
}
