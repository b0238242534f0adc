import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedOkxOptions,
  simulatedOkx,
} from '../../../src/sim/okx/index.ts'

const SPOT = 'BTC/USDT'
const LINEAR = 'BTC/USDT:USDT'
const INVERSE = 'BTC/USD:BTC'
const XPERP = 'BTC/USD:USD-310404'
const LISTED = ['BTC-USDT', 'BTC-USDT-SWAP', 'BTC-USD-SWAP', 'BTC-USD_UM_XPERP-310404']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(over: Partial<MarketDataOptions> = {}, sim: Partial<SimulatedOkxOptions> = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedOkx({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: okx(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had at that id. */
  const compare = (view: OrderBook, levels = 400): boolean => {
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

describe('the OKX driver on the simulated venue', () => {
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
      expect(contract?.multiplier).toBe(made?.inverseContractSize ?? made?.contractValue)
    }
  })

  test('keeps whole books of all products equal to the venue at every update', async () => {
    const { runtime, market, compare } = await open()
    let compared = 0
    const books = [SPOT, LINEAR, INVERSE, XPERP].map((pair) => market.book(pair))
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    await runtime.run({ forMs: 20_000 })
    expect(compared).toBeGreaterThan(500)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test('keeps a book of the best five equal to the venue', async () => {
    const { runtime, market, compare } = await open()
    const book = market.book(SPOT, 'bbo')
    let compared = 0
    book.onChange((view) => {
      compared += compare(view, 5) ? 1 : 0
    })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(50)
  })

  test('stays live through a minute of silence and through ids that start again', async () => {
    const { runtime, venue, market, compare } = await open()
    const book = market.book(SPOT)
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state }) => states.push(state))
    await runtime.settle(book.live())
    await runtime.run({ forMs: 3_000 })
    const before = book.view.lastId ?? 0
    venue.restartIds()
    await runtime.run({ forMs: 3_000 })
    expect(book.view.lastId).toBeLessThan(before)
    expect(compare(book.view)).toBe(true)
    venue.market.stop()
    await runtime.run({ forMs: 150_000 })
    venue.market.start()
    await runtime.run({ forMs: 3_000 })
    expect(compare(book.view)).toBe(true)
    expect(states).toEqual(['live'])
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0 })
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

  test('moves over before an announced upgrade, books live and each trade told once', async () => {
    const { runtime, venue, market } = await open()
    const states: string[] = []
    const ids: string[] = []
    market.subscribe('bookState', {}, ({ state, pair }) => states.push(`${pair} ${state}`))
    market.subscribe('trade', { pair: SPOT }, (trade) => ids.push(trade.tradeId()))
    const book = market.book(SPOT)
    await runtime.settle(book.live())
    await runtime.run({ forMs: 10_000 })
    venue.announceUpgrade()
    await runtime.run({ forMs: 90_000 })
    expect(book.view.state).toBe('live')
    expect(states).toEqual([`${SPOT} live`])
    expect(new Set(ids).size).toBe(ids.length)
    expect(market.bookCounters).toMatchObject({ gaps: 0 })
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
      'liquidation',
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
    await runtime.run({ forMs: 60_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', LINEAR])
    const sockets = market
      .connections()
      .map(({ source, wanted, confirmed }) => [source.endpoint, wanted === confirmed])
    expect(sockets).toEqual([
      ['public', true],
      ['business', true],
    ])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    const bars = await runtime.settle(market.history.candles(LINEAR, '1m', { limit: 4 }))
    const opens = bars.map(({ openTimeUs }) => openTimeUs)
    expect(opens).toEqual(opens.toSorted((a, b) => a - b))
    expect(bars).toHaveLength(4)
    const trades = await runtime.settle(market.history.trades(LINEAR, { limit: 20 }))
    const live = venue.market.find('swap', 'BTC-USDT-SWAP')
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
