import { describe, expect, test } from 'vitest'
import { parseDecimal, scaledText } from '../../../src/core/index.ts'
import { frames, type Json, setUp } from './support.ts'

const DEPTH = 'spot@public.aggre.depth.v3.api.pb@100ms@BTCUSDT'
const level = (row: Json): [string, string] => [String(row['price']), String(row['quantity'])]
const plain = (text: string): string => {
  const parts = parseDecimal(text)
  return parts === undefined ? text : scaledText(parts.digits, parts.scale)
}

describe('spot frames of simulated MEXC, read by protobufjs', () => {
  test('changes chain by their versions, and rebuild the book of the venue', () => {
    const { ports, venue, spot, body } = setUp({ limits: { restLagMs: 0 } })
    const client = spot(DEPTH)
    const snapshot = body('/api/v3/depth?symbol=BTCUSDT&limit=5000')
    const sides = { asks: new Map<string, string>(), bids: new Map<string, string>() }
    for (const side of ['asks', 'bids'] as const)
      for (const [price, size] of snapshot[side] as [string, string][]) sides[side].set(price, size)
    ports.advance(5000)
    let version = Number(snapshot['lastUpdateId'])
    for (const frame of frames(client)) {
      expect(frame).toMatchObject({
        channel: DEPTH,
        symbol: 'BTCUSDT',
        sendTime: expect.any(String),
      })
      const depth = frame['publicAggreDepths'] as Json
      expect(depth['eventType']).toBe('spot@public.aggre.depth.v3.api.pb@100ms')
      expect(Number(depth['fromVersion'])).toBe(version + 1)
      version = Number(depth['toVersion'])
      for (const side of ['asks', 'bids'] as const)
        for (const [price, size] of ((depth[side] ?? []) as Json[]).map(level)) {
          if (Number(size) === 0) sides[side].delete(price)
          else sides[side].set(price, size)
        }
    }
    const truth = venue.truth('spot', 'BTCUSDT', version)
    const best = (side: Map<string, string>, direction: 1 | -1) =>
      [...side]
        .sort((a, b) => (Number(a[0]) - Number(b[0])) * direction)
        .map(([price, size]) => [plain(price), plain(size)])
    expect(best(sides.bids, -1)).toEqual(truth?.bids)
    expect(best(sides.asks, 1)).toEqual(truth?.asks)
  })

  test('who comes later joins the same chain between two frames', () => {
    const { ports, spot } = setUp()
    const first = spot(DEPTH)
    ports.advance(1050)
    const second = spot(DEPTH)
    ports.advance(4000)
    expect(frames(second).length).toBeGreaterThan(5)
    expect(frames(first).slice(-frames(second).length)).toEqual(frames(second))
  })

  test.each([5, 10, 20])('the best %i levels come as a whole, with their version', (count) => {
    const { ports, venue, spot } = setUp()
    const client = spot(`spot@public.limit.depth.v3.api.pb@BTCUSDT@${count}`)
    ports.advance(1000)
    const book = frames(client).at(-1)?.['publicLimitDepths'] as Json
    const truth = venue.truth('spot', 'BTCUSDT', Number(book['version']))
    const told = (book['bids'] as Json[])
      .map(level)
      .map(([price, size]) => [plain(price), plain(size)])
    expect(told).toEqual(truth?.bids.slice(0, count))
  })

  test('BBOs, deals, bars and statistics have their documented bodies', () => {
    const { ports, spot } = setUp({ warmUpMs: 60_000 })
    const client = spot(
      'spot@public.aggre.bookTicker.v3.api.pb@10ms@BTCUSDT',
      'spot@public.bookTicker.batch.v3.api.pb@BTCUSDT',
      'spot@public.aggre.deals.v3.api.pb@10ms@BTCUSDT',
      'spot@public.kline.v3.api.pb@BTCUSDT@Min1',
      'spot@public.miniTicker.v3.api.pb@BTCUSDT@24H',
      'spot@public.miniTickers.v3.api.pb@24H',
    )
    ports.advance(5000)
    const body = (name: string): Json =>
      frames(client).find((frame) => name in frame)?.[name] as Json
    expect(body('publicAggreBookTicker')).toMatchObject({
      bidPrice: expect.stringMatching(/^\d+\.\d\d$/),
      askQuantity: expect.stringMatching(/^\d+\.\d{8}$/),
      version: expect.stringMatching(/^\d+$/),
    })
    expect(body('publicBookTickerBatch')).toMatchObject({
      items: [{ bidPrice: expect.any(String) }],
    })
    const [deal] = body('publicAggreDeals')['deals'] as Json[]
    expect([1, 2]).toContain(deal?.['tradeType'])
    expect(deal?.['tradeId']).toMatch(/^\d+X0_\d+X0$/)
    const bar = body('publicSpotKline')
    expect(Number(bar['windowEnd']) - Number(bar['windowStart'])).toBe(60)
    expect(body('publicMiniTicker')).toMatchObject({ symbol: 'BTCUSDT' })
    expect(body('publicMiniTickers')['items']).toHaveLength(3)
  })
})

