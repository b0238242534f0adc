import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type SimulatedBybitOptions, simulatedBybit } from '../../../src/sim/bybit/index.ts'
import { HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

const NOW_MS = 1_763_700_000_000
const KEY = 'BYBITFAKEKEY00000001'
const SECRET = 'bybit-fake-secret-for-docs-000000000001'
const ORDER = {
  category: 'linear',
  symbol: 'BTCUSDT',
  side: 'Buy',
  orderType: 'Limit',
  qty: '0.01',
  price: '60000',
} as const

interface Answer {
  readonly reqId?: string
  readonly retCode: number
  readonly op: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly retExtInfo?: unknown
  readonly header?: Readonly<Record<string, string>>
}

function setUp(options: Partial<SimulatedBybitOptions> = {}) {
  const ports = new ManualPorts(NOW_MS * 1000)
  const venue = simulatedBybit({
    ports,
    seed: 7,
    accounts: [
      {
        name: 'main',
        keys: [
          { key: KEY, secret: SECRET },
          { key: 'READER00000000000001', secret: SECRET, permissions: ['read'] },
        ],
        balances: { unified: { USDT: '1000000', BTC: '10' } },
      },
    ],
    ...options,
  })
  const client = new HostClient(venue.hosts['ws']!, '/v5/trade')
  let sequence = 0
  const answered = (): Answer | undefined => client.received.at(-1) as Answer | undefined
  const login = (secret = SECRET, key = KEY): Answer | undefined => {
    const expires = NOW_MS + 10_000
    const sign = createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex')
    client.send({ op: 'auth', args: [key, expires, sign] })
    return answered()
  }
  const ask = (op: string, arg: object, over: object = {}): Answer | undefined => {
    sequence += 1
    const header = { 'X-BAPI-TIMESTAMP': String(NOW_MS), 'X-BAPI-RECV-WINDOW': '5000' }
    client.send({ reqId: `sdk-${sequence}`, header, op, args: [arg], ...over })
    ports.advance(5)
    return answered()
  }
  return { ports, venue, client, login, ask, answered }
}

describe('the trade socket of the simulated Bybit', () => {
  test('takes an order after a login, and answers by its id', () => {
    const { login, ask, venue } = setUp()
    expect(login()).toEqual({ retCode: 0, retMsg: 'OK', op: 'auth', connId: expect.any(String) })
    const order = { ...ORDER, orderLinkId: 'demo-0002' }
    expect(ask('order.create', order)).toEqual({
      reqId: 'sdk-1',
      retCode: 0,
      retMsg: 'OK',
      op: 'order.create',
      data: { orderId: expect.any(String), orderLinkId: 'demo-0002' },
      retExtInfo: {},
      header: {
        'X-Bapi-Limit': '10',
        'X-Bapi-Limit-Status': '9',
        'X-Bapi-Limit-Reset-Timestamp': expect.any(String),
        Timenow: expect.any(String),
      },
      connId: expect.any(String),
    })
    expect(venue.accounts?.find('main')?.openOrders()).toHaveLength(1)
  })

  test.each([
    ['a wrong signature', (set: Setup) => set.login('other'), 10004],
    ['an unknown key', (set: Setup) => set.login(SECRET, 'OTHER'), 10004],
    ['a second login', (set: Setup) => set.login() && set.login(), 20001],
    ['an order before the login', (set: Setup) => set.ask('order.create', ORDER), 10004],
    [
      'a word that it does not know',
      (set: Setup) => set.login() && set.ask('order.buy', ORDER),
      10404,
    ],
    [
      'an order that comes too late',
      (set: Setup) => {
        set.login()
        const header = { 'X-BAPI-TIMESTAMP': String(NOW_MS - 6_000), 'X-BAPI-RECV-WINDOW': '5000' }
        return set.ask('order.create', ORDER, { header })
      },
      10002,
    ],
    [
      'an id that was used on it',
      (set: Setup) => {
        set.login()
        set.ask('order.create', ORDER, { reqId: 'same' })
        return set.ask('order.create', ORDER, { reqId: 'same' })
      },
      20006,
    ],
    [
      'two arguments',
      (set: Setup) => set.login() && set.ask('order.create', ORDER, { args: [ORDER, ORDER] }),
      10001,
    ],
    [
      'a key that may only read',
      (set: Setup) => set.login(SECRET, 'READER00000000000001') && set.ask('order.create', ORDER),
      10005,
    ],
    [
      'the end of an order that is not there',
      (set: Setup) =>
        set.login() &&
        set.ask('order.cancel', { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'x' }),
      110001,
    ],
  ])('refuses %s', (_, act, retCode) => {
    expect(act(setUp())).toMatchObject({ retCode })
  })

  test('shares the budget of orders with REST', () => {
    const { login, ask } = setUp({ limits: { ordersPerSecond: { spot: 20, contract: 1 } } })
    login()
    expect(ask('order.create', ORDER)).toMatchObject({ retCode: 0 })
    expect(ask('order.create', ORDER)).toMatchObject({ retCode: 10006 })
  })

  test('answers several orders side by side', () => {
    const { login, ask } = setUp()
    login()
    const { category, ...one } = ORDER
    const request = [one, { ...one, qty: '0' }]
    const answer = ask('order.create-batch', { category, request })
    expect(answer?.data?.['list']).toHaveLength(2)
    expect(answer?.retExtInfo).toMatchObject({ list: [{ code: 0 }, { code: 10001 }] })
  })

  test.each([
    [502, 10016],
    [429, 10429],
    [403, 10403],
  ])('has a code of its own where REST has status %d', (status, retCode) => {
    const { login, ask, venue } = setUp({
      faults: [{ fault: { kind: 'acceptThenStatus', status } }],
    })
    login()
    expect(ask('order.create', ORDER)).toMatchObject({ reqId: 'sdk-1', retCode })
    expect(venue.accounts?.find('main')?.openOrders()).toHaveLength(1)
  })

  test('says that it is being maintained, and acts on nothing', () => {
    const { login, ask, venue } = setUp({ faults: [{ fault: { kind: 'maintenance' } }] })
    login()
    expect(ask('order.create', ORDER)).toMatchObject({ retCode: 10019 })
    expect(venue.accounts?.find('main')?.orders()).toEqual([])
  })

  test('answers pings', () => {
    const { client, answered } = setUp()
    client.send({ op: 'ping' })
    expect(answered()).toMatchObject({ retCode: 0, op: 'pong', data: [String(NOW_MS)] })
  })
})

type Setup = ReturnType<typeof setUp>
