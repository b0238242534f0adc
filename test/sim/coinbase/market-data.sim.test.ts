import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedCoinbaseOptions,
  simulatedCoinbase,
} from '../../../src/sim/coinbase/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'

const SPOT = 'BTC/USD'
const ALIAS = 'BTC/USDC'
const FUTURE = 'BTC/USD:USD'
const INTX = 'BTC/USDC:USDC'
const LISTED = ['BTC-USD', 'BIP-20DEC30-CDE', 'BTC-PERP-INTX']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedCoinbaseOptions> = {},
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedCoinbase({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)

  // Nothing numbers a book: it is right when the venue's whole book once was exactly this.
  const known = new Map<string, Set<string>>()
  const textOf = (symbol: string): string => {
    const truth = venue.truth('', symbol)
    return `${truth?.bids.join(' ')} | ${truth?.asks.join(' ')}`
  }
  for (const { spec } of venue.market.instruments())
    known.set(spec.symbol, new Set([textOf(spec.symbol)]))
  venue.market.listen(({ instrument: { spec }, changes }) => {
    if (changes.length > 0) known.get(spec.symbol)?.add(textOf(spec.symbol))
  })
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: coinbase(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  const shown = (view: OrderBook): string => {
    if (view.state !== 'live') return view.state
    const side = (levels: typeof view.bids): string =>
      Array.from(
        { length: levels.count },
        (_, i) => `${levels.priceText(i)},${levels.sizeText(i)}`,
      ).join(' ')
    return `${side(view.bids)} | ${side(view.asks)}`
  }
  /** Compares a live book with all that the venue's ever was. */
  const compare = (view: OrderBook): boolean => {
    if (view.state !== 'live') return false
    const symbol = view.instrument.aliasOf ?? view.instrument.symbol
    expect(known.get(symbol)?.has(shown(view))).toBe(true)
    return true
  }
  /** Whether a book is what the venue's is now. */
  const isNow = (view: OrderBook): boolean =>
    shown(view) === textOf(view.instrument.aliasOf ?? view.instrument.symbol)
  return { runtime, venue, market, compare, isNow }
}

describe('the Coinbase driver on the simulated venue', () => {
  test('reads every instrument listed, and the other names of their books', async () => {
    const { market } = await open({}, { instruments: DEFAULT_INSTRUMENTS })
    const symbols = market.instruments().map(({ symbol }) => String(symbol))
    const made = DEFAULT_INSTRUMENTS.flatMap(({ symbol, aliases = [] }) => [symbol, ...aliases])
    expect(symbols.sort()).toEqual([...made].sort())
    expect(market.instrument(ALIAS)).toMatchObject({ aliasOf: 'BTC-USD', tickSize: '0.01' })
    expect(market.instrument(FUTURE)).toMatchObject({
      kind: 'perpetual',
      contract: { multiplier: '0.01' },
    })
  })

  test('keeps whole books equal to the venue at every change, on one socket', async () => {
    const { runtime, venue, market, compare, isNow } = await open()
    const books = [SPOT, FUTURE, INTX].map((pair) => market.book(pair))
    let compared = 0
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(300)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0 })
    expect(market.connections().map(({ source }) => source.endpoint)).toEqual(['advanced'])
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    expect(books.map(({ view }) => isNow(view))).toEqual([true, true, true])
  })

  test('keeps a book under both of its names by one subscription', async () => {
    const { runtime, venue, market, compare, isNow } = await open()
    const first = market.book(ALIAS)
    const trades: string[] = []
    market.subscribe('trade', { pair: ALIAS }, (trade) => trades.push(String(trade.symbol)))
    await runtime.run({ forMs: 3_000 })
    expect(compare(first.view)).toBe(true)
    const second = market.book(SPOT)
    let compared = 0
    for (const book of [first, second])
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.run({ forMs: 3_000 })
    expect(compared).toBeGreaterThan(40)
    expect(new Set(trades)).toEqual(new Set(['BTC-USDC']))
    const [connection] = market.connections()
    expect([connection?.wanted, connection?.confirmed]).toEqual([2, 2])
    await runtime.settle(first.close())
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    expect(isNow(second.view)).toBe(true)
    expect(market.bookCounters).toMatchObject({ corruptions: 0 })
  })

  test.each([1, 2])(
    'never shows a wrong book on %i connections, whatever the network does',
    async (redundancy) => {
      const hurt = (fault: FaultRule['fault'], probability: number): FaultRule => ({
        fault,
        when: { probability, untilMs: 30_000 },
      })
      const faults = [
        hurt({ kind: 'drop' }, 0.004),
        hurt({ kind: 'double' }, 0.01),
        hurt({ kind: 'reorder', behind: 2 }, 0.004),
        hurt({ kind: 'delay', delayMs: 400 }, 0.005),
        hurt({ kind: 'corrupt', how: 'syntax' }, 0.002),
        hurt({ kind: 'truncate' }, 0.002),
        hurt({ kind: 'cutMidFrame' }, 0.0005),
      ]
      const { runtime, venue, market, compare, isNow } = await open(
        { pool: { redundancy } },
        { faults },
      )
      const books = [market.book(SPOT), market.book(INTX)]
      let compared = 0
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view) ? 1 : 0
        })
      await runtime.run({ forMs: 30_000 })
      expect(compared).toBeGreaterThan(150)
      expect(market.bookCounters.resyncs).toBeGreaterThan(1)
      await runtime.run({ forMs: 30_000 })
      venue.stop()
      await runtime.run({ forMs: 1_000 })
      expect(books.map(({ view }) => isNow(view))).toEqual([true, true])
    },
    20_000,
  )

  test('renews every book of a connection that lost one message, within seconds', async () => {
    const { runtime, venue, market } = await open()
    const states: string[] = []
    market.book(SPOT)
    market.book(INTX)
    await runtime.run({ forMs: 3_000 })
    market.subscribe('bookState', {}, ({ pair, state, reason }) =>
      states.push(`${pair} ${state} ${reason}`),
    )
    venue.faults.add({
      fault: { kind: 'drop' },
      where: { host: 'ws', contains: 'BTC-USD' },
      when: { most: 1 },
    })
    await runtime.run({ forMs: 5_000 })
    const lost = 'stale messages of the connection are missing'
    expect(states.sort()).toEqual(
      [
        `${SPOT} ${lost}`,
        `${SPOT} live snapshot`,
        `${INTX} ${lost}`,
        `${INTX} live snapshot`,
      ].sort(),
    )
  })

  test('is kept open by heartbeats where nothing is traded', async () => {
    const { runtime, venue, market } = await open()
    const states: string[] = []
    market.subscribe('connection', {}, ({ state }) => states.push(state))
    market.book(SPOT)
    await runtime.run({ forMs: 2_000 })
    venue.stop()
    await runtime.run({ forMs: 200_000 })
    // A socket without market data is replaced by our own doubt, but never lost.
    expect(states).toContain('open')
    expect(states).not.toContain('lost')
  })

  test('tells every kind of event that there is', async () => {
    const { runtime, venue, market } = await open()
    const kinds: readonly MarketEventType[] = [
      'bbo',
      'trade',
      'ticker',
      'funding',
      'indexPrice',
      'openInterest',
    ]
    const seen = new Map<string, MarketEvent>()
    for (const kind of kinds)
      market.subscribe(kind, { pair: FUTURE }, (event) => seen.set(event.type, event))
    market.subscribe('candle', { pair: FUTURE, interval: '5m' }, (event) =>
      seen.set(event.type, event),
    )
    const statuses: string[] = []
    market.hold(SPOT, { channel: 'instrument' })
    market.subscribe('instrumentChanged', { pair: SPOT }, ({ instrument }) =>
      statuses.push(instrument.status),
    )
    await runtime.run({ forMs: 30_000 })
    venue.announceStatus('BTC-USD', 'offline')
    await runtime.run({ forMs: 1_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', FUTURE])
    expect(statuses.at(-1)).toBe('halted')
  })

  test('reads history: bars and trades, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    for (const pair of [SPOT, FUTURE]) {
      const bars = await runtime.settle(market.history.candles(pair, '1m', { limit: 4 }))
      const opens = bars.map(({ openTimeUs }) => openTimeUs)
      expect(opens).toEqual(opens.toSorted((a, b) => a - b))
      expect(bars).toHaveLength(4)
    }
    const trades = await runtime.settle(market.history.trades(SPOT, { limit: 20 }))
    const known = new Map(
      venue.market.find('spot', 'BTC-USD')?.trades.map(({ id, takerSide }) => [`${id}`, takerSide]),
    )
    const ids = trades.map((trade) => Number(trade.tradeId()))
    expect(ids).toEqual(ids.map((_, i) => (ids[0] ?? 0) + i))
    expect(ids).toHaveLength(20)
    for (const trade of trades) expect(trade.takerSide).toBe(known.get(trade.tradeId()))
  })
})

