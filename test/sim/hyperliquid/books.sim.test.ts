import { describe, expect, test } from 'vitest'
import { type Book, plain, setUp, told } from './support.ts'

describe('simulated Hyperliquid books', () => {
  test.for([
    ['perp', 'BTC', false, 20, 5000],
    ['perp', 'kPEPE', true, 5, 500],
    ['hip3', 'xyz:SILVER', false, 20, 5000],
    ['hip3', 'flx:COPPER', true, 5, 500],
    ['spot', 'PURR/USDC', true, 5, 500],
    ['spot', '@107', false, 20, 5000],
  ] as const)(
    'of %s %s, fast %s, have %i levels every %i ms, as the venue has them at their time',
    ([product, coin, fast, levels, everyMs]) => {
      const { ports, venue, subscribe } = setUp()
      const client = subscribe({ type: 'l2Book', coin, fast })
      ports.advance(20_000)
      const books = told<Book>(client, 'l2Book')
      expect(books).toHaveLength(20_000 / everyMs + 1)
      for (const { time, levels: sides, ...rest } of books) {
        const truth = venue.truth(product, coin, time)
        expect(plain(sides[0])).toEqual(truth?.bids.slice(0, levels))
        expect(plain(sides[1])).toEqual(truth?.asks.slice(0, levels))
        expect(rest).toEqual(fast ? { coin, fast } : { coin })
      }
      const times = books.map(({ time }) => time)
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    },
  )

  test('are pushed again unchanged, with a new time', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe({ type: 'l2Book', coin: 'BTC', fast: true })
    venue.stop()
    ports.advance(2000)
    const books = told<Book>(client, 'l2Book')
    expect(books).toHaveLength(5)
    expect(new Set(books.map(({ levels }) => JSON.stringify(levels))).size).toBe(1)
    expect(new Set(books.map(({ time }) => time)).size).toBe(5)
  })

  test('of one coin at both paces come on one channel, told apart by a flag', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe(
      { type: 'l2Book', coin: 'BTC' },
      { type: 'l2Book', coin: 'BTC', fast: true },
    )
    ports.advance(5000)
    const depths = told<Book>(client, 'l2Book').map(({ fast, levels }) => [fast, levels[0].length])
    expect(depths.filter(([fast]) => fast === undefined)).toEqual([
      [undefined, 20],
      [undefined, 20],
    ])
    expect(depths.filter(([fast]) => fast === true)).toHaveLength(11)
  })

  test('never go back in time, though the clock does', () => {
    const skew = { fault: { kind: 'clockSkew', skewMs: -3000 }, when: { fromMs: 5000 } } as const
    const { ports, venue, subscribe } = setUp({ faults: [skew] })
    const client = subscribe({ type: 'l2Book', coin: 'BTC', fast: true })
    ports.advance(15_000)
    const books = told<Book>(client, 'l2Book')
    const times = books.map(({ time }) => time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const { time, levels } of books)
      expect(plain(levels[0])).toEqual(venue.truth('perp', 'BTC', time)?.bids.slice(0, 5))
  })

  test('are summed in buckets of significant figures where that is asked, and say their spread', () => {
    const { subscribe } = setUp()
    const client = subscribe({ type: 'l2Book', coin: 'BTC', nSigFigs: 4 })
    const [book] = told<Book>(client, 'l2Book')
    expect(Number(book?.spread)).toBeGreaterThan(0)
    for (const side of book?.levels ?? [])
      for (const { px } of side) expect(Number(px) % 10).toBe(0)
    const [bids, asks] = book?.levels ?? [[], []]
    expect(Number(bids[0]?.px)).toBeLessThan(Number(asks[0]?.px))
  })

  test('bbo tells a change once a block, and `null` of a side without orders', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe({ type: 'bbo', coin: 'BTC' })
    ports.advance(10_000)
    interface Bbo {
      readonly time: number
      readonly bbo: Book['levels'][0]
    }
    const bbos = told<Bbo>(client, 'bbo')
    expect(bbos.length).toBeGreaterThan(30)
    bbos.forEach(({ time, bbo: [bid, ask] }, i) => {
      const truth = venue.truth('perp', 'BTC', time)
      expect([bid!, ask!].map((level) => plain([level])[0])).toEqual([
        truth?.bids[0],
        truth?.asks[0],
      ])
      if (i > 0) expect(time - bbos[i - 1]!.time).toBeGreaterThanOrEqual(70)
    })
    venue.stop()
    const live = venue.market.find('perp', 'BTC')!
    const all = live.engine.top('ask', 1000).reduce((sum, [, size]) => sum + size, 0)
    venue.market.submit(live, { side: 'buy', size: all, timeInForce: 'ioc' })
    ports.advance(100)
    expect(told<Bbo>(client, 'bbo').at(-1)?.bbo[1]).toBeNull()
  })
})
