import { describe, expect, test } from 'vitest'
import type { HttpResponse, Topic } from '../../../src/core/index.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'

const { session, facts } = kucoin()

const topic = (name: string, endpoint: string): Topic => ({ name, endpoint, channel: 'book' })
const read = (message: unknown, endpoint = 'spot') =>
  session.readControl(
    Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    endpoint,
  )
const sent = (frames: readonly { readonly data: string | Uint8Array }[]) =>
  frames.map(({ data }) => JSON.parse(String(data)) as unknown)
const answer = (data: unknown, code = '200000'): HttpResponse => ({
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify({ code, data, msg: 'words' })),
})

describe('unified sockets', () => {
  test('take one topic a message, with its trade type and what the channel wants', () => {
    const spot = ['obu:BTC-USDT:increment@10ms', 'trade:BTC-USDT', 'kline:BTC-USDT:1min']
    const frames = session.subscribe(
      spot.map((name) => topic(name, 'spot')),
      7,
    )
    expect(frames.map(({ data }) => data)).toEqual([
      '{"id":"7","action":"SUBSCRIBE","channel":"obu","tradeType":"SPOT","symbol":"BTC-USDT","depth":"increment@10ms"}',
      '{"id":"8","action":"SUBSCRIBE","channel":"trade","tradeType":"SPOT","symbol":"BTC-USDT"}',
      '{"id":"9","action":"SUBSCRIBE","channel":"kline","tradeType":"SPOT","symbol":"BTC-USDT","interval":"1min"}',
    ])
    expect(frames.map(({ requestId, topics }) => [requestId, topics[0]?.name])).toEqual([
      [7, spot[0]],
      [8, spot[1]],
      [9, spot[2]],
    ])
  })

  test('name no trade type for channels of contracts alone', () => {
    const names = ['mark-price:XBTUSDTM', 'funding-fee:XBTUSDTM']
    const frames = session.unsubscribe(
      names.map((name) => topic(name, 'futures')),
      1,
    )
    expect(sent(frames)).toEqual([
      { id: '1', action: 'UNSUBSCRIBE', channel: 'mark-price', symbol: 'XBTUSDTM' },
      { id: '2', action: 'UNSUBSCRIBE', channel: 'funding-fee', symbol: 'XBTUSDTM' },
    ])
  })

  test('are opened at their own address, without a token', () => {
    expect(session.connectPlan?.('spot')).toBeUndefined()
    expect(session.connectPlan?.('futures')).toBeUndefined()
    expect(session.hello('spot')).toEqual([])
  })

  test('say how often they want a ping in their welcome', () => {
    expect(read({ sessionId: 'f', message: 'welcome', pingInterval: 18_000 })).toEqual([
      {
        type: 'welcome',
        keepAlive: { kind: 'message', everyMs: 15_000, deadAfterMs: 25_000 },
      },
    ])
    expect(read({ sessionId: 'f', message: 'welcome' })).toEqual([{ type: 'welcome' }])
  })

  test('accept by `true`, as a word too', () => {
    expect(read({ id: '7', result: true })).toEqual([{ type: 'ack', requestId: 7 }])
    expect(read({ id: '7', result: 'true' })).toEqual([{ type: 'ack', requestId: 7 }])
  })

  test.each([
    [{ message: 'invalid request data' }, 'invalid request data'],
    [{ reason: 'symbols are not supported for topic obu' }, 'symbols are not supported'],
  ])('refuse with words: %o', (why, words) => {
    const [message] = read({ id: '18', result: false, ...why })
    expect(message).toMatchObject({
      type: 'reject',
      requestId: 18,
      error: { code: 'SUBSCRIBE_REJECTED', message: expect.stringContaining(words) },
    })
  })
})

