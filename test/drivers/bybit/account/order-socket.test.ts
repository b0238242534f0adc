import { describe, expect, test } from 'vitest'
import {
  clientOrderId,
  Decimal,
  orderTopic,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import {
  amend,
  bodyOf,
  cancel,
  ID,
  inferred,
  LINEAR,
  NOW_US,
  place,
  protocol,
  SPOT,
  STAMP,
  signed,
} from './support.ts'

const { orders, session, facts } = protocol
const socket = orders.socket
if (socket === undefined) throw new Error('there is no socket for orders')
const bytes = (message: unknown): Uint8Array =>
  Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))
const written = (request: VenueRequest) =>
  JSON.parse(socket.frame(request)?.write({ ...STAMP, nonce: 77 }) ?? 'null')
const answer = (over: object): Uint8Array =>
  bytes({
    reqId: '77',
    retCode: 0,
    retMsg: 'OK',
    op: 'order.create',
    data: {},
    retExtInfo: {},
    header: { 'X-Bapi-Limit': '10', Timenow: '1763700000250' },
    connId: 'cnt5leec0hvan15eukcg-2v',
    ...over,
  })
const read = (request: VenueRequest, over: object) =>
  socket.frame(request)?.parse(answer(over), NOW_US)

describe('an order on the socket', () => {
  test('is the frame of the documents, letter by letter', () => {
    const ethusdt = inferred('futures', 'ETHUSDT')
    const request = {
      ...place({
        instrument: ethusdt,
        quantity: new Decimal('0.2'),
        price: new Decimal('2800'),
        postOnly: true,
      }),
      deadlineUs: NOW_US + 5_000_000,
    }
    // The documents' example with an id of ours, and the mode (`positionIdx`) that we always name.
    expect(socket.frame(request)?.write({ ...STAMP, nonce: 77 })).toBe(
      `{"reqId":"77","header":{"X-BAPI-TIMESTAMP":"1763700000000","X-BAPI-RECV-WINDOW":"5000"},"op":"order.create","args":[{"category":"linear","symbol":"ETHUSDT","side":"Buy","orderType":"Limit","qty":"0.2","price":"2800","timeInForce":"PostOnly","positionIdx":0,"orderLinkId":"${ID}"}]}`,
    )
  })

  test.each([
    ['placed', 'order.create', place()],
    ['placed on spot', 'order.create', place({ instrument: SPOT })],
    ['amended', 'order.amend', amend({ venueOrderId: venueOrderId('1') })],
    ['cancelled', 'order.cancel', cancel()],
  ] as const)('that is %s says what REST says, and costs as much', (_, op, request) => {
    const call = orders.call(request)
    expect(written(request)).toMatchObject({ op, args: [bodyOf(signed(call.request))] })
    expect(socket.frame(request)?.spends).toEqual(call.spends)
  })

  test('is of force until its deadline, and not longer', () => {
    const late = { ...place(), deadlineUs: NOW_US - 1 }
    expect(written(place()).header).toEqual({
      'X-BAPI-TIMESTAMP': '1763700000000',
      'X-BAPI-RECV-WINDOW': '3000',
    })
    const { header } = written(late)
    expect(
      Number(header['X-BAPI-TIMESTAMP']) + Number(header['X-BAPI-RECV-WINDOW']),
    ).toBeLessThanOrEqual(NOW_US / 1000)
  })

  test('goes with others of its kind in one frame with one argument', () => {
    const both = [place(), place({}, clientOrderId(7, 42))]
    const frame = socket.batch(both)
    const call = orders.batch?.(both)
    const message = JSON.parse(frame?.write(STAMP) ?? 'null')
    expect(message).toMatchObject({ op: 'order.create-batch' })
    expect(message.args).toEqual([call && bodyOf(signed(call.request))])
    expect(frame?.spends).toEqual({ 'linear.placeBatch': 2 })
  })

  test('that the venue has no words for is not written', () => {
    expect(() => socket.frame(place({ timeInForce: 'gtd' }))).toThrow(/gtd/)
  })
})

