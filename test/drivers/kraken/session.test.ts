import { describe, expect, test } from 'vitest'
import type { ChannelRequest, ControlMessage, Topic } from '../../../src/core/index.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'

const driver = kraken()
const uws = kraken({ uwsFromTimeUs: 1, atTimeUs: 2 })

function topicsOf(symbols: readonly string[], request: ChannelRequest, by = driver): Topic[] {
  return symbols.flatMap((symbol) => {
    const market = symbol.includes('/') ? 'spot' : 'futures'
    const instrument = by.inferInstrument(market, symbol)
    if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
    return [...by.topics(instrument, request)]
  })
}

const control = (frame: unknown, endpoint = 'spot', by = driver): readonly ControlMessage[] =>
  by.session.readControl(Buffer.from(JSON.stringify(frame)), endpoint)

describe('subscribing spot', () => {
  test('asks for the books of one depth in one message', () => {
    const topics = topicsOf(['BTC/USD', 'ETH/USD'], { channel: 'book', depth: 20 })
    const frames = driver.session.subscribe(topics, 7)
    expect(frames.map(({ data }) => JSON.parse(String(data)))).toEqual([
      {
        method: 'subscribe',
        params: { channel: 'book', symbol: ['BTC/USD', 'ETH/USD'], depth: 25, snapshot: true },
        req_id: 7,
      },
    ])
    expect(frames[0]).toMatchObject({ requestId: 7, topics })
  })

  test('repeats what tells two subscriptions apart to end one', () => {
    const topics = [
      ...topicsOf(['BTC/USD'], { channel: 'book', depth: 20 }),
      ...topicsOf(['BTC/USD'], { channel: 'candle', interval: '5m' }),
      ...topicsOf(['BTC/USD'], { channel: 'ticker' }),
      ...topicsOf(['BTC/USD'], { channel: 'trade' }),
    ]
    const frames = driver.session.unsubscribe(topics, 8)
    expect(frames.map(({ data }) => JSON.parse(String(data)))).toEqual([
      {
        method: 'unsubscribe',
        params: { channel: 'book', symbol: ['BTC/USD'], depth: 25 },
        req_id: 8,
      },
      {
        method: 'unsubscribe',
        params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 5 },
        req_id: 9,
      },
      { method: 'unsubscribe', params: { channel: 'ticker', symbol: ['BTC/USD'] }, req_id: 10 },
      { method: 'unsubscribe', params: { channel: 'trade', symbol: ['BTC/USD'] }, req_id: 11 },
    ])
  })

  test.each<[ChannelRequest, Record<string, unknown>]>([
    [{ channel: 'bbo' }, { channel: 'ticker', event_trigger: 'bbo', snapshot: true }],
    [{ channel: 'ticker' }, { channel: 'ticker', event_trigger: 'trades', snapshot: true }],
    [{ channel: 'trade' }, { channel: 'trade', snapshot: false }],
    [
      { channel: 'candle', interval: '15d' },
      { channel: 'ohlc', interval: 21_600, snapshot: false },
    ],
  ])('%j asks for %j', (request, params) => {
    const [frame] = driver.session.subscribe(topicsOf(['BTC/USD'], request), 1)
    expect(JSON.parse(String(frame?.data))).toMatchObject({ params })
  })

  test('asks for all instruments without a symbol', () => {
    const [frame] = driver.session.subscribe(topicsOf(['BTC/USD'], { channel: 'instrument' }), 1)
    expect(JSON.parse(String(frame?.data)).params).toEqual({
      channel: 'instrument',
      snapshot: true,
    })
  })

  test('cuts many symbols into messages that count their ids up', () => {
    const symbols = Array.from({ length: 250 }, (_, i) => `A${i}/USD`)
    const frames = driver.session.subscribe(topicsOf(symbols, { channel: 'trade' }), 3)
    expect(frames.map(({ requestId }) => requestId)).toEqual([3, 4, 5])
    expect(frames.flatMap(({ topics }) => topics)).toHaveLength(250)
  })
})