describe('classic sockets', () => {
  test('take the symbols of one channel in one topic', () => {
    const topics = [
      topic('/market/snapshot:BTC-USDT', 'spot-classic'),
      topic('/market/match:BTC-USDT', 'spot-classic'),
      topic('/market/snapshot:ETH-USDT', 'spot-classic'),
    ]
    const frames = session.subscribe(topics, 3)
    expect(frames.map(({ data }) => data)).toEqual([
      '{"id":"3","type":"subscribe","topic":"/market/snapshot:BTC-USDT,ETH-USDT","privateChannel":false,"response":true}',
      '{"id":"4","type":"subscribe","topic":"/market/match:BTC-USDT","privateChannel":false,"response":true}',
    ])
    expect(frames.map((frame) => frame.topics.length)).toEqual([2, 1])
    expect(sent(session.unsubscribe(topics.slice(1, 2), 9))).toMatchObject([
      { id: '9', type: 'unsubscribe', topic: '/market/match:BTC-USDT' },
    ])
  })

  test('take at most 100 symbols a message', () => {
    const topics = Array.from({ length: 250 }, (_, i) =>
      topic(`/market/snapshot:COIN${i}-USDT`, 'spot-classic'),
    )
    const frames = session.subscribe(topics, 1)
    expect(frames.map((frame) => frame.topics.length)).toEqual([100, 100, 50])
    expect(frames.map(({ requestId }) => requestId)).toEqual([1, 2, 3])
    for (const { data } of frames) expect(data.length).toBeLessThanOrEqual(4096)
  })

  test.each(['spot', 'futures'])('ask %s for a token before each connection', (service) => {
    const call = session.connectPlan?.(`${service}-classic`)
    expect(call?.request).toMatchObject({
      service,
      method: 'POST',
      path: '/api/v1/bullet-public',
      weight: 10,
      isIdempotent: true,
    })
    const data = {
      token: '2neAiu/+x==.ymP9w==',
      instanceServers: [
        {
          endpoint: 'wss://ws-api-spot.kucoin.com/',
          encrypt: true,
          protocol: 'websocket',
          pingInterval: 30_000,
          pingTimeout: 8000,
        },
      ],
    }
    expect(call?.parse(answer(data), 1_790_113_097_236_506)).toEqual({
      url: 'wss://ws-api-spot.kucoin.com/?token=2neAiu%2F%2Bx%3D%3D.ymP9w%3D%3D&connectId=1790113097236506',
      keepAlive: { kind: 'message', everyMs: 25_000, deadAfterMs: 33_000 },
    })
  })

  test('without a server to go to the answer is malformed, and a refusal is an error', () => {
    const call = session.connectPlan?.('spot-classic')
    expect(() => call?.parse(answer({ token: 't', instanceServers: [] }), 1)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
    )
    expect(() => call?.parse(answer(null, '429000'), 1)).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED' }),
    )
  })

  test('welcome, acknowledge and answer pings', () => {
    expect(read({ id: 'mine', type: 'welcome' })).toEqual([{ type: 'welcome' }])
    expect(read({ id: '5', type: 'ack' })).toEqual([{ type: 'ack', requestId: 5 }])
    expect(read('{"id":"5","type":"pong","timestamp":1790113097236506}')).toEqual([
      { type: 'pong' },
    ])
    expect(read('{"type":"pong","id":"p32","ts":1790113111261396000}')).toEqual([{ type: 'pong' }])
  })

  test('refuse a request by its id, with 509 for too many', () => {
    expect(
      read({ id: '28', type: 'error', code: 404, data: 'topic does not exist' }),
    ).toMatchObject([
      {
        type: 'reject',
        requestId: 28,
        error: { code: 'SUBSCRIBE_REJECTED', context: { venueCode: '404' } },
      },
    ])
    expect(read({ id: '28', type: 'error', code: 509, data: {} })).toMatchObject([
      { type: 'reject', error: { code: 'RATE_LIMITED' } },
    ])
  })

  test('what is said of the connection and not of a request is a notice', () => {
    expect(read({ type: 'error', code: 401, data: 'token is expired' })).toEqual([
      { type: 'notice', detail: 'error 401: "token is expired"'.replaceAll('"', '') },
    ])
    expect(read({ id: 'a3f', type: 'error', code: 400, data: 'ping timeout' })).toMatchObject([
      { type: 'notice' },
    ])
    expect(read({ type: 'mystery', code: 1 })).toMatchObject([{ type: 'notice' }])
  })
})

test('one ping is understood by both generations, well within the minute of patience', () => {
  expect(session.ping?.(32, 'spot')).toEqual({ data: '{"id":"32","type":"ping"}', topics: [] })
  for (const { keepAlive, awaitsWelcome } of facts.streams) {
    expect(keepAlive).toEqual({ kind: 'message', everyMs: 15_000, deadAfterMs: 25_000 })
    expect(awaitsWelcome).toBe(true)
  }
})

test('a ping is never asked for twice in two seconds, whatever a server says', () => {
  expect(read({ message: 'welcome', pingInterval: 100 })).toMatchObject([
    { keepAlive: { everyMs: 2000 } },
  ])
  expect(read({ message: 'welcome', pingInterval: 'soon' })).toEqual([{ type: 'welcome' }])
})
