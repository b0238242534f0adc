import { describe, expect, onTestFinished, test } from 'vitest'
import type { MarketEvent, MarketEventType, OrderBook } from '../../../src/core/index.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { MarketData, type MarketDataOptions } from '../../../src/market/index.ts'
import type { Host } from '../../../src/runtime/virtual/host.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedCoinexOptions,
  simulatedCoinex,
} from '../../../src/sim/coinex/index.ts'
import { type FaultRule, type LiveInstrument, venueOrigins } from '../../../src/sim/index.ts'
import { gzipFrame } from '../../../src/wire/gzip-frame.ts'
import { unpacked } from './support.ts'

const SPOT = 'BTC/USDT'
const LINEAR = 'BTC/USDT:USDT'
const USDC = 'BTC/USDC:USDC'
const INVERSE = 'BTC/USD:BTC'
const DEPTH = 50

/** The driver and everything above it, on the simulated venue, in virtual time. */
async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedCoinexOptions> = {},
  change?: (text: string) => string,
) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedCoinex({ ports, seed: 7, warmUpMs: 5_000, ...sim })
  for (const [origin, host] of venueOrigins(venue))
    runtime.network.listen(origin, change === undefined ? host : changing(host, change))
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: coinex(), ports, ...over }))
  onTestFinished(() => runtime.settle(market.close()))

  // There are no ids: a book is right when the venue's best levels once were exactly these.
  const shown = new Map<LiveInstrument, Set<string>>()
  const watch = (pair: string) => {
    const { product, symbol } = market.instrument(pair)
    const live = venue.market.find(product, symbol)
    if (live === undefined) throw new Error(`${pair} is not listed`)
    shown.set(live, new Set([topOf(live)]))
    return market.book(pair)
  }
  venue.market.listen(({ instrument, changes }) => {
    if (changes.length > 0) shown.get(instrument)?.add(topOf(instrument))
  })

  /** Compares a live book with what the venue had. */
  const compare = (view: OrderBook): boolean => {
    if (view.state !== 'live') return false
    const live = venue.market.find(view.instrument.product, view.instrument.symbol)
    const side = (from: typeof view.bids): string =>
      Array.from({ length: from.count }, (_, i) => `${from.price(i)}x${from.size(i)}`).join(' ')
    const known = live === undefined ? undefined : shown.get(live)
    expect(known?.has(`${side(view.bids)}|${side(view.asks)}`)).toBe(true)
    return true
  }
  return { runtime, venue, market, compare, watch }
}

/** The best levels of a market as scaled integers: its listing and the driver's have the same digits. */
function topOf(live: LiveInstrument): string {
  const { bids, asks } = live.book(DEPTH)
  return [bids, asks].map((side) => side.map((level) => level.join('x')).join(' ')).join('|')
}

/** A host the text of whose frames is changed on their way to the client. */
function changing(host: Host, change: (text: string) => string): Host {
  const open = unpacked(host)
  return {
    request: (request) => open.request(request),
    accept: (target, headers, peer) =>
      open.accept(target, headers, {
        send: (text) => peer.send(gzipFrame(change(String(text)))),
        ping: () => peer.ping(),
        close: (code, reason) => peer.close(code, reason),
        terminate: () => peer.terminate(),
      }),
  }
}

