import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { ofType, setUp } from './support.ts'

const subscribe = (channels: readonly unknown[], ...product_ids: string[]) => ({
  type: 'subscribe',
  product_ids,
  channels,
})

describe("the simulated feed of Coinbase's Exchange", () => {
  test.for([
    ['level2_batch', {}],
    ['level2', { key: 'k', passphrase: 'p', timestamp: '1', signature: 's' }],
  ] as const)('%s tells a whole book and then its changes', ([channel, keys]) => {
    const { ports, venue, exchange } = setUp()
    const client = exchange()
    client.send({ ...subscribe([channel], 'ETH-USD'), ...keys })
    ports.advance(10_000)
    venue.stop()
    ports.advance(100)
    const [snapshot] = ofType<{ bids: string[][]; asks: string[][] }>(client, 'snapshot')
    const book = new BookCopy()
    book.apply(snapshot!.bids, snapshot!.asks)
    const updates = ofType<{ changes: string[][] }>(client, 'l2update')
    for (const { changes } of updates) {
      const of = (side: string) =>
        changes.filter(([first]) => first === side).map(([, ...level]) => level)
      book.apply(of('buy'), of('sell'))
    }
    const truth = venue.truth('exchange', 'ETH-USD')
    expect(book.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
    expect(updates.length).toBeGreaterThan(50)
  })

  test('tells matches one by one by the maker, after the last one before them', () => {
    const { ports, venue, exchange } = setUp({ warmUpMs: 5000 })
    const client = exchange()
    client.send(subscribe(['matches', 'ticker', 'heartbeat'], 'BTC-USD'))
    ports.advance(10_000)
    const matches = [
      ...ofType<{ trade_id: number; side: string }>(client, 'last_match'),
      ...ofType<{ trade_id: number; side: string }>(client, 'match'),
    ]
    const known = venue.market.find('spot', 'BTC-USD')!.trades.slice(-matches.length)
    expect(matches.map(({ trade_id, side }) => [trade_id, side])).toEqual(
      known.map(({ id, takerSide }) => [id, takerSide === 'buy' ? 'sell' : 'buy']),
    )
    expect(matches.length).toBeGreaterThan(10)
    const beats = ofType<{ last_trade_id: number }>(client, 'heartbeat')
    expect(beats).toHaveLength(10)
    expect(beats.at(-1)!.last_trade_id).toBe(matches.at(-1)!.trade_id)
    expect(ofType(client, 'ticker').length).toBeGreaterThan(10)
  })

  test('acknowledges with all that there is, and says nothing more after an end', () => {
    const { ports, exchange } = setUp()
    const client = exchange()
    const own = { name: 'matches', product_ids: ['ETH-USD'] }
    client.send(subscribe(['level2_batch', own], 'BTC-USD'))
    client.send({ type: 'unsubscribe', channels: ['level2_batch', 'matches'] })
    const account_ids = null
    expect(ofType(client, 'subscriptions')).toEqual([
      {
        type: 'subscriptions',
        channels: [
          { name: 'level2_batch', product_ids: ['BTC-USD'], account_ids },
          { ...own, account_ids },
        ],
      },
      { type: 'subscriptions', channels: [] },
    ])
    const count = client.received.length
    ports.advance(2000)
    expect(client.received).toHaveLength(count)
  })

  test.for([
    [subscribe(['matches'], 'BTC-XXX'), 'BTC-XXX is not a valid product'],
    [subscribe(['matches'], 'BIP-20DEC30-CDE'), 'BIP-20DEC30-CDE is not a valid product'],
    [subscribe(['level2'], 'BTC-USD'), 'level2 channel requires authentication'],
    [subscribe(['news'], 'BTC-USD'), 'news is not a valid channel'],
    [subscribe([], 'BTC-USD'), 'No channels provided'],
  ] as const)('refuses %o', ([message, reason]) => {
    const client = setUp().exchange()
    client.send(message)
    expect(client.received).toEqual([{ type: 'error', message: 'Failed to subscribe', reason }])
  })

  test('wants a subscription within 5 s', () => {
    const { ports, exchange } = setUp()
    const client = exchange()
    client.send(subscribe(['matches'], 'BTC-XXX'))
    ports.advance(5000)
    expect(client.closed).toMatchObject({ code: 1000 })
  })
})
