import { describe, expect, it, onTestFinished } from 'vitest'
import type { MarketEvent, OrderBook } from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { MarketData, type MarketDataOptions, recentTrades } from '../../src/market/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedBinanceOptions,
  simulatedBinance,
} from '../../src/sim/binance/index.ts'
import { type FaultRule, venueOrigins } from '../../src/sim/index.ts'

const SPOT = 'BTC/USDT'
const PERPETUAL = 'BTC/USDT:USDT'
const LISTED = ['BTCUSDT', 'ETHBTC', 'BTCUSD_PERP']
/** Levels compared with the venue's truth; the venue's snapshots reach much further. */
const COMPARED = 20

async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedBinanceOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedBinance({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: binance(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))
  const pair = (view: OrderBook) => view.instrument.pair

  /** Compares a live book with what the venue had at that update id. */
  const compare = (view: OrderBook): boolean => {
    if (view.state !== 'live') return false
    const { product, symbol } = view.instrument
    const truth = venue.truth(product, symbol, view.lastId)
    if (truth === undefined) throw new Error(`${pair(view)}: no truth at ${view.lastId}`)
    for (const side of ['bids', 'asks'] as const) {
      const shown = Array.from({ length: Math.min(COMPARED, view[side].count) }, (_, i) => [
        view[side].priceText(i),
        view[side].sizeText(i),
      ])
      expect(shown).toEqual(truth[side].slice(0, COMPARED))
    }
    return true
  }
  return { runtime, venue, market, compare, ports }
}

