import { describe, expect, onTestFinished, test } from 'vitest'
import type {
  ExchangeDriver,
  MarketEvent,
  MarketEventType,
  OrderBook,
} from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedBybitOptions,
  simulatedBybit,
} from '../../../src/sim/bybit/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'

const SPOT = 'BTC/USDT'
const LINEAR = 'BTC/USDT:USDT'
const INVERSE = 'BTC/USD:BTC'
const DATED = 'ETH/USDC:USDC-270326'
const LISTED = ['BTCUSDT', 'BTCUSD', 'ETH-26MAR27']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedBybitOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedBybit({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: bybit(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had at that id. */
  const compare = (view: OrderBook): boolean => {
    if (view.state !== 'live') return false
    const { product, symbol } = view.instrument
    const truth = venue.truth(product, symbol, view.lastId)
    if (truth === undefined) throw new Error(`${symbol}: no truth at ${view.lastId}`)
    const levels = view.depth === 'full' ? undefined : view.depth
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

describe('the Bybit driver on the simulated venue', () => {
  test('reads every instrument listed, and those before their launch', async () => {
    const { runtime, venue, market } = await open({}, { instruments: DEFAULT_INSTRUMENTS })
    expect(market.instruments()).toHaveLength(DEFAULT_INSTRUMENTS.length)
    for (const { symbol, product, tickSize, lotSize, contract, status } of market.instruments()) {
      const made = DEFAULT_INSTRUMENTS.find(
        (each) => each.symbol === symbol && each.product === product,
      )
      expect([Number(tickSize), Number(lotSize), status]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
        'trading',
      ])
      if (made?.product !== 'spot')
        expect([contract?.settle, contract?.multiplier]).toEqual([made?.settle, '1'])
    }
    venue.setStatus('linear', 'BTCPERP', 'PreLaunch')
    const again = await runtime.settle(MarketData.open({ driver: bybit(), ports: runtime.ports() }))
    onTestFinished(() => runtime.settle(again.close()))
    expect(again.instrument('BTC/USDC:USDC').status).toBe('preOpen')
  })

  test('reads a listing to its last page', async () => {
    const limits = { listingPage: 2 }
    const { market } = await open({}, { instruments: DEFAULT_INSTRUMENTS, limits })
    const symbols = market.instruments().map(({ product, symbol }) => `${product} ${symbol}`)
    const listed = DEFAULT_INSTRUMENTS.map(({ product, symbol }) => `${product} ${symbol}`)
    expect(symbols.toSorted()).toEqual(listed.toSorted())
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
    expect(compared).toBeGreaterThan(250)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
    expect(books.map(({ view }) => view.depth)).toEqual(['full', 1000, 1000, 1000])
  })

  test('keeps books of 50 levels equal to the venue, spot and linear of one symbol apart', async () => {
    const { runtime, market, compare } = await open()
    const books = [SPOT, LINEAR].map((pair) => market.book(pair, 50))
    let compared = 0
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(300)
    expect(books.map(({ view }) => compare(view))).toEqual([true, true])
  })

  test.each([1, 2])(
    'follows a restart of the numbering on %i connections, books live again within seconds',
    async (redundancy) => {
      const { runtime, venue, market, compare } = await open({ pool: { redundancy } })
      const books = [market.book(SPOT), market.book(LINEAR), market.book(INVERSE, 50)]
      await runtime.settle(Promise.all(books.map((book) => book.live())))
      await runtime.run({ forMs: 10_000 })
      const before = books.map(({ view }) => view.lastId ?? 0)
      venue.restartBooks()
      await runtime.run({ forMs: 10_000 })
      for (const [i, { view }] of books.entries()) {
        expect(compare(view)).toBe(true)
        expect(view.lastId).toBeLessThan(before[i] ?? 0)
        expect(view.lastId).toBeGreaterThan(5)
      }
    },
  )

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
        hurt({ kind: 'oldSnapshot', ageMs: 3_000 }, 0.5),
      ]
      const { runtime, market, compare } = await open({ pool: { redundancy } }, { faults })
      const books = [market.book(SPOT), market.book(LINEAR, 50)]
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

  test('a topic that the venue does not have fails alone, though its whole request was refused', async () => {
    const real = bybit()
    const driver: ExchangeDriver = {
      ...real,
      topics: (instrument, request) =>
        request.channel === 'liquidation'
          ? [{ name: 'nothing.BTCUSDT', endpoint: 'linear', channel: request.channel }]
          : real.topics(instrument, request),
    }
    const { runtime, market } = await open({ driver })
    const heard = new Set<string>()
    const kinds = ['trade', 'bbo', 'ticker', 'markPrice', 'liquidation'] as const
    for (const kind of kinds)
      market.subscribe(kind, { pair: LINEAR }, (event) => void heard.add(event.type))
    const book = market.book(LINEAR)
    await runtime.run({ forMs: 20_000 })
    expect(book.view.state).toBe('live')
    expect([...heard].sort()).toEqual(['bbo', 'markPrice', 'ticker', 'trade'])
    const [linear] = market.connections().filter(({ source }) => source.endpoint === 'linear')
    expect(linear?.confirmed).toBe(linear?.wanted)
  })

  test('tells every kind of event that the venue has', async () => {
    const { runtime, venue, market } = await open()
    const kinds: readonly MarketEventType[] = [
      'bbo',
      'trade',
      'ticker',
      'funding',
      'markPrice',
      'indexPrice',
      'openInterest',
      'liquidation',
      'venueStatus',
    ]
    const seen = new Map<string, MarketEvent>()
    for (const kind of kinds) {
      market.subscribe(kind, kind === 'venueStatus' ? {} : { pair: LINEAR }, (event) => {
        seen.set(event.type, event)
      })
    }
    market.subscribe('candle', { pair: LINEAR, interval: '1d' }, (event) => {
      seen.set(event.type, event)
    })
    market.hold(LINEAR, { channel: 'status' })
    await runtime.run({ forMs: 60_000 })
    venue.announceMaintenance({ title: 'Upgrade', state: 'ongoing', beginMs: 1, endMs: 2 })
    await runtime.run({ forMs: 1_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', LINEAR])
    const sockets = market
      .connections()
      .map(({ source, wanted, confirmed }) => [source.endpoint, wanted === confirmed])
    expect(sockets).toContainEqual(['linear', true])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    const bars = await runtime.settle(market.history.candles(LINEAR, '1m', { limit: 4 }))
    const opens = bars.map(({ openTimeUs }) => openTimeUs)
    expect(opens).toEqual(opens.toSorted((a, b) => a - b))
    expect(bars).toHaveLength(4)
    const from = { fromTimeUs: opens[0] ?? 0, limit: 2 }
    const first = await runtime.settle(market.history.candles(LINEAR, '1m', from))
    expect(first.map(({ openTimeUs }) => openTimeUs)).toEqual(opens.slice(0, 2))
    const trades = await runtime.settle(market.history.trades(LINEAR, { limit: 20 }))
    const times = trades.map(({ venueTimeUs }) => venueTimeUs ?? 0)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(trades).toHaveLength(20)
    expect(venue.market.find('linear', 'BTCUSDT')?.trades.length).toBeGreaterThan(20)
    const fundings = await runtime.settle(market.history.funding(LINEAR, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