describe("the Coinbase driver on the Exchange's feed", () => {
  const driver = coinbase({ feed: 'exchange' })

  test('keeps books equal to the venue, and tells BBOs, trades and tickers', async () => {
    const { runtime, venue, market, compare, isNow } = await open({ driver })
    const book = market.book(SPOT)
    let compared = 0
    book.onChange((view) => {
      compared += compare(view) ? 1 : 0
    })
    const seen = new Map<string, MarketEvent>()
    for (const kind of ['bbo', 'trade', 'ticker'] as const)
      market.subscribe(kind, { pair: SPOT }, (event) => seen.set(event.type, event))
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(100)
    expect([...seen.keys()].sort()).toEqual(['bbo', 'ticker', 'trade'])
    expect(market.connections().map(({ source }) => source.endpoint)).toEqual(['exchange'])
    expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0 })
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    expect(isNow(book.view)).toBe(true)
  })

  test('renews the book when a lost trade shows that something is missing', async () => {
    const { runtime, venue, market, isNow } = await open({ driver })
    const book = market.book(SPOT)
    market.subscribe('trade', { pair: SPOT }, () => {})
    await runtime.run({ forMs: 3_000 })
    venue.faults.add({
      fault: { kind: 'drop' },
      where: { host: 'exchange-ws', contains: 'matches' },
      when: { most: 1 },
    })
    await runtime.run({ forMs: 10_000 })
    expect(market.bookCounters.resyncs).toBe(1)
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    expect(isNow(book.view)).toBe(true)
  })
})
