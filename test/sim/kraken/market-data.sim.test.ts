import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import type { Host } from '../../../src/runtime/virtual/host.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultRule, venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedKrakenOptions,
  simulatedKraken,
} from '../../../src/sim/kraken/index.ts'

const SPOT = 'BTC/USD'
const LINEAR = 'BTC/USD:USD'
const INVERSE = 'BTC/USD:BTC'
const UPDATE = '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD"'
const LISTED = ['BTC/USD', 'DOGE/USD', 'PF_XBTUSD', 'PI_XBTUSD']

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedKrakenOptions> = {},
  change: (text: string) => string = (text) => text,
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol))
  const venue = simulatedKraken({ ports, seed: 7, warmUpMs: 5_000, instruments, ...sim })
  for (const [origin, host] of venueOrigins(venue))
    runtime.network.listen(origin, changing(host, change))
  venue.start()
  const driver = kraken()
  const market = await runtime.settle(MarketData.open({ driver, ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  // Spot has no ids: a book is right when the venue's best levels once were exactly these.
  const shown = new Map<string, Set<string>>()
  const remember = (symbol: string, levels: number): Set<string> => {
    const key = `${symbol} ${levels}`
    let known = shown.get(key)
    if (known !== undefined) return known
    known = new Set([topOf(symbol, levels)])
    shown.set(key, known)
    venue.market.listen(({ instrument: { spec }, changes }) => {
      if (spec.symbol === symbol && changes.length > 0) known.add(topOf(symbol, levels))
    })
    return known
  }
  const topOf = (symbol: string, levels: number): string => {
    const { bids = [], asks = [] } = venue.truth('spot', symbol) ?? {}
    return [bids, asks].map((side) => side.slice(0, levels).join(' ')).join('|')
  }

  /** Compares a live book with what the venue had. */
  const compare = (view: OrderBook, levels: number): boolean => {
    if (view.state !== 'live') return false
    const { product, symbol } = view.instrument
    const side = (from: typeof view.bids): [string, string][] =>
      Array.from({ length: Math.min(levels, from.count) }, (_, i) => [
        from.priceText(i),
        from.sizeText(i),
      ])
    if (product === 'spot') {
      const text = [view.bids, view.asks].map((each) => side(each).join(' ')).join('|')
      expect(remember(symbol, levels).has(text)).toBe(true)
      return true
    }
    const truth = venue.truth(product, symbol, view.lastId)
    if (truth === undefined) throw new Error(`${symbol}: no truth at ${view.lastId}`)
    expect([side(view.bids), side(view.asks)]).toEqual([truth.bids, truth.asks])
    return true
  }
  return { runtime, venue, market, compare, remember }
}

/** A host whose frames are changed on their way to the client. */
function changing(host: Host, change: (text: string) => string): Host {
  return {
    request: (request) => host.request(request),
    accept: (target, headers, peer) =>
      host.accept(target, headers, {
        send: (data) => peer.send(typeof data === 'string' ? change(data) : data),
        ping: () => peer.ping(),
        close: (code, reason) => peer.close(code, reason),
        terminate: () => peer.terminate(),
      }),
  }
}

describe('the Kraken driver on the simulated venue', () => {
  test('reads every instrument listed', async () => {
    const { market } = await open({}, { instruments: DEFAULT_INSTRUMENTS })
    const listed = market.instruments()
    expect(listed.map(({ symbol }) => String(symbol)).sort()).toEqual(
      DEFAULT_INSTRUMENTS.map(({ symbol }) => symbol).sort(),
    )
    for (const { symbol, tickSize, lotSize, product, contract, base } of listed) {
      const made = DEFAULT_INSTRUMENTS.find((each) => each.symbol === symbol)
      expect([product, base]).toEqual([made?.product, made?.base])
      expect([Number(tickSize), Number(lotSize)]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
      ])
      expect(contract?.direction).toBe(
        made?.product === 'spot' ? undefined : made?.inverseContractSize ? 'inverse' : 'linear',
      )
    }
  })

  test('keeps a spot book at three depths and the best price equal to the venue', async () => {
    const { runtime, market, compare, remember } = await open()
    const depths = [
      [SPOT, 'bbo', 25],
      [SPOT, 20, 25],
      [SPOT, 50, 100],
      [SPOT, 'full', 1000],
      ['DOGE/USD', 20, 25],
    ] as const
    const compared = new Map<number, number>()
    for (const [pair, depth, levels] of depths) {
      remember(pair, levels)
      market.book(pair, depth).onChange((view) => {
        expect(view.depth).toBe(levels)
        compared.set(levels, (compared.get(levels) ?? 0) + (compare(view, levels) ? 1 : 0))
      })
    }
    await runtime.run({ forMs: 6_000 })
    for (const levels of [25, 100, 1000]) expect(compared.get(levels)).toBeGreaterThan(100)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
    const sockets = market
      .connections()
      .map(({ source, wanted, confirmed }) => `${source.endpoint} ${confirmed} of ${wanted}`)
    expect(sockets.sort()).toEqual(['spot 2 of 2', 'spot-book100 1 of 1', 'spot-book1000 1 of 1'])
  })

  test('keeps whole books of contracts equal to the venue at every change', async () => {
    const { runtime, market, compare } = await open()
    let compared = 0
    for (const pair of [LINEAR, INVERSE])
      market.book(pair).onChange((view) => {
        compared += compare(view, Number.POSITIVE_INFINITY) ? 1 : 0
      })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(300)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test('takes the last of several entries of one price', async () => {
    const { runtime, market, compare, remember } = await open(
      {},
      { limits: { repeatsPriceEvery: 3 } },
    )
    remember(SPOT, 25)
    let compared = 0
    market.book(SPOT, 20).onChange((view) => {
      compared += compare(view, 25) ? 1 : 0
    })
    await runtime.run({ forMs: 10_000 })
    expect(compared).toBeGreaterThan(100)
    expect(market.bookCounters).toMatchObject({ corruptions: 0 })
  })

  test.each([1, 2])(
    'never shows a wrong book on %i connections, whatever the network does',
    async (redundancy) => {
      const hurt = (fault: FaultRule['fault'], probability: number): FaultRule => ({
        fault,
        when: { probability, untilMs: 40_000 },
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
      const { runtime, market, compare, remember } = await open(
        { pool: { redundancy } },
        { faults },
      )
      // What a checksum covers: below it a lost message may go unseen until a level comes up.
      remember(SPOT, 10)
      const books = [market.book(SPOT, 20), market.book(LINEAR)]
      const compareOne = (view: OrderBook): boolean =>
        compare(view, view.instrument.product === 'spot' ? 10 : Number.POSITIVE_INFINITY)
      let compared = 0
      for (const book of books)
        book.onChange((view) => {
          compared += compareOne(view) ? 1 : 0
        })
      await runtime.run({ forMs: 40_000 })
      expect(compared).toBeGreaterThan(300)
      expect(market.bookCounters.corruptions).toBeGreaterThan(0)
      if (redundancy === 1) expect(market.bookCounters.gaps).toBeGreaterThan(0)
      await runtime.run({ forMs: 40_000 })
      expect(books.map(({ view }) => compareOne(view))).toEqual([true, true])
    },
    20_000,
  )

  test('sees by the checksum that digits were changed on the way', async () => {
    let left = 30
    const change = (text: string): string => {
      if (left === 0 || !text.startsWith(UPDATE)) return text
      left -= 1
      return text.replace(/("qty":0\.\d*)[1-9]/, (_, before: string) => `${before}0`)
    }
    const { runtime, market, compare, remember } = await open({}, {}, change)
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state }) => states.push(state))
    remember(SPOT, 25)
    const book = market.book(SPOT, 20)
    await runtime.run({ forMs: 60_000 })
    expect(left).toBe(0)
    expect(market.bookCounters.corruptions).toBeGreaterThan(0)
    expect(states).toContain('corrupt')
    expect(compare(book.view, 25)).toBe(true)
  })

  test('tells every kind of event that spot has', async () => {
    const { runtime, venue, market } = await open()
    const kinds: readonly MarketEventType[] = ['bbo', 'trade', 'ticker', 'venueStatus']
    const seen = new Map<string, MarketEvent>()
    for (const kind of kinds)
      market.subscribe(kind, kind === 'venueStatus' ? {} : { pair: SPOT }, (event) =>
        seen.set(event.type, event),
      )
    const bar = { pair: SPOT, interval: '1m' } as const
    market.subscribe('candle', bar, (event) => seen.set(event.type, event))
    await runtime.run({ forMs: 30_000 })
    venue.announceSystem('maintenance')
    await runtime.run({ forMs: 1_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle'].sort())
    expect(seen.get('venueStatus')).toMatchObject({ status: 'maintenance' })
    const endpoints = market.connections().map(({ source }) => source.endpoint)
    expect(endpoints.sort()).toEqual(['spot', 'spot-bbo'])
  })

  test('tells every kind of event that contracts have', async () => {
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
      market.subscribe(kind, { pair: LINEAR }, (event) => seen.set(event.type, event))
    await runtime.run({ forMs: 120_000 })
    expect([...seen.keys()].sort()).toEqual([...kinds].sort())
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', LINEAR])
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    for (const pair of [SPOT, LINEAR]) {
      const bars = await runtime.settle(market.history.candles(pair, '1m', { limit: 4 }))
      const opens = bars.map(({ openTimeUs }) => openTimeUs)
      expect(opens).toEqual(opens.toSorted((a, b) => a - b))
      expect(bars).toHaveLength(4)
    }
    const trades = await runtime.settle(market.history.trades(SPOT, { limit: 20 }))
    const known = venue.market.find('spot', SPOT)?.trades.map(({ id }) => String(id)) ?? []
    const told = trades.map((trade) => trade.tradeId())
    const first = known.indexOf(told[0] ?? '')
    expect(told).toEqual(known.slice(first, first + 20))
    const fundings = await runtime.settle(market.history.funding(LINEAR, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
