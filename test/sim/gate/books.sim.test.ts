import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { type Chain, DECIMAL, type Diff, pairs, pushes, setUp } from './support.ts'

describe('simulated Gate books with the snapshot on the stream', () => {
  test.each([
    ['spot', 'spot.obu', 'BTC_USDT', 50],
    ['spot', 'spot.obu', 'PEPE_USDT', 400],
    ['usdt', 'futures.obu', 'BTC_USDT', 50],
    ['usdt', 'futures.obu', 'ETH_USDT', 400],
  ] as const)(
    '%s %s of %s, %i levels, is the truth after every link of its chain',
    (product, channel, symbol, levels) => {
      const { ports, venue, subscribe } = setUp()
      const stream = `ob.${symbol}.${levels}`
      const client = subscribe(product, channel, [stream])
      ports.advance(20_000)
      const [first, ...rest] = pushes<Chain>(client, channel).map(({ result }) => result)
      expect(first).toMatchObject({ full: true, s: stream })
      expect(first).not.toHaveProperty('U')
      const book = new BookCopy()
      let last = Number.NaN
      for (const { full, U, u, b = [], a = [] } of [first!, ...rest]) {
        if (full === undefined) expect(U).toBe(last + 1)
        last = u
        book.apply(b, a)
        const truth = venue.truth(product, symbol, u)
        expect(book.levels()).toEqual({
          bids: truth?.bids.slice(0, levels),
          asks: truth?.asks.slice(0, levels),
        })
      }
      expect(rest.length).toBeGreaterThan(80)
      for (const { full } of rest) expect(full).toBeUndefined()
    },
  )

  test('where only ids moved, a change has no sides', () => {
    const { ports, venue, subscribe } = setUp({ stepMs: 1_000_000 })
    const client = subscribe('spot', 'spot.obu', ['ob.BTC_USDT.50'])
    const live = venue.market.find('spot', 'BTC_USDT')!
    const far = live.engine.top('bid', 1000).at(-1)?.[0] ?? 0
    venue.market.submit(live, { side: 'buy', size: 10, price: far - 100, timeInForce: 'gtc' })
    ports.advance(100)
    const changes = pushes<Chain>(client, 'spot.obu').slice(1)
    expect(changes).toHaveLength(1)
    expect(Object.keys(changes[0]!.result)).toEqual(['t', 's', 'U', 'u'])
  })

  test('a client that joins later gets a whole book on the same chain', () => {
    const { ports, venue, subscribe } = setUp()
    const first = subscribe('usdt', 'futures.obu', ['ob.BTC_USDT.400'])
    ports.advance(5_030)
    const second = subscribe('usdt', 'futures.obu', ['ob.BTC_USDT.400'])
    ports.advance(3_000)
    const [one, two] = [first, second].map((client) => pushes<Chain>(client, 'futures.obu'))
    const [snapshot, ...changes] = two!
    expect(changes).toEqual(one!.slice(-changes.length))
    expect(changes[0]!.result.U).toBe(snapshot!.result.u + 1)
    const truth = venue.truth('usdt', 'BTC_USDT', snapshot!.result.u)
    expect(snapshot!.result.b).toEqual(truth?.bids)
  })

  test('sizes have their fraction whoever asks', () => {
    const { ports, subscribe } = setUp()
    const [plain, decimal] = [{}, DECIMAL].map((headers) =>
      subscribe('usdt', 'futures.obu', ['ob.ETH_USDT.50'], headers),
    )
    ports.advance(1_000)
    expect(pushes(plain!, 'futures.obu')).toEqual(pushes(decimal!, 'futures.obu'))
    const [whole] = pushes<Chain>(plain!, 'futures.obu')
    expect(whole!.result.b!.some(([, size]) => size.includes('.'))).toBe(true)
  })
})

