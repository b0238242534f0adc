import type {
  AccountId,
  AmendIntent,
  Approved,
  Asset,
  CancelIntent,
  CancelRouteIntent,
  Denied,
  Instrument,
  OrderEvent,
  OrderIntent,
  PlaceIntent,
  RouteIntent,
  VenueId,
} from '../../core/index.ts'
import { Oms, type OmsEffect, type OmsOptions } from '../oms/index.ts'
import { inOrder } from '../oms/oms-effect.ts'
import { fromPlain, InstrumentPool } from '../oms/order-json.ts'
import { Portfolio, type PortfolioEvent, type PortfolioOptions } from '../portfolio/index.ts'
import { Holdings, RiskManager, type RiskOptions, type RiskView } from '../risk/index.ts'
import {
  RouteBook,
  type RouteInput,
  type RoutingPort,
  readRoutes,
  writeRoutes,
} from '../routing/index.ts'
import { applyRisk } from './apply-risk.ts'
import { MoneyKeeper } from './money-keeper.ts'
import { OrderFollower, type ToldOutcome } from './order-follower.ts'
import { type MarketPort, RiskWorld } from './risk-world.ts'
import { RouteKeeper } from './route-keeper.ts'
import type { TradingEffect } from './trading-effect.ts'
import { type RiskInput, recordOf, type TradingRecord } from './trading-record.ts'
import type { TradingSnapshot } from './trading-snapshot.ts'

/** What a {@link TradingCore} is made of. */
export interface TradingCoreOptions {
  /** How orders are kept. */
  readonly oms: OmsOptions
  /** Limits and breakers. */
  readonly risk?: Partial<RiskOptions>
  /** How money is counted. */
  readonly portfolio: PortfolioOptions
  /** Where each account trades. */
  readonly accounts: ReadonlyMap<AccountId, VenueId>
  /** What is known of markets. */
  readonly market: MarketPort
  /**
   * What stands against an intent before risk is asked, where risk cannot know it: words that the venue does not have, an
   * account that is not connected. Absent: nothing.
   */
  readonly obstacle?: (intent: PlaceIntent | AmendIntent) => Obstacle | undefined
  /** What routing needs to know of the world. Absent: nothing is routed. */
  readonly routing?: RoutingPort
}

/** What may be asked of a core: orders, and routes. */
export type TradingIntent = OrderIntent | RouteIntent | CancelRouteIntent

/** Why an intent is denied before risk is asked. */
export type Obstacle = Pick<Denied, 'reason' | 'found' | 'limit'>

/**
 * Orders, risk and money of one writer, as one state. Pure: time comes with each input, and what is to be done is returned.
 *
 * Every change answers its own records; the same records, applied in the same order to the same state, make the same state,
 * byte for byte, whatever books and strategies said then.
 */
export class TradingCore {
  /** All orders. */
  readonly oms: Oms
  /** Limits, breakers, trading states. */
  readonly risk: RiskManager
  /** All money. */
  readonly portfolio: Portfolio
  /** What risk decides on. */
  readonly world: RiskView
  /** All routes. */
  readonly routes: RouteBook
  readonly #world: RiskWorld
  readonly #obstacle: TradingCoreOptions['obstacle']
  readonly #money: MoneyKeeper
  readonly #follower: OrderFollower
  readonly #router: RouteKeeper
  readonly #pool = new InstrumentPool()
  /** An instrument stands in a record whole. */
  readonly #share = (told: unknown): Instrument => this.#pool.share(told as Instrument)