describe('an answer on the socket', () => {
  const order = { clientOrderId: ID }
  const base = { order, timeUs: NOW_US }

  test('that an order was taken is its id, at the venue’s time', () => {
    const data = { orderId: 'a4c1718e-fe53-4659-a118-1f6ecce04ad9', orderLinkId: ID }
    expect(read(place(), { data })).toEqual([
      {
        type: 'acknowledged',
        ...base,
        venueOrderId: 'a4c1718e-fe53-4659-a118-1f6ecce04ad9',
        venueTimeUs: 1_763_700_000_250_000,
      },
    ])
    expect(read(amend(), { data })).toEqual([])
    expect(read(cancel(), { data })).toEqual([])
  })

  test.each([
    [110007, 'ab not enough for new order', 'rejected'],
    [10002, 'invalid request, please check your server timestamp', 'rejected'],
    [10403, 'exceed IP rate limit', 'rejected'],
    [20003, 'too frequent requests under the same session', 'rejected'],
    [110072, 'OrderLinkedID is duplicate', 'outcomeUnknown'],
    [10016, 'Internal System Error.', 'outcomeUnknown'],
    [10019, 'ws trade service is restarting', 'outcomeUnknown'],
    [10429, 'System level frequency protection', 'outcomeUnknown'],
    [20006, 'duplicate reqId', 'outcomeUnknown'],
    [99999, 'nobody knows', 'outcomeUnknown'],
  ])('with code %d, "%s", is %s', (retCode, retMsg, type) => {
    expect(read(place(), { retCode, retMsg })).toMatchObject([{ type, ...base }])
  })

  test.each([
    ['another order', answer({ data: { orderId: 'x', orderLinkId: 'other' } })],
    ['none', answer({ data: null })],
    ['nothing', bytes('{"reqId":"77"}')],
    ['half of it', answer({}).subarray(0, 40)],
    ['a page', bytes('<html></html>')],
  ])('about %s is unknown', (_, frame) => {
    expect(socket.frame(place())?.parse(frame, NOW_US)).toEqual([
      { type: 'outcomeUnknown', ...base, cause: 'unreadable' },
    ])
  })

  test('to several has two lists, side by side', () => {
    const both = [place(), place({}, clientOrderId(7, 42))]
    const frame = answer({
      data: {
        list: [
          { orderId: '1', orderLinkId: ID },
          { orderId: '', orderLinkId: '' },
        ],
      },
      retExtInfo: {
        list: [
          { code: 0, msg: 'OK' },
          { code: 110007, msg: 'ab not enough' },
        ],
      },
    })
    expect(socket.batch(both)?.parse(frame, NOW_US)).toMatchObject([
      { type: 'acknowledged', venueOrderId: '1' },
      { type: 'rejected', code: '110007' },
    ])
  })

  test('says when to stop, and when to go on', () => {
    const header = { 'X-Bapi-Limit-Reset-Timestamp': '1763700000650', Timenow: '1763700000250' }
    const refusal = (over: object) => socket.frame(place())?.refusal(answer(over))
    expect(refusal({ retCode: 10006, retMsg: 'Too many visits!', header })).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 400,
    })
    expect(refusal({ retCode: 110007, retMsg: 'ab not enough' })).toBeUndefined()
    expect(refusal({})).toBeUndefined()
  })

  test('is found by its id; logins and pongs answer no order', () => {
    expect(socket.read(answer({}))).toBe(77)
    expect(socket.read(bytes({ retCode: 0, retMsg: 'OK', op: 'auth', connId: 'c' }))).toBe(
      'control',
    )
    expect(socket.read(bytes({ retCode: 0, op: 'pong', data: ['1'], connId: 'c' }))).toBe('control')
    expect(socket.read(bytes('[]'))).toBe('ignored')
    expect(socket.read(bytes('{"reqId":'))).toBe('fault')
    expect(socket.read(bytes({ reqId: 'not ours' }))).toBe('fault')
  })

  test('may say that its connection takes no more orders', () => {
    expect(socket.isDraining?.(answer({ retCode: 10019 }))).toBe(true)
    expect(socket.isDraining?.(answer({}))).toBe(false)
  })
})

describe('the socket for orders', () => {
  const topic = orderTopic('trade')
  const control = (message: unknown) => session.readControl(bytes(message), 'trade')

  test('is one for both products', () => {
    expect(facts.trading.map(({ orderSocket }) => orderSocket)).toEqual(['trade', 'trade'])
    expect(LINEAR.product).toBe('linear')
  })

  test('wants the login of private sockets, and nothing to be asked for', () => {
    expect(session.hello('trade', STAMP)).toEqual(session.hello('private', STAMP))
    expect(session.subscribe([topic], 1, STAMP)).toEqual([])
    expect(session.unsubscribe([topic], 1, STAMP)).toEqual([])
  })

  test('answers a login by a code', () => {
    const login = (retCode: number, retMsg: string) => control({ retCode, retMsg, op: 'auth' })
    expect(login(0, 'OK')).toEqual([{ type: 'welcome' }])
    expect(login(20001, 'Repeat auth')).toEqual([{ type: 'welcome' }])
    expect(login(10004, 'Invalid sign')).toMatchObject([
      { type: 'reject', error: { code: 'AUTH_FAILED', message: /Invalid sign/ } },
    ])
  })

  test('answers pings', () => {
    const pong = { retCode: 0, retMsg: 'OK', op: 'pong', data: ['1711002002529'], connId: 'c' }
    expect(control(pong)).toEqual([{ type: 'pong' }])
  })
})
