import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'

const { session, facts } = mexc()

const topic = (name: string, endpoint: string): Topic => ({ name, endpoint, channel: 'book' })
const read = (value: unknown, endpoint: string) =>
  session.readControl(
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    endpoint,
  )

const DEALS = 'spot@public.aggre.deals.v3.api.pb@100ms@BTCUSDT'
const DEPTH = 'spot@public.aggre.depth.v3.api.pb@100ms@BTCUSDT'

describe('speaking on the spot socket', () => {
  const topics = Array.from({ length: 30 }, (_, i) =>
    topic(`spot@public.aggre.bookTicker.v3.api.pb@10ms@VERYLONGNAME${i}USDT`, 'spot'),
  )

  test('subscribes and unsubscribes by the documented messages', () => {
    const frames = session.subscribe([topic(DEALS, 'spot'), topic(DEPTH, 'spot')], 7)
    expect(frames.map(({ data, requestId }) => [data, requestId])).toEqual([
      [`{"method":"SUBSCRIPTION","params":["${DEALS}","${DEPTH}"],"id":7}`, 7],
    ])
    expect(session.unsubscribe([topic(DEALS, 'spot')], 8)[0]?.data).toBe(
      `{"method":"UNSUBSCRIPTION","params":["${DEALS}"],"id":8}`,
    )
  })

  test('keeps every message below 1024 bytes, ids counting up and no topic lost', () => {
    const frames = session.subscribe(topics, 1)
    expect(frames.length).toBeGreaterThan(1)
    for (const { data } of frames) expect(data.length).toBeLessThan(1024)
    expect(frames.flatMap((frame) => frame.topics)).toEqual(topics)
    expect(frames.map(({ requestId }) => requestId)).toEqual(frames.map((_, i) => i + 1))
  })

  test('a text that names a channel accepts it, though nothing but the text says so', () => {
    expect(read({ id: 1, code: 0, msg: DEALS }, 'spot')).toEqual([
      { type: 'ack', requestId: 1, topic: DEALS },
    ])
    expect(read({ id: 1, code: 0, msg: `${DEALS},${DEPTH}` }, 'spot')).toEqual([
      { type: 'ack', requestId: 1, topic: DEALS },
      { type: 'ack', requestId: 1, topic: DEPTH },
    ])
  })

  test.each([
    [`Not Subscribed successfully! [${DEALS}].  Reason： Blocked! `, [DEALS], []],
    [`Not Subscribed successfully! [${DEALS},${DEPTH}].  Reason： Blocked! `, [DEALS, DEPTH], []],
    [`Not UnSubscribed successfully! [${DEALS}].  Reason： Blocked! `, [DEALS], []],
    [`${DEPTH},Not Subscribed successfully! [${DEALS}].  Reason： Blocked! `, [DEALS], [DEPTH]],
    [`Not Subscribed successfully! [${DEALS}].  Reason： Blocked! [${DEPTH}]`, [DEALS], [DEPTH]],
  ])('the text "%s" refuses what it calls so, with code 0', (msg, refused, accepted) => {
    const answers = read({ id: 3, code: 0, msg }, 'spot')
    const of = (type: string) =>
      answers.flatMap((each) => (each.type === type && 'topic' in each ? [each.topic] : []))
    expect(of('reject')).toEqual(refused)
    expect(of('ack')).toEqual(accepted)
    for (const answer of answers) {
      if (answer.type !== 'reject') continue
      expect(answer).toMatchObject({ requestId: 3, error: { code: 'SUBSCRIBE_REJECTED' } })
      expect(answer.error.message).toContain('Blocked')
    }
  })

  test.each([
    { id: 4, code: 0, msg: '' },
    { id: 4, code: 0, msg: 'unknown method' },
  ])('an answer that names no channel refuses the whole request: %o', (answer) => {
    expect(read(answer, 'spot')).toMatchObject([
      { type: 'reject', requestId: 4, error: { code: 'SUBSCRIBE_REJECTED' } },
    ])
  })

  test('pings in capitals and knows the answer', () => {
    expect(session.ping?.(9, 'spot')).toEqual({ data: '{"method":"PING"}', topics: [] })
    expect(read({ id: 0, code: 0, msg: 'PONG' }, 'spot')).toEqual([{ type: 'pong' }])
  })
})

