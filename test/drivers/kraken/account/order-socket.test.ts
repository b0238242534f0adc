import { describe, expect, test } from 'vitest'
import {
  type AmendRequest,
  type CancelRequest,
  clientOrderId,
  Decimal,
  orderTopic,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { ID, ID_WIRE, NOW_US, open, PERPETUAL, place, SPOT, STAMP, termsOf } from './support.ts'

const { orders, session, facts } = await open()
const socket = orders.socket
if (socket === undefined) throw new Error('there is no socket for orders')
const GRANTED = { ...STAMP, grant: 'T' }
const bytes = (message: unknown): Uint8Array =>
  Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))
const written = (request: VenueRequest): string | undefined => socket.frame(request)?.write(GRANTED)
const base = { clientOrderId: ID, terms: termsOf(SPOT), deadlineUs: NOW_US + 5_000_000 }
const amend: AmendRequest = {
  ...base,
  type: 'amend',
  request: 2,
  venueOrderId: venueOrderId('OABCDE-12345-FGHIJ'),
  price: new Decimal('50000.2'),
  quantity: new Decimal('0.25'),
}
const cancel: CancelRequest = { ...base, type: 'cancel', request: 3, venueOrderId: undefined }

describe('an order of spot on the socket', () => {
  test('is a frame with the token, amounts as numbers, and its deadline', () => {
    expect(written(place(SPOT, { postOnly: true }))).toBe(
      `{"method":"add_order","params":{"symbol":"BTC/USD","order_type":"limit","side":"buy","order_qty":0.5,"limit_price":50000.1,"time_in_force":"gtc","post_only":true,"fee_preference":"quote","cl_ord_id":"${ID_WIRE}","deadline":"2025-11-21T00:00:05.000Z","token":"T"},"req_id":${STAMP.nonce}}`,
    )
  })

  test('keeps every digit of an amount', () => {
    const quantity = new Decimal('12345678.123456789012345')
    expect(written(place(SPOT, { quantity }))).toContain('"order_qty":12345678.123456789012345')
  })

  test('that is amended or cancelled is named by the venue’s id or ours', () => {
    expect(written(amend)).toBe(
      `{"method":"amend_order","params":{"order_id":"OABCDE-12345-FGHIJ","order_qty":0.25,"limit_price":50000.2,"deadline":"2025-11-21T00:00:05.000Z","token":"T"},"req_id":${STAMP.nonce}}`,
    )
    expect(written(cancel)).toBe(
      `{"method":"cancel_order","params":{"cl_ord_id":["${ID_WIRE}"],"token":"T"},"req_id":${STAMP.nonce}}`,
    )
  })

  test('that waits has its trigger apart from its limit', () => {
    const stop = place(SPOT, { type: 'stopLimit', triggerPrice: new Decimal('49000') })
    expect(JSON.parse(written(stop) ?? '')).toMatchObject({
      params: {
        order_type: 'stop-loss-limit',
        limit_price: 50000.1,
        triggers: { reference: 'last', price: 49000, price_type: 'static' },
      },
    })
  })

  test('costs what it costs by REST', () => {
    for (const request of [place(SPOT), amend, cancel])
      expect(socket.frame(request)?.spends).toEqual(orders.call(request).spends)
  })

  test('goes with others that are placed in one pair, and only with those', () => {
    const second = { ...place(SPOT), clientOrderId: clientOrderId(7, 43) }
    const frame = socket.batch([place(SPOT), second])
    expect(JSON.parse(frame?.write(GRANTED) ?? '')).toMatchObject({
      method: 'batch_add',
      params: { symbol: 'BTC/USD', orders: [{ cl_ord_id: ID_WIRE }, {}], token: 'T' },
    })
    expect(frame?.spends).toEqual({ 'spot-engine': 2 })
    expect(socket.batch([cancel, cancel])).toBeUndefined()
    expect(socket.batch([amend, amend])).toBeUndefined()
  })
})