  /**
   * Starts with nothing, or where a snapshot left off.
   *
   * @throws ConfigError `INVALID_OPTIONS`, `INVALID_NUMBER`; StorageError `STORE_CORRUPT`
   */
  constructor(options: TradingCoreOptions, snapshot?: TradingSnapshot) {
    const { portfolio, accounts, market } = options
    this.oms = new Oms(options.oms, snapshot?.orders)
    this.risk =
      snapshot === undefined
        ? new RiskManager(options.risk)
        : RiskManager.restore(snapshot.risk, options.risk)
    this.portfolio = new Portfolio(portfolio)
    if (snapshot !== undefined) this.portfolio.restore(snapshot.money)
    this.#obstacle = options.obstacle
    const holdings = new Holdings()
    const { oms, risk } = this
    this.#money = new MoneyKeeper(
      { portfolio: this.portfolio, risk, holdings, accounts },
      snapshot?.instruments,
    )
    this.#follower = new OrderFollower({ oms, risk, holdings, money: this.#money })
    this.#world = new RiskWorld({
      market,
      accounts,
      holdings,
      rate: (asset: Asset) => this.portfolio.assetMark(asset),
      reportingAsset: portfolio.reportingAsset,
    })
    this.world = this.#world
    this.routes =
      snapshot?.routes === undefined ? new RouteBook() : readRoutes(snapshot.routes, this.#share)
    this.#router = new RouteKeeper({
      ...{ oms, risk, portfolio: this.portfolio, world: this.#world, routes: this.routes },
      port: options.routing,
      submit: (intents, timeUs) => this.#decide(intents, timeUs),
    })
    this.#follower.start()
    this.#money.start()
  }

  /** Decides on intents at a time, and hands what passes to the orders; routes come after orders. */
  submit(intents: readonly TradingIntent[], timeUs: number): readonly TradingEffect[] {
    this.#world.nowUs = timeUs
    const orders: OrderIntent[] = []
    const effects: TradingEffect[] = []
    for (const intent of intents) {
      if (intent.type === 'route' || intent.type === 'cancelRoute') continue
      orders.push(intent)
      if (intent.type === 'cancel' || intent.type === 'cancelAll')
        effects.push(...this.#router.heed(intent, timeUs))
    }
    effects.push(...this.#decide(orders, timeUs))
    for (const intent of intents)
      if (intent.type === 'route' || intent.type === 'cancelRoute')
        effects.push(...this.#router.take(intent, timeUs))
    return inOrder([...effects, ...this.#router.advance(timeUs)])
  }

  /** Time passed, or something beside orders changed: routes are looked at. To be called now and then while any works. */
  advanceRoutes(timeUs: number): readonly TradingEffect[] {
    this.#world.nowUs = timeUs
    return inOrder(this.#router.advance(timeUs))
  }

  #decide(intents: readonly OrderIntent[], timeUs: number): readonly TradingEffect[] {
    const before = this.risk.breakerVersion
    const effects: TradingEffect[] = []
    const free = intents.filter((intent) => {
      if (intent.type === 'cancel' || intent.type === 'cancelAll') return true
      const obstacle = this.#routed(intent) ?? this.#obstacle?.(intent)
      if (obstacle !== undefined)
        effects.push(...this.#follow(this.oms.deny({ intent, ...obstacle }, timeUs)))
      return obstacle === undefined
    })
    const { approved, denied } = this.risk.check(this.#world, free)
    for (const refusal of denied) effects.push(...this.#follow(this.oms.deny(refusal, timeUs)))
    for (const intent of approved) {
      const followed = this.#follow(this.oms.submit(intent, timeUs))
      effects.push(...followed)
      const isUnused = followed.some(({ type }) => type === 'refused')
      const account = this.#follower.accountOf(intent)
      // Risk has counted it as sent, and no order remembers that.
      if (intent.type === 'amend' && isUnused && account !== undefined)
        effects.push(recordOf('risk', { type: 'sent', account, timeUs }))
    }
    if (this.risk.breakerVersion !== before)
      effects.push(recordOf('risk', { type: 'tripped', tripped: this.risk.tripped() }))
    return effects
  }

  /** An order of a route is the router's: what it was made for is counted. */
  #routed(intent: PlaceIntent | AmendIntent): Obstacle | undefined {
    if (intent.type === 'place') return undefined
    const route = this.oms.orders.get(intent.clientOrderId)?.route
    if (route === undefined) return undefined
    const found = `an amend of an order of route ${route}`
    return { reason: 'INVALID_TERMS', found, limit: 'a cancel of the route, and another route' }
  }

  /** Takes what a venue said of an order, or what became of a request. */
  receive(event: OrderEvent): readonly TradingEffect[] {
    const effects = this.#follow(this.oms.receive(event), event)
    const isQuiet = this.routes.isIdle && !this.risk.hasKill
    if (isQuiet) return inOrder(effects)
    this.#world.nowUs = Math.max(this.#world.nowUs, event.timeUs)
    return inOrder([
      ...effects,
      ...this.#cancelFound(effects),
      ...this.#router.advance(this.#world.nowUs),
    ])
  }

  /** Takes what changed money beside our own fills: transfers, funding, marks, corrections, foreign fills. */
  book(event: PortfolioEvent): readonly TradingEffect[] {
    return [recordOf('money', event), ...this.#money.book(event)]
  }

  /**
   * Takes what changes risk. A kill cancels every live order in its scope.
   *
   * @throws ConfigError `INVALID_OPTIONS` where a command does not say who, why or for whom; nothing was changed
   */
  command(input: RiskInput): readonly TradingEffect[] {
    const effects = applyRisk(this.risk, this.#world, input)
    if (input.type !== 'kill') return inOrder([recordOf('risk', input), ...effects])
    const { scope, timeUs } = input
    return inOrder([
      ...[recordOf('risk', input), ...effects],
      ...this.#router.heedKill(scope, timeUs),
      ...this.cancelKilled(timeUs),
      ...this.#router.advance(timeUs),
    ])
  }

  /** Cancels, again, every live order in the scope of a pulled kill switch: after a restart. */
  cancelKilled(timeUs: number): readonly TradingEffect[] {
    this.#world.nowUs = timeUs
    return inOrder(this.#submitAll(this.risk.killedOrders(this.#world)))
  }

  /** Cancels what turns up alive while a kill switch is pulled over it. */
  #cancelFound(effects: readonly TradingEffect[]): readonly TradingEffect[] {
    if (!this.risk.hasKill || !effects.some(({ type }) => type === 'publish')) return []
    const found = this.risk.killedOrders(this.#world)
    // Where its end is wanted already, the order itself knows when to ask again.
    const isUnasked = ({ clientOrderId }: CancelIntent): boolean =>
      this.oms.orders.get(clientOrderId)?.isCancelWanted === false
    return this.#submitAll(found.filter(isUnasked))
  }

  #submitAll(cancels: readonly Approved<CancelIntent>[]): readonly TradingEffect[] {
    const { nowUs } = this.#world
    return cancels.flatMap((intent) => this.#follow(this.oms.submit(intent, nowUs)))
  }

  /** The process that made the requests is gone. See {@link Oms.restarted}. */
  restarted(timeUs: number): readonly TradingEffect[] {
    return inOrder(this.#follow(this.oms.restarted(timeUs)))
  }

  /** Applies a record of before; a replay does not send. */
  apply({ kind, record }: TradingRecord): readonly TradingEffect[] {
    switch (kind) {
      case 'order': {
        this.#follower.countSent(record)
        const told = record.type === 'event' ? record.event : undefined
        return this.#follow(this.oms.apply(record), told)
      }
      case 'money':
        return this.#money.book(fromPlain<PortfolioEvent>(record, this.#share))
      case 'risk':
        return applyRisk(this.risk, this.#world, fromPlain<RiskInput>(record, this.#share))
      case 'route': {
        const route = this.routes.apply(fromPlain<RouteInput>(record, this.#share))
        return route === undefined ? [] : [{ type: 'route', route }]
      }
    }
  }

  /** Everything, as plain JSON data. */
  snapshot(): TradingSnapshot {
    return {
      version: 1,
      orders: this.oms.snapshot(),
      money: this.portfolio.snapshot(),
      risk: this.risk.snapshot(),
      instruments: this.#money.instruments,
      routes: writeRoutes(this.routes),
    }
  }

  #follow(effects: readonly OmsEffect[], told?: ToldOutcome): readonly TradingEffect[] {
    for (const effect of effects) if (effect.type === 'publish') this.routes.observe(effect.order)
    this.routes.refresh(this.oms.orders)
    return this.#follower.follow(effects, told)
  }
}
