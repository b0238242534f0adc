import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  Decimal,
  type Market,
  type OrderTerms,
  orderTopic,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { amend, cancel, ID, KEY, NOW_US, place, protocol, SECRET, termsOf } from './support.ts'

const { orders, session, facts } = protocol
const socket = orders.socket
if (socket === undefined) throw new Error('there is no socket for orders')
const STAMP = { venueTimeUs: NOW_US, nonce: 99 }
const placeOf = (market: Market, terms: OrderTerms = termsOf(market)) => place(terms)
const amendOf = (market: Market) => amend(termsOf(market), { quantity: new Decimal('0.005') })
const cancelOf = (market: Market) => cancel(termsOf(market))
const bytes = (message: unknown): Uint8Array =>
  Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))

interface Written {
  readonly id: number
  readonly method: string
  readonly params: Readonly<Record<string, string | number>>
}

function written(request: VenueRequest): Written {
  return JSON.parse(socket?.frame(request)?.write(STAMP) ?? 'null')
}

/** The rule of the documents: all parameters but the signature in the order of their names, as they are. */
function signatureOf(params: Written['params']): string {
  const text = Object.keys(params)
    .filter((name) => name !== 'signature')
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&')
  return createHmac('sha256', SECRET).update(text).digest('hex')
}

describe('an order on the WebSocket API', () => {
  test('is signed by the rule that makes the signature of the documents', () => {
    const documented = {
      apiKey: KEY,
      newClientOrderId: 'sdk-0002',
      price: '60000.0',
      quantity: '0.010',
      recvWindow: 5000,
      side: 'BUY',
      symbol: 'BTCUSDT',
      timeInForce: 'GTC',
      timestamp: 1763683200000,
      type: 'LIMIT',
    }
    expect(signatureOf(documented)).toBe(
      '1d99dd9171ba2c4f2010f20123a8339587aa506eeb689054276f28b931d12338',
    )
    for (const market of ['spot', 'futures'] as const)
      for (const request of [placeOf(market), amendOf(market), cancelOf(market)]) {
        const { params } = written(request)
        expect(params['signature']).toBe(signatureOf(params))
      }
  })

  test('says what REST says, and until when it is of force', () => {
    expect(written(placeOf('spot'))).toEqual({
      id: 99,
      method: 'order.place',
      params: {
        apiKey: KEY,
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price: '60000',
        newClientOrderId: ID,
        newOrderRespType: 'FULL',
        recvWindow: 2000,
        timestamp: NOW_US / 1000,
        signature: expect.any(String),
      },
    })
  })

  test('has methods of each product', () => {
    const methods = (market: 'spot' | 'futures') =>
      [placeOf(market), amendOf(market), cancelOf(market)].map((each) => written(each).method)
    expect(methods('spot')).toEqual(['order.place', 'order.amend.keepPriority', 'order.cancel'])
    expect(methods('futures')).toEqual(['order.place', 'order.modify', 'order.cancel'])
    const stop = placeOf('futures', {
      ...termsOf('futures'),
      type: 'stopLimit',
      triggerPrice: new Decimal('58000'),
    })
    expect(written(stop).method).toBe('algoOrder.place')
  })

  test('names whole numbers as numbers', () => {
    const named = { ...cancelOf('spot'), venueOrderId: venueOrderId('22542180') }
    expect(written(named).params['orderId']).toBe(22542180)
    const huge = { ...named, venueOrderId: venueOrderId('9007199254740993') }
    expect(written(huge).params['orderId']).toBe('9007199254740993')
  })

  test('costs what it costs by REST, and goes alone', () => {
    for (const request of [placeOf('spot'), amendOf('spot'), cancelOf('futures')]) {
      const { request: call, spends } = orders.call(request)
      expect(socket.frame(request)?.spends).toEqual(spends)
      expect(socket.frame(request)?.weight).toEqual({ service: call.service, units: call.weight })
    }
    expect(socket.batch([placeOf('futures'), placeOf('futures')])).toBeUndefined()
  })
})

