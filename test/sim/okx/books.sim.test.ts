import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { type BookRow, pushes, setUp } from './support.ts'

const of = (channel: string, instId: string) => ({ channel, instId })
const BTC = ['spot', 'BTC-USDT'] as const

describe('simulated OKX books', () => {
  test.for([
    ['books', 'spot', 'BTC-USDT', 400],
    ['books', 'swap', 'BTC-USDT-SWAP', 400],
    ['books-rpi', 'spot', 'PEPE-USDT', 400],
    ['books-l2-tbt', 'futures', 'BTC-USD-270326', 400],
    ['books50-l2-tbt', 'xperp', 'BTC-USD_UM_XPERP-310404', 50],
  ] as const)(
    '%s of %s %s is the truth after every link of its chain',
    ([channel, product, instId, depth]) => {
      const { ports, venue, subscribe } = setUp({ limits: { hasTickByTick: true } })
      const client = subscribe('public', of(channel, instId))
      ports.advance(20_000)
      const [snapshot, ...updates] = pushes<BookRow>(client, channel)
      expect(snapshot).toMatchObject({
        action: 'snapshot',
        arg: of(channel, instId),
        data: [{ prevSeqId: -1 }],
      })
      const book = new BookCopy()
      let last = -1
      for (const { action, data } of [snapshot!, ...updates]) {
        const [row] = data
        expect(row!.prevSeqId).toBe(last)
        if (action === 'update') expect(row!.checksum).toBe(0)
        last = row!.seqId
        book.apply(row!.bids, row!.asks)
        const truth = venue.truth(product, instId, last)
        expect(book.levels()).toEqual({
          bids: truth?.bids.slice(0, depth),
          asks: truth?.asks.slice(0, depth),
        })
      }
      expect(updates.length).toBeGreaterThan(80)
    },
  )

  test('a client that joins later gets a snapshot on the same chain', () => {
    const { ports, venue, subscribe } = setUp()
    const first = subscribe('public', of('books', 'BTC-USDT'))
    ports.advance(5_030)
    const second = subscribe('public', of('books', 'BTC-USDT'))
    ports.advance(3_000)
    const [one, two] = [first, second].map((client) => pushes<BookRow>(client, 'books'))
    const [snapshot, ...updates] = two!
    const tail = one!.slice(-updates.length)
    expect(updates).toEqual(tail)
    expect(updates[0]!.data[0]!.prevSeqId).toBe(snapshot!.data[0]!.seqId)
    const truth = venue.truth(...BTC, snapshot!.data[0]!.seqId)
    expect(snapshot!.data[0]!.bids.map(([price, size]) => [price, size])).toEqual(truth?.bids)
  })

  test('subscribing again brings another acknowledgement and another snapshot', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('public', of('books', 'BTC-USDT'))
    client.send({ id: '2', op: 'subscribe', args: [of('books', 'BTC-USDT')] })
    ports.advance(1000)
    expect(client.with('event')).toHaveLength(2)
    expect(
      pushes<BookRow>(client, 'books').filter(({ action }) => action === 'snapshot'),
    ).toHaveLength(2)
  })

  test('a minute without changes brings equal ids and no levels', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('public', of('books', 'BTC-USDT'), of('books5', 'BTC-USDT'))
    ports.advance(2000)
    venue.stop()
    ports.advance(1000)
    const told = client.received.length
    // Who does not ping is closed after half a minute of silence.
    for (let turn = 0; turn < 7; turn += 1) {
      client.send('ping')
      ports.advance(18_000)
    }
    const after = client.received.slice(told).filter((each) => each !== 'pong') as {
      arg: { channel: string }
      data: BookRow[]
    }[]
    const rows = after.filter(({ arg }) => arg.channel === 'books').map(({ data }) => data[0]!)
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      expect(row).toMatchObject({ asks: [], bids: [] })
      expect(row.seqId).toBe(row.prevSeqId)
    }
    expect(after.filter(({ arg }) => arg.channel === 'books5')).toHaveLength(2)
  })

  test('ids that start again chain from the last one to a lower one', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('public', of('books', 'BTC-USDT'), of('bbo-tbt', 'BTC-USDT'))
    ports.advance(3000)
    venue.restartIds()
    ports.advance(3000)
    const rows = pushes<BookRow>(client, 'books').map(({ data }) => data[0]!)
    const restarted = rows.filter(({ seqId, prevSeqId }) => seqId < prevSeqId!)
    expect(restarted).toMatchObject([{ seqId: 3 }])
    rows.forEach((row, i) => i > 0 && expect(row.prevSeqId).toBe(rows[i - 1]!.seqId))
    const book = new BookCopy()
    for (const { bids, asks } of rows) book.apply(bids, asks)
    const truth = venue.truth(...BTC, rows.at(-1)!.seqId)
    expect(book.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
    const bbo = pushes<BookRow>(client, 'bbo-tbt').at(-1)!.data[0]!
    expect(bbo.seqId).toBeLessThan(10_000)
    expect(bbo.bids[0]!.slice(0, 2)).toEqual(venue.truth(...BTC, bbo.seqId)?.bids[0])
  })

  test('bbo-tbt and books5 are the truth at their ids, at most every 10 and 100 ms', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('public', of('bbo-tbt', 'BTC-USDT'), of('books5', 'BTC-USDT'))
    ports.advance(10_000)
    for (const [channel, levels, everyMs] of [
      ['bbo-tbt', 1, 10],
      ['books5', 5, 100],
    ] as const) {
      const rows = pushes<BookRow>(client, channel).map(({ data }) => data[0]!)
      expect(rows.length).toBeGreaterThan(30)
      expect(rows.length).toBeLessThanOrEqual(10_000 / everyMs + 1)
      for (const { seqId, bids, asks } of rows) {
        const truth = venue.truth(...BTC, seqId)
        expect(bids.map((level) => level.slice(0, 2))).toEqual(truth?.bids.slice(0, levels))
        expect(asks.map((level) => level.slice(0, 2))).toEqual(truth?.asks.slice(0, levels))
      }
    }
  })

  test('an empty side is an empty list', () => {
    const { ports, venue, subscribe } = setUp({ stepMs: 1_000_000 })
    const live = venue.market.find(...BTC)!
    const client = subscribe('public', of('bbo-tbt', 'BTC-USDT'), of('tickers', 'BTC-USDT'))
    const all = live.engine.top('ask', 1000).reduce((sum, [, size]) => sum + size, 0)
    venue.market.submit(live, { side: 'buy', size: all, timeInForce: 'ioc' })
    ports.advance(200)
    expect(pushes<BookRow>(client, 'bbo-tbt').at(-1)!.data[0]!.asks).toEqual([])
    expect(pushes(client, 'tickers').at(-1)!.data[0]).toMatchObject({ askPx: '', askSz: '' })
  })
})
