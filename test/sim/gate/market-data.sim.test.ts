import { describe, expect, onTestFinished, test } from 'vitest'
import type {
  ExchangeDriver,
  MarketEvent,
  MarketEventType,
  OrderBook,
} from '../../../src/core/index.ts'
import { type GateOptions, gate } from '../../../src/drivers/gate/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedGateOptions,
  simulatedGate,
} from '../../../src/sim/gate/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'

const SPOT = 'BTC/USDT'
const LINEAR = 'BTC/USDT:USDT'
const DECIMAL = 'ETH/USDT:USDT'
const INVERSE = 'BTC/USD:BTC'
const DATED = 'BTC/USDT:USDT-270326'

interface Over {
  readonly options?: Partial<MarketDataOptions>
  readonly sim?: Partial<SimulatedGateOptions>
  readonly driver?: GateOptions
  /** A symbol that the driver believes to be listed. */
  readonly ghost?: string
}

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open({ options, sim, driver, ghost }: Over = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedGate({ ports, seed: 7, warmUpMs: 5_000, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const made = gate(driver)
  const market = await runtime.settle(
    MarketData.open({
      driver: ghost === undefined ? made : haunted(made, ghost),
      ports,
      ...options,
    }),
  )
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had at that id. */
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

/** A driver whose listing has a pair more than the venue. */
function haunted(driver: ExchangeDriver, symbol: string): ExchangeDriver {
  const ghost = driver.inferInstrument('spot', symbol)
  return {
    ...driver,
    rest: {
      ...driver.rest,
      instruments: (products) =>
        driver.rest.instruments(products).map((call, i) => ({
          ...call,
          parse: (...answer) => [
            ...call.parse(...answer),
            ...(i > 0 || ghost === undefined ? [] : [ghost]),
          ],
        })),
    },
  }
}

describe('the Gate driver on the simulated venue', () => {
  test('reads every instrument listed, one symbol in two markets among them', async () => {
    const { market } = await open()
    const listed = market.instruments()
    const names = (each: { product: string; symbol: string }) => `${each.product} ${each.symbol}`
    expect(listed.map(names).sort()).toEqual(DEFAULT_INSTRUMENTS.map(names).sort())
    expect(listed.map(names)).toEqual(expect.arrayContaining(['spot BTC_USDT', 'usdt BTC_USDT']))
    for (const instrument of listed) {
      const made = DEFAULT_INSTRUMENTS.find((each) => names(each) === names(instrument))
      expect([Number(instrument.tickSize), Number(instrument.lotSize)]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
      ])
      expect(instrument.contract?.multiplier).toBe(
        made?.inverseContractSize ?? made?.quantoMultiplier,
      )
    }
  })

  test.each([
    ['v2', { [SPOT]: 400, [LINEAR]: 400, [DECIMAL]: 400, [INVERSE]: 100, [DATED]: 100 }],
    ['v1', { [SPOT]: 1000, [LINEAR]: 100, [DECIMAL]: 100, [INVERSE]: 100, [DATED]: 100 }],
  ] as const)(
    'keeps %s books of all products equal to the venue at every update, fractions of contracts too',
    async (books, depths) => {
      const { runtime, market, compare } = await open({ driver: { books } })
      let compared = 0
      let fractions = 0
      const handles = Object.entries(depths).map(([pair, levels]) => {
        const book = market.book(pair)
        book.onChange((view) => {
          compared += compare(view, levels) ? 1 : 0
          if (pair === DECIMAL && view.state === 'live' && view.bids.sizeText(0).includes('.'))
            fractions += 1
        })
        return book
      })
      await runtime.settle(Promise.all(handles.map((book) => book.live())))
      await runtime.run({ forMs: 20_000 })
      expect(compared).toBeGreaterThan(500)
      expect(fractions).toBeGreaterThan(20)
      expect(market.bookCounters).toMatchObject({
        gaps: 0,
        resyncs: 0,
        corruptions: 0,
        untracked: 0,
      })
    },
  )

  test('keeps a book of the best fifty equal to the venue', async () => {
    const { runtime, market, compare } = await open()
    const books = [SPOT, DECIMAL].map((pair) => market.book(pair, 50))
    let compared = 0
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view, 50) ? 1 : 0
      })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(300)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0 })
  })

  test.each([
    [1, 'v2'],
    [2, 'v2'],
    [1, 'v1'],
    [2, 'v1'],
  ] as const)(
    'never shows a wrong book on %i connections of %s books, whatever the network does',
    async (redundancy, books) => {
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
        { fault: { kind: 'oldSnapshot', ageMs: 3000 }, when: { most: 3 } } as const,
      ]
      const { runtime, market, compare } = await open({
        options: { pool: { redundancy } },
        sim: { faults },
        driver: { books },
      })
      const depths: Record<string, number> = { [SPOT]: 1000, [LINEAR]: books === 'v2' ? 400 : 100 }
      const handles = Object.keys(depths).map((pair) => market.book(pair))
      const check = (view: OrderBook): boolean =>
        compare(view, depths[view.instrument.pair] ?? Number.NaN)
      let compared = 0
      for (const book of handles)
        book.onChange((view) => {
          compared += check(view) ? 1 : 0
        })
      await runtime.run({ forMs: 60_000 })
      if (redundancy === 1) expect(market.bookCounters.gaps).toBeGreaterThan(3)
      expect(compared).toBeGreaterThan(300)
      await runtime.run({ forMs: 60_000 })
      expect(handles.map(({ view }) => check(view))).toEqual([true, true])
    },
  )

  test('comes back after the venue closes every connection', async () => {
    const { runtime, market, compare } = await open({
      sim: { limits: { connectionLifetimeMs: 20_000 } },
    })
    const books = [SPOT, INVERSE].map((pair) => market.book(pair))
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    let lost = 0
    market.subscribe('connection', {}, ({ state }) => {
      if (state === 'lost') lost += 1
    })
    await runtime.run({ forMs: 70_000 })
    expect(lost).toBeGreaterThan(3)
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    expect(books.map(({ view }, i) => compare(view, i === 0 ? 400 : 100))).toEqual([true, true])
  })

  test('a symbol that the venue does not know fails alone, though the venue refuses its whole request', async () => {
    const { runtime, venue, market } = await open({ ghost: 'GHOST_USDT' })
    const pairs = [SPOT, 'ETH/USDT', 'PEPE/USDT']
    const heard = new Set<string>()
    const refused: string[] = []
    for (const pair of [...pairs.slice(0, 1), 'GHOST/USDT', ...pairs.slice(1)])
      market.subscribe('trade', { pair }, (trade) => heard.add(trade.pair))
    market.subscribe('fault', {}, ({ code }) => refused.push(code))
    await runtime.run({ forMs: 20_000 })
    expect([...heard].sort()).toEqual(pairs.toSorted())
    expect(venue.market.find('spot', 'GHOST_USDT')).toBeUndefined()
    expect(refused).toEqual(['SUBSCRIBE_REJECTED'])
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
      market.subscribe(kind, { pair: DECIMAL }, (event) => void seen.set(event.type, event))
    }
    market.subscribe(
      'candle',
      { pair: DECIMAL, interval: '1d' },
      (event) => void seen.set(event.type, event),
    )
    await runtime.run({ forMs: 60_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', DECIMAL])
    const sockets = market
      .connections()
      .map(({ source, wanted, confirmed }) => [source.endpoint, wanted === confirmed])
    expect(sockets).toEqual([['usdt', true]])
  })

  test('tells trades as they were: both sides, sizes in fractions of contracts, times in microseconds', async () => {
    const { runtime, venue, market } = await open()
    const told: string[] = []
    const truth: string[] = []
    const kept = [SPOT, DECIMAL]
    for (const pair of kept)
      market.subscribe('trade', { pair }, (trade) => {
        told.push(
          `${pair} ${trade.tradeId()} ${trade.priceText()} ${trade.sizeText()} ${trade.takerSide}`,
        )
      })
    await runtime.run({ forMs: 2_000 })
    told.length = 0
    const live = [venue.market.find('spot', 'BTC_USDT'), venue.market.find('usdt', 'ETH_USDT')]
    venue.market.listen(({ instrument, trades }) => {
      const pair = kept[live.indexOf(instrument)]
      if (pair === undefined) return
      const { priceScale, sizeScale } = instrument.spec
      for (const { id, price, size, takerSide } of trades)
        truth.push(
          `${pair} ${id} ${price / 10 ** priceScale} ${size / 10 ** sizeScale} ${takerSide}`,
        )
    })
    await runtime.run({ forMs: 20_000 })
    venue.stop()
    await runtime.run({ forMs: 1_000 })
    expect(truth.length).toBeGreaterThan(100)
    expect(told.slice(-truth.length).sort()).toEqual(truth.sort())
    expect(new Set(told.map((line) => line.split(' ').at(-1)))).toEqual(new Set(['buy', 'sell']))
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({ sim: { warmUpMs: 300_000 } })
    for (const pair of [SPOT, DECIMAL]) {
      const bars = await runtime.settle(market.history.candles(pair, '1m', { limit: 4 }))
      const opens = bars.map(({ openTimeUs }) => openTimeUs)
      expect(opens).toEqual(opens.toSorted((a, b) => a - b))
      expect(bars).toHaveLength(4)
      const span = { fromTimeUs: opens[1] ?? 0, toTimeUs: opens[2] ?? 0 }
      const middle = await runtime.settle(market.history.candles(pair, '1m', span))
      expect(middle.map(({ openTimeUs }) => openTimeUs)).toEqual(opens.slice(1, 3))
      const trades = await runtime.settle(market.history.trades(pair, { limit: 20 }))
      const [product, symbol] = pair === SPOT ? ['spot', 'BTC_USDT'] : ['usdt', 'ETH_USDT']
      const live = venue.market.find(product ?? '', symbol ?? '')
      const known = live?.trades.map(({ id }) => String(id)) ?? []
      const told = trades.map((trade) => trade.tradeId())
      const at = known.indexOf(told[0] ?? '')
      expect(told).toEqual(known.slice(at, at + 20))
      expect(new Set(trades.map(({ takerSide }) => takerSide))).toEqual(new Set(['buy', 'sell']))
    }
    const fundings = await runtime.settle(market.history.funding(DECIMAL, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
