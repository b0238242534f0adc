import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'

const { session, facts } = htx()

const topic = (name: string, feed?: string): Topic => ({
  name,
  endpoint: 'spot',
  channel: 'book',
  ...(feed === undefined ? {} : { feed }),
})
const read = (text: string) => session.readControl(gzipSync(text), 'spot')

test('each topic is a message of its own, with a number as text for its id', () => {
  const topics = [topic('market.btcusdt.bbo'), topic('market.ethusdt.mbp.150', 'mbp.150')]
  const frames = session.subscribe(topics, 7)
  expect(frames).toEqual([
    { data: '{"sub":"market.btcusdt.bbo","id":"7"}', requestId: 7, topics: topics.slice(0, 1) },
    { data: '{"sub":"market.ethusdt.mbp.150","id":"8"}', requestId: 8, topics: topics.slice(1) },
  ])
  expect(session.unsubscribe(topics.slice(0, 1), 9)).toEqual([
    { data: '{"unsub":"market.btcusdt.bbo","id":"9"}', requestId: 9, topics: topics.slice(0, 1) },
  ])
  expect(session.hello('spot')).toEqual([])
  expect(session.ping).toBeUndefined()
})

test('books of futures are asked for as changes, both ways', () => {
  const name = 'market.BTC-USDT.depth.size_20.high_freq'
  const book = topic(name, 'depth.size_20.high_freq')
  expect(session.subscribe([book], 1)[0]?.data).toBe(
    `{"sub":"${name}","id":"1","data_type":"incremental"}`,
  )
  expect(session.unsubscribe([book], 2)[0]?.data).toBe(
    `{"unsub":"${name}","id":"2","data_type":"incremental"}`,
  )
})

test('notification sockets are spoken to by op, and contract changes are asked for of all', () => {
  const topics = [topic('public.BTC-USDT.funding_rate'), topic('public.*.contract_info')]
  expect(session.subscribe(topics, 3).map(({ data }) => data)).toEqual([
    '{"op":"sub","cid":"3","topic":"public.BTC-USDT.funding_rate"}',
    '{"op":"sub","cid":"4","topic":"public.*.contract_info","business_type":"all"}',
  ])
  expect(session.unsubscribe(topics.slice(0, 1), 5)[0]?.data).toBe(
    '{"op":"unsub","cid":"5","topic":"public.BTC-USDT.funding_rate"}',
  )
})

test('a snapshot is asked for on the socket, and no topic waits for its answer', () => {
  expect(session.requestSnapshot?.(topic('market.btcusdt.mbp.150', 'mbp.150'), 12)).toEqual({
    data: '{"req":"market.btcusdt.mbp.150","id":"12"}',
    requestId: 12,
    topics: [],
  })
})

describe('pings', () => {
  test.each([
    ['{"ping":1492420473027}', '{"pong":1492420473027}'],
    ['{"ping":18212558000123456789}', '{"pong":18212558000123456789}'],
    ['{"op":"ping","ts":"1492420473058"}', '{"op":"pong","ts":"1492420473058"}'],
    ['{"op":"ping","ts":1492420473058}', '{"op":"pong","ts":1492420473058}'],
    [
      '{"action":"ping","data":{"ts":1575537778295}}',
      '{"action":"pong","data":{"ts":1575537778295}}',
    ],
    [
      '{"action":"ping","data":{"ts":"1575537778295"}}',
      '{"action":"pong","data":{"ts":"1575537778295"}}',
    ],
  ])('%s is answered by %s, in the same form', (ping, pong) => {
    expect(read(ping)).toEqual([{ type: 'ping', reply: { data: pong, topics: [] } }])
  })

  test('come every 5 s; a socket that is silent for three of them is dead', () => {
    for (const { keepAlive } of facts.streams) {
      expect(keepAlive).toEqual({ kind: 'server', deadAfterMs: 15_000 })
    }
  })

  test('of ours are answered', () => {
    expect(read('{"pong":1}')).toEqual([{ type: 'pong' }])
    expect(read('{"op":"pong","ts":1}')).toEqual([{ type: 'pong' }])
  })
})

describe('answers', () => {
  test.each([
    ['{"id":"7","status":"ok","subbed":"market.btcusdt.bbo","ts":1}', 'market.btcusdt.bbo', 7],
    ['{"id":7,"status":"ok","subbed":"market.btcusdt.bbo","ts":1}', 'market.btcusdt.bbo', 7],
    ['{"id":"8","status":"ok","unsubbed":"market.btcusdt.bbo","ts":1}', 'market.btcusdt.bbo', 8],
    [
      '{"op":"sub","cid":"3","topic":"public.*.funding_rate","ts":1,"err-code":0}',
      'public.*.funding_rate',
      3,
    ],
    [
      '{"op":"unsub","cid":"3","topic":"public.*.funding_rate","ts":1,"err-code":0}',
      'public.*.funding_rate',
      3,
    ],
    [
      '{"op":"sub","cid":"4","topic":"public.*.contract_info","ts":1,"err-code":2014,"err-msg":"repeated"}',
      'public.*.contract_info',
      4,
    ],
  ])('%s accepts its topic', (text, name, requestId) => {
    expect(read(text)).toEqual([{ type: 'ack', requestId, topic: name }])
  })

  test.each([
    [
      '{"status":"error","ts":1,"id":"2","err-code":"bad-request","err-msg":"invalid topic x"}',
      'SUBSCRIBE_REJECTED',
      { requestId: 2 },
    ],
    [
      '{"status":"error","ts":1,"id":"2","err-code":"base-request-exceed-frequency-limit","err-msg":""}',
      'RATE_LIMITED',
      { requestId: 2 },
    ],
    [
      '{"op":"sub","cid":"5","topic":"public.X.funding_rate","ts":1,"err-code":2011,"err-msg":"no contract"}',
      'SUBSCRIBE_REJECTED',
      { requestId: 5, topic: 'public.X.funding_rate' },
    ],
    [
      '{"op":"sub","cid":"5","topic":"public.X.funding_rate","ts":1,"err-code":2030,"err-msg":"too many"}',
      'RATE_LIMITED',
      { requestId: 5, topic: 'public.X.funding_rate' },
    ],
  ])('%s refuses as %s', (text, code, answer) => {
    expect(read(text)).toMatchObject([{ type: 'reject', ...answer, error: { code } }])
  })

  test('an error without an id answers nothing of ours', () => {
    const text = '{"status":"error","ts":1,"id":"","err-code":"bad-request","err-msg":"not json"}'
    expect(read(text)).toMatchObject([{ type: 'notice' }])
    expect(read('{"op":"error","ts":1}')).toMatchObject([{ type: 'notice' }])
    expect(read('{"action":"sub","code":2001,"ch":"x"}')).toMatchObject([{ type: 'notice' }])
  })

  test('a goodbye opens a replacement', () => {
    expect(read('{"op":"close","ts":1489474081631}')).toMatchObject([{ type: 'closing' }])
  })

  test('text frames read the same', () => {
    const frame = Buffer.from('{"ping":1}')
    expect(session.readControl(frame, 'spot')).toEqual(read('{"ping":1}'))
    expect(session.readControl(Buffer.from('?'), 'spot')).toEqual([])
  })
})
