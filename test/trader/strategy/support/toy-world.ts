import {
  type AccountId,
  type Asset,
  accountId,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type Instrument,
  type OrderBook,
  type OrderTerms,
  pair,
  type RouteId,
  routeId,
  type Side,
  type StrategyId,
  strategyId,
  venueSymbol,
} from '../../../../src/core/index.ts'
import type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
  StrategyWorld,
} from '../../../../src/trader/index.ts'
import { instrument } from '../../../support/instrument.ts'

export const MAIN: AccountId = accountId('main')
export const A: StrategyId = strategyId('a')
export const B: StrategyId = strategyId('b')
export const dec = (value: string | number): Decimal => new Decimal(value)

/** Rules are decimal text that the listing has proven to be such. */
const RULES = { tickSize: '0.1', lotSize: '0.01' } as unknown as Partial<Instrument>

export const SPOT: Instrument = instrument(RULES)
export const PERPETUAL: Instrument = instrument({
  ...RULES,
  market: 'futures',
  kind: 'perpetual',
  pair: pair('BTC/USDT:USDT'),
  symbol: venueSymbol('BTCUSDT-PERP'),
  product: 'linear',
})

export const legOf = (of: Instrument): StrategyLeg => ({ instrument: of, account: MAIN })

/** A world that tests change as they like: everything is listed and tradable, nothing is held. */
export class ToyWorld implements StrategyWorld {
  readonly held = new Map<string, OwnPosition>()
  readonly made = new Map<ClientOrderId, OwnOrder>()
  readonly routed = new Map<RouteId, OwnRoute>()
  readonly books = new Map<Instrument, OrderBook>()
  readonly listings = new Map<Instrument, Instrument>()
  isOpen = true
  #sequence = 0

  listing(of: Instrument): Instrument | undefined {
    return this.listings.get(of) ?? of
  }

  book(of: Instrument): OrderBook | undefined {
    return this.books.get(of)
  }

  lastTrade(): LastTrade | undefined {
    return undefined
  }

  isTradable(): boolean {
    return this.isOpen
  }

  orders(strategy: StrategyId): readonly OwnOrder[] {
    return [...this.made.values()].filter((order) => order.strategy === strategy)
  }

  order(id: ClientOrderId): OwnOrder | undefined {
    return this.made.get(id)
  }

  routes(strategy: StrategyId): readonly OwnRoute[] {
    return [...this.routed.values()].filter((route) => route.strategy === strategy)
  }

  route(id: RouteId): OwnRoute | undefined {
    return this.routed.get(id)
  }

  position(strategy: StrategyId, { instrument: of }: StrategyLeg): OwnPosition | undefined {
    return this.held.get(`${strategy} ${of.symbol}`)
  }

  balance(_account: AccountId, _asset: Asset): AccountBalance {
    return { total: dec(3), locked: dec(1), free: dec(2) }
  }

  /** A strategy holds that much. */
  hold(strategy: StrategyId, of: Instrument, quantity: string): void {
    this.held.set(`${strategy} ${of.symbol}`, { quantity: dec(quantity), realised: dec(0) })
  }

  /** A strategy has a route, of which so much is reserved. */
  plan(strategy: StrategyId, reserved: string): OwnRoute {
    const route: OwnRoute = {
      id: routeId(1),
      strategy,
      status: 'working',
      pair: pair('BTC/USDT'),
      side: 'buy',
      quantity: dec(2),
      filledQuantity: dec('0.5'),
      reservedQuantity: dec(reserved),
      style: 'take',
      expireTimeUs: 1_795_780_860_000_000,
      rounds: 1,
      orders: [{ clientOrderId: clientOrderId(1, 1) }],
      verdicts: [{ venue: SPOT.venue, account: MAIN, code: 'CHOSEN', found: '1.5', limit: '2' }],
      placedTimeUs: 1,
    }
    this.routed.set(route.id, route)
    return route
  }

  /** A strategy has an open order. */
  open(strategy: StrategyId, told: Partial<OrderTerms> & { side: Side }, filled = '0'): OwnOrder {
    this.#sequence += 1
    const order: OwnOrder = {
      clientOrderId: clientOrderId(1, this.#sequence),
      strategy,
      status: 'open',
      terms: terms(told),
      filledQuantity: dec(filled),
      isCancelWanted: false,
      placedTimeUs: 0,
    }
    this.made.set(order.clientOrderId, order)
    return order
  }
}

/** Terms of a limit order, and what is to differ. */
export function terms(overrides: Partial<OrderTerms> = {}): OrderTerms {
  return {
    account: MAIN,
    instrument: SPOT,
    side: 'buy',
    type: 'limit',
    quantity: dec(1),
    price: dec(100),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    ...overrides,
  }
}
