import { describe, expect, test } from 'vitest'
import { DEFAULT_INSTRUMENTS } from '../../../src/sim/dydx/index.ts'
import { BookCopy } from '../support/book-copy.ts'
import { type BookContents, messages, pairs, setUp } from './support.ts'

const PRODUCT = 'perpetual'

function copyOf(contents: readonly BookContents[]): ReturnType<BookCopy['levels']> {
  const book = new BookCopy()
  for (const { bids, asks } of contents) book.apply(pairs(bids), pairs(asks))
  return book.levels()
}

describe('simulated dYdX books', () => {
  test.for(DEFAULT_INSTRUMENTS.map(({ symbol }) => symbol))(
    '%s is the truth whenever the market stands still',
    (symbol) => {
      const { ports, venue, subscribe } = setUp()
      const client = subscribe('v4_orderbook', symbol)
      for (let turn = 0; turn < 5; turn += 1) {
        venue.market.start()
        ports.advance(3000)
        venue.market.stop()
        ports.advance(100)
        const [answer] = messages(client, 'subscribed')
        const changes = messages(client, 'channel_data')
        const contents = [answer!, ...changes].map((each) => each.contents as BookContents)
        const truth = venue.truth(PRODUCT, symbol)
        expect(copyOf(contents)).toEqual({ bids: truth?.bids, asks: truth?.asks })
      }
    },
  )

  test('a snapshot has levels as objects and the version only changes have', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('v4_orderbook', 'BTC-USD')
    ports.advance(1000)
    const [answer] = messages(client, 'subscribed')
    expect(answer).not.toHaveProperty('version')
    expect((answer!.contents as BookContents).bids![0]).toHaveProperty('price')
    const [change] = messages(client, 'channel_data')
    expect(change).toMatchObject({ id: 'BTC-USD', channel: 'v4_orderbook', version: '1.0.0' })
    expect(Object.keys(change!)).toEqual([
      'type',
      'connection_id',
      'message_id',
      'id',
      'channel',
      'version',
      'contents',
    ])
  })

  test('in batches the same changes come every 250 ms', () => {
    const { ports, connect } = setUp()
    const [batched, single] = [connect(), connect()]
    const request = { type: 'subscribe', channel: 'v4_orderbook', id: 'BTC-USD' }
    batched.send({ ...request, batched: true })
    single.send({ ...request, batched: false })
    ports.advance(10_020)
    const batches = messages(batched, 'channel_batch_data')
    const changes = messages(single, 'channel_data').map(({ contents }) => contents)
    expect(messages(batched, 'channel_data')).toEqual([])
    expect(batches.length).toBeLessThanOrEqual(40)
    const unpacked = batches.flatMap(({ contents }) => contents as unknown[])
    expect(unpacked).toEqual(changes.slice(0, unpacked.length))
    expect(unpacked.length).toBeGreaterThan(50)
  })

  test('level by level they cross for moments, and end where the truth is', () => {
    const limits = { tellsLevelByLevel: true }
    const { ports, venue, subscribe } = setUp({ limits })
    const client = subscribe('v4_orderbook', 'ETH-USD')
    ports.advance(60_000)
    venue.market.stop()
    ports.advance(100)
    const [answer] = messages(client, 'subscribed')
    const changes = messages(client, 'channel_data').map((each) => each.contents as BookContents)
    for (const { bids = [], asks = [] } of changes) expect(bids.length + asks.length).toBe(1)
    const book = new BookCopy()
    let crossings = 0
    for (const { bids, asks } of [answer!.contents as BookContents, ...changes]) {
      book.apply(pairs(bids), pairs(asks))
      const [bid, ask] = [book.levels().bids[0]?.[0], book.levels().asks[0]?.[0]]
      if (Number(bid) >= Number(ask)) crossings += 1
    }
    expect(crossings).toBeGreaterThan(0)
    const truth = venue.truth(PRODUCT, 'ETH-USD')
    expect(book.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
  })

  test('where crossed levels are forgotten, who does not uncross keeps them for good', () => {
    const { ports, venue, subscribe } = setUp({ limits: { forgetsCrossed: true } })
    const client = subscribe('v4_orderbook', 'ETH-USD')
    ports.advance(120_000)
    venue.market.stop()
    ports.advance(100)
    const [answer] = messages(client, 'subscribed')
    const changes = messages(client, 'channel_data')
    const contents = [answer!, ...changes].map((each) => each.contents as BookContents)
    const { bids, asks } = copyOf(contents)
    expect(Number(bids[0]?.[0])).toBeGreaterThanOrEqual(Number(asks[0]?.[0]))
  })
})