describe('the CoinEx driver on the simulated venue', () => {
  test('reads every instrument listed', async () => {
    const { market } = await open()
    const listed = market.instruments()
    expect(listed.map(({ product, symbol }) => `${product} ${symbol}`).sort()).toEqual(
      DEFAULT_INSTRUMENTS.map(({ product, symbol }) => `${product} ${symbol}`).sort(),
    )
    for (const { symbol, tickSize, lotSize, product, contract, status } of listed) {
      const made = DEFAULT_INSTRUMENTS.find(
        (each) => each.symbol === symbol && each.product === product,
      )
      expect([Number(tickSize), Number(lotSize), status]).toEqual([
        Number(made?.tickSize),
        Number(made?.lotSize),
        'trading',
      ])
      expect(contract?.settle).toBe(made?.settle)
    }
  })

  test('hears of the end of trading by the flag that falls', async () => {
    const { runtime, venue, market } = await open()
    venue.closeFutures()
    await runtime.settle(market.refreshInstruments())
    expect(market.instrument(LINEAR).status).toBe('halted')
    expect(market.instrument(SPOT).status).toBe('trading')
  })

  test('keeps books of all products equal to the venue at every update', async () => {
    const { runtime, market, compare, watch } = await open()
    const compared = new Map<string, number>()
    for (const pair of [SPOT, 'ELON/USDT', LINEAR, USDC, INVERSE])
      watch(pair).onChange((view) => {
        expect(view.depth).toBe(DEPTH)
        compared.set(pair, (compared.get(pair) ?? 0) + (compare(view) ? 1 : 0))
      })
    await runtime.run({ forMs: 20_000 })
    for (const count of compared.values()) expect(count).toBeGreaterThan(50)
    expect(compared.size).toBe(5)
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test('stays live through whole books of each minute and through a quiet market', async () => {
    const { runtime, venue, market, compare, watch } = await open()
    const book = watch(SPOT)
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state }) => states.push(state))
    await runtime.settle(book.live())
    await runtime.run({ forMs: 70_000 })
    venue.stop()
    await runtime.run({ forMs: 150_000 })
    venue.market.start()
    await runtime.run({ forMs: 3_000 })
    expect(compare(book.view)).toBe(true)
    expect(states).toEqual(['live'])
    expect(market.bookCounters).toMatchObject({ gaps: 0, resyncs: 0, corruptions: 0 })
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
        hurt({ kind: 'corrupt', how: 'byte' }, 0.003),
        hurt({ kind: 'truncate' }, 0.003),
        hurt({ kind: 'cutMidFrame' }, 0.001),
      ]
      const { runtime, market, compare, watch } = await open({ pool: { redundancy } }, { faults })
      const books = [SPOT, LINEAR].map(watch)
      let compared = 0
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view) ? 1 : 0
        })
      await runtime.run({ forMs: 60_000 })
      expect(compared).toBeGreaterThan(200)
      expect(market.bookCounters.corruptions).toBeGreaterThan(0)
      await runtime.run({ forMs: 60_000 })
      expect(books.map(({ view }) => compare(view))).toEqual([true, true])
    },
    20_000,
  )

  test('sees by the checksum that a digit was changed on the way, at any of the 50 levels', async () => {
    let left = 20
    const change = (text: string): string => {
      if (left === 0 || !text.includes('"is_full":false')) return text
      const changed = text.replace(
        /(\["[\d.]+","[\d.]*)([1-9])("\])/,
        (_, before, digit, after) => {
          left -= 1
          return `${before}${(Number(digit) % 9) + 1}${after}`
        },
      )
      return changed
    }
    const { runtime, market, compare, watch } = await open({}, {}, change)
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state }) => states.push(state))
    const book = watch(SPOT)
    book.onChange(compare)
    await runtime.run({ forMs: 90_000 })
    expect(left).toBe(0)
    expect(market.bookCounters.corruptions).toBeGreaterThan(2)
    expect(states).toContain('corrupt')
    expect(compare(book.view)).toBe(true)
  })

  test('is heard in time by a server that cuts silent clients', async () => {
    const { runtime, market } = await open()
    const lost: string[] = []
    market.subscribe('connection', {}, ({ state }) => {
      if (state === 'lost') lost.push(state)
    })
    await runtime.settle(market.book(INVERSE).live())
    await runtime.run({ forMs: 300_000 })
    expect(lost).toEqual([])
  })

  test('tells each trade once and in order, though a subscription begins with the past', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 30_000 })
    const ids: number[] = []
    market.subscribe('trade', { pair: SPOT }, (trade) => ids.push(Number(trade.tradeId())))
    await runtime.run({ forMs: 30_000 })
    venue.faults.add({ fault: { kind: 'disconnect' }, when: { most: 1 } })
    await runtime.run({ forMs: 30_000 })
    expect(ids.length).toBeGreaterThan(50)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  })

  test('tells every kind of event that the venue has', async () => {
    const { runtime, venue, market } = await open()
    const nowMs = Math.floor(venue.market.clock.nowUs() / 1000)
    venue.announceMaintenance({
      startedAtMs: nowMs - 1,
      endedAtMs: nowMs + 600_000,
      scope: ['ALL_SITE'],
    })
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
      market.subscribe(kind, { pair: INVERSE }, (event) => seen.set(event.type, event))
    market.subscribe('candle', { pair: INVERSE, interval: '1m' }, (event) =>
      seen.set(event.type, event),
    )
    market.subscribe('venueStatus', {}, (event) => seen.set(event.type, event))
    const status = market.hold(INVERSE, { channel: 'status' })
    await runtime.run({ forMs: 90_000 })
    await runtime.settle(Promise.resolve(status.close()))
    expect([...seen.keys()].sort()).toEqual([...kinds, 'candle', 'venueStatus'].sort())
    expect(seen.get('venueStatus')).toMatchObject({ status: 'maintenance' })
    for (const event of seen.values())
      if ('pair' in event) expect([event.market, event.pair]).toEqual(['futures', INVERSE])
  })

  test('hears spot and futures of one symbol apart', async () => {
    const { runtime, market } = await open()
    const prices = new Map<string, string>()
    for (const pair of [SPOT, LINEAR])
      market.subscribe('indexPrice', { pair }, ({ pair, market: of }) => prices.set(pair, of))
    await runtime.run({ forMs: 5_000 })
    expect([...prices]).toEqual(
      expect.arrayContaining([
        [SPOT, 'spot'],
        [LINEAR, 'futures'],
      ]),
    )
  })

  test('reads history: bars, trades and fundings, oldest first', async () => {
    const { runtime, venue, market } = await open({}, { warmUpMs: 300_000 })
    for (const pair of [SPOT, INVERSE]) {
      const bars = await runtime.settle(market.history.candles(pair, '1m', { limit: 4 }))
      const opens = bars.map(({ openTimeUs }) => openTimeUs)
      expect(opens).toEqual(opens.toSorted((a, b) => a - b))
      expect(bars).toHaveLength(4)
    }
    const trades = await runtime.settle(market.history.trades(SPOT, { limit: 20 }))
    const known = venue.market.find('spot', 'BTCUSDT')?.trades.map(({ id }) => String(id)) ?? []
    const told = trades.map((trade) => trade.tradeId())
    const first = known.indexOf(told[0] ?? '')
    expect(told).toEqual(known.slice(first, first + 20))
    const fundings = await runtime.settle(market.history.funding(LINEAR, { limit: 5 }))
    expect(fundings).toHaveLength(5)
    expect(fundings[0]?.kind).toBe('settled')
  })
})
