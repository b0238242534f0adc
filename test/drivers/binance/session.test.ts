import { describe, expect, test } from 'vitest'
import { type Topic, venueSymbol } from '../../../src/core/index.ts'
import { session } from '../../../src/drivers/binance/session.ts'
import { FACTS } from '../../../src/drivers/binance/venue.ts'

const topic = (name: string, endpoint = 'spot'): Topic => ({
  name,
  endpoint,
  channel: 'trade',
  symbol: venueSymbol('BTCUSDT'),
})

const read = (value: unknown) =>
  session.readControl(
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    'spot',
  )

describe('subscribing', () => {
  test('writes the documented message, with positive integers as ids', () => {
    const topics = [topic('btcusdt@aggTrade'), topic('btcusdt@depth@100ms')]
    expect(session.subscribe(topics, 1)).toEqual([
      {
        data: '{"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@depth@100ms"],"id":1}',
        requestId: 1,
        topics,
      },
    ])
    expect(session.unsubscribe(topics.slice(1), 2)[0]?.data).toBe(
      '{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":2}',
    )
  })

  test('says nothing of its own on a fresh socket, and pings by protocol only', () => {
    expect(session.hello('spot')).toEqual([])
    expect('ping' in session).toBe(false)
  })

  test.each(FACTS.streams)('stays within the limits of $id', (facts) => {
    const topics = Array.from({ length: 1024 }, (_, i) =>
      topic(`${'0'.repeat(i % 60)}symbol${i}usdt@depth20@100ms`, facts.id),
    )
    const messages = session.subscribe(topics, 7)
    expect(messages.flatMap((message) => message.topics)).toEqual(topics)
    expect(messages.map(({ requestId }) => requestId)).toEqual(messages.map((_, i) => 7 + i))
    for (const { data, topics: chunk } of messages) {
      expect(chunk.length).toBeLessThanOrEqual(facts.maxTopicsPerMessage)
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(facts.maxMessageBytes)
    }
  })

  test('writes nothing for no topics', () => {
    expect(session.subscribe([], 1)).toEqual([])
  })
})

describe('control frames', () => {
  test('an ack answers its request, whatever the streams are called', () => {
    expect(read({ result: null, id: 1 })).toEqual([{ type: 'ack', requestId: 1 }])
  })

  test.each<[string, unknown, object]>([
    ['spot', { code: 2, msg: 'Invalid request: unknown variant', id: 5 }, { requestId: 5 }],
    ['futures', { code: 2, msg: 'Invalid request: unknown variant' }, {}],
    [
      'either, enveloped',
      { error: { code: 2, msg: 'Invalid request: unknown variant' }, id: 7 },
      { requestId: 7 },
    ],
  ])('a refusal as %s writes it is a reject with the code', (_form, frame, ids) => {
    const [message] = read(frame)
    expect(message).toMatchObject({
      type: 'reject',
      ...ids,
      error: { code: 'SUBSCRIBE_REJECTED', retry: 'never', context: { venueCode: '2' } },
    })
    expect(message?.type === 'reject' && message.error.message).toBe(
      'Subscribing at Binance: code 2, "Invalid request: unknown variant"',
    )
  })

  test.each([
    [{ result: ['btcusdt@aggTrade'], id: 3 }, 'subscription list'],
    [{ result: true, id: 6 }, 'answer'],
  ])('%j is a notice', (frame, detail) => {
    expect(read(frame)).toEqual([{ type: 'notice', detail }])
  })

  test.each([
    { e: 'serverShutdown', E: 1770123456789 },
    { stream: '!serverShutdown', data: { e: 'serverShutdown', E: 1770123456789 } },
    { event: { e: 'serverShutdown', E: 1770123456789 } },
  ])('%j announces the end of the connection', (frame) => {
    expect(read(frame)).toEqual([{ type: 'closing', detail: 'serverShutdown' }])
  })

  test('what is no object says nothing', () => {
    expect(read('[]')).toEqual([])
  })
})
