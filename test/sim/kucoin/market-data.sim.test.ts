import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedKucoinOptions,
  simulatedKucoin,
} from '../../../src/sim/kucoin/index.ts'

const SPOT = 'BTC/USDT'
const LINEAR = 'BTC/USDT:USDT'
const INVERSE = 'BTC/USD:BTC'
const DATED = 'BTC/USD:BTC-270326'
const LISTED = ['BTC-USDT', 'XBTUSDTM', 'XBTUSDM', 'XBTMH27']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedKucoinOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedKucoin({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: kucoin(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had at that id. */
  const compare = (view: OrderBook, levels = 500): boolean => {
    if (view.state !== 'live') return false
    const { product, symbol } = view.instrument
    const truth = venue.truth(product, symbol, view.lastId)
    if (truth === undefined) throw new Error(`${symbol}: no truth at ${view.lastId}`)
    for (const side of ['bids', 'asks'] as const) {
      const shown = Array.from({ length: view[side].count }, (_, i) => [
        view[side].priceText(i),
        view[side].sizeText(i),
      ])
      expect(shown).toEqual(truth[side].slice(0, levels))
    }
    return true
  }
  return { runtime, venue, market, compare }
}

describe('the KuCoin driver on the simulated venue', () => {
  test('reads every instrument listed', async () => {
    const { market } = await open({}, { instruments: DEFAULT_INSTRUMENTS })
    const listed = market.instruments()
    expect(listed.map(({ symbol }) => String(symbol)).sort()).toEqual(
      DEFAULT_INSTRUMENTS.map(({ symbol }) => symbol).sort(),
    )
    for (const { symbol, tickSize, lotSize, product, contract } of listed) {
      const made = DEFAULT_INSTRUMENTS.find((each) => each.symbol === symbol)
      expect(product).toBe(made?.product)
      expect([Number(tickSize), Number(lotSize)]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
      ])
      expect(contract?.multiplier).toBe(made?.inverseContractSize ?? made?.coinsPerLot)
    }
    expect(market.instrument(DATED).contract).toMatchObject({ settle: 'BTC', direction: 'inverse' })
  })

  test('keeps whole books of all products equal to the venue at every update', async () => {
    const { runtime, market, compare } = await open()
    let compared = 0
    const books = [SPOT, LINEAR, INVERSE, DATED].map((pair) => market.book(pair))
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    await runtime.run({ forMs: 20_000 })
    expect(compared).toBeGreaterThan(500)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test('holds no more than the 500 levels that the venue tells of a deeper book', async () => {
    const [made] = DEFAULT_INSTRUMENTS.filter(({ symbol }) => symbol === 'XBTUSDTM')
    if (made === undefined) throw new Error('XBTUSDTM is in the list')
    const deep = { ...made, flow: { levels: 640, eventsPerSecond: 300, maxOrderLots: 400 } }
    const { runtime, venue, market, compare } = await open({}, { instruments: [deep] })
    const book = market.book(LINEAR)
    let compared = 0
    book.onChange((view) => {
      compared += compare(view) ? 1 : 0
    })
    await runtime.run({ forMs: 4_000 })
    const truth = venue.truth('linear', 'XBTUSDTM')
    expect(truth?.bids.length).toBeGreaterThan(500)
    expect(book.view.state === 'live' && book.view.bids.count).toBe(500)
    expect(compared).toBeGreaterThan(50)
  })

  test.each(['bbo', 20, 50] as const)('keeps the best levels of depth %s', async (depth) => {
    const { runtime, market, compare } = await open()
    const book = market.book(SPOT, depth)
    let compared = 0
    book.onChange((view) => {
      compared += compare(view, depth === 'bbo' ? 5 : 50) ? 1 : 0
    })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(80)
  })

  test('takes a token of its own for every classic connection', async () => {
    const { runtime, venue, market } = await open({}, { limits: { tokenLifetimeMs: 30_000 } })
    const seen: string[] = []
    market.subscribe('ticker', { pair: SPOT }, ({ highPrice }) => seen.push(highPrice ?? ''))
    await runtime.run({ forMs: 60_000 })
    const before = seen.length
    expect(before).toBeGreaterThan(20)
    venue.moveConnections('spot')
    await runtime.run({ forMs: 60_000 })
    expect(seen.length).toBeGreaterThan(before + 20)
    expect(venue.faults.log).toEqual([])
  })

  test('stays connected for ten minutes on its own pings, on both generations', async () => {
    const { runtime, market } = await open()
    const lost: string[] = []
    market.subscribe('connection', {}, ({ state, endpoint, reason }) => {
      if (state === 'lost') lost.push(`${endpoint}: ${reason}`)
    })
    market.subscribe('ticker', { pair: LINEAR }, () => {})
    market.book(SPOT)
    await runtime.run({ forMs: 600_000 })
    expect(lost).toEqual([])
  })

  test.each([1, 2])(
    'never shows a wrong book on %i connections, whatever the network does',
    async (redundancy) => {
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
        hurt({ kind: 'truncate' }, 0.003),
        hurt({ kind: 'cutMidFrame' }, 0.001),
      ]
      const { runtime, market, compare } = await open({ pool: { redundancy } }, { faults })
      const books = [SPOT, LINEAR].map((pair) => market.book(pair))
      let compared = 0
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view) ? 1 : 0
        })
      await runtime.run({ forMs: 60_000 })
      if (redundancy === 1) expect(market.bookCounters.gaps).toBeGreaterThan(3)
      expect(compared).toBeGreaterThan(300)
      await runtime.run({ forMs: 60_000 })
      expect(books.map(({ view }) => compare(view))).toEqual([true, true])
    },
  )

  test('has its books back after the load balancer moved every connection', async () => {
    const { runtime, venue, market, compare } = await open()
    const books = [SPOT, LINEAR].map((pair) => market.book(pair))
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    venue.moveConnections('spot')
    venue.moveConnections('futures')
    await runtime.run({ forMs: 20_000 })
    expect(books.map(({ view }) => compare(view))).toEqual([true, true])
  })

  test('tells every kind of event that the venue has', async () => {
    const { runtime, market } = await open()
    const kinds: readonly MarketEventType[] = [
      'bbo',
      'trade',
      'ticker',
      'funding',
      'markPrice',
      'indexPrice',
      'openInterest',
    ]
    const seen = new Map<string, MarketEvent>()
    for (const kind of kinds) {
      market.subscribe(kind, { pair: LINEAR }, (event) => void seen.set(event.type, event))
    }
    market.subscribe(
      'candle',
      { pair: LINEAR, interval: '1d' },
      (event) => void seen.set(event.type, event),
    )
    await runtime.run({ forMs: 90_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', LINEAR])
    const sockets = market
      .connections()
      .map(({ source, wanted, confirmed }) => [source.endpoint, wanted === confirmed])
    expect(sockets).toEqual([
      ['futures', true],
      ['futures-classic', true],
    ])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    for (const [pair, product, symbol] of [
      [SPOT, 'spot', 'BTC-USDT'],
      [LINEAR, 'linear', 'XBTUSDTM'],
    ] as const) {
      const bars = await runtime.settle(market.history.candles(pair, '1m', { limit: 4 }))
      const opens = bars.map(({ openTimeUs }) => openTimeUs)
      expect(opens).toEqual(opens.toSorted((a, b) => a - b))
      expect(bars).toHaveLength(4)
      for (const { high, low, close } of bars) {
        expect(Number(high)).toBeGreaterThanOrEqual(Number(close))
        expect(Number(low)).toBeLessThanOrEqual(Number(close))
      }
      const trades = await runtime.settle(market.history.trades(pair, { limit: 20 }))
      const known = venue.market.find(product, symbol)?.trades.map(({ id }) => id) ?? []
      const first = trades[0]?.tradeId() ?? ''
      expect(trades).toHaveLength(20)
      const offset = BigInt(first) - BigInt(known[known.length - 20] ?? 0)
      expect(offset % 1_000_000n).toBe(0n)
    }
    const fundings = await runtime.settle(market.history.funding(LINEAR, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
    const times = fundings.map(({ fundingTimeUs }) => fundingTimeUs ?? 0)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('hears of a maintenance by asking', async () => {
    const { runtime, venue, market } = await open()
    const told: string[] = []
    market.subscribe('venueStatus', {}, ({ status }) => told.push(status))
    market.hold(SPOT, { channel: 'status' })
    await runtime.run({ forMs: 70_000 })
    venue.setStatus('spot', 'close')
    await runtime.run({ forMs: 70_000 })
    expect(told).toContain('online')
    expect(told.at(-1)).toBe('maintenance')
  })
})
