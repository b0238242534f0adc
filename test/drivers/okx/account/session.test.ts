import { describe, expect, test } from 'vitest'
import { open } from './support.ts'

const { session, topics, facts } = open()
const read = (message: unknown, endpoint = 'private') => {
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  return session.readControl(new TextEncoder().encode(text), endpoint)
}

test('spot has orders, stops and balances; futures have positions too', () => {
  const named = (products: string[]) =>
    topics(products).map(({ name, endpoint }) => `${endpoint} ${name}`)
  const common = ['private orders:ANY', 'private account']
  expect(named(['spot'])).toEqual([...common, 'business orders-algo:ANY'])
  expect(named(['spot', 'swap'])).toEqual([
    ...common,
    'private positions:ANY',
    'business orders-algo:ANY',
  ])
})

test('a subscribe names each topic by its argument', () => {
  const asked = topics(['swap']).filter(({ endpoint }) => endpoint === 'private')
  const stamp = { venueTimeUs: 0, nonce: 1 }
  expect(session.subscribe(asked, 4, stamp)).toEqual([
    {
      data: '{"id":"4","op":"subscribe","args":[{"channel":"orders","instType":"ANY"},{"channel":"account"},{"channel":"positions","instType":"ANY"}]}',
      requestId: 4,
      topics: asked,
    },
  ])
  expect(session.unsubscribe(asked.slice(1, 2), 5, stamp)[0]?.data).toBe(
    '{"id":"5","op":"unsubscribe","args":[{"channel":"account"}]}',
  )
})

test('a topic that is accepted is found by its name', () => {
  const arg = { channel: 'orders', instType: 'ANY' }
  expect(read({ id: '4', event: 'subscribe', arg, connId: 'a' })).toEqual([
    { type: 'ack', requestId: 4, topic: 'orders:ANY' },
  ])
  expect(read({ event: 'subscribe', arg: { channel: 'account' } })).toEqual([
    { type: 'ack', topic: 'account' },
  ])
})

describe('logging in', () => {
  test('nothing is asked for before the login is answered', () => {
    for (const { awaitsWelcome } of facts.streams) expect(awaitsWelcome).toBe(true)
    expect(read({ event: 'login', code: '0', msg: '', connId: 'a' })).toEqual([{ type: 'welcome' }])
  })

  test.each([
    ['60009', 'AUTH_FAILED'],
    ['60005', 'AUTH_FAILED'],
    ['60007', 'AUTH_FAILED'],
    ['60024', 'AUTH_FAILED'],
    ['60032', 'AUTH_FAILED'],
    ['60006', 'CLOCK_SKEWED'],
  ])('a refusal is typed: %s is %s', (code, expected) => {
    expect(read({ event: 'error', code, msg: 'Login failed.', connId: 'a' })).toMatchObject([
      { type: 'reject', error: { code: expected } },
    ])
  })
})

test('a subscribe that is refused is, with its topic', () => {
  const msg = "Wrong URL or channel:orders,instType:ANY doesn't exist. Please use the correct URL"
  expect(read({ id: '4', event: 'error', code: '60018', msg })).toMatchObject([
    { type: 'reject', requestId: 4, topic: 'orders:ANY', error: { code: 'SUBSCRIBE_REJECTED' } },
  ])
  expect(read({ event: 'error', code: '60011', msg: 'Please log in' })).toMatchObject([
    { type: 'reject', error: { code: 'AUTH_FAILED' } },
  ])
})

test('a channel that too many connections have is taken back after it was accepted', () => {
  const counted = { event: 'channel-conn-count', channel: 'orders', connCount: '2', connId: 'a' }
  expect(read(counted)).toMatchObject([{ type: 'notice' }])
  expect(read({ ...counted, event: 'channel-conn-count-error', connCount: '30' })).toMatchObject([
    { type: 'reject', topic: 'orders:ANY', error: { code: 'SUBSCRIBE_REJECTED' } },
  ])
  const account = { ...counted, event: 'channel-conn-count-error', channel: 'account' }
  expect(read(account)).toMatchObject([{ type: 'reject', topic: 'account' }])
})

test('pongs, upgrades and the ping are those of the public sockets', () => {
  expect(read('pong')).toEqual([{ type: 'pong' }])
  expect(read({ event: 'notice', code: '64008', msg: 'soon' })).toEqual([
    { type: 'closing', detail: 'soon' },
  ])
  expect(session.ping?.(1, 'private')).toEqual({ data: 'ping', topics: [] })
})

test('demo has sockets of its own, and a header on every call', () => {
  expect(facts.urls.demo?.['default']).toEqual({
    streams: {
      private: 'wss://wspap.okx.com:8443/ws/v5/private',
      orders: 'wss://wspap.okx.com:8443/ws/v5/private',
      business: 'wss://wspap.okx.com:8443/ws/v5/business',
    },
    rest: Object.fromEntries(facts.rest.map(({ id }) => [id, 'https://openapi.okx.com'])),
    headers: { 'x-simulated-trading': '1' },
  })
  expect(facts.urls.production?.['eea']?.streams['private']).toBe(
    'wss://wseea.okx.com:8443/ws/v5/private',
  )
})