describe('an answer on the socket', () => {
  const read = (request: VenueRequest, message: object) =>
    socket.frame(request)?.parse(bytes({ req_id: 1, ...message }), NOW_US)
  const head = { order: { clientOrderId: ID }, timeUs: NOW_US }

  test('says what became of it', () => {
    const result = { order_id: 'OABCDE-12345-FGHIJ', cl_ord_id: ID_WIRE }
    const done = { success: true, result }
    expect(read(place(SPOT), { method: 'add_order', ...done })).toEqual([
      { type: 'acknowledged', ...head, venueOrderId: 'OABCDE-12345-FGHIJ' },
    ])
    expect(
      read(amend, { method: 'amend_order', success: true, result: { ...result, amend_id: 'T1' } }),
    ).toEqual([{ type: 'amended', ...head, request: 2 }])
    expect(read(cancel, { method: 'cancel_order', ...done })).toEqual([
      { type: 'cancelled', ...head },
    ])
  })

  test.each([
    ['EOrder:Insufficient funds', 'rejected'],
    ['EService:Deadline elapsed', 'rejected'],
    ['ESession:Invalid session', 'rejected'],
    ['EOrder:Rate limit exceeded', 'rejected'],
    ['EService:Unavailable', 'outcomeUnknown'],
    ['EGeneral:Invalid arguments:cl_ord_id already in use', 'outcomeUnknown'],
    ['something new', 'outcomeUnknown'],
  ])('"%s" is %s', (error, type) => {
    expect(read(place(SPOT), { method: 'add_order', success: false, error })).toMatchObject([
      { type, ...head },
    ])
  })

  test('that an order is gone refuses what was asked of it', () => {
    const gone = { method: 'cancel_order', success: false, error: 'EOrder:Unknown order' }
    expect(read(cancel, gone)).toMatchObject([{ type: 'cancelRejected', request: 3 }])
  })

  test('that cannot be read is unknown', () => {
    const odd = ['{"req_id":1', '{"req_id":1,"success":true}', '[]', '{"success":true,"result":{}}']
    for (const answer of odd)
      expect(socket.frame(place(SPOT))?.parse(bytes(answer), NOW_US)).toMatchObject([
        { type: 'outcomeUnknown', cause: 'unreadable' },
      ])
  })

  test.each(['as a list', 'under orders'])('to several has a row for each, %s', (form) => {
    const second = { ...place(SPOT), clientOrderId: clientOrderId(7, 43) }
    const rows = [
      { order_id: 'O1', success: true },
      { success: false, error: 'EOrder:Insufficient funds' },
    ]
    const result = form === 'as a list' ? rows : { orders: rows }
    const batch = socket.batch([place(SPOT), second])
    expect(batch?.parse(bytes({ req_id: 1, success: true, result }), NOW_US)).toMatchObject([
      { type: 'acknowledged', venueOrderId: 'O1' },
      { type: 'rejected', code: 'EOrder:Insufficient funds' },
    ])
    const short = { req_id: 1, success: true, result: rows.slice(1) }
    expect(batch?.parse(bytes(short), NOW_US)).toMatchObject([
      { type: 'outcomeUnknown' },
      { type: 'outcomeUnknown' },
    ])
  })

  test('is found by its id and its method; balances are not read', () => {
    expect(socket.read(bytes({ method: 'add_order', req_id: 9, success: true }))).toBe(9)
    expect(socket.read(bytes({ method: 'subscribe', req_id: 9, success: true }))).toBe('control')
    expect(socket.read(bytes({ channel: 'heartbeat' }))).toBe('control')
    expect(socket.read(bytes({ channel: 'balances', type: 'update', data: [] }))).toBe('ignored')
    expect(socket.read(bytes('{"method":'))).toBe('fault')
  })
})

describe('the connection that takes orders', () => {
  const topic = orderTopic('spot-orders')

  test('uses its token by a subscription to balances', () => {
    expect(session.connectPlan?.('spot-orders')).toBeDefined()
    const [frame] = session.subscribe([topic], 4, GRANTED)
    expect(frame).toMatchObject({ requestId: 4, topics: [topic] })
    expect(JSON.parse(String(frame?.data))).toEqual({
      method: 'subscribe',
      params: { channel: 'balances', snapshot: false, token: 'T' },
      req_id: 4,
    })
    const ack = { method: 'subscribe', req_id: 4, success: true, result: { channel: 'balances' } }
    expect(session.readControl(bytes(ack), 'spot-orders')).toEqual([{ type: 'ack', requestId: 4 }])
  })

  test('is spot’s: derivatives have none', () => {
    expect(facts.trading.map(({ product, orderSocket }) => [product, orderSocket])).toEqual([
      ['spot', 'spot-orders'],
      ['futures', false],
    ])
    expect(PERPETUAL.product).toBe('futures')
  })
})