describe('the spot session of simulated MEXC', () => {
  const deals = 'spot@public.aggre.deals.v3.api.pb@100ms@BTCUSDT'

  test('acknowledges with the channels as text, and pings with PONG, always with code 0', () => {
    const client = setUp().spot(DEPTH, deals)
    client.send({ method: 'PING' })
    client.send({ method: 'UNSUBSCRIPTION', params: [deals] })
    expect(client.received).toEqual([
      { id: 1, code: 0, msg: `${DEPTH},${deals}` },
      { id: 0, code: 0, msg: 'PONG' },
      { id: 0, code: 0, msg: deals },
    ])
  })

  test.each([
    'spot@public.deals.v3.api@BTCUSDT',
    'spot@public.aggre.deals.v3.api.pb@100ms@btcusdt',
    'spot@public.aggre.deals.v3.api.pb@1ms@BTCUSDT',
    'spot@public.limit.depth.v3.api.pb@BTCUSDT@7',
    'spot@public.kline.v3.api.pb@BTCUSDT@Min7',
    'nonsense',
  ])('refuses %s with code 0 and a full-width colon', (channel) => {
    const client = setUp().spot(channel)
    expect(client.received).toEqual([
      { id: 1, code: 0, msg: `Not Subscribed successfully! [${channel}].  Reason： Blocked! ` },
    ])
  })

  test('serves thirty channels, and acknowledges what is beyond without ever serving it', () => {
    const { ports, venue, spot } = setUp()
    const words = [
      'Min1',
      'Min5',
      'Min15',
      'Min30',
      'Min60',
      'Hour4',
      'Hour8',
      'Day1',
      'Week1',
      'Month1',
    ]
    const thirty = ['BTCUSDT', 'ETHUSDC', 'PEPEUSDT'].flatMap((symbol) =>
      words.map((word) => `spot@public.kline.v3.api.pb@${symbol}@${word}`),
    )
    const client = spot()
    for (const channel of [...thirty, deals])
      client.send({ method: 'SUBSCRIPTION', params: [channel], id: 2 })
    expect(client.received.at(-1)).toEqual({ id: 2, code: 0, msg: deals })
    ports.advance(10_000)
    const told = new Set(frames(client).map(({ channel }) => channel))
    expect(told.size).toBe(30)
    expect(told).not.toContain(deals)
    expect(venue.market.find('spot', 'BTCUSDT')?.trades.length).toBeGreaterThan(0)
  })

  test('reads no message of 1024 bytes and more', () => {
    const client = setUp().spot()
    client.send({ method: 'PING', padding: 'x'.repeat(1024) })
    expect(client.received).toEqual([])
  })

  test('closes without a subscription after 30 s, pings or not; with one after 60 quiet seconds', () => {
    const { ports, venue, spot } = setUp()
    const unused = spot()
    const used = spot(DEPTH)
    for (let i = 0; i < 3; i += 1) {
      ports.advance(10_000)
      unused.send({ method: 'PING' })
    }
    expect([unused.closed?.code, used.closed]).toEqual([1001, undefined])
    ports.advance(60_000)
    expect(used.closed).toBeUndefined()
    venue.market.stop()
    ports.advance(50_000)
    used.send({ method: 'PING' })
    ports.advance(50_000)
    expect(used.closed).toBeUndefined()
    ports.advance(11_000)
    expect(used.closed?.code).toBe(1001)
  })

  test('closes a client of more than a hundred messages a second, and one of a day', () => {
    const { ports, venue, spot } = setUp()
    venue.stop()
    const busy = spot()
    for (let i = 0; i < 101; i += 1) busy.send({ method: 'PING' })
    expect(busy.closed?.code).toBe(1008)
    const old = spot(DEPTH)
    for (let half = 0; half < 2880; half += 1) {
      expect(old.closed).toBeUndefined()
      old.send({ method: 'PING' })
      ports.advance(30_000)
    }
    expect(old.closed?.code).toBe(1001)
  })

  test('has no other path', () => {
    const { venue } = setUp()
    const accept = venue.hosts['spot-ws']?.accept('/edge', {}, {} as never)
    expect(accept).toEqual({ refuse: 404 })
  })
})