describe('speaking on the futures socket', () => {
  test.each([
    ['depth:BTC_USDT', '{"method":"sub.depth","param":{"symbol":"BTC_USDT","compress":true}}'],
    ['depth.full:BTC_USDT', '{"method":"sub.depth.full","param":{"symbol":"BTC_USDT","limit":20}}'],
    ['deal:BTC_USD', '{"method":"sub.deal","param":{"symbol":"BTC_USD"}}'],
    [
      'kline:BTC_USDT:Hour4',
      '{"method":"sub.kline","param":{"symbol":"BTC_USDT","interval":"Hour4"}}',
    ],
    ['funding.rate:BTC_USDT', '{"method":"sub.funding.rate","param":{"symbol":"BTC_USDT"}}'],
    ['contract', '{"method":"sub.contract","param":{}}'],
  ])('asks for %s in a message of its own, without an id', (name, data) => {
    const [frame, ...others] = session.subscribe([topic(name, 'futures')], 5)
    expect([frame?.data, frame?.requestId, others]).toEqual([data, undefined, []])
    expect(session.unsubscribe([topic(name, 'futures')], 5)[0]?.data).toBe(
      data.replace('sub.', 'unsub.'),
    )
  })

  test.each([
    ['rs.sub.depth', 'depth:'],
    ['rs.sub.depth.full', 'depth.full:'],
    ['rs.unsub.depth.full', 'depth.full:'],
    ['rs.sub.index.price', 'index.price:'],
    ['rs.sub.contract', 'contract'],
  ])('%s is for the oldest request of its channel', (channel, oldestOf) => {
    const answer = { channel, data: 'success', ts: 1_789_498_321_789 }
    expect(read(answer, 'futures')).toEqual([{ type: 'ack', oldestOf }])
  })

  test('a refusal that names a contract is for every topic of it, and for no other', () => {
    const answers = read(
      { channel: 'rs.error', data: 'Contract [NOPE_USDT] not exists' },
      'futures',
    )
    const topics = answers.map((answer) => ('topic' in answer ? answer.topic : ''))
    for (const name of ['depth', 'depth.full', 'deal', 'ticker', 'funding.rate'])
      expect(topics).toContain(`${name}:NOPE_USDT`)
    expect(topics).toContain('kline:NOPE_USDT:Month1')
    for (const name of topics) expect(name).toContain(':NOPE_USDT')
    expect(answers[0]).toMatchObject({ type: 'reject', error: { code: 'SUBSCRIBE_REJECTED' } })
  })

  test('one that names none is for the oldest request of all', () => {
    expect(read({ channel: 'rs.error', data: "Contract doesn't exist!" }, 'futures')).toMatchObject(
      [{ type: 'reject', oldestOf: '', error: { code: 'SUBSCRIBE_REJECTED' } }],
    )
  })

  test('pings in small letters, and a second pong does no harm', () => {
    expect(session.ping?.(9, 'futures')).toEqual({ data: '{"method":"ping"}', topics: [] })
    const pong = { channel: 'pong', data: 1_789_498_336_785, ts: 1_789_498_336_785 }
    expect(read(pong, 'futures')).toEqual([{ type: 'pong' }])
  })

  test('any other answer is a line for the log', () => {
    expect(read({ channel: 'rs.login', data: 'success' }, 'futures')).toMatchObject([
      { type: 'notice' },
    ])
  })
})

test('both sockets carry 30 topics at most, and are pinged well within their 60 s', () => {
  for (const stream of facts.streams) {
    expect(stream.maxTopics).toBe(30)
    expect(stream.keepAlive).toEqual({ kind: 'message', everyMs: 10_000, deadAfterMs: 30_000 })
  }
  expect(facts.streams.map(({ lifetimeMs }) => lifetimeMs)).toEqual([86_400_000, false])
})