describe('an answer of spot', () => {
  const times = { time_in: '2023-09-25T09:04:31.742599Z', time_out: '2023-09-25T09:04:31.742648Z' }
  const ack = (result: unknown) => ({
    method: 'subscribe',
    result,
    success: true,
    req_id: 7,
    ...times,
  })

  test.each([
    [{ channel: 'book', depth: 25, snapshot: true, symbol: 'BTC/USD' }, 'spot', 'book-25:BTC/USD'],
    [{ channel: 'book', snapshot: true, symbol: 'BTC/USD' }, 'spot', 'book-10:BTC/USD'],
    [{ channel: 'ticker', snapshot: true, symbol: 'BTC/USD' }, 'spot', 'ticker:BTC/USD'],
    [{ channel: 'ticker', snapshot: true, symbol: 'BTC/USD' }, 'spot-bbo', 'ticker-bbo:BTC/USD'],
    [{ channel: 'trade', snapshot: false, symbol: 'BTC/USD' }, 'spot', 'trade:BTC/USD'],
    [{ channel: 'ohlc', interval: 5, symbol: 'BTC/USD' }, 'spot', 'ohlc-5:BTC/USD'],
    [{ channel: 'instrument', snapshot: true }, 'spot', 'instrument'],
  ])('to %j on %s names the topic %s', (result, endpoint, topic) => {
    expect(control(ack(result), endpoint)).toEqual([{ type: 'ack', requestId: 7, topic }])
  })

  test('names the topics that were asked for', () => {
    for (const request of [
      { channel: 'book', depth: 'full' },
      { channel: 'bbo' },
      { channel: 'ticker' },
      { channel: 'trade' },
      { channel: 'candle', interval: '1d' },
      { channel: 'instrument' },
    ] as const) {
      const [topic] = topicsOf(['BTC/USD'], request)
      const [frame] = driver.session.subscribe(topic === undefined ? [] : [topic], 7)
      const { params } = JSON.parse(String(frame?.data)) as { params: { symbol?: string[] } }
      const { symbol, ...rest } = params
      const result = symbol === undefined ? rest : { ...rest, symbol: symbol[0] }
      expect(control(ack(result), topic?.endpoint)).toMatchObject([{ topic: topic?.name }])
    }
  })

  test('that refuses is told by its request', () => {
    const refusal = { error: 'Currency pair not supported FOO/BAR', method: 'subscribe', req_id: 7 }
    const [message] = control({ ...refusal, success: false, symbol: 'FOO/BAR' })
    expect(message).toMatchObject({ type: 'reject', requestId: 7 })
    expect(message?.type === 'reject' && message.error.code).toBe('SUBSCRIBE_REJECTED')
  })

  test('that says it is subscribed already is an acknowledgement', () => {
    const answer = { error: 'Already subscribed', method: 'subscribe', req_id: 7, success: false }
    expect(control(answer)).toEqual([{ type: 'ack', requestId: 7 }])
  })

  test('about the message rate may be tried again', () => {
    const [message] = control({ Error: 'Exceeded msg rate' })
    expect(message?.type === 'reject' && message.error.retry).toBe('safe')
  })

  test.each([
    [{ method: 'pong', req_id: 101 }, [{ type: 'pong' }]],
    [{ channel: 'heartbeat' }, [{ type: 'heartbeat' }]],
    [{ event: 'heartbeat' }, []],
  ])('%j is %j', (frame, expected) => {
    expect(control(frame)).toEqual(expected)
  })
})

describe('derivatives v1', () => {
  test('greets with the heartbeat feed', () => {
    expect(driver.session.hello('futures')).toEqual([
      { data: '{"event":"subscribe","feed":"heartbeat"}', topics: [] },
    ])
    expect(driver.session.hello('spot')).toEqual([])
  })

  test('asks for the products of a feed in one message, in lower case', () => {
    const topics = [
      ...topicsOf(['PI_XBTUSD', 'PF_ETHUSD'], { channel: 'book' }),
      ...topicsOf(['PI_XBTUSD'], { channel: 'liquidation' }),
    ]
    const frames = driver.session.subscribe(topics, 1)
    expect(frames.map(({ data }) => JSON.parse(String(data)))).toEqual([
      { event: 'subscribe', feed: 'book', product_ids: ['pi_xbtusd', 'pf_ethusd'] },
      { event: 'subscribe', feed: 'trade', product_ids: ['pi_xbtusd'] },
    ])
    expect(frames.every(({ requestId }) => requestId === undefined)).toBe(true)
  })

  test('acknowledges by feed and product', () => {
    const frame = {
      event: 'subscribed',
      feed: 'book',
      product_ids: ['PI_XBTUSD', 'FI_XBTUSD_210924'],
    }
    expect(control(frame, 'futures')).toEqual([
      { type: 'ack', topic: 'book:PI_XBTUSD' },
      { type: 'ack', topic: 'book:FI_XBTUSD_210924' },
    ])
    expect(control({ ...frame, event: 'unsubscribed' }, 'futures')).toHaveLength(2)
  })

  test.each([
    [{ event: 'info', version: 1 }, 'notice'],
    [{ event: 'subscribed', feed: 'heartbeat' }, 'notice'],
    [{ event: 'alert', message: 'Already subscribed to feed, re-requesting' }, 'notice'],
    [{ event: 'error', message: 'Invalid product id' }, 'reject'],
    [{ feed: 'heartbeat', time: 1534262350627 }, 'heartbeat'],
  ])('%j is a %s', (frame, type) => {
    expect(control(frame, 'futures').map((message) => message.type)).toEqual([type])
  })
})

describe('the Unified WebSocket', () => {
  test('asks as spot does, with the asset class', () => {
    const topics = topicsOf(['PF_XBTUSD'], { channel: 'book', depth: 'full' }, uws)
    expect(topics[0]?.endpoint).toBe('uws-book1000')
    const [frame] = uws.session.subscribe(topics, 1)
    expect(JSON.parse(String(frame?.data))).toEqual({
      method: 'subscribe',
      params: {
        channel: 'book',
        asset_class: 'derivatives',
        symbol: ['PF_XBTUSD'],
        depth: 1000,
        snapshot: true,
      },
      req_id: 1,
    })
    expect(uws.session.hello('uws')).toEqual([])
  })
})
