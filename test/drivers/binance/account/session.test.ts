import { describe, expect, test } from 'vitest'
import { answerOf, KEY, NOW_US, protocol, shown } from './support.ts'

const { session, topics } = protocol
const [spotTopic] = topics(['spot'])
const [usdmTopic] = topics(['usdm'])
if (spotTopic === undefined || usdmTopic === undefined) throw new Error('topics')
const read = (message: unknown, endpoint = 'spot-account') =>
  session.readControl(
    Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    endpoint,
  )

describe('topics', () => {
  test('are one for each product line, each on an endpoint of its own', () => {
    expect(topics(['spot', 'usdm', 'coinm'])).toEqual([
      { name: 'account', endpoint: 'spot-account', channel: 'account' },
      { name: 'account', endpoint: 'usdm-account', channel: 'account' },
    ])
  })
})

describe('spot', () => {
  test('subscribes with a signature, as in the published example', () => {
    const stamp = { venueTimeUs: 1_747_385_641_636_999, nonce: 1 }
    expect(session.subscribe([spotTopic], 4, stamp)).toEqual([
      {
        data: `{"id":4,"method":"userDataStream.subscribe.signature","params":{"apiKey":"${KEY}","timestamp":1747385641636,"signature":"681110a6057ad58657af22f5640fab9dd17418834cdfccdc81be8b0f7b2cde3e"}}`,
        requestId: 4,
        topics: [spotTopic],
      },
    ])
    expect(session.unsubscribe([spotTopic], 5, stamp)[0]?.data).toBe(
      '{"id":5,"method":"userDataStream.unsubscribe"}',
    )
  })

  test('is acknowledged by its id', () => {
    expect(read({ id: 4, status: 200, result: { subscriptionId: 0 } })).toEqual([
      { type: 'ack', requestId: 4 },
    ])
  })

  test('is there already where an earlier answer was lost', () => {
    const error = { code: -2035, msg: 'User Data Stream is already subscribed.' }
    expect(read({ id: 5, status: 400, error })).toEqual([{ type: 'ack', requestId: 5 }])
  })

  test.each([
    [401, -2015, 'PERMISSION_DENIED', 'never'],
    [400, -1022, 'AUTH_FAILED', 'never'],
    [400, -1021, 'CLOCK_SKEWED', 'safe'],
    [429, -1003, 'RATE_LIMITED', 'safe'],
  ])('that is refused with %i %i is %s', (status, code, expected, retry) => {
    const [message] = read({ id: 4, status, error: { code, msg: 'words' } })
    expect(message).toMatchObject({
      type: 'reject',
      requestId: 4,
      error: { code: expected, retry },
    })
  })

  test('hears of a key that was taken away, which answers nothing', () => {
    const [message] = read({
      id: null,
      status: 401,
      error: { code: -2015, msg: 'Invalid API-key' },
    })
    expect(message).toMatchObject({ type: 'reject', error: { code: 'PERMISSION_DENIED' } })
    expect(message).not.toHaveProperty('requestId')
  })

  test.each([
    '{"id":"5162affb-0aba-4821-b475-f2625006eb43","status":200,"result":{}}',
    '{"id":4,"status":400,"error":{"code":{}}}',
    '{"id":4,"status":',
    '[]',
  ])('is not answered by %s', (frame) => {
    expect(read(frame).filter(({ type }) => type !== 'notice')).toEqual([])
  })

  test.each([
    { event: { e: 'serverShutdown', E: 1 } },
    { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: 1 } },
  ])('opens another connection after %j', (message) => {
    expect(read(message)).toMatchObject([{ type: 'closing' }])
  })
})

describe('USDⓈ-M', () => {
  test('connects to an address that ends in the listen key, and says nothing', () => {
    const plan = session.connectPlan?.('usdm-account')
    if (plan === undefined) throw new Error('no plan')
    expect(shown(plan.request)).toBe('POST /fapi/v1/listenKey? weight 1')
    expect([plan.request.headers, plan.request.sign]).toEqual([{ 'X-MBX-APIKEY': KEY }, undefined])
    expect(plan.parse(answerOf({ listenKey: 'pqia91ma19a5s61cv6a8' }), 5)).toEqual({
      url: '/pqia91ma19a5s61cv6a8',
    })
    const stamp = { venueTimeUs: NOW_US, nonce: 1 }
    expect(session.subscribe([usdmTopic], 1, stamp)).toEqual([])
    expect(session.hello('usdm-account', stamp)).toEqual([])
    expect(session.connectPlan?.('spot-account')).toBeUndefined()
  })

  test('renews the key twice as often as it has to', () => {
    const [renewal] = protocol.renewals
    expect(protocol.renewals.length).toBe(1)
    expect(renewal).toMatchObject({ endpoint: 'usdm-account', everyMs: 1_800_000 })
    expect(renewal && shown(renewal.call().request)).toBe('PUT /fapi/v1/listenKey? weight 1')
  })

  test('opens another connection when the key has expired', () => {
    const message = { e: 'listenKeyExpired', E: 1_699_596_037_418, listenKey: 'abc' }
    expect(read(message, 'usdm-account')).toEqual([{ type: 'closing', detail: 'listenKeyExpired' }])
  })
})