describe('MarketData', () => {
  it('keeps books of several products equal to the venue at every update', async () => {
    const { runtime, market, compare } = await open()
    let compared = 0
    const books = [SPOT, PERPETUAL, 'BTC/USD:BTC'].map((pair) => market.book(pair))
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    const live = await runtime.settle(Promise.all(books.map((book) => book.live())))
    await runtime.run({ forMs: 10_000 })
    expect(live.map(({ state }) => state)).toEqual(['live', 'live', 'live'])
    expect(compared).toBeGreaterThan(200)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  it.each([1, 2])(
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
        hurt({ kind: 'oldSnapshot', ageMs: 3_000 }, 0.3),
        hurt({ kind: 'status', status: 503 }, 0.1),
      ]
      const { runtime, market, compare } = await open({ pool: { redundancy } }, { faults })
      const books = [SPOT, PERPETUAL].map((pair) => market.book(pair))
      let compared = 0
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view) ? 1 : 0
        })
      await runtime.run({ forMs: 60_000 })
      const { gaps, resyncs, applied } = market.bookCounters
      // A hole of one connection is filled by the other before it is seen, unless both have it or one is late.
      if (redundancy === 1) expect(gaps).toBeGreaterThan(3)
      expect(resyncs).toBeGreaterThan(3)
      expect(compared).toBeGreaterThan(applied * 0.2)
      await runtime.run({ forMs: 60_000 })
      expect(books.map(({ view }) => compare(view))).toEqual([true, true])
    },
  )

  it('marks the books of a lost connection stale before it tells that it was lost, and brings them back', async () => {
    const faults: FaultRule[] = [
      {
        fault: { kind: 'disconnect' },
        when: { fromMs: 8_000, most: 1 },
        where: { host: 'spot-stream' },
      },
    ]
    const { runtime, market } = await open({}, { faults })
    const told: string[] = []
    market.subscribe('bookState', {}, ({ state, reason }) => told.push(`book ${state}: ${reason}`))
    market.subscribe('connection', {}, ({ state }) => told.push(`connection ${state}`))
    const book = market.book(SPOT)
    await runtime.run({ forMs: 30_000 })
    expect(told).toEqual([
      'connection connecting',
      'connection open',
      'book live: snapshot',
      'book stale: reconnect',
      'connection lost',
      'connection connecting',
      'connection open',
      'book live: snapshot',
    ])
    expect(book.view.state).toBe('live')
  })

  it('fills a hole of one connection from the other without a resync', async () => {
    const faults: FaultRule[] = [
      {
        fault: { kind: 'drop' },
        when: { probability: 0.2, fromMs: 8_000 },
        where: { host: 'spot-stream', connection: 1 },
      },
    ]
    const { runtime, market, compare } = await open({ pool: { redundancy: 2 } }, { faults })
    const book = market.book(SPOT)
    await runtime.settle(book.live())
    await runtime.run({ forMs: 8_000 })
    const { resyncs } = market.bookCounters
    book.onChange((view) => void compare(view))
    await runtime.run({ forMs: 20_000 })
    expect(market.bookCounters.resyncs).toBe(resyncs)
    expect(compare(book.view)).toBe(true)
  })

  it('keeps books live and tells each trade once while the server has its connections replaced', async () => {
    const { runtime, market, venue } = await open()
    const states: string[] = []
    const ids: string[] = []
    const rollovers: string[] = []
    const book = market.book(SPOT)
    market.subscribe('trade', { pair: SPOT }, (trade) => ids.push(trade.tradeId()))
    market.subscribe('connection', {}, ({ state }) => rollovers.push(state))
    await runtime.settle(book.live())
    market.subscribe('bookState', {}, ({ state, reason }) => states.push(`${state}: ${reason}`))
    venue.announceShutdown()
    await runtime.run({ forMs: 30_000 })
    expect(rollovers).toContain('rollover')
    expect(rollovers).toContain('closed')
    expect(states).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.map(Number)).toEqual(Array.from(ids, (_, i) => Number(ids[0]) + i))
  })

  it('tells an unreadable frame as a fault with a sample, after the book it may concern turned stale', async () => {
    const faults: FaultRule[] = [
      {
        fault: { kind: 'truncate' },
        when: { fromMs: 8_000, most: 1 },
        where: { host: 'spot-stream', contains: 'depth' },
      },
    ]
    const { runtime, market } = await open({}, { faults })
    const told: string[] = []
    const book = market.book(SPOT)
    await runtime.settle(book.live())
    market.subscribe('bookState', {}, ({ state, reason }) => told.push(`book ${state}: ${reason}`))
    market.subscribe('fault', {}, ({ code, sample }) => told.push(`${code} ${sample.slice(0, 18)}`))
    await runtime.run({ forMs: 20_000 })
    expect(told).toEqual([
      'book stale: fault',
      'MALFORMED_FRAME {"stream":"btcusdt',
      'book live: snapshot',
    ])
  })

  it('streams a book from its whole state on, and completes when closed', async () => {
    const { runtime, market } = await open()
    const book = market.book(SPOT, 20)
    expect([book.depth, book.view.depth]).toEqual([20, 20])
    await runtime.settle(book.live())
    const kinds: string[] = []
    const reading = (async () => {
      for await (const event of book.updates()) kinds.push(event.type)
    })()
    await runtime.run({ forMs: 3_000 })
    expect(kinds.length).toBeGreaterThan(5)
    expect(kinds[0]).toBe('bookSnapshot')
    await runtime.settle(book.close())
    await runtime.settle(reading)
    expect(book.view.state).toBe('closed')
    await expect(book.live()).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('shares a topic among its users and ends it with the last', async () => {
    const { runtime, market } = await open()
    const wanted = () => market.connections().reduce((sum, { wanted }) => sum + wanted, 0)
    const first = market.book(SPOT)
    const second = market.book(SPOT, 50)
    await runtime.settle(first.live())
    expect([second.view === first.view, wanted()]).toEqual([true, 1])
    await first.close()
    expect([second.view.state, wanted()]).toEqual(['live', 1])
    await second.close()
    expect([second.view.state, wanted()]).toEqual(['closed', 0])
  })

  it('serves every kind of channel, polled ones too', async () => {
    const { runtime, market } = await open()
    const seen = new Set<MarketEvent['type']>()
    const kinds = [
      'bbo',
      'trade',
      'ticker',
      'funding',
      'markPrice',
      'indexPrice',
      'openInterest',
    ] as const
    const leases = kinds.map((kind) =>
      market.subscribe(kind, { pair: PERPETUAL }, ({ type }) => seen.add(type)),
    )
    market.subscribe('candle', { pair: SPOT, interval: '1m' }, ({ type }) => seen.add(type))
    const recent = recentTrades(market, SPOT, 3)
    await runtime.run({ forMs: 40_000 })
    expect([...seen].sort()).toEqual([...kinds, 'candle'].sort())
    expect([recent.ring.count, recent.ring.at(0)?.priceText]).toEqual([
      3,
      expect.stringMatching(/^\d+(\.\d+)?$/),
    ])
    for (const lease of leases) await lease.close()
  })

  it('asks for the past and lists instruments', async () => {
    const { runtime, market } = await open()
    const candles = await runtime.settle(market.history.candles(SPOT, '1m', { limit: 2 }))
    const trades = await runtime.settle(market.history.trades(SPOT, { limit: 5 }))
    expect([candles[0]?.type, trades[0]?.type]).toEqual(['candle', 'trade'])
    expect(market.instruments({ market: 'spot', quote: 'BTC' }).map(({ pair }) => pair)).toEqual([
      'ETH/BTC',
    ])
  })

  it('names what exists where a pair, a channel, an interval or a product does not', async () => {
    const { market, ports } = await open()
    expect(() => market.book('BTC/USDTT')).toThrow(
      /no "BTC\/USDTT" among 4; did you mean BTC\/USDT,/,
    )
    expect(() => market.subscribe('funding', { pair: SPOT }, () => {})).toThrow(
      /no channel "funding"; it has/,
    )
    expect(() => market.subscribe('candle', { pair: SPOT }, () => {})).toThrow(/name an interval/)
    const opened = MarketData.open({ driver: binance(), ports, products: ['spott'] })
    await expect(opened).rejects.toThrow(/"spott" \(nearest: spot\)/)
    expect(market.connections()).toEqual([])
  })

  it('lists every problem of its options at once, before anything is sent', async () => {
    const { ports, runtime } = await open()
    const dials = runtime.network.dials().length
    const opened = MarketData.open({
      driver: binance(),
      ports,
      products: ['spott'],
      instrumentRefreshMs: 0,
      books: { maxHeld: 0 },
      http: { timeoutMs: 0 },
      pool: { redundancy: 3 },
      urls: { rest: { nowhere: 'https://x' } },
    })
    await expect(opened).rejects.toThrow(
      /"spott".*instrumentRefreshMs.*books\.maxHeld.*http\.timeoutMs.*pool\.redundancy.*nowhere/,
    )
    expect(runtime.network.dials()).toHaveLength(dials)
  })

  it('keeps what it knows when the venue lists nothing at all', async () => {
    const { runtime, market, venue } = await open()
    const before = market.instruments()
    for (const live of venue.market.instruments()) venue.market.delist(live)
    await expect(runtime.settle(market.refreshInstruments())).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
    })
    expect(market.instruments()).toEqual(before)
  })

  it('refuses everything after it was closed, and leaves nothing running', async () => {
    const { runtime, market } = await open()
    const book = market.book(SPOT)
    const states = market.stream(['bookState'], {}, { slow: { queue: 9 } })
    await runtime.settle(book.live())
    await runtime.settle(market.close())
    expect(() => market.book(SPOT)).toThrow(/closed/)
    const told: string[] = []
    for await (const { state } of states) told.push(state)
    expect(told).toEqual(['live', 'closed'])
  })
})
