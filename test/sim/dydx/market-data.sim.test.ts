import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedDydxOptions,
  simulatedDydx,
} from '../../../src/sim/dydx/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'

const BTC = 'BTC/USDC:USDC'
const ALL = DEFAULT_INSTRUMENTS.map(({ base }) => `${base}/USDC:USDC`)

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedDydxOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedDydx({ ports, seed: 7, warmUpMs: 5_000, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: dydx(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** What is wrong with a book while the market stands still; empty where it equals the venue's. */
  const problem = (view: OrderBook): string => {
    if (view.state !== 'live') return view.state
    const truth = venue.truth(view.instrument.product, view.instrument.symbol)
    for (const side of ['bids', 'asks'] as const) {
      const shown = Array.from(
        { length: view[side].count },
        (_, i) => `${view[side].priceText(i)}x${view[side].sizeText(i)}`,
      )
      const wanted = truth?.[side].map(([price, size]) => `${price}x${size}`) ?? []
      const at = wanted.findIndex((level, i) => level !== shown[i])
      if (at >= 0 || shown.length !== wanted.length)
        return `${side}[${at}] of ${shown.length} is ${shown[at]}, not ${wanted[at]} of ${wanted.length}`
    }
    return ''
  }
  const rest = async (): Promise<void> => {
    venue.market.stop()
    await runtime.run({ forMs: 1_000 })
  }
  return { runtime, venue, market, problem, rest }
}

describe('the dYdX driver on the simulated venue', () => {
  test('reads every market listed', async () => {
    const { market } = await open()
    expect(
      market
        .instruments()
        .map(({ pair }) => String(pair))
        .sort(),
    ).toEqual([...ALL].sort())
    for (const { symbol, tickSize, lotSize } of market.instruments()) {
      const made = DEFAULT_INSTRUMENTS.find((each) => each.symbol === symbol)
      expect([Number(tickSize), Number(lotSize)]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
      ])
    }
  })

  test('keeps whole books equal to the venue, and never doubts them though answers come late', async () => {
    const { runtime, venue, market, problem, rest } = await open(
      {},
      { limits: { snapshotDelayMs: 400 } },
    )
    const books = ALL.map((pair) => market.book(pair))
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    for (let turn = 0; turn < 5; turn += 1) {
      venue.market.start()
      await runtime.run({ forMs: 5_000 })
      // One more topic on the same connection, whose answer will be late.
      market.hold(ALL[turn % ALL.length] ?? BTC, {
        channel: 'candle',
        interval: turn > 2 ? '5m' : '1m',
      })
      await rest()
      expect(books.map(({ view }) => problem(view))).toEqual(['', '', '', ''])
    }
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test.each([
    ['told level by level', { tellsLevelByLevel: true }],
    ['whose crossed levels are forgotten', { forgetsCrossed: true }],
    ['of both kinds', { tellsLevelByLevel: true, forgetsCrossed: true }],
  ])('keeps books %s uncrossed, and equal to the venue when it rests', async (_kind, limits) => {
    const { runtime, market, problem, rest } = await open({}, { limits })
    const books = ALL.map((pair) => market.book(pair))
    let changes = 0
    for (const book of books)
      book.onChange((view) => {
        if (view.state !== 'live' || view.bids.count === 0 || view.asks.count === 0) return
        changes += 1
        expect(view.bids.priceDecimal(0).lt(view.asks.priceDecimal(0))).toBe(true)
      })
    await runtime.run({ forMs: 60_000 })
    await rest()
    expect(changes).toBeGreaterThan(1000)
    expect(books.map(({ view }) => problem(view))).toEqual(['', '', '', ''])
    expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0 })
  })

  test.each([
    ['comes, it goes on', [], 'live its connection goes on', 0],
    ['is not what was missing, it is read anew', [{ kind: 'drop' } as const], 'live snapshot', 1],
  ])(
    'is stale while the messages behind a slow answer wait; when that %s',
    async (_what, kinds, then, resyncs) => {
      const faults: FaultRule[] = kinds.map((fault) => ({
        fault,
        where: { contains: 'v4_orderbook' },
        when: { fromMs: 20_500, most: 1 },
      }))
      const { runtime, market, problem, rest } = await open(
        {},
        { faults, limits: { snapshotDelayMs: 1_500 } },
      )
      const states: string[] = []
      market.subscribe('bookState', {}, ({ state, reason }) => states.push(`${state} ${reason}`))
      const book = market.book(BTC)
      await runtime.run({ forMs: 20_000 })
      market.hold(BTC, { channel: 'candle', interval: '1m' })
      await runtime.run({ forMs: 20_000 })
      await rest()
      expect(states).toEqual(['live snapshot', 'stale messages wait for one before them', then])
      expect(market.bookCounters).toMatchObject({ resyncs, corruptions: 0 })
      expect(problem(book.view)).toBe('')
    },
  )

  test('sees every lost message by the numbers of its connection, whatever its channel', async () => {
    const faults: FaultRule[] = [
      {
        fault: { kind: 'drop' },
        where: { contains: 'v4_trades' },
        when: { fromMs: 20_000, most: 1 },
      },
    ]
    const { runtime, market, problem, rest } = await open({}, { faults })
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state, reason }) => states.push(`${state} ${reason}`))
    market.subscribe('trade', { pair: BTC }, () => {})
    const book = market.book(BTC)
    await runtime.run({ forMs: 40_000 })
    await rest()
    expect(states).toEqual([
      'live snapshot',
      'stale a message of the connection is missing',
      'live snapshot',
    ])
    expect(problem(book.view)).toBe('')
  })

  test.each([1, 2])('heals on %i connections, whatever the network does', async (redundancy) => {
    const hurt = (fault: FaultRule['fault'], probability: number): FaultRule => ({
      fault,
      when: { probability, untilMs: 60_000 },
    })
    const faults = [
      hurt({ kind: 'drop' }, 0.01),
      hurt({ kind: 'double' }, 0.01),
      hurt({ kind: 'reorder', behind: 2 }, 0.01),
      hurt({ kind: 'delay', delayMs: 400 }, 0.005),
      hurt({ kind: 'corrupt', how: 'syntax' }, 0.003),
      hurt({ kind: 'corrupt', how: 'byte' }, 0.003),
      hurt({ kind: 'truncate' }, 0.003),
      hurt({ kind: 'cutMidFrame' }, 0.001),
    ]
    const { runtime, venue, market, problem, rest } = await open(
      { pool: { redundancy } },
      { faults },
    )
    const books = ALL.map((pair) => market.book(pair))
    await runtime.run({ forMs: 60_000 })
    expect(market.bookCounters.resyncs).toBeGreaterThan(3)
    await rest()
    venue.market.start()
    await runtime.run({ forMs: 90_000 })
    await rest()
    expect(books.map(({ view }) => problem(view))).toEqual(['', '', '', ''])
  })

  test('asks again where the server could not fetch a snapshot, and comes back from a restart', async () => {
    const { runtime, venue, market, problem, rest } = await open()
    venue.failFetches(3_000)
    const book = market.book(BTC)
    await runtime.run({ forMs: 30_000 })
    expect(book.view.state).toBe('live')
    venue.restart()
    await runtime.run({ forMs: 20_000 })
    await rest()
    expect(problem(book.view)).toBe('')
  })

  test('spreads more than 32 topics over connections, and is never refused', async () => {
    const symbols = Array.from({ length: 40 }, (_, i) => `C${i}`)
    const instruments = symbols.map((base) => ({
      ...(DEFAULT_INSTRUMENTS[1] ?? {
        product: '',
        quote: '',
        tickSize: '',
        lotSize: '',
        startPrice: '',
      }),
      symbol: `${base}-USD`,
      base,
    }))
    const { runtime, market } = await open({}, { instruments })
    const faults: string[] = []
    market.subscribe('fault', {}, ({ message }) => faults.push(message))
    for (const base of symbols) market.hold(`${base}/USDC:USDC`, { channel: 'trade' })
    await runtime.run({ forMs: 20_000 })
    expect(market.connections().map(({ wanted, confirmed }) => [wanted, confirmed])).toEqual([
      [32, 32],
      [8, 8],
    ])
    expect(faults).toEqual([])
  })

  test('stays connected while the market sleeps, and notices within 15 s that nothing comes at all', async () => {
    const faults: FaultRule[] = [
      { fault: { kind: 'stall', keepsPings: true }, when: { fromMs: 100_000, most: 1 } },
    ]
    const { runtime, venue, market } = await open({ pool: { silentMs: 3_600_000 } }, { faults })
    const lost: string[] = []
    market.subscribe('connection', {}, ({ state, reason }) => {
      if (state === 'lost') lost.push(reason)
    })
    market.hold(BTC, { channel: 'trade' })
    await runtime.run({ forMs: 5_000 })
    venue.market.stop()
    await runtime.run({ forMs: 90_000 })
    expect(lost).toEqual([])
    await runtime.run({ forMs: 60_000 })
    expect(lost).toHaveLength(1)
    expect(lost[0]).toMatch(/^silent for 1\d{4} ms$/)
  })

  test('tells every kind of event that the venue has', async () => {
    const { runtime, market } = await open()
    const kinds: readonly MarketEventType[] = [
      'trade',
      'ticker',
      'funding',
      'markPrice',
      'indexPrice',
      'openInterest',
      'liquidation',
    ]
    const seen = new Map<string, MarketEvent>()
    for (const kind of kinds)
      market.subscribe(kind, { pair: BTC }, (event) => void seen.set(event.type, event))
    market.subscribe(
      'candle',
      { pair: BTC, interval: '1m' },
      (event) => void seen.set(event.type, event),
    )
    await runtime.run({ forMs: 120_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', BTC])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, market } = await open({}, { warmUpMs: 300_000 })
    const bars = await runtime.settle(market.history.candles(BTC, '1m', { limit: 4 }))
    const opens = bars.map(({ openTimeUs }) => openTimeUs)
    expect(opens).toEqual(opens.toSorted((a, b) => a - b))
    expect(bars).toHaveLength(4)
    const trades = await runtime.settle(market.history.trades(BTC, { limit: 20 }))
    const times = trades.map(({ venueTimeUs = 0 }) => venueTimeUs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(trades).toHaveLength(20)
    const fundings = await runtime.settle(market.history.funding(BTC, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]).toMatchObject({ kind: 'settled', intervalMs: 3_600_000 })
  })
})
