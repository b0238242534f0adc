import { describe, expect, test } from 'vitest'
import { barSpan } from '../../src/sim/candles.ts'
import {
  type CommandEvent,
  dayStats,
  type SimInstrumentOptions,
  SimMarket,
} from '../../src/sim/index.ts'
import { ManualPorts } from './support/ports.ts'

const SPOT: SimInstrumentOptions = {
  product: 'spot',
  symbol: 'AAA',
  base: 'A',
  quote: 'Q',
  tickSize: '0.01',
  lotSize: '0.0010',
  startPrice: '100.00',
}
const PERPETUAL: SimInstrumentOptions = {
  ...SPOT,
  product: 'swap',
  kind: 'perpetual',
  settle: 'Q',
  updateIdJump: 9,
  flow: { liquidationShare: 0.05 },
}

function setUp(seed: string | number = 1, instruments = [SPOT, PERPETUAL]) {
  const ports = new ManualPorts()
  const market = new SimMarket(ports, { seed, instruments })
  const events: CommandEvent[] = []
  market.listen((event) => events.push(event))
  const run = (steps: number): void => {
    for (let i = 0; i < steps; i += 1) {
      ports.advance(10)
      market.step()
    }
  }
  return { ports, market, events, run }
}

function history({ events }: { events: readonly CommandEvent[] }): string {
  const line = ({ instrument, trades, changes, updateId, liquidation }: CommandEvent): unknown => [
    instrument.spec.symbol,
    updateId,
    changes,
    trades.map((trade) => [trade.id, trade.price, trade.size, trade.takerSide]),
    liquidation,
  ]
  return JSON.stringify(events.map(line))
}

describe('barSpan', () => {
  test.for([
    ['1M', '2024-02-29T23:59:59.999Z', '2024-02-01', '2024-03-01'],
    ['1M', '2027-12-31T00:00:00Z', '2027-12-01', '2028-01-01'],
    ['1w', '2026-11-22T23:00:00Z', '2026-11-16', '2026-11-23'],
    ['3d', '1970-01-05T00:00:00Z', '1970-01-04', '1970-01-07'],
    ['1d', '2026-11-21T12:00:00Z', '2026-11-21', '2026-11-22'],
  ] as const)('%s of %s opens on %s and ends on %s', ([interval, at, open, end]) => {
    expect(barSpan(interval, Date.parse(at))).toEqual([Date.parse(open), Date.parse(end)])
  })
})