describe('simulated Gate books joined to a REST snapshot', () => {
  test.each([
    ['spot', 'spot.order_book_update', ['BTC_USDT', '100ms'], 'spot', 1000],
    ['spot', 'spot.order_book_update', ['BTC_USDT', '20ms'], 'spot', 20],
    ['usdt', 'futures.order_book_update', ['ETH_USDT', '100ms', '100'], 'futures/usdt', 100],
    ['usdt', 'futures.order_book_update', ['ETH_USDT', '20ms', '20'], 'futures/usdt', 20],
    ['usdt', 'futures.order_book_update', ['SOL_USDT', '100ms', '50'], 'futures/usdt', 50],
    ['btc', 'futures.order_book_update', ['BTC_USD', '100ms', '20'], 'futures/btc', 20],
    [
      'delivery',
      'futures.order_book_update',
      ['BTC_USDT_20270326', '100ms', '100'],
      'delivery/usdt',
      100,
    ],
  ] as const)(
    '%s %s %j: a snapshot of any moment and the changes after it are the truth',
    (product, channel, payload, path, levels) => {
      const { ports, venue, subscribe, rest } = setUp()
      const [symbol] = payload
      const client = subscribe(product, channel, payload, DECIMAL)
      const key = product === 'spot' ? 'currency_pair' : 'contract'
      const target = `${path}/order_book?${key}=${symbol}&limit=${levels}&with_id=true`
      for (let round = 0; round < 12; round += 1) {
        // Between two pushes.
        ports.advance(137)
        const { id, bids, asks } = rest(target, DECIMAL).body as {
          id: number
          bids: []
          asks: []
        }
        const told = pushes<Diff>(client, channel).length
        ports.advance(350)
        let book = new BookCopy()
        book.apply(pairs(bids), pairs(asks))
        const later = pushes<Diff>(client, channel)
          .slice(Math.max(0, told - 1))
          .map(({ result }) => result)
          .filter(({ u }) => u > id)
        if (later[0] !== undefined) expect(later[0].U).toBeLessThanOrEqual(id + 1)
        for (const { u, b, a } of later) {
          book.apply(pairs(b), pairs(a))
          const truth = venue.truth(product, symbol, u)
          // As a client does: what is beyond the best levels is cut off.
          const held = book.levels()
          const cut = { bids: held.bids.slice(0, levels), asks: held.asks.slice(0, levels) }
          expect(cut).toEqual({
            bids: truth?.bids.slice(0, levels),
            asks: truth?.asks.slice(0, levels),
          })
          book = new BookCopy()
          book.apply(
            cut.bids.map(([price, size]) => [price, size]),
            cut.asks.map(([price, size]) => [price, size]),
          )
        }
      }
    },
  )

  test('changes chain, and say how many levels a subscription of contracts asked for', () => {
    const { ports, subscribe } = setUp()
    const channel = 'futures.order_book_update'
    const some = subscribe('usdt', channel, ['BTC_USDT', '100ms', '50'])
    const all = subscribe('usdt', channel, ['BTC_USDT', '100ms'])
    ports.advance(5_000)
    for (const [client, level] of [
      [some, '50'],
      [all, undefined],
    ] as const) {
      const rows = pushes<Diff>(client, channel).map(({ result }) => result)
      rows.forEach((row, i) => {
        expect(row.l).toBe(level)
        if (i > 0) expect(row.U).toBe(rows[i - 1]!.u + 1)
      })
      expect(rows.length).toBeGreaterThan(20)
    }
  })

  test('sizes are text to who asked for decimals, else whole numbers, cut towards zero', () => {
    const { ports, subscribe } = setUp()
    const channel = 'futures.order_book_update'
    const [decimal, plain] = [DECIMAL, {}].map((headers) =>
      subscribe('usdt', channel, ['ETH_USDT', '100ms', '100'], headers),
    )
    ports.advance(5_000)
    const sizes = (client: typeof decimal) =>
      pushes<Diff>(client!, channel).flatMap(({ result }) =>
        [...result.b, ...result.a].map((level) => (level as { s: string | number }).s),
      )
    const [exact, whole] = [sizes(decimal), sizes(plain)]
    expect(exact.some((size) => String(size).includes('.'))).toBe(true)
    expect(whole).toEqual(exact.map((size) => Math.trunc(Number(size))))
  })
})

test('whole books and best prices are the truth at their ids', () => {
  const { ports, venue, subscribe } = setUp()
  const whole = subscribe('spot', 'spot.order_book', ['BTC_USDT', '20', '100ms'])
  const best = subscribe('btc', 'futures.book_ticker', ['BTC_USD'], DECIMAL)
  const old = subscribe('btc', 'futures.order_book', ['BTC_USD', '20', '0'])
  ports.advance(5_000)
  const books = pushes<{ lastUpdateId: number; bids: [] }>(whole, 'spot.order_book')
  expect(books.length).toBeGreaterThan(20)
  for (const { result } of books)
    expect(result.bids).toEqual(
      venue.truth('spot', 'BTC_USDT', result.lastUpdateId)?.bids.slice(0, 20),
    )
  const bbos = pushes<{ u: number; b: string; B: string }>(best, 'futures.book_ticker')
  expect(bbos.length).toBeGreaterThan(20)
  for (const { result } of bbos)
    expect([result.b, result.B]).toEqual(venue.truth('btc', 'BTC_USD', result.u)?.bids[0])
  expect(pushes(old, 'futures.order_book')[0]).toMatchObject({
    event: 'all',
    result: { contract: 'BTC_USD', id: expect.any(Number) },
  })
})

test('an empty side is an empty text', () => {
  const { ports, venue, subscribe } = setUp({ stepMs: 1_000_000 })
  const live = venue.market.find('usdt', 'BTC_USDT')!
  const client = subscribe('usdt', 'futures.book_ticker', ['BTC_USDT'])
  const ticker = subscribe('usdt', 'futures.tickers', ['BTC_USDT'])
  const all = live.engine.top('ask', 1000).reduce((sum, [, size]) => sum + size, 0)
  venue.market.submit(live, { side: 'buy', size: all, timeInForce: 'ioc' })
  ports.advance(1_100)
  expect(pushes(client, 'futures.book_ticker').at(-1)?.result).toMatchObject({ a: '', A: '' })
  expect(pushes(ticker, 'futures.tickers').at(-1)?.result).toMatchObject([{ lowest_ask: '' }])
})
