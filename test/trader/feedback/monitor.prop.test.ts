import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asset, type ClientOrderId, clientOrderId, type Side } from '../../../src/core/index.ts'
import { PerformanceMonitor } from '../../../src/trader/feedback/index.ts'
import { newOrder, Portfolio, type TradingEffect } from '../../../src/trader/index.ts'
import { naiveDrawdown, naiveSlippage, naiveTrips } from '../../reference/naive-performance.ts'
import { fixed } from '../../reference/naive-portfolio.ts'
import { play, recordsOf, scripts, smallCore } from '../engine/support/core-script.ts'
import { MAKER } from '../oms/support/oms-script.ts'
import { BTC, decimal, fillOf, GRID, intent } from '../oms/support/small-orders.ts'
import { NOON_US } from '../risk/support/risk-world.ts'

const price = fc.integer({ min: 9_000, max: 11_000 }).map((cents) => (cents / 100).toFixed(2))
const trades = fc.array(
  fc.record({
    side: fc.constantFrom<Side>('buy', 'sell'),
    price,
    quantity: fc.integer({ min: 1, max: 40 }).map((tenths) => (tenths / 10).toFixed(1)),
    decidedAt: fc.option(price, { nil: undefined }),
    mark: price,
  }),
  { maxLength: 40 },
)

describe('the performance monitor', () => {
  it('adds slippage and hit ratio up as a naive twin does, and drawdown from every valuation', () => {
    fc.assert(
      fc.property(trades, (list) => {
        const portfolio = new Portfolio({ reportingAsset: asset('USDT') })
        const monitor = new PerformanceMonitor(portfolio)
        const values: string[] = []
        const value = (): void => {
          const { equity } = portfolio.lineEquity(GRID)
          if (equity !== undefined) values.push(equity.toFixed())
        }
        list.forEach((trade, place) => {
          const id = clientOrderId(1, place)
          const { side, decidedAt, mark } = trade
          const order = newOrder({
            clientOrderId: id,
            intent: intent({ side }),
            timeUs: place,
            deadlineUs: place,
          })
          monitor.onEffect({ type: 'publish', order })
          if (decidedAt !== undefined) monitor.onDecided(id, decimal(decidedAt))
          const fill = fillOf(`f${place}`, trade.quantity, { side, price: decimal(trade.price) })
          portfolio.apply({ type: 'fill', fill, strategy: GRID })
          monitor.onEffect({ type: 'fill', clientOrderId: id, strategy: GRID, fill })
          value()
          portfolio.apply({
            type: 'assetMark',
            asset: BTC.base,
            price: decimal(mark),
            timeUs: place,
          })
          monitor.onValued(place)
          value()
        })
        const report = monitor.report(GRID, 7)
        const { cost, decidedValue, unpriced } = naiveSlippage(list)
        const [slippage] = report.slippage
        expect(fixed(slippage?.cost.toFixed() ?? '0')).toBe(cost)
        expect(fixed(slippage?.decidedValue.toFixed() ?? '0')).toBe(decidedValue)
        expect(report.unpricedFills).toBe(unpriced)
        const { roundTrips, won } = naiveTrips(list)
        expect([report.line?.roundTrips ?? 0, report.line?.wonRoundTrips ?? 0]).toEqual([
          roundTrips,
          won,
        ])
        expect(fixed(report.performance?.drawdown.toFixed() ?? '0')).toBe(naiveDrawdown(values))
        expect(report.performance?.profit.toFixed() ?? '0').toBe(values.at(-1) ?? '0')
      }),
      { numRuns: 300 },
    )
  })

  it('counts what was sent, denied, filled, refused and unknown', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const core = smallCore()
        const monitor = new PerformanceMonitor(core.portfolio)
        const effects = play(core, script).flat()
        for (const effect of effects) monitor.onEffect(effect)
        for (const strategy of [GRID, MAKER])
          expect(monitor.report(strategy, 0).orders).toEqual(countsOf(effects, strategy))
      }),
      { numRuns: 300 },
    )
  })

  it('is made again from records, and goes on from a snapshot as if it had never stopped', () => {
    fc.assert(
      fc.property(scripts, fc.nat(80), (script, cut) => {
        const core = smallCore()
        const monitor = new PerformanceMonitor(core.portfolio)
        const again = smallCore()
        let remade = new PerformanceMonitor(again.portfolio)
        let timeUs = NOON_US
        script.forEach((step, place) => {
          timeUs += step.waitUs
          const effects = play(core, [{ ...step, waitUs: 0 }], timeUs).flat()
          tell(monitor, effects)
          for (const record of JSON.parse(JSON.stringify(recordsOf(effects))))
            tell(remade, [{ type: 'record', record }, ...again.apply(record)])
          if (place !== cut) return
          remade = new PerformanceMonitor(
            again.portfolio,
            JSON.parse(JSON.stringify(remade.snapshot())),
          )
        })
        expect(JSON.stringify(remade.snapshot())).toBe(JSON.stringify(monitor.snapshot()))
      }),
      { numRuns: 200 },
    )
  })

  it('remembers the price of an order that ended for fills that come late, and not for ever', () => {
    const portfolio = new Portfolio({ reportingAsset: asset('USDT') })
    const monitor = new PerformanceMonitor(portfolio)
    const end = (place: number): void => {
      const id = clientOrderId(1, place)
      const order = newOrder({ clientOrderId: id, intent: intent(), timeUs: 1, deadlineUs: 1 })
      monitor.onEffect({ type: 'publish', order })
      monitor.onDecided(id, decimal('99'))
      monitor.onEffect({ type: 'publish', order: { ...order, status: 'cancelled' } })
    }
    const fillLate = (place: number): void => {
      const fill = fillOf(`late ${place}`, 1)
      monitor.onEffect({
        type: 'fill',
        clientOrderId: clientOrderId(1, place),
        strategy: GRID,
        fill,
      })
    }
    for (let place = 0; place <= 1_000; place += 1) end(place)
    fillLate(0)
    fillLate(1)
    const { slippage, unpricedFills } = monitor.report(GRID, 0)
    expect(unpricedFills).toBe(1)
    expect(slippage.map(({ cost }) => cost.toFixed())).toEqual(['1'])
  })
})

