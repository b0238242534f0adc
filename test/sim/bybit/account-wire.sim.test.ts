import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type SimulatedBybitOptions, simulatedBybit } from '../../../src/sim/bybit/index.ts'
import { HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

/** The moment, key and secret of the worked examples. */
const NOW_MS = 1_763_700_000_000
const KEY = 'BYBITFAKEKEY00000001'
const SECRET = 'bybit-fake-secret-for-docs-000000000001'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: {
    readonly retCode: number
    readonly retMsg: string
    readonly result: { readonly list?: readonly Record<string, unknown>[] } & Record<
      string,
      unknown
    >
  }
}

function setUp(options: Partial<SimulatedBybitOptions> = {}) {
  const ports = new ManualPorts(NOW_MS * 1000)
  const venue = simulatedBybit({
    ports,
    seed: 7,
    accounts: [
      {
        name: 'main',
        keys: [{ key: KEY, secret: SECRET }],
        balances: { unified: { USDT: '1000000', BTC: '10' } },
      },
    ],
    ...options,
  })
  const account = venue.accounts?.find('main')
  if (account === undefined) throw new Error('no account')
  const send = (
    method: string,
    target: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Answer => {
    const answer = venue.hosts['rest']!.request({ method, target, headers, body })
    if (answer.kind !== 'response') throw new Error(answer.kind)
    const { status, headers: told, body: bytes } = answer.response
    return { status, headers: told, body: JSON.parse(new TextDecoder().decode(bytes)) }
  }
  const signed = (payload: string, timestamp = NOW_MS, window = '5000') => ({
    'x-bapi-api-key': KEY,
    'x-bapi-timestamp': String(timestamp),
    'x-bapi-recv-window': window,
    'x-bapi-sign': createHmac('sha256', SECRET)
      .update(`${timestamp}${KEY}${window}${payload}`)
      .digest('hex'),
  })
  const get = (path: string, query: string): Answer =>
    send('GET', `/v5/${path}?${query}`, '', signed(query))
  const post = (path: string, body: unknown): Answer => {
    const text = JSON.stringify(body)
    return send('POST', `/v5/${path}`, text, signed(text))
  }
  const socket = () => new HostClient(venue.hosts['ws']!, '/v5/private')
  const login = (expires = NOW_MS + 10_000, secret = SECRET) => ({
    req_id: 'auth-1',
    op: 'auth',
    args: [
      KEY,
      expires,
      createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex'),
    ],
  })
  return { ports, venue, account, send, signed, get, post, socket, login }
}

const LIMIT = {
  category: 'linear',
  symbol: 'BTCUSDT',
  side: 'Buy',
  orderType: 'Limit',
  qty: '0.01',
  price: '60000',
} as const

describe('the doorkeeper of the simulated Bybit', () => {
  // The worked examples, byte for byte.
  test.each([
    [
      'GET',
      '/v5/order/realtime?category=linear&symbol=BTCUSDT',
      '',
      'b4ddd78a65618dc030285549fc727e8cf51a3b845c311cbcc729c28ef0e3e8b4',
    ],
    [
      'POST',
      '/v5/order/create',
      '{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","price":"60000","timeInForce":"PostOnly","orderLinkId":"demo-0001","positionIdx":0}',
      '50651705469914cd7966fd20f34b55bf9fb5be5a0e3be0be602fcb7e24fc649b',
    ],
  ])('lets the %s %s of the worked examples in', (method, target, body, sign) => {
    const { send, signed } = setUp()
    const headers = { ...signed(''), 'x-bapi-sign': sign }
    expect(send(method, target, body, headers).body).toMatchObject({ retCode: 0, retMsg: 'OK' })
  })

  test.each([
    ['an unknown key', { 'x-bapi-api-key': 'other' }, 10003],
    ['no key', { 'x-bapi-api-key': '' }, 10003],
    ['another signature', { 'x-bapi-sign': '00' }, 10004],
    ['no time', { 'x-bapi-timestamp': '' }, 10002],
  ])('keeps %s out', (_, over, retCode) => {
    const { send, signed, account } = setUp()
    const text = JSON.stringify(LIMIT)
    const answer = send('POST', '/v5/order/create', text, { ...signed(text), ...over })
    expect(answer).toMatchObject({ status: 200, body: { retCode } })
    expect(account.orders()).toEqual([])
  })

  test.each([
    ['as old as its window', -5000, 0],
    ['older than its window', -5001, 10002],
    ['less than a second ahead', 999, 0],
    ['a second ahead', 1000, 10002],
  ])('a request that is %s', (_, aheadMs, retCode) => {
    const { send, signed } = setUp()
    const query = 'accountType=UNIFIED'
    const headers = signed(query, NOW_MS + aheadMs)
    expect(send('GET', `/v5/account/wallet-balance?${query}`, '', headers).body.retCode).toBe(
      retCode,
    )
  })

  test('says with each answer what is left of the budget', () => {
    const { post, ports } = setUp()
    const left = Array.from({ length: 11 }, () => post('order/create', LIMIT))
    expect(left.map(({ headers }) => headers['x-bapi-limit-status'])).toEqual([
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
    ])
    expect(left.at(-1)).toMatchObject({
      status: 200,
      body: { retCode: 10006 },
      headers: { 'x-bapi-limit': '10', 'x-bapi-limit-reset-timestamp': String(NOW_MS + 1000) },
    })
    ports.advance(1000)
    expect(post('order/create', LIMIT).body.retCode).toBe(0)
  })
})

describe('orders by the wire', () => {
  test.each([
    [
      'a market buy on spot counts quote',
      { category: 'spot', qty: '100' },
      { quoteQuantity: 10n ** 20n },
    ],
    [
      'or base where it is told to',
      { category: 'spot', qty: '0.001', marketUnit: 'baseCoin' },
      { quantity: 1000 },
    ],
  ])('%s', (_, over, expected) => {
    const { post, account } = setUp()
    const order = { ...LIMIT, orderType: 'Market', price: undefined, ...over }
    expect(post('order/create', order).body.retCode).toBe(0)
    expect(account.orders()).toMatchObject([{ type: 'market', ...expected }])
  })

  test.each([
    ['hedge mode', { positionIdx: 1 }, 10001],
    ['numbers that are no text', { qty: 0.01 }, 10001],
    ['a long id', { orderLinkId: 'x'.repeat(37) }, 10001],
    ['an id with a blank', { orderLinkId: 'a b' }, 10001],
    ['another side', { side: 'buy' }, 10001],
    ['another symbol', { symbol: 'NONE' }, 10001],
    ['another symbol on spot', { category: 'spot', symbol: 'NONE' }, 170121],
    ['a spot trigger without its filter', { category: 'spot', triggerPrice: '1' }, 10001],
    ['a trigger without a direction', { triggerPrice: '61000' }, 10001],
    ['a price below a rise', { triggerPrice: '1000', triggerDirection: 1 }, 110092],
    ['a price above a fall', { triggerPrice: '99000', triggerDirection: 2 }, 110093],
  ])('%s is refused', (_, over, retCode) => {
    const { post, account } = setUp({ warmUpMs: 5_000 })
    expect(post('order/create', { ...LIMIT, ...over }).body.retCode).toBe(retCode)
    expect(account.orders()).toEqual([])
  })

  test('an id is unique for ever', () => {
    const { post } = setUp()
    const order = { ...LIMIT, orderLinkId: 'once' }
    expect(post('order/create', order).body).toMatchObject({
      retCode: 0,
      result: { orderLinkId: 'once' },
    })
    expect(post('order/cancel', order).body.retCode).toBe(0)
    expect(post('order/create', order).body.retCode).toBe(110072)
    const spot = { ...order, category: 'spot', orderLinkId: 'once' }
    expect(post('order/create', spot).body.retCode).toBe(170141)
  })

  test('ids of orders are UUIDs on contracts and digits on spot', () => {
    const { post } = setUp()
    expect(post('order/create', LIMIT).body.result['orderId']).toMatch(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    )
    expect(post('order/create', { ...LIMIT, category: 'spot' }).body.result['orderId']).toMatch(
      /^\d{19}$/,
    )
  })

  test('more than a batch holds is refused whole', () => {
    const { post, account } = setUp()
    const batch = (category: string, count: number) => ({
      category,
      request: Array.from({ length: count }, () => LIMIT),
    })
    expect(post('order/create-batch', batch('linear', 21)).body.retCode).toBe(10001)
    expect(post('order/create-batch', batch('spot', 11)).body.retCode).toBe(10001)
    expect(account.orders()).toEqual([])
  })
})

describe('lists by the wire', () => {
  test('go on from a cursor that is encoded once, and from no other', () => {
    const { post, get } = setUp()
    for (let i = 0; i < 3; i += 1) post('order/create', LIMIT)
    const query = 'category=linear&symbol=BTCUSDT&limit=2'
    const cursor = String(get('order/realtime', query).body.result['nextPageCursor'])
    expect(cursor).toBe('page_token%3D2%26')
    expect(get('order/realtime', `${query}&cursor=${cursor}`).body.result.list).toHaveLength(1)
    const twice = encodeURIComponent(cursor)
    expect(get('order/realtime', `${query}&cursor=${twice}`).body.retCode).toBe(10001)
  })

  test.each([
    ['order/history', 'category=linear&startTime=1763000000000&endTime=1763604800001', 10001],
    ['order/history', 'category=linear&startTime=1763000000000&endTime=1763604800000', 0],
    ['execution/list', 'category=linear&startTime=1763000000000&endTime=1763604800001', 10001],
    ['order/realtime', 'category=linear', 10001],
    ['order/realtime', 'category=linear&settleCoin=USDT', 0],
    ['order/realtime', 'category=spot', 0],
    ['order/realtime', 'category=spot&limit=51', 10001],
    ['position/list', 'category=linear', 10001],
    ['account/wallet-balance', 'accountType=SPOT', 10001],
    ['order/realtime', 'category=none', 10001],
  ])('%s?%s: %i', (path, query, retCode) => {
    expect(setUp().get(path, query).body.retCode).toBe(retCode)
  })

  test('forget after a day what ended without fills', () => {
    const { post, get, send, signed, ports } = setUp()
    post('order/create', { ...LIMIT, orderLinkId: 'short' })
    post('order/cancel', { ...LIMIT, orderLinkId: 'short' })
    const query = 'category=linear&orderLinkId=short'
    expect(get('order/history', query).body.result.list).toHaveLength(1)
    ports.advance(86_400_001)
    const headers = signed(query, NOW_MS + 86_400_001)
    const later = send('GET', `/v5/order/history?${query}`, '', headers)
    expect(later.body.result.list).toEqual([])
  })
})

describe('the private socket by the wire', () => {
  test('takes the login of the worked example, and topics only after it', () => {
    const { socket } = setUp()
    const client = socket()
    client.send({ req_id: '1', op: 'subscribe', args: ['order'] })
    client.send({
      req_id: 'auth-1',
      op: 'auth',
      args: [
        KEY,
        1_763_700_010_000,
        '080ced533354f993e94198fe65111c1a9b4a75bf82e6f374969de058666d8fc1',
      ],
    })
    client.send({ req_id: '2', op: 'subscribe', args: ['order', 'wallet'] })
    expect(client.received).toMatchObject([
      { success: false, op: 'subscribe', ret_msg: 'Request not authorized' },
      { success: true, op: 'auth', req_id: 'auth-1' },
      { success: true, op: 'subscribe', req_id: '2' },
    ])
  })

  test('refuses a login that is over, or signed with another secret', () => {
    const { socket, login } = setUp()
    const client = socket()
    client.send(login(NOW_MS))
    client.send(login(NOW_MS + 10_000, 'other'))
    expect(client.received).toMatchObject([
      { success: false, op: 'auth' },
      { success: false, op: 'auth' },
    ])
  })

  test.each([['orders'], ['position.spot'], ['wallet.linear'], ['publicTrade.BTCUSDT']])(
    'has no topic %s',
    (topic) => {
      const { socket, login } = setUp()
      const client = socket()
      client.send(login())
      client.send({ op: 'subscribe', args: ['order', topic] })
      expect(client.received.at(-1)).toMatchObject({
        success: false,
        ret_msg: `error:handler not found,topic:${topic}`,
      })
    },
  )

  test('tells nothing of before, and each product to its own topics', () => {
    const { socket, login, post, ports } = setUp()
    post('order/create', LIMIT)
    ports.advance(100)
    const [all, linear] = [socket(), socket()]
    for (const client of [all, linear]) client.send(login())
    all.send({ op: 'subscribe', args: ['order', 'execution', 'position', 'wallet'] })
    linear.send({ op: 'subscribe', args: ['order.linear'] })
    post('order/create', { ...LIMIT, category: 'spot' })
    post('order/create', LIMIT)
    ports.advance(100)
    const topics = (client: HostClient) =>
      client.with<{ topic: string }>('topic').map(({ topic }) => topic)
    expect(topics(linear)).toEqual(['order.linear'])
    // A contract's order tells its position too, though nothing changed; both hold money.
    expect(topics(all).filter((topic) => topic === 'order')).toHaveLength(2)
    expect(topics(all)).toContain('position')
    expect(topics(all)).toContain('wallet')
    expect(topics(all)).not.toContain('execution')
  })

  test('answers a ping with its time, and closes when nobody pings', () => {
    const { socket, ports } = setUp()
    const client = socket()
    client.send({ req_id: '100001', op: 'ping' })
    expect(client.received).toMatchObject([
      { req_id: '100001', op: 'pong', args: [String(NOW_MS)] },
    ])
    ports.advance(660_000)
    expect(client.closed).toMatchObject({ reason: 'idle' })
  })

  test('tells a cancel that came too late by a second "Filled"', () => {
    const race = { fault: { kind: 'cancelRacesFill' }, where: { contains: 'cancel' } } as const
    const { socket, login, post, ports } = setUp({ faults: [race] })
    const client = socket()
    client.send(login())
    client.send({ op: 'subscribe', args: ['order', 'execution'] })
    post('order/create', { ...LIMIT, price: '61000', orderLinkId: 'raced' })
    ports.advance(100)
    expect(post('order/cancel', { ...LIMIT, orderLinkId: 'raced' }).body.retCode).toBe(0)
    ports.advance(100)
    const rows = client
      .with<{ topic: string; data: Record<string, string>[] }>('topic')
      .filter(({ topic }) => topic === 'order')
      .flatMap(({ data }) => data)
      .filter(({ orderStatus }) => orderStatus === 'Filled')
    expect(rows.map(({ cancelType, rejectReason }) => [cancelType, rejectReason])).toEqual([
      ['UNKNOWN', 'EC_NoError'],
      ['CancelByUser', 'EC_OrigClOrdIDDoesNotExist'],
    ])
  })
})
