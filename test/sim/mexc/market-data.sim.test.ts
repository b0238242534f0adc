import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedMexcOptions,
  simulatedMexc,
} from '../../../src/sim/mexc/index.ts'

const SPOT = 'BTC/USDT'
const LINEAR = 'BTC/USDT:USDT'
const INVERSE = 'BTC/USD:BTC'
const TINY = 'PEPE/USDT:USDT'
const LISTED = ['BTCUSDT', 'BTC_USDT', 'BTC_USD', 'PEPE_USDT']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedMexcOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedMexc({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: mexc(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had at that id. */
  const compare = (view: OrderBook, levels = 5000): boolean => {
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

describe('the MEXC driver on the simulated venue', () => {
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
      expect(contract?.multiplier).toBe(made?.inverseContractSize ?? made?.contractSize)
    }
  })

  test('keeps whole books of all products equal to the venue at every update', async () => {
    const { runtime, market, compare } = await open()
    let compared = 0
    const books = [SPOT, LINEAR, INVERSE, TINY].map((pair) => market.book(pair))
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    await runtime.run({ forMs: 20_000 })
    expect(compared).toBeGreaterThan(400)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test.each([
    [SPOT, 'bbo', 5],
    [SPOT, 20, 20],
    [LINEAR, 'bbo', 20],
    [INVERSE, 20, 20],
  ] as const)('keeps a book of %s at depth %s equal to the venue', async (pair, depth, levels) => {
    const { runtime, market, compare } = await open()
    const book = market.book(pair, depth)
    let compared = 0
    book.onChange((view) => {
      compared += compare(view, levels) ? 1 : 0
    })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(20)
    expect(book.view.depth).toBe(levels)
  })

  test('joins a snapshot that is older than the first change only after asking again', async () => {
    const { runtime, market, compare } = await open({}, { limits: { restLagMs: 3000 } })
    const books = [SPOT, LINEAR].map((pair) => market.book(pair))
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    await runtime.run({ forMs: 3000 })
    expect(books.map(({ view }) => compare(view))).toEqual([true, true])
  })

  test('pings in time: both sockets stay open through an hour without a market', async () => {
    const { runtime, venue, market } = await open()
    const lost: string[] = []
    market.subscribe('connection', {}, ({ state, reason }) => {
      if (state === 'lost') lost.push(reason)
    })
    const books = [SPOT, LINEAR].map((pair) => market.book(pair))
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    venue.market.stop()
    await runtime.run({ forMs: 3_600_000 })
    expect(lost).toEqual([])
  })

  test('spreads subscriptions so that no connection has more than thirty', async () => {
    const { runtime, market } = await open()
    const heard = new Set<string>()
    for (const interval of ['1m', '5m', '15m', '30m', '1h', '4h', '8h', '1d', '1w', '1M'] as const)
      for (const pair of [LINEAR, INVERSE, TINY, SPOT])
        market.subscribe('candle', { pair, interval }, (bar) =>
          heard.add(`${bar.pair} ${bar.interval}`),
        )
    await runtime.run({ forMs: 30_000 })
    const sockets = market.connections().map(({ source, wanted, confirmed }) => {
      expect(wanted).toBe(confirmed)
      expect(wanted).toBeLessThanOrEqual(30)
      return source.endpoint
    })
    expect(sockets.sort()).toEqual(['futures', 'spot'])
    expect(heard.size).toBe(40)
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

  test.each([SPOT, LINEAR])(
    'tells each trade of %s once, whichever of two connections brings it',
    async (pair) => {
      const { runtime, market } = await open({ pool: { redundancy: 2 } })
      const ids: string[] = []
      market.subscribe('trade', { pair }, (trade) => ids.push(trade.tradeId()))
      await runtime.run({ forMs: 20_000 })
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.length).toBeGreaterThan(20)
    },
  )

  test('tells the BBO of spot, with the version of the book it is of', async () => {
    const { runtime, venue, market } = await open()
    let compared = 0
    market.subscribe('bbo', { pair: SPOT }, (bbo) => {
      const truth = venue.truth('spot', 'BTCUSDT', bbo.lastId)
      expect([bbo.priceText('bid'), bbo.sizeText('bid')]).toEqual(truth?.bids[0])
      expect([bbo.priceText('ask'), bbo.sizeText('ask')]).toEqual(truth?.asks[0])
      compared += 1
    })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(50)
  })

  test('tells statistics and bars of spot', async () => {
    const { runtime, market } = await open()
    const seen = new Map<string, MarketEvent>()
    market.subscribe('ticker', { pair: SPOT }, (event) => void seen.set('ticker', event))
    market.subscribe(
      'candle',
      { pair: SPOT, interval: '1m' },
      (event) => void seen.set('candle', event),
    )
    await runtime.run({ forMs: 12_000 })
    expect(seen.get('ticker')).toMatchObject({ symbol: 'BTCUSDT', windowMs: 86_400_000 })
    expect(seen.get('candle')).toMatchObject({ symbol: 'BTCUSDT', interval: '1m' })
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
    await runtime.run({ forMs: 61_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', LINEAR])
    const sockets = market
      .connections()
      .map(({ source, wanted, confirmed }) => [source.endpoint, wanted === confirmed])
    expect(sockets).toEqual([['futures', true]])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    const bars = await runtime.settle(market.history.candles(LINEAR, '1m', { limit: 4 }))
    const opens = bars.map(({ openTimeUs }) => openTimeUs)
    expect(opens).toEqual(opens.toSorted((a, b) => a - b))
    expect(bars).toHaveLength(4)
    const trades = await runtime.settle(market.history.trades(LINEAR, { limit: 20 }))
    const live = venue.market.find('linear', 'BTC_USDT')
    const known = live?.trades.map(({ id }) => String(id)) ?? []
    const told = trades.map((trade) => trade.tradeId())
    expect(told).toEqual(
      known.slice(known.indexOf(told[0] ?? ''), known.indexOf(told[0] ?? '') + 20),
    )
    const fundings = await runtime.settle(market.history.funding(LINEAR, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
