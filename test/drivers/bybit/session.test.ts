import { expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'

const { session, facts } = bybit()

const topic = (name: string, endpoint = 'linear'): Topic => ({ name, endpoint, channel: 'book' })
const read = (message: unknown) =>
  session.readControl(Buffer.from(JSON.stringify(message)), 'linear')

test('a request names its topics, with a number as text for its id', () => {
  const topics = [topic('orderbook.50.BTCUSDT'), topic('publicTrade.BTCUSDT')]
  expect(session.subscribe(topics, 7)).toEqual([
    {
      data: '{"req_id":"7","op":"subscribe","args":["orderbook.50.BTCUSDT","publicTrade.BTCUSDT"]}',
      requestId: 7,
      topics,
    },
  ])
  expect(session.unsubscribe(topics.slice(0, 1), 8)).toEqual([
    {
      data: '{"req_id":"8","op":"unsubscribe","args":["orderbook.50.BTCUSDT"]}',
      requestId: 8,
      topics: topics.slice(0, 1),
    },
  ])
  expect(session.hello('linear')).toEqual([])
})

test.each(['spot', 'linear', 'inverse'])(
  'many topics of %s go out ten a message, with ids that count up',
  (endpoint) => {
    const topics = Array.from({ length: 25 }, (_, i) => topic(`publicTrade.C${i}USDT`, endpoint))
    const frames = session.subscribe(topics, 100)
    expect(frames.map((frame) => frame.topics.length)).toEqual([10, 10, 5])
    expect(frames.map(({ requestId }) => requestId)).toEqual([100, 101, 102])
    expect(frames.flatMap((frame) => frame.topics)).toEqual(topics)
  },
)

test('as many topics as a connection may hold stay within its 21,000 characters', () => {
  const longest = 'allLiquidation.1000000BABYDOGEUSDT'
  for (const { maxTopics } of facts.streams)
    expect(maxTopics * (longest.length + '"",'.length)).toBeLessThanOrEqual(21_000)
})

test('the keep-alive is a JSON ping every 20 s, dead 10 s after one went unanswered', () => {
  expect(session.ping?.(12, 'spot')).toEqual({ data: '{"req_id":"12","op":"ping"}', topics: [] })
  for (const { keepAlive } of facts.streams)
    expect(keepAlive).toEqual({ kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 })
})

test.each([
  { success: true, ret_msg: 'pong', conn_id: '0970e817', op: 'ping' },
  { success: true, ret_msg: 'pong', conn_id: '465772b1', req_id: '', op: 'ping' },
  { args: ['1672916271846'], op: 'pong' },
  { req_id: 'test', op: 'pong', args: ['1675418560633'], conn_id: 'cfcb4ocsvfriu23r3er0-1b' },
  { retCode: 0, retMsg: 'OK', op: 'pong', data: ['1711002002529'], connId: 'cnt5leec0hvan15' },
])('%o is a pong', (message) => {
  expect(read(message)).toEqual([{ type: 'pong' }])
})

test('one answer accepts all topics of a request', () => {
  const spot = { success: true, ret_msg: 'subscribe', conn_id: 'c', req_id: '7', op: 'subscribe' }
  expect(read(spot)).toEqual([{ type: 'ack', requestId: 7 }])
  expect(read({ ...spot, ret_msg: '', op: 'unsubscribe' })).toEqual([{ type: 'ack', requestId: 7 }])
  expect(read({ success: true, ret_msg: '', op: 'subscribe', conn_id: 'c' })).toEqual([
    { type: 'ack' },
  ])
  expect(read({ ...spot, req_id: '' })).toEqual([{ type: 'ack' }])
})

test.each([
  'error:handler not found,topic:orderbook.500.BTCUSDT',
  'Invalid topic: invalid.topic.BTCUSDT',
])('a refusal is of the whole request, whichever topic its text names: %s', (ret_msg) => {
  const [found] = read({ success: false, ret_msg, conn_id: 'c', req_id: '7', op: 'subscribe' })
  expect(found).toMatchObject({
    type: 'reject',
    requestId: 7,
    error: { code: 'SUBSCRIBE_REJECTED', retry: 'never', context: { detail: ret_msg } },
  })
  expect(found).not.toHaveProperty('topic')
})

test('too many requests may be tried again', () => {
  const ret_msg = 'error:too many requests'
  expect(read({ success: false, ret_msg, req_id: '7', op: 'subscribe' })).toMatchObject([
    { type: 'reject', error: { code: 'RATE_LIMITED', retry: 'safe' } },
  ])
})

test('what is subscribed already is subscribed', () => {
  const ret_msg = 'error:already subscribed,topic:orderbook.50.BTCUSDT'
  expect(read({ success: false, ret_msg, req_id: '9', op: 'subscribe' })).toEqual([
    { type: 'ack', requestId: 9 },
  ])
})

test.each([
  { success: true, conn_id: 'aa01', data: { failTopics: [] }, type: 'COMMAND_RESP' },
  { success: true, ret_msg: '', op: 'auth', conn_id: 'c' },
  { reqId: 'r', retCode: 0, retMsg: 'OK', op: 'order.create', data: {} },
  { success: false, ret_msg: 'error:invalid op', conn_id: 'c', req_id: '', op: '' },
])('%o is no answer to a subscribe but a notice', (message) => {
  expect(read(message)).toEqual([{ type: 'notice', detail: JSON.stringify(message) }])
})
