import { expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'

const { session, facts } = okx()

const topic = (name: string, endpoint = 'public'): Topic => ({ name, endpoint, channel: 'book' })
const read = (message: unknown) =>
  session.readControl(
    Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    'public',
  )

test('a request names each topic by its argument, with a number as text for its id', () => {
  const topics = [topic('books:BTC-USDT'), topic('liquidation-orders:SWAP'), topic('status')]
  expect(session.subscribe(topics, 7)).toEqual([
    {
      data: '{"id":"7","op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT"},{"channel":"liquidation-orders","instType":"SWAP"},{"channel":"status"}]}',
      requestId: 7,
      topics,
    },
  ])
  expect(session.unsubscribe(topics.slice(0, 1), 8)).toEqual([
    {
      data: '{"id":"8","op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USDT"}]}',
      requestId: 8,
      topics: topics.slice(0, 1),
    },
  ])
  expect(session.hello('public')).toEqual([])
})

test('many topics go out in requests of at most 4096 bytes with ids that count up', () => {
  const topics = Array.from({ length: 250 }, (_, i) => topic(`books50-l2-tbt:COIN${i}-USDT-SWAP`))
  const frames = session.subscribe(topics, 100)
  expect(frames.length).toBeGreaterThan(1)
  expect(frames.map(({ requestId }) => requestId)).toEqual(frames.map((_, i) => 100 + i))
  expect(Math.max(...frames.map(({ data }) => data.length))).toBeLessThanOrEqual(4096)
  expect(frames.flatMap((frame) => frame.topics)).toEqual(topics)
})

test('the keep-alive is the text ping, well within the 30 s after which the server closes', () => {
  expect(session.ping?.(1, 'public')).toEqual({ data: 'ping', topics: [] })
  for (const { keepAlive } of facts.streams)
    expect(keepAlive).toEqual({ kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 })
  expect(read('pong')).toEqual([{ type: 'pong' }])
})

test.each(['subscribe', 'unsubscribe'])('one answer to %s accepts one topic', (event) => {
  const arg = { channel: 'books', instId: 'BTC-USDT' }
  expect(read({ id: '7', event, arg, connId: 'a4d3ae55' })).toEqual([
    { type: 'ack', requestId: 7, topic: 'books:BTC-USDT' },
  ])
  expect(read({ event, arg: { channel: 'instruments', instType: 'SWAP' } })).toEqual([
    { type: 'ack', topic: 'instruments:SWAP' },
  ])
  expect(read({ id: '9', event, arg: { channel: 'status' } })).toEqual([
    { type: 'ack', requestId: 9, topic: 'status' },
  ])
})

test.each([
  [
    "Wrong URL or channel:books,instId:BTC-USDX doesn't exist. Please use the correct URL, channel and parameters referring to API document.",
    'books:BTC-USDX',
  ],
  [
    "Subscribe failed, wrong URL or channel:candle1m,instId:BTC-USDT doesn't exist.",
    'candle1m:BTC-USDT',
  ],
  [
    "Wrong URL or channel:liquidation-orders,instType:SPOT doesn't exist.",
    'liquidation-orders:SPOT',
  ],
  ["Wrong URL or channel:nothing doesn't exist.", 'nothing'],
])('a refusal names its topic in its text: %s', (msg, name) => {
  const [found] = read({ id: '7', event: 'error', code: '60018', msg, connId: 'a4d3ae55' })
  expect(found).toMatchObject({
    type: 'reject',
    requestId: 7,
    topic: name,
    error: { code: 'SUBSCRIBE_REJECTED', context: { venueCode: '60018' } },
  })
})

test('a request that is illegal as a whole is refused by the id that its text repeats', () => {
  const msg = 'Illegal request: {"id":"12","op":"subscribe","argss":[{"channel":"tickers"}]}'
  const [found] = read({ event: 'error', code: '60012', msg, connId: 'a4d3ae55' })
  expect(found).toMatchObject({ type: 'reject', requestId: 12, error: { retry: 'never' } })
  expect(found).not.toHaveProperty('topic')
})

test.each([
  ['60014', 'RATE_LIMITED'],
  ['60023', 'RATE_LIMITED'],
  ['63999', 'VENUE_UNAVAILABLE'],
  ['64003', 'SUBSCRIBE_REJECTED'],
  ['64004', 'SUBSCRIBE_REJECTED'],
])('code %s of a refusal is %s', (code, expected) => {
  expect(read({ id: '1', event: 'error', code, msg: 'no' })).toMatchObject([
    { type: 'reject', requestId: 1, error: { code: expected } },
  ])
})

test('notice 64008 asks for a replacement, other notices are told', () => {
  const msg = 'The connection will soon be closed for a service upgrade. Please reconnect.'
  expect(read({ event: 'notice', code: '64008', msg, connId: 'a4d3ae55' })).toEqual([
    { type: 'closing', detail: msg },
  ])
  expect(read({ event: 'notice', code: '60000', msg: 'hello' })).toEqual([
    { type: 'notice', detail: 'hello' },
  ])
})

test.each([
  { event: 'channel-conn-count', channel: 'orders', connCount: '2', connId: 'abcd1234' },
  { event: 'channel-conn-count-error', channel: 'orders', connCount: '30', connId: 'a4d3ae55' },
  { event: 'login', code: '0', msg: '', connId: 'a4d3ae55' },
  { event: 'something-new' },
])('$event is no refusal but a notice', (message) => {
  expect(read(message)).toEqual([{ type: 'notice', detail: JSON.stringify(message) }])
})
