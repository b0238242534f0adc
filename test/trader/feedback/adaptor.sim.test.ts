import { describe, expect, it } from 'vitest'
import type { FilePort } from '../../../src/runtime/index.ts'
import type { TraderEvent } from '../../../src/trader/index.ts'
import { readPast } from '../../../src/trader/shell/trader-state.ts'
import { type Life, PaperWorld } from '../paper/support/paper-world.ts'
import { CONFIGURED_BPS, FEEDBACK, losingMaker, MAKER } from './support/losing-maker.ts'
import { remade } from './support/remade.ts'

describe('a trader whose market maker loses', () => {
  it('quotes wider step by step, within the bounds, by commands of the adaptor', async () => {
    const world = new PaperWorld(losingMaker(3))
    const life = await world.start()
    await world.runtime.run({ forMs: 40_000 })
    const spreads = adaptedOf(world.events, 'spread')
    expect(spreads.map(({ to }) => to)).toEqual(['0.001', '0.002', '0.003'])
    expect(spreads.map(({ from }) => from)).toEqual(['0', '0.001', '0.002'])
    for (const [place, { timeUs, why }] of spreads.entries()) {
      expect(why).toMatch(/^lost 0\.\d+$/)
      const before = spreads[place - 1]
      if (before !== undefined) expect(timeUs - before.timeUs).toBeGreaterThanOrEqual(3_000_000)
    }
    expect(spreadOf(life)).toBe(0.003)
    const notionals = adaptedOf(world.events, 'notional')
    expect(notionals.map(({ to }) => to).slice(0, 3)).toEqual(['900', '800', '700'])
    const audits = world.events.flatMap((event) =>
      event.type === 'audit' && event.audit.type === 'limitChanged' ? [event.audit] : [],
    )
    expect(audits.map(({ value, by }) => [value, by])).toEqual(
      notionals.map(({ to }) => [to, 'adaptor']),
    )
    const inForce = life.trader.core.risk.limit('maxNotional', { strategy: MAKER })
    expect(String(inForce)).toBe(notionals.at(-1)?.to)
    await world.stop(life)
  })

  it('reports what it did, and what that cost', async () => {
    const world = new PaperWorld(losingMaker(3))
    const life = await world.start()
    await world.runtime.run({ forMs: 30_000 })
    const report = life.trader.report(MAKER)
    const { oms, portfolio } = life.trader.core
    const fills = [...oms.orders.values()].flatMap((order) => order.fills)
    expect(report?.orders.placed).toBe(oms.orders.size)
    expect(report?.orders.fills).toBe(fills.length)
    expect(fills.length).toBeGreaterThan(5)
    expect(report?.unpricedFills).toBe(0)
    expect(report?.decisionTime.calls).toBeGreaterThan(50)
    // A maker is filled at better prices than the mid it decided at, and pays its fees.
    expect(report?.slippage[0]?.cost.lt(0)).toBe(true)
    expect(report?.line).toEqual(portfolio.strategy(MAKER))
    expect(report?.performance?.profit.toFixed()).toBe(
      portfolio.lineEquity(MAKER).equity?.toFixed(),
    )
    expect(report?.performance?.drawdown.gt(0)).toBe(true)
    await world.stop(life)
  })

  it('compares fills with the best price of the other side where that is asked for', async () => {
    const [mid, touch] = await Promise.all(
      (['mid', 'touch'] as const).map(async (decidedAt) => {
        const world = new PaperWorld(losingMaker(3, { decidedAt }))
        const life = await world.start()
        await world.runtime.run({ forMs: 20_000 })
        const report = life.trader.report(MAKER)
        await world.stop(life)
        return report
      }),
    )
    expect(touch?.orders).toEqual(mid?.orders)
    const [ofMid, ofTouch] = [mid?.slippage[0]?.cost, touch?.slippage[0]?.cost]
    expect(ofMid && ofTouch?.lt(ofMid)).toBe(true)
  })

  it('is not watched unless that is asked for, and not opened with rules that cannot be meant', async () => {
    const { trader = {}, ...rest } = losingMaker(3)
    const { feedback: _, ...unwatched } = trader
    const world = new PaperWorld({ ...rest, trader: unwatched })
    const life = await world.start()
    expect(life.trader.report(MAKER)).toBeUndefined()
    await world.stop(life)
    const wrong = new PaperWorld(losingMaker(3, { reviewEveryMs: 0 }))
    await expect(wrong.start()).rejects.toThrow(
      'Opening a trader: feedback: reviewEveryMs: expected an integer of at least 1, was 0',
    )
  })

  it('is made again from its journal byte for byte, and no rule is asked', async () => {
    const world = new PaperWorld(losingMaker(4))
    const life = await world.start()
    await world.runtime.run({ forMs: 20_000 })
    await world.stop(life)
    const files = filesOf(world)
    const { snapshot } = await world.runtime.settle(readPast(files, 'journal'))
    const again = await world.runtime.settle(
      remade(files, { rules: FEEDBACK.rules?.map((rule) => ({ ...rule, propose: asked })) ?? [] }),
    )
    expect(JSON.stringify(again.core.snapshot())).toBe(JSON.stringify(snapshot?.core))
    expect(JSON.stringify(again.feedback.snapshot())).toBe(JSON.stringify(snapshot?.feedback))
    expect(again.host.status()[0]?.setup.params).toEqual(snapshot?.host.seats[0]?.setup.params)
    expect(again.commandsBy('adaptor')).toBeGreaterThan(1)
  })

  it('that is killed goes on with what was adapted, and counts on', async () => {
    const world = new PaperWorld(losingMaker(3))
    const first = await world.start()
    await world.runtime.run({ forMs: 20_000 })
    const [spread, before] = [spreadOf(first), first.trader.report(MAKER)]
    expect(spread).toBeGreaterThan(CONFIGURED_BPS)
    const notional = first.trader.core.risk.limit('maxNotional', { strategy: MAKER })
    world.kill()
    const second = await world.start()
    expect(spreadOf(second)).toBe(spread)
    expect(second.trader.core.risk.limit('maxNotional', { strategy: MAKER })).toEqual(notional)
    const after = second.trader.report(MAKER)
    expect(after?.slippage).toEqual(before?.slippage)
    expect(after?.orders.placed).toBe(before?.orders.placed)
    expect(after?.performance?.peak).toEqual(before?.performance?.peak)
    await world.runtime.run({ forMs: 10_000 })
    expect(second.trader.report(MAKER)?.orders.fills).toBeGreaterThan(before?.orders.fills ?? 0)
    await world.stop(second)
  })

  it('has one history by one seed, and the same one without feedback but for the records', async () => {
    const history = async (seed: number, isWatched: boolean): Promise<readonly string[]> => {
      const { trader, ...rest } = losingMaker(seed, { ...FEEDBACK, rules: [] })
      const { feedback: _, ...unwatched } = trader ?? {}
      const world = new PaperWorld({ ...rest, trader: isWatched ? { ...trader } : unwatched })
      const life = await world.start()
      await world.runtime.run({ forMs: 10_000 })
      const orders = [...life.trader.core.oms.orders.values()]
      await world.stop(life)
      return orders.map(({ clientOrderId, status, terms }) =>
        JSON.stringify([clientOrderId, status, terms.side, terms.price, terms.quantity]),
      )
    }
    const watched = await history(5, true)
    expect(watched.length).toBeGreaterThan(5)
    expect(await history(5, true)).toEqual(watched)
    expect(await history(5, false)).toEqual(watched)
  })
})

function asked(): never {
  throw new Error('a replay asks no rule')
}

function adaptedOf(events: readonly TraderEvent[], knob: string) {
  return events.flatMap((event) =>
    event.type === 'adapted' && event.knob === knob
      ? [{ ...event, from: event.from.toFixed(), to: event.to.toFixed() }]
      : [],
  )
}

function spreadOf({ trader }: Life): unknown {
  const [status] = trader.status().strategies
  return (status?.setup.params as { readonly halfSpreadBps?: unknown } | undefined)?.halfSpreadBps
}

function filesOf({ runtime }: PaperWorld): FilePort {
  return runtime.spawn('bot').ports.files
}
