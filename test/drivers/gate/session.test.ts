import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { gate } from '../../../src/drivers/gate/index.ts'

const { session, facts } = gate()

const topic = (name: string, endpoint = 'spot'): Topic => ({ name, endpoint, channel: 'book' })
const read = (message: unknown) => session.readControl(Buffer.from(JSON.stringify(message)), 'spot')

test('names of one channel share a request, a channel with settings has one for each', () => {
  const topics = [
    topic('spot.trades:BTC_USDT'),
    topic('spot.candlesticks:1m,BTC_USDT'),
    topic('spot.trades:ETH_USDT'),
    topic('spot.candlesticks:1m,ETH_USDT'),
    topic('spot.obu:ob.BTC_USDT.50'),
  ]
  const frames = session.subscribe(topics, 7)
  expect(frames.map(({ data }) => data)).toEqual([
    '{"id":7,"channel":"spot.trades","event":"subscribe","payload":["BTC_USDT","ETH_USDT"]}',
    '{"id":8,"channel":"spot.candlesticks","event":"subscribe","payload":["1m","BTC_USDT"]}',
    '{"id":9,"channel":"spot.candlesticks","event":"subscribe","payload":["1m","ETH_USDT"]}',
    '{"id":10,"channel":"spot.obu","event":"subscribe","payload":["ob.BTC_USDT.50"]}',
  ])
  expect(frames.map(({ requestId }) => requestId)).toEqual([7, 8, 9, 10])
  expect(frames[0]?.topics).toEqual([topics[0], topics[2]])
  expect(session.hello('spot')).toEqual([])
})

test('an end names what its beginning named', () => {
  const topics = [topic('futures.order_book_update:BTC_USD,100ms,100', 'btc')]
  expect(session.unsubscribe(topics, 3)).toEqual([
    {
      data: '{"id":3,"channel":"futures.order_book_update","event":"unsubscribe","payload":["BTC_USD","100ms","100"]}',
      requestId: 3,
      topics,
    },
  ])
})

test('many topics go out in requests of at most 50 names and 4096 bytes', () => {
  const topics = Array.from({ length: 130 }, (_, i) => topic(`spot.obu:ob.COIN${i}_USDT.400`))
  const frames = session.subscribe(topics, 1)
  expect(frames.map((frame) => frame.topics.length)).toEqual([50, 50, 30])
  expect(Math.max(...frames.map(({ data }) => data.length))).toBeLessThanOrEqual(4096)
  expect(frames.flatMap((frame) => frame.topics)).toEqual(topics)
})

test('contracts are asked for with decimal sizes on every handshake and every call', () => {
  const header = { 'X-Gate-Size-Decimal': '1' }
  for (const { id, headers } of facts.streams)
    expect(headers).toEqual(id === 'spot' ? undefined : header)
  for (const regions of Object.values(facts.urls))
    for (const { headers } of Object.values(regions)) expect(headers).toEqual(header)
})

test('the keep-alive is the ping of the endpoint, within 30 s of silence', () => {
  expect(session.ping?.(1, 'spot')).toEqual({ data: '{"channel":"spot.ping"}', topics: [] })
  for (const endpoint of ['usdt', 'btc', 'delivery'])
    expect(session.ping?.(1, endpoint)).toEqual({ data: '{"channel":"futures.ping"}', topics: [] })
  for (const { keepAlive } of facts.streams)
    expect(keepAlive).toEqual({ kind: 'message', everyMs: 12_000, deadAfterMs: 30_000 })
  for (const channel of ['spot.pong', 'futures.pong'])
    expect(read({ time: 1, channel, event: '', error: null, result: null })).toEqual([
      { type: 'pong' },
    ])
})

describe('an answer', () => {
  const answer = {
    time: 1748572394,
    id: 7,
    channel: 'spot.trades',
    payload: ['BTC_USDT', 'ETH_USDT'],
    error: null,
    result: { status: 'success' },
  }

  test.each(['subscribe', 'unsubscribe'])('to %s is for the whole request', (event) => {
    expect(read({ ...answer, event })).toEqual([{ type: 'ack', requestId: 7 }])
  })

  test('without an id, as of 2023, is for the oldest of its channel', () => {
    const { id: _id, ...old } = answer
    expect(read({ ...old, event: 'subscribe' })).toEqual([
      { type: 'ack', oldestOf: 'spot.trades:' },
    ])
  })

  test.each([
    [{ code: 2, message: 'unknown currency pair: LUNARLENS_USDT' }, 'SUBSCRIBE_REJECTED', 'never'],
    [{ code: 1, message: 'Invalid request body' }, 'SUBSCRIBE_REJECTED', 'never'],
    [{ code: 4, message: '{"label":"INVALID_KEY"}' }, 'SUBSCRIBE_REJECTED', 'never'],
    [{ code: 3, message: 'server error' }, 'VENUE_UNAVAILABLE', 'safe'],
  ])('with the error %o refuses the whole request: %s', (error, code, retry) => {
    const result = { status: 'fail' }
    const [found] = read({ ...answer, event: 'subscribe', error, result })
    expect(found).toMatchObject({
      type: 'reject',
      requestId: 7,
      error: { code, retry, context: { venueCode: String(error.code) } },
    })
    expect(found).not.toHaveProperty('topic')
  })

  test('to a repeated name accepts it, and lets the names beside it be asked for again', () => {
    const error = { code: 2, message: 'Alert sub ob.BTC_USDT.50' }
    const payload = ['ob.BTC_USDT.50', 'ob.ETH_USDT.50']
    const found = read({ ...answer, channel: 'spot.obu', event: 'subscribe', payload, error })
    expect(found).toMatchObject([
      { type: 'ack', topic: 'spot.obu:ob.BTC_USDT.50' },
      { type: 'reject', requestId: 7, error: { code: 'SUBSCRIBE_REJECTED', retry: 'safe' } },
    ])
  })

  test('to anything else is a notice', () => {
    const message = { time: 1, channel: 'spot.hello', event: '' }
    expect(read(message)).toEqual([{ type: 'notice', detail: JSON.stringify(message) }])
  })
})