/** As the trader tells it: prices where an order is new, money when it was kept. */
function tell(monitor: PerformanceMonitor, effects: readonly TradingEffect[]): void {
  for (const effect of effects) {
    if (effect.type !== 'record') monitor.onEffect(effect)
    else if (effect.record.kind === 'money' && effect.record.record.type !== 'fill')
      monitor.onValued(effect.record.record.timeUs)
    if (effect.type === 'publish' && effect.order.status === 'inFlight')
      monitor.onDecided(effect.order.clientOrderId, decimal('99.5'))
  }
}

/** The counts of a strategy, from what was sent and from every state that an order was ever in. */
function countsOf(effects: readonly TradingEffect[], strategy: string) {
  const counts = { placed: 0, amends: 0, cancels: 0, fills: 0, denied: 0, rejected: 0, unknown: 0 }
  const owners = new Map<ClientOrderId, string>()
  const states = new Map<ClientOrderId, string>()
  for (const effect of effects)
    if (effect.type === 'publish') owners.set(effect.order.clientOrderId, effect.order.strategy)
  for (const effect of effects) {
    if (effect.type === 'send' && owners.get(effect.request.clientOrderId) === strategy)
      counts[SENT[effect.request.type]] += 1
    if (effect.type === 'fill' && effect.strategy === strategy) counts.fills += 1
    if (effect.type === 'denied' && effect.denied.intent.strategy === strategy) counts.denied += 1
    if (effect.type !== 'publish' || effect.order.strategy !== strategy) continue
    const { clientOrderId: id, status } = effect.order
    if (states.get(id) === status) continue
    states.set(id, status)
    if (status === 'rejected') counts.rejected += 1
    if (status === 'unknown' || status.endsWith('Unknown')) counts.unknown += 1
  }
  return counts
}

const SENT = { place: 'placed', amend: 'amends', cancel: 'cancels' } as const
