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
import { okx } from '../../../../src/drivers/okx/index.ts'
import { OWN_ID, open, place, SPOT, SWAP, terms } from './support.ts'

const { orders, session, facts } = open()
const socket = orders.socket
if (socket === undefined) throw new Error('there is no socket for orders')
const NOW_US = 1_795_219_200_500_000
const STAMP = { venueTimeUs: 1_795_219_200_000_000, nonce: 41 }
const bytes = (message: unknown): Uint8Array =>
  Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))
const written = (request: VenueRequest): string | undefined => socket.frame(request)?.write(STAMP)
const base = {
  terms: terms({ instrument: SWAP }),
  clientOrderId: OWN_ID,
  deadlineUs: 1_795_219_205_000_000,
}
const amend: AmendRequest = {
  ...base,
  type: 'amend',
  request: 2,
  venueOrderId: venueOrderId('9'),
  price: new Decimal('60000'),
  quantity: new Decimal('0.02'),
}
const cancel: CancelRequest = { ...base, type: 'cancel', request: 3, venueOrderId: undefined }

describe('an order on the socket', () => {
  test('is the frame of the documents: the instrument by its number, the deadline beside', () => {
    const request = place({
      instrument: SWAP,
      price: new Decimal('2800'),
      quantity: new Decimal('1'),
    })
    expect(written(request)).toBe(
      `{"id":"41","op":"order","args":[{"instIdCode":10461,"tdMode":"cross","side":"buy","ordType":"limit","px":"2800","sz":"1","clOrdId":"${OWN_ID}"}],"expTime":"1795219205000"}`,
    )
  })

  test('that is amended or cancelled has both ids as REST has them, and a cancel no deadline', () => {
    expect(written(amend)).toBe(
      '{"id":"41","op":"amend-order","args":[{"instIdCode":10461,"ordId":"9","newSz":"0.02","reqId":"2"}],"expTime":"1795219205000"}',
    )
    expect(written(cancel)).toBe(
      `{"id":"41","op":"cancel-order","args":[{"instIdCode":10461,"clOrdId":"${OWN_ID}"}]}`,
    )
  })

  test('costs what it costs by REST, in the same budgets', () => {
    for (const request of [place(), amend, cancel]) {
      const { request: call, spends } = orders.call(request)
      expect(socket.frame(request)?.spends).toEqual(spends)
      expect(socket.frame(request)?.weight).toEqual({ service: call.service, units: call.weight })
    }
  })

  test('goes with others of its kind, under names of their own', () => {
    const second = { ...place(), clientOrderId: clientOrderId(1, 8) }
    const message = JSON.parse(socket.batch([place(), second])?.write(STAMP) ?? 'null')
    expect(message).toMatchObject({ op: 'batch-orders', expTime: '1795219205000' })
    expect(message.args.map(({ clOrdId }: { clOrdId: string }) => clOrdId)).toEqual([
      OWN_ID,
      second.clientOrderId,
    ])
    const op = (of: VenueRequest): string =>
      JSON.parse(socket.batch([of, of])?.write(STAMP) ?? 'null').op
    expect([op(amend), op(cancel)]).toEqual(['batch-amend-orders', 'batch-cancel-orders'])
  })

  test('goes by REST where it is a stop, or its instrument has no number', () => {
    const stop = place({ type: 'stopLimit', triggerPrice: new Decimal('58000') })
    expect(socket.frame(stop)).toBeUndefined()
    expect(socket.batch([stop, stop])).toBeUndefined()
    const inferred = okx().inferInstrument('spot', 'BTC-USDT')
    expect(inferred && socket.frame(place({ instrument: inferred }))).toBeUndefined()
  })
})

describe('an answer on the socket', () => {
  const read = (request: VenueRequest, message: object) =>
    socket.frame(request)?.parse(bytes({ id: '41', op: 'order', ...message }), NOW_US)
  const row = { clOrdId: OWN_ID, ordId: '2510789768709120', tag: '', ts: '1695190491421' }

  test('that it was taken has its id', () => {
    const taken = { code: '0', msg: '', data: [{ ...row, sCode: '0', sMsg: '' }] }
    expect(read(place(), taken)).toEqual([
      {
        type: 'acknowledged',
        order: { clientOrderId: OWN_ID },
        venueOrderId: '2510789768709120',
        timeUs: NOW_US,
        venueTimeUs: 1_695_190_491_421_000,
      },
    ])
    expect(read(amend, taken)).toEqual([])
    expect(read(cancel, taken)).toEqual([])
  })

  test.each([
    ['60013', 'Invalid args', 'rejected'],
    ['60011', 'Please log in', 'rejected'],
    ['50011', 'Rate limit reached', 'rejected'],
    ['50036', 'expTime', 'rejected'],
    ['50001', 'Service temporarily unavailable', 'outcomeUnknown'],
    ['63999', 'Internal system error', 'outcomeUnknown'],
    ['99999', 'nobody knows', 'outcomeUnknown'],
  ])('with code %s as a whole, "%s", is %s', (code, msg, type) => {
    expect(read(place(), { code, msg, data: [] })).toMatchObject([{ type }])
  })

  test('says in its row why an order was refused', () => {
    const refused = { ...row, ordId: '', sCode: '51008', sMsg: 'Insufficient balance' }
    expect(read(place(), { code: '1', msg: '', data: [refused] })).toMatchObject([
      { type: 'rejected', code: '51008' },
    ])
  })

  test('that cannot be read is unknown', () => {
    for (const answer of ['{"id":"41"', '{"id":"41","op":"order"}', '[]'])
      expect(socket.frame(place())?.parse(bytes(answer), NOW_US)).toMatchObject([
        { type: 'outcomeUnknown', cause: 'unreadable' },
      ])
  })

  test('is found by its id; whatever has an event answers no order', () => {
    expect(socket.read(bytes({ id: '41', op: 'order', code: '0', msg: '', data: [] }))).toBe(41)
    expect(socket.read(bytes({ event: 'login', code: '0', msg: '', connId: 'a' }))).toBe('control')
    expect(socket.read(bytes({ id: '41', event: 'error', code: '60012' }))).toBe('control')
    expect(socket.read(bytes('pong'))).toBe('control')
    expect(socket.read(bytes({ arg: {}, data: [] }))).toBe('ignored')
    expect(socket.read(bytes('{"id":'))).toBe('fault')
  })
})

test('orders have a connection of their own, with a login and no topics', () => {
  expect(facts.trading.every(({ orderSocket }) => orderSocket === 'orders')).toBe(true)
  const streams = facts.urls.production?.['default']?.streams
  expect(streams?.['orders']).toBe(streams?.['private'])
  expect(session.hello('orders', STAMP)).toEqual(session.hello('private', STAMP))
  expect(session.subscribe([orderTopic('orders')], 1, STAMP)).toEqual([])
  expect(SPOT.orderCode).toBe(10001)
})
