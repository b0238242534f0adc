import type {
  Asset,
  ClientOrderId,
  Decimal,
  Fill,
  StrategyId,
  VenueRequest,
} from '../../core/index.ts'
import { createHistogram } from '../../runtime/histogram.ts'
import type { Histogram } from '../../runtime/ports.ts'
import type { TradingEffect } from '../engine/index.ts'
import { ZERO } from '../portfolio/exact.ts'
import type { Portfolio } from '../portfolio/index.ts'
import {
  advancedCourse,
  type Course,
  performanceOf,
  valuedCourse,
} from '../portfolio/performance.ts'
import { type MonitorSnapshot, readMonitor, type Tally, writeMonitor } from './monitor-snapshot.ts'
import { NO_COUNTS, type OrderCounts, OrderWatch } from './order-watch.ts'
import { addSlippage, reportSlippage, slippageOf } from './slippage.ts'
import { decisionTimeOf, pnlOf, type StrategyReport } from './strategy-report.ts'

/** What of the money is read. */
export type MonitoredMoney = Pick<Portfolio, 'strategies' | 'strategy' | 'lineEquity'>

/** A strategy begins with nothing: what its first fill costs is a loss already. */
const START: Course = { paidIn: ZERO, profit: ZERO, peakProfit: ZERO, dayStartProfit: ZERO }
const NOTHING: Tally = { counts: NO_COUNTS, slippage: new Map(), unpricedFills: 0, course: START }

/**
 * Follows how each strategy is doing, from what the engine tells: pure state, no clock. The same effects over the same money make
 * the same reports, but for how long calls took.
 */
export class PerformanceMonitor {
  readonly #money: MonitoredMoney
  readonly #watch: OrderWatch
  readonly #tallies: Map<StrategyId, Tally>
  readonly #times = new Map<StrategyId, Histogram>()

  /** Starts with nothing, or where a snapshot left off. @throws ConfigError `INVALID_OPTIONS` where it is none */
  constructor(money: MonitoredMoney, snapshot?: MonitorSnapshot) {
    this.#money = money
    const { orders, tallies } = readMonitor(snapshot)
    this.#watch = new OrderWatch(orders)
    this.#tallies = new Map(tallies)
  }

  /** Whether an order was seen. */
  hasSeen(id: ClientOrderId): boolean {
    return this.#watch.orders.has(id)
  }

  /** Takes what followed from a change, once the money has it. */
  onEffect(effect: TradingEffect): void {
    if (effect.type === 'publish')
      this.#count(effect.order.strategy, this.#watch.observe(effect.order))
    else if (effect.type === 'send') this.#onSend(effect.request)
    else if (effect.type === 'denied') this.#count(effect.denied.intent.strategy, { denied: 1 })
    else if (effect.type === 'fill')
      this.#onFill(effect.strategy, effect.clientOrderId, effect.fill)
  }

  /** An order that was seen was decided on at this price. */
  onDecided(id: ClientOrderId, price: Decimal): void {
    this.#watch.decided(id, price)
  }

  /** A call of a strategy took that long. */
  onCall(strategy: StrategyId, tookNs: number): void {
    const times = this.#times.get(strategy) ?? createHistogram()
    this.#times.set(strategy, times)
    times.record(tookNs)
  }

  /** Prices or money have changed: every strategy is worth something else. */
  onValued(timeUs: number): void {
    for (const strategy of this.#money.strategies()) this.#value(strategy, timeUs)
  }

  /** How a strategy is doing. */
  report(strategy: StrategyId, timeUs: number): StrategyReport {
    const { counts, slippage, unpricedFills, course } = this.#tally(strategy)
    const line = this.#money.strategy(strategy)
    const performance = performanceOf(course)
    return {
      strategy,
      timeUs,
      decisionTime: decisionTimeOf(this.#times.get(strategy)),
      orders: counts,
      slippage: Array.from(slippage.values(), reportSlippage),
      unpricedFills,
      pnl: pnlOf(line),
      ...(line !== undefined && { line }),
      ...(performance !== undefined && { performance }),
    }
  }

  /** All but how long calls took, as JSON data. */
  snapshot(): MonitorSnapshot {
    return writeMonitor({ orders: this.#watch.orders, tallies: this.#tallies })
  }

  #onSend({ type, clientOrderId }: VenueRequest): void {
    // What places an order goes out before anybody has seen it.
    const strategy = this.#watch.orders.get(clientOrderId)?.strategy
    if (strategy === undefined || type === 'place') return
    this.#count(strategy, type === 'amend' ? { amends: 1 } : { cancels: 1 })
  }

  #onFill(strategy: StrategyId, id: ClientOrderId, fill: Fill): void {
    this.#count(strategy, { fills: 1 })
    const tally = this.#tally(strategy)
    const decidedAt = this.#watch.orders.get(id)?.price
    const told = decidedAt && slippageOf(fill, decidedAt)
    const sum = told && addSlippage(tally.slippage.get(told.asset), told)
    const next =
      sum === undefined
        ? { unpricedFills: tally.unpricedFills + 1 }
        : { slippage: new Map<Asset, typeof sum>([...tally.slippage, [sum.asset, sum]]) }
    this.#tallies.set(strategy, { ...tally, ...next })
    this.#value(strategy, fill.venueTimeUs)
  }

  #value(strategy: StrategyId, timeUs: number): void {
    const tally = this.#tally(strategy)
    const course = advancedCourse(tally.course, timeUs)
    const { equity } = this.#money.lineEquity(strategy)
    this.#tallies.set(strategy, {
      ...tally,
      course: equity === undefined ? course : valuedCourse(course, equity),
    })
  }

  #count(strategy: StrategyId, more: Partial<OrderCounts>): void {
    const tally = this.#tally(strategy)
    this.#tallies.set(strategy, { ...tally, counts: added(tally.counts, more) })
  }

  #tally(strategy: StrategyId): Tally {
    return this.#tallies.get(strategy) ?? NOTHING
  }
}

function added(counts: OrderCounts, more: Partial<OrderCounts>): OrderCounts {
  const { placed, amends, cancels, fills, denied, rejected, unknown } = counts
  return {
    placed: placed + (more.placed ?? 0),
    amends: amends + (more.amends ?? 0),
    cancels: cancels + (more.cancels ?? 0),
    fills: fills + (more.fills ?? 0),
    denied: denied + (more.denied ?? 0),
    rejected: rejected + (more.rejected ?? 0),
    unknown: unknown + (more.unknown ?? 0),
  }
}