describe('SimMarket', () => {
  test('one seed gives one history', () => {
    const [a, b, c] = [setUp('x'), setUp('x'), setUp('y')]
    for (const each of [a, b, c]) each.run(2000)
    expect(a.events.length).toBeGreaterThan(1000)
    expect(history(a)).toBe(history(b))
    expect(history(a)).not.toBe(history(c))
  })

  test('the history of an instrument does not depend on what else is listed', () => {
    const alone = setUp(1, [SPOT])
    const both = setUp(1, [SPOT, PERPETUAL])
    for (const each of [alone, both]) each.run(500)
    const own = both.events.filter((event) => event.instrument.spec.product === 'spot')
    expect(history({ events: own })).toBe(history(alone))
  })

  test('trades, best prices and book agree', () => {
    const { market, events, run } = setUp()
    run(3000)
    for (const { changes, trades, isBboChanged } of events) {
      const traded = new Map<number, number>()
      for (const { price, size } of trades) traded.set(price, (traded.get(price) ?? 0) + size)
      for (const [price, size] of traded) {
        const change = changes.find((each) => each.price === price && each.size < each.previous)
        expect(change && change.previous - change.size).toBe(size)
      }
      if (trades.length > 0) expect(isBboChanged).toBe(true)
    }
    for (const live of market.instruments()) {
      const { bids, asks } = live.book()
      expect(bids[0]![0]).toBeLessThan(asks[0]![0])
      expect(Math.min(bids.length, asks.length)).toBeGreaterThan(30)
    }
  })

  test('remembers its book by update id', () => {
    const { market, run } = setUp()
    const kept = []
    for (let i = 0; i < 40; i += 1) {
      run(10)
      kept.push(market.truth('swap', 'AAA')!)
    }
    for (const truth of kept) expect(market.truth('swap', 'AAA', truth.updateId)).toEqual(truth)
    expect(market.truth('swap', 'AAA', kept.at(-1)!.updateId + 1)).toBeUndefined()
  })

  test('update ids count changes on spot and jump where an instrument says so', () => {
    const { events, run } = setUp()
    run(1000)
    const ids = (product: string): number[] =>
      events
        .filter((event) => event.instrument.spec.product === product && event.changes.length > 0)
        .map((event) => event.updateId)
    const steps = (list: number[]): Set<number> =>
      new Set(list.slice(1).map((id, i) => id - list[i]!))
    expect(steps(ids('spot'))).toEqual(new Set([1]))
    expect(steps(ids('swap')).size).toBe(10)
  })

  test('bars and statistics are the trades', () => {
    const { ports, market, events, run } = setUp()
    run(30_000)
    const live = market.find('spot', 'AAA')!
    const trades = events
      .filter((event) => event.instrument === live)
      .flatMap((event) => event.trades)
    const volume = trades.reduce((sum, trade) => sum + BigInt(trade.size), 0n)
    const stats = dayStats(live, ports.wallClock.nowUs() / 1000)
    expect(stats.count).toBe(trades.length)
    expect(stats.volume).toBe(volume)
    expect([stats.open, stats.last]).toEqual([trades[0]!.price, trades.at(-1)!.price])
    const minutes = live.candles('1m').all()
    expect(minutes.length).toBeGreaterThanOrEqual(5)
    expect(minutes.reduce((sum, bar) => sum + bar.volume, 0n)).toBe(volume)
    expect(live.candles('1M').all()).toHaveLength(1)
    const seconds = live.candles('1s').all()
    expect(seconds.some((bar) => bar.count === 0)).toBe(true)
    seconds.slice(1).forEach((bar, i) => {
      expect(bar.openTimeUs).toBe(seconds[i]!.endTimeUs)
      if (bar.count === 0)
        expect([bar.open, bar.close]).toEqual([seconds[i]!.close, seconds[i]!.close])
    })
  })

  test('contracts have marks, funding, open interest and forced orders', () => {
    const { market, events, run } = setUp()
    run(3000)
    const { perpetual } = market.find('swap', 'AAA')!
    expect(perpetual!.fundings).toHaveLength(90)
    expect(Number(perpetual!.markPrice) / 1e8).toBeCloseTo(100, -1)
    expect(perpetual!.openInterest).toBeGreaterThan(0)
    expect(events.some((event) => event.liquidation !== undefined)).toBe(true)
  })
})

describe('a listing that changes', () => {
  test('an instrument that is delisted trades no more and is not found', () => {
    const { market, events, run } = setUp()
    const live = market.find('spot', 'AAA')!
    run(100)
    market.delist(live)
    events.length = 0
    run(500)
    expect(market.find('spot', 'AAA')).toBeUndefined()
    expect(events.filter(({ instrument }) => instrument === live)).toEqual([])
    expect(events.length).toBeGreaterThan(0)
  })

  test('a finer step leaves what rests where it is, and prices between the old steps follow', () => {
    const { market, events, run } = setUp(1, [{ ...SPOT, finestTickSize: '0.0001' }])
    const live = market.find('spot', 'AAA')!
    const isBetween = ({ changes }: CommandEvent): boolean =>
      changes.some(({ price }) => price % 100 !== 0)
    run(500)
    expect(events.some(isBetween)).toBe(false)
    const before = market.truth('spot', 'AAA')
    live.changeTick('0.0001')
    expect(market.truth('spot', 'AAA')).toEqual(before)
    expect(live.spec).toMatchObject({ tickSize: '0.0001', tick: 1, tickDigits: 4 })
    events.length = 0
    run(500)
    expect(events.some(isBetween)).toBe(true)
  })

  test('a step finer than was announced is refused', () => {
    const { market } = setUp()
    expect(() => market.find('spot', 'AAA')!.changeTick('0.001')).toThrow(
      /at most 2 fraction digits/,
    )
  })
})
