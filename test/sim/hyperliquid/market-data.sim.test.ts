import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedHyperliquidOptions,
  simulatedHyperliquid,
} from '../../../src/sim/hyperliquid/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'

const PERP = 'BTC/USDC:USDC'
const HIP3 = 'FLX-COPPER/USDH:USDH'
const SPOT = 'HYPE/USDC'
const LISTED = ['BTC', 'flx:COPPER', '@107']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedHyperliquidOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedHyperliquid({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: hyperliquid(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had in the block that it names. */
  const compare = (view: OrderBook, levels: number): boolean => {
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

describe('the Hyperliquid driver on the simulated venue', () => {
  test('reads every instrument listed', async () => {
    const { market } = await open({}, { instruments: DEFAULT_INSTRUMENTS })
    const listed = market.instruments()
    expect(listed.map(({ symbol }) => String(symbol)).sort()).toEqual(
      DEFAULT_INSTRUMENTS.map(({ symbol }) => symbol).sort(),
    )
    for (const { symbol, tickSize, lotSize, product, base, quote, contract } of listed) {
      const made = DEFAULT_INSTRUMENTS.find((each) => each.symbol === symbol)
      expect([product, base, quote]).toEqual([made?.product, made?.base, made?.quote])
      expect([Number(tickSize), Number(lotSize)]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
      ])
      expect(contract?.settle).toBe(made?.settle)
    }
  })

  test.each([
    [20, 20, 3 * 11],
    ['bbo', 5, 3 * 110],
  ] as const)(
    'keeps books of depth %s, of %i levels, equal to the venue at every update',
    async (depth, levels, atLeast) => {
      const { runtime, market, compare } = await open()
      let compared = 0
      const books = [PERP, HIP3, SPOT].map((pair) => market.book(pair, depth))
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view, levels) ? 1 : 0
        })
      await runtime.settle(Promise.all(books.map((book) => book.live())))
      await runtime.run({ forMs: 60_000 })
      expect(compared).toBeGreaterThanOrEqual(atLeast)
      expect(books.map(({ view }) => view.depth)).toEqual([levels, levels, levels])
      expect(market.bookCounters).toMatchObject({
        gaps: 0,
        resyncs: 0,
        corruptions: 0,
        untracked: 0,
      })
    },
  )

  test('keeps the slow and the fast book of one coin apart on one socket', async () => {
    const { runtime, market, compare } = await open()
    const [slow, fast] = [market.book(PERP, 20), market.book(PERP, 'bbo')]
    await runtime.settle(Promise.all([slow.live(), fast.live()]))
    await runtime.run({ forMs: 12_300 })
    expect([compare(slow.view, 20), compare(fast.view, 5)]).toEqual([true, true])
    expect(fast.view.lastId).toBeGreaterThan(slow.view.lastId ?? Number.NaN)
    expect(market.connections()).toHaveLength(1)
  })

  test.each([1, 2])(
    'never shows a wrong book on %i connections, whatever the network does',
    async (redundancy) => {
      const hurt = (fault: FaultRule['fault'], probability: number): FaultRule => ({
        fault,
        when: { probability, untilMs: 120_000 },
      })
      const faults = [
        hurt({ kind: 'drop' }, 0.02),
        hurt({ kind: 'double' }, 0.02),
        hurt({ kind: 'reorder', behind: 2 }, 0.02),
        hurt({ kind: 'delay', delayMs: 400 }, 0.01),
        hurt({ kind: 'corrupt', how: 'syntax' }, 0.005),
        hurt({ kind: 'truncate' }, 0.005),
        hurt({ kind: 'cutMidFrame' }, 0.003),
      ]
      const { runtime, venue, market, compare } = await open({ pool: { redundancy } }, { faults })
      const books = [PERP, HIP3].map((pair) => market.book(pair, 'bbo'))
      let compared = 0
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view, 5) ? 1 : 0
        })
      await runtime.run({ forMs: 120_000 })
      expect(venue.faults.log.length).toBeGreaterThan(20)
      expect(compared).toBeGreaterThan(300)
      await runtime.run({ forMs: 60_000 })
      expect(books.map(({ view }) => compare(view, 5))).toEqual([true, true])
    },
  )

  test('reconnects, subscribes all again, and tells each trade once', async () => {
    const { runtime, venue, market, compare } = await open()
    const ids: string[] = []
    const truth: number[] = []
    market.subscribe('trade', { pair: PERP }, (trade) => ids.push(trade.tradeId()))
    const book = market.book(PERP, 'bbo')
    await runtime.settle(book.live())
    venue.market.listen(({ instrument, trades }) => {
      if (instrument.spec.symbol === 'BTC') truth.push(...trades.map(({ id }) => id))
    })
    await runtime.run({ forMs: 10_000 })
    venue.faults.add({ fault: { kind: 'disconnect' }, when: { most: 1 } })
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state }) => states.push(state))
    await runtime.run({ forMs: 30_000 })
    expect(states).toEqual(['stale', 'live'])
    expect(compare(book.view, 5)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    // What traded while nobody listened comes with the recent trades that a subscription begins with.
    expect(ids.length).toBeGreaterThanOrEqual(truth.length)
  })

  test('a connection that ends without a word is opened again with its topics; a pair not listed gets none', async () => {
    const { runtime, venue, market, compare } = await open()
    const book = market.book(PERP, 'bbo')
    await runtime.settle(book.live())
    const states: string[] = []
    market.subscribe('connection', {}, ({ state }) => states.push(state))
    expect(() => market.book('NOPE/USDC:USDC')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_PAIR' }),
    )
    // As the venue ends one that names a coin which it does not know.
    venue.faults.add({ fault: { kind: 'cutMidFrame' }, when: { most: 1 } })
    await runtime.run({ forMs: 20_000 })
    expect(states).toEqual(['lost', 'connecting', 'open'])
    expect(compare(book.view, 5)).toBe(true)
  })

  test('tells every kind of event that the venue has, statistics by one subscription', async () => {
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
    for (const kind of kinds)
      market.subscribe(kind, { pair: HIP3 }, (event) => void seen.set(event.type, event))
    market.subscribe(
      'candle',
      { pair: HIP3, interval: '1d' },
      (event) => void seen.set(event.type, event),
    )
    await runtime.run({ forMs: 30_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', HIP3])
    expect(
      market
        .connections()
        .map(({ source, wanted, confirmed }) => [source.endpoint, wanted, confirmed]),
    ).toEqual([['public', 4, 4]])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    const bars = await runtime.settle(market.history.candles(PERP, '1m', { limit: 4 }))
    const opens = bars.map(({ openTimeUs }) => openTimeUs)
    expect(opens).toEqual(opens.toSorted((a, b) => a - b))
    expect(bars).toHaveLength(4)
    const trades = await runtime.settle(market.history.trades(SPOT, { limit: 20 }))
    const times = venue.market.find('spot', '@107')?.trades.map(({ timeUs }) => timeUs) ?? []
    const told = trades.map(({ venueTimeUs }) => venueTimeUs ?? 0)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.every((time) => times.some((at) => Math.floor(at / 1000) * 1000 === time))).toBe(
      true,
    )
    const toTimeUs = runtime.ports().wallClock.nowUs()
    const fundings = await runtime.settle(market.history.funding(PERP, { toTimeUs, limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