describe('an answer of the WebSocket API', () => {
  const read = (request: VenueRequest, message: object) =>
    socket.frame(request)?.parse(bytes({ id: 99, rateLimits: [], ...message }), NOW_US)
  const row = {
    symbol: 'BTCUSDT',
    orderId: 22542180,
    clientOrderId: ID,
    price: '60000.0',
    origQty: '0.010',
    executedQty: '0.000',
    status: 'NEW',
    side: 'BUY',
    type: 'LIMIT',
    updateTime: 1795780800100,
  }

  test('that an order was taken is its id and what was filled', () => {
    expect(read(placeOf('futures'), { status: 200, result: row })).toMatchObject([
      {
        type: 'acknowledged',
        order: { clientOrderId: ID },
        venueOrderId: '22542180',
        filledQuantity: new Decimal(0),
      },
    ])
  })

  test('keeps every digit of an id', () => {
    const text = JSON.stringify({ id: 99, status: 200, result: row })
    const frame = bytes(text.replace('22542180', '9007199254740993'))
    expect(socket.frame(placeOf('futures'))?.parse(frame, NOW_US)).toMatchObject([
      { venueOrderId: '9007199254740993' },
    ])
  })

  test.each([
    [400, -2010, 'Account has insufficient balance for requested action.', 'rejected'],
    [400, -1021, 'Timestamp for this request is outside of the recvWindow.', 'rejected'],
    [400, -2010, 'Duplicate order sent.', 'outcomeUnknown'],
    [500, -1001, 'Internal error', 'outcomeUnknown'],
    [400, -1007, 'Timeout waiting for response from backend server.', 'outcomeUnknown'],
    [400, -9999, 'nobody knows', 'outcomeUnknown'],
  ])('with status %d and code %d, "%s", is %s', (status, code, msg, type) => {
    expect(read(placeOf('spot'), { status, error: { code, msg } })).toMatchObject([{ type }])
  })

  test('that cannot be read is unknown', () => {
    for (const answer of ['{"id":99', '{"id":99,"status":200}', '[]', '{"id":99,"status":"x"}'])
      expect(socket.frame(placeOf('spot'))?.parse(bytes(answer), NOW_US)).toMatchObject([
        { type: 'outcomeUnknown', cause: 'unreadable' },
      ])
  })

  test('says when to come back, by the venue’s clock', () => {
    const data = { serverTime: 1795780800000, retryAfter: 1795780804500 }
    const error = { code: -1003, msg: 'Too many requests', data }
    const frame = bytes({ id: 99, status: 429, error })
    expect(socket.frame(placeOf('spot'))?.refusal(frame)).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 5000,
    })
    const good = bytes({ id: 99, status: 200, result: row })
    expect(socket.frame(placeOf('spot'))?.refusal(good)).toBeUndefined()
  })

  test('is found by its id; the server speaks without one', () => {
    expect(socket.read(bytes({ id: 99, status: 200, result: {} }))).toBe(99)
    expect(socket.read(bytes({ id: null, status: 400, error: {} }))).toBe('control')
    expect(socket.read(bytes({ event: { e: 'serverShutdown', E: 1 } }))).toBe('control')
    expect(socket.read(bytes('[]'))).toBe('ignored')
    expect(socket.read(bytes('{"id":'))).toBe('fault')
  })
})

test('both products take orders on a connection that is open, without a login', () => {
  expect(facts.trading.map(({ orderSocket }) => orderSocket)).toEqual([
    'spot-orders',
    'usdm-orders',
  ])
  for (const endpoint of ['spot-orders', 'usdm-orders']) {
    expect(session.hello(endpoint, STAMP)).toEqual([])
    expect(session.connectPlan?.(endpoint)).toBeUndefined()
    expect(session.subscribe([orderTopic(endpoint)], 1, STAMP)).toEqual([])
    expect(facts.streams.find(({ id }) => id === endpoint)?.awaitsWelcome).toBeUndefined()
  }
})
