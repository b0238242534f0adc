import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedHtxOptions,
  simulatedHtx,
} from '../../../src/sim/htx/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'

const SPOT = 'BTC/USDT'
const TINY = 'PEPE/USDT'
const LINEAR = 'BTC/USDT:USDT'
const CHINESE = '币安人生/USDT:USDT'
const DATED = 'BTC/USDT:USDT-270326'
const COIN = 'BTC/USD:BTC'
const COIN_DATED = 'BTC/USD:BTC-270326'

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(over: Partial<MarketDataOptions> = {}, sim: Partial<SimulatedHtxOptions> = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedHtx({ ports, seed: 7, warmUpMs: 5_000, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: htx(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  /** Compares a live book with what the venue had when it told it. */
  const compare = (view: OrderBook): boolean => {
    if (view.state !== 'live') return false
    const { product, symbol } = view.instrument
    const truth = venue.truth(product, symbol, view.lastId)
    if (truth === undefined) throw new Error(`${symbol}: no truth at ${view.lastId}`)
    for (const side of ['bids', 'asks'] as const) {
      const shown = Array.from({ length: view[side].count }, (_, i) => [
        view[side].priceText(i),
        view[side].sizeText(i),
      ])
      expect(shown).toEqual(truth[side].slice(0, Number(view.depth)))
    }
    return true
  }
  return { runtime, venue, market, compare }
}

describe('the HTX driver on the simulated venue', () => {
  test('reads every instrument listed', async () => {
    const { market } = await open()
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

  test('keeps books of all products equal to the venue at every update', async () => {
    const { runtime, market, compare } = await open()
    let compared = 0
    const books = [SPOT, TINY, LINEAR, CHINESE, DATED, COIN, COIN_DATED].map((pair) =>
      market.book(pair),
    )
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.settle(Promise.all(books.map((book) => book.live())))
    await runtime.run({ forMs: 15_000 })
    expect(compared).toBeGreaterThan(1000)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test.each([
    [SPOT, 'bbo', 5],
    [SPOT, 20, 20],
    [SPOT, 50, 150],
    [LINEAR, 20, 20],
    [COIN, 50, 150],
  ] as const)('cuts the book of %s at depth %s to %i levels', async (pair, depth, levels) => {
    const { runtime, market, compare } = await open()
    const book = market.book(pair, depth)
    let compared = 0
    book.onChange((view) => {
      compared += compare(view) ? 1 : 0
      if (view.state === 'live') expect(view.bids.count).toBeLessThanOrEqual(levels)
    })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(50)
    expect(book.view.depth).toBe(levels)
  })

  test('asks again while the snapshots it is answered are older than what it holds', async () => {
    const { runtime, venue, market, compare } = await open({}, { limits: { snapshotLag: 8 } })
    // Somebody else has made the feed run for a while.
    const peer = { send() {}, ping() {}, close() {}, terminate() {} }
    const other = venue.hosts['spot-ws']?.accept('/feed', {}, peer)
    if (other === undefined || 'refuse' in other) throw new Error('refused')
    other.onMessage(Buffer.from('{"sub":"market.btcusdt.mbp.400","id":"1"}'), false)
    await runtime.run({ forMs: 3_000 })
    const book = market.book(SPOT)
    await runtime.settle(book.live())
    expect(compare(book.view)).toBe(true)
    expect(market.bookCounters.staleSnapshots).toBeGreaterThan(0)
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
        hurt({ kind: 'corrupt', how: 'byte' }, 0.003),
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
      expect(market.bookCounters.gaps).toBeGreaterThan(3)
      expect(compared).toBeGreaterThan(300)
      await runtime.run({ forMs: 60_000 })
      expect(books.map(({ view }) => compare(view))).toEqual([true, true])
    },
  )

  test('answers pings on every socket, and is not cut off', async () => {
    const { runtime, market } = await open()
    const lost: string[] = []
    market.subscribe('connection', {}, ({ state, endpoint }) => {
      if (state === 'lost') lost.push(endpoint)
    })
    market.subscribe('funding', { pair: LINEAR }, () => {})
    market.subscribe('trade', { pair: SPOT }, () => {})
    market.subscribe('markPrice', { pair: COIN }, () => {})
    await runtime.run({ forMs: 120_000 })
    expect(lost).toEqual([])
  })

  test('hears every channel', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 120_000 })
    const heard = new Map<string, MarketEvent>()
    const hear = (kind: MarketEventType, pair: string, interval?: '1m'): void => {
      market.subscribe(kind as 'ticker', { pair, ...(interval && { interval }) }, (event) => {
        heard.set(`${kind} ${pair}`, event)
      })
    }
    for (const pair of [SPOT, LINEAR, COIN, DATED]) {
      hear('trade', pair)
      hear('bbo', pair)
      hear('ticker', pair)
      hear('candle', pair, '1m')
    }
    for (const pair of [LINEAR, COIN]) {
      for (const kind of ['funding', 'markPrice', 'indexPrice', 'openInterest'] as const)
        hear(kind, pair)
    }
    hear('indexPrice', DATED)
    await runtime.run({ forMs: 30_000 })
    expect([...heard.keys()].sort()).toEqual(
      [
        ...[SPOT, LINEAR, COIN, DATED].flatMap((pair) =>
          ['trade', 'bbo', 'ticker', 'candle'].map((kind) => `${kind} ${pair}`),
        ),
        ...[LINEAR, COIN].flatMap((pair) =>
          ['funding', 'markPrice', 'indexPrice', 'openInterest'].map((kind) => `${kind} ${pair}`),
        ),
        `indexPrice ${DATED}`,
      ].sort(),
    )
    const live = venue.market.find('linear-swap', 'BTC-USDT')
    expect(heard.get(`funding ${LINEAR}`)).toMatchObject({
      kind: 'estimate',
      fundingTimeUs: (live?.perpetual?.nextFundingTimeMs ?? 0) * 1000,
    })
  })

  test('fetches bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 600_000 })
    const bars = await runtime.settle(market.history.candles(SPOT, '1m', { limit: 5 }))
    const live = venue.market.find('spot', 'btcusdt')
    expect(bars.map(({ openTimeUs }) => openTimeUs)).toEqual(
      live
        ?.candles('1m')
        .all()
        .slice(-5)
        .map(({ openTimeUs }) => openTimeUs),
    )
    const fromTimeUs = bars[1]?.openTimeUs ?? 0
    for (const pair of [SPOT, LINEAR, COIN]) {
      const some = await runtime.settle(
        market.history.candles(pair, '1m', { fromTimeUs, limit: 2 }),
      )
      expect(some.map(({ openTimeUs }) => openTimeUs)).toEqual([
        fromTimeUs,
        fromTimeUs + 60_000_000,
      ])
    }
    const trades = await runtime.settle(market.history.trades(SPOT, { limit: 20 }))
    const known = live?.trades.map(({ id }) => String(id)) ?? []
    const told = trades.map((trade) => trade.tradeId())
    const at = known.indexOf(told[0] ?? '')
    expect(told).toEqual(known.slice(at, at + 20))
    const fundings = await runtime.settle(market.history.funding(LINEAR, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
