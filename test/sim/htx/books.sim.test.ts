import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { setUp } from './support.ts'

type Level = readonly [number, number]

interface ChainTick {
  readonly seqNum: number
  readonly prevSeqNum: number
  readonly bids?: readonly Level[]
  readonly asks?: readonly Level[]
}

interface HighFreqTick {
  readonly event: 'snapshot' | 'update'
  readonly version: number
  readonly mrid: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** Levels as text: a double's shortest text has the digits that were sent. */
const texts = (levels: readonly Level[] = []): [string, string][] =>
  levels.map(([price, size]) => [plain(price), plain(size)])

const plain = (value: number): string => {
  const text = String(value)
  return text.includes('e') ? value.toFixed(14).replace(/\.?0+$/, '') : text
}

/** A client's book after a change: cut to its depth, because levels pushed out are not removed by the venue. */
function applied(
  book: BookCopy,
  bids: readonly Level[] = [],
  asks: readonly Level[] = [],
  depth = 0,
): BookCopy {
  book.apply(texts(bids), texts(asks))
  const { bids: best, asks: lowest } = book.levels()
  const cut = new BookCopy()
  cut.apply(best.slice(0, depth), lowest.slice(0, depth))
  return cut
}

const top = (levels: readonly (readonly [string, string])[], depth: number) =>
  levels.slice(0, depth)

describe('simulated HTX books', () => {
  test.each([
    ['btcusdt', 5],
    ['pepeusdt', 20],
    ['btcusdt', 150],
    ['ethusdt', 400],
  ] as const)('%s mbp.%i is the truth on top of the book that was asked for', (symbol, depth) => {
    const { ports, venue, subscribe } = setUp()
    const topic = `market.${symbol}.mbp.${depth}`
    const client = subscribe('spot-feed', topic)
    ports.advance(3000)
    client.send({ req: topic, id: 'q' })
    const answer = client.received.find(({ rep }) => rep === topic) as unknown as {
      data: { seqNum: number; bids: Level[]; asks: Level[] }
    }
    const { data } = answer
    ports.advance(10_000)
    let book = applied(new BookCopy(), data.bids, data.asks, depth)
    let last = data.seqNum
    let count = 0
    for (const { tick } of client.pushes<ChainTick>(topic)) {
      if (tick.seqNum <= data.seqNum) continue
      expect(tick.prevSeqNum).toBe(last)
      last = tick.seqNum
      count += 1
      book = applied(book, tick.bids, tick.asks, depth)
      const truth = venue.truth('spot', symbol, last)
      const held = book.levels()
      expect(held.bids).toEqual(top(truth?.bids ?? [], depth))
      expect(held.asks).toEqual(top(truth?.asks ?? [], depth))
    }
    expect(count).toBeGreaterThan(30)
  })

  test('deep feeds tell ten times a second, changed or not, all listeners the same', () => {
    const { ports, venue, subscribe } = setUp()
    const topic = 'market.btcusdt.mbp.150'
    const first = subscribe('spot-feed', topic)
    ports.advance(1000)
    venue.stop()
    const second = subscribe('spot-feed', topic)
    ports.advance(1000)
    const [one, two] = [first, second].map((client) => client.pushes<ChainTick>(topic))
    expect([one?.length, two?.length]).toEqual([20, 10])
    expect(one?.slice(10)).toEqual(two)
    expect(two?.at(-1)?.tick).toMatchObject({ bids: [], asks: [] })
  })

  test.each([
    ['linear', 'linear-swap', 'BTC-USDT', 20],
    ['linear', 'linear-futures', 'BTC-USDT-270326', 150],
    ['coin-swap', 'coin-swap', 'BTC-USD', 20],
    ['coin-futures', 'coin-futures', 'BTC270326', 150],
  ] as const)(
    '%s: %s %s size_%i is the truth at every version',
    (endpoint, product, code, depth) => {
      const { ports, venue, subscribe } = setUp()
      const topic = `market.${code}.depth.size_${depth}.high_freq`
      const client = subscribe(endpoint, topic)
      ports.advance(10_000)
      const ticks = client.pushes<HighFreqTick>(topic).map(({ tick }) => tick)
      expect(ticks[0]?.event).toBe('snapshot')
      let book = new BookCopy()
      for (const [i, tick] of ticks.entries()) {
        if (i > 0)
          expect([tick.event, tick.version]).toEqual(['update', (ticks[i - 1]?.version ?? 0) + 1])
        book = applied(book, tick.bids, tick.asks, depth)
        const truth = venue.truth(product, code, tick.version)
        expect(truth?.updateId).toBe(tick.mrid)
        const held = book.levels()
        expect(held.bids).toEqual(top(truth?.bids ?? [], depth))
        expect(held.asks).toEqual(top(truth?.asks ?? [], depth))
      }
      expect(ticks.length).toBeGreaterThan(80)
    },
  )

  test('each connection has versions of its own', () => {
    const { ports, subscribe } = setUp()
    const topic = 'market.BTC-USDT.depth.size_20.high_freq'
    const clients = [subscribe('linear', topic), subscribe('linear', topic)]
    ports.advance(1000)
    const [one, two] = clients.map((client) =>
      client.pushes<HighFreqTick>(topic).map(({ tick }) => tick.version),
    )
    expect(one?.filter((version) => two?.includes(version))).toEqual([])
  })

  test('without data_type every message is a whole book', () => {
    const { ports, connect } = setUp()
    const client = connect('linear')
    const topic = 'market.BTC-USDT.depth.size_20.high_freq'
    client.send({ sub: topic, id: '1' })
    ports.advance(2000)
    const events = client.pushes<HighFreqTick>(topic).map(({ tick }) => tick.event)
    expect(events.length).toBeGreaterThan(10)
    expect(new Set(events)).toEqual(new Set(['snapshot']))
  })

  test('whole books and BBOs are the truth at their numbers', () => {
    const { ports, venue, subscribe } = setUp()
    const spot = subscribe('spot', 'market.btcusdt.mbp.refresh.5', 'market.btcusdt.bbo')
    const linear = subscribe('linear', 'market.BTC-USDT.depth.step6', 'market.BTC-USDT.bbo')
    ports.advance(5000)
    type Whole = { seqNum?: number; mrid?: number; bids: Level[]; asks: Level[] }
    const wholes = [
      ...spot
        .pushes<Whole>('market.btcusdt.mbp.refresh.5')
        .map(({ tick }) => ['spot', 'btcusdt', 5, tick] as const),
      ...linear
        .pushes<Whole>('market.BTC-USDT.depth.step6')
        .map(({ tick }) => ['linear-swap', 'BTC-USDT', 20, tick] as const),
    ]
    expect(wholes.length).toBeGreaterThan(60)
    for (const [product, symbol, depth, tick] of wholes) {
      const truth = venue.truth(product, symbol, tick.seqNum ?? tick.mrid)
      expect(texts(tick.bids)).toEqual(truth?.bids.slice(0, depth))
    }
    type SpotBbo = { seqId: number; bid: number; bidSize: number }
    for (const { tick } of spot.pushes<SpotBbo>('market.btcusdt.bbo')) {
      const truth = venue.truth('spot', 'btcusdt', tick.seqId)
      expect([plain(tick.bid), plain(tick.bidSize)]).toEqual(truth?.bids[0])
    }
    type SwapBbo = { version: number; ask: Level }
    for (const { tick } of linear.pushes<SwapBbo>('market.BTC-USDT.bbo')) {
      const truth = venue.truth('linear-swap', 'BTC-USDT', tick.version)
      expect(texts([tick.ask])).toEqual(truth?.asks.slice(0, 1))
    }
  })

  test('spot writes numbers as Java does, exponents included', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('spot', 'market.pepeusdt.mbp.refresh.20')
    ports.advance(2000)
    const all = client.texts.join()
    expect(all).toMatch(/\[9\.\d+E-6,\d\.\d+E[78]\]/)
    expect(all).not.toMatch(/e[-+]\d/)
  })

  test('an empty side is null on spot and on futures', () => {
    const { venue, subscribe } = setUp({ stepMs: 1_000_000 })
    const clients = [
      [subscribe('spot', 'market.btcusdt.bbo'), venue.market.find('spot', 'btcusdt')],
      [subscribe('linear', 'market.BTC-USDT.bbo'), venue.market.find('linear-swap', 'BTC-USDT')],
    ] as const
    for (const [client, live] of clients) {
      if (live === undefined) throw new Error('not listed')
      const size = live.engine.top('ask', 1000).reduce((sum, [, each]) => sum + each, 0)
      venue.market.submit(live, { side: 'buy', size, timeInForce: 'ioc' })
      expect(client.received.at(-1)?.['tick']).toMatchObject({ ask: null })
    }
  })
})
