import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clientOrderId,
  Decimal,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { OWN_ID, open, place, response } from './support.ts'

const { orders } = open()
const id = String(OWN_ID)
const order = { clientOrderId: OWN_ID }
const cancel: VenueRequest = {
  ...place(),
  type: 'cancel',
  request: 3,
  venueOrderId: venueOrderId('5'),
}
const amend: VenueRequest = {
  ...place(),
  type: 'amend',
  request: 2,
  venueOrderId: venueOrderId('5'),
  price: new Decimal(1),
  quantity: new Decimal(2),
}
const stop = place({ type: 'stopLimit', triggerPrice: new Decimal(1) })

const read = (request: VenueRequest, body: unknown, status = 200) =>
  orders.call(request).parse(response(body, status), 9)
const row = (over: object = {}) => ({
  clOrdId: id,
  ordId: '312269865356374016',
  tag: '',
  ts: '1695190491421',
  sCode: '0',
  sMsg: '',
  ...over,
})
const answer = (rows: readonly object[], code = '0', msg = '') => ({ code, msg, data: rows })
const refusal = (sCode: string, sMsg = 'no') =>
  answer([row({ ordId: '', sCode, sMsg })], '1', 'All operations failed')

test('an order that is accepted is acknowledged with its id', () => {
  expect(read(place(), answer([row()]))).toEqual([
    {
      type: 'acknowledged',
      order,
      venueOrderId: '312269865356374016',
      timeUs: 9,
      venueTimeUs: 1_695_190_491_421_000,
    },
  ])
})

test('a stop is acknowledged with the id that it waits by', () => {
  const accepted = { algoId: '12345689', clOrdId: '', algoClOrdId: id, sCode: '0', sMsg: '' }
  expect(read(stop, answer([accepted]))).toMatchObject([
    { type: 'acknowledged', venueOrderId: 'algo-12345689' },
  ])
})

test.each([
  ['a cancel', cancel, row()],
  ['a change', amend, row({ reqId: '2' })],
  ['the cancel of a stop, whose id is not repeated', cancel, { algoId: '1', sCode: '0', sMsg: '' }],
])('%s that is accepted is not carried out yet: it is no event', (_name, request, accepted) => {
  expect(read(request, answer([accepted]))).toEqual([])
})

describe('what the venue refuses in words that leave no doubt', () => {
  const said = (code: string) => ({ code, text: 'no', timeUs: 9, order })
  test.each([
    [place(), 'rejected', '51008'],
    [place(), 'rejected', '51008_1000'],
    [place(), 'rejected', '51121'],
    [place(), 'rejected', '50037'],
    [place(), 'rejected', '50061'],
    [amend, 'amendRejected', '51503'],
    [amend, 'amendRejected', '51511'],
    [cancel, 'cancelRejected', '51400'],
    [cancel, 'cancelRejected', '51402'],
  ] as const)('%# is refused: %s %s', (request, type, code) => {
    expect(read(request, refusal(code))).toMatchObject([{ ...said(code), type }])
  })

  test('is refused though the whole says that all is well, as endpoints of stops do', () => {
    const rows = [{ algoId: '', algoClOrdId: id, sCode: '51000', sMsg: 'no' }]
    expect(read(stop, answer(rows))).toEqual([
      { ...said('51000'), reason: 'ORDER_INVALID', type: 'rejected' },
    ])
  })

  test.each([
    ['50113', 401, 'AUTH_FAILED'],
    ['50105', 401, 'AUTH_FAILED'],
    ['50102', 401, 'CLOCK_SKEWED'],
    ['50110', 401, 'PERMISSION_DENIED'],
    ['50120', 200, 'PERMISSION_DENIED'],
    ['51000', 400, 'ORDER_INVALID'],
    ['50011', 429, 'RATE_LIMITED'],
  ])('is refused as a whole: %s with status %i, which means %s', (code, status, reason) => {
    expect(read(place(), answer([], code, 'no'), status)).toEqual([
      { ...said(code), reason, type: 'rejected' },
    ])
  })
})

describe('what leaves a doubt', () => {
  test.each([
    ['a duplicate id: it may be this order', refusal('51016'), 200, 'serverError'],
    ['a duplicate id of a stop', refusal('51065'), 200, 'serverError'],
    ['an id that exists', refusal('50071'), 200, 'serverError'],
    ['a timeout', answer([], '50004', ''), 400, 'serverError'],
    ['a timeout of the order', answer([row({ sCode: '51149' })], '1'), 200, 'serverError'],
    ['a busy system', answer([], '50013', ''), 429, 'serverError'],
    ['a code that nobody knows', refusal('59999'), 200, 'serverError'],
    ['a system error', answer([], '50026', ''), 500, 'serverError'],
    ['an error of the server, whatever it says', refusal('51008'), 502, 'serverError'],
    ['a page of a proxy', '<html>502</html>', 502, 'serverError'],
    ['a page of a firewall', '<html>403</html>', 403, 'unreadable'],
    ['too many requests without a word', '', 429, 'rateLimited'],
    ['no row', answer([]), 200, 'unreadable'],
    ['all failed without a row', answer([], '1'), 200, 'unreadable'],
    ['a row of another order', answer([row({ clOrdId: '5' })]), 200, 'unreadable'],
    ['a row that says nothing', answer([{ clOrdId: id, ordId: '5' }]), 200, 'unreadable'],
    ['an order without an id', answer([row({ ordId: '' })]), 200, 'unreadable'],
    ['a row that is none', { code: '0', data: ['x'] }, 200, 'unreadable'],
    ['a code that is none', { code: {}, data: [] }, 200, 'unreadable'],
    ['an id that is none', answer([row({ ordId: {} })]), 200, 'unreadable'],
    ['nothing', '', 200, 'unreadable'],
  ])('%s', (_name, body, status, cause) => {
    expect(read(place(), body, status)).toEqual([
      { type: 'outcomeUnknown', order, cause, timeUs: 9 },
    ])
  })

  test('is named by its request', () => {
    expect(read(amend, '', 503)).toMatchObject([{ type: 'amendUnknown', request: 2 }])
    expect(read(cancel, refusal('51412'))).toMatchObject([{ type: 'cancelUnknown', request: 3 }])
  })
})

test('an order that was a stop is found by the venue’s id, whatever name it has there', () => {
  expect(read(cancel, answer([row({ clOrdId: '706620792746729474_0', ordId: '5' })]))).toEqual([])
})

test('an order that is being cancelled is: nothing was refused', () => {
  expect(read(cancel, refusal('51410'))).toEqual([])
})

test('each order of a batch has its own answer, found by its id, whatever their order', () => {
  const other = { ...place(), clientOrderId: clientOrderId(1, 8) }
  const third = { ...place(), clientOrderId: clientOrderId(1, 9) }
  const rows = [
    row({ clOrdId: String(other.clientOrderId), sCode: '51008', sMsg: 'no' }),
    row({ ordId: '77' }),
  ]
  const call = orders.batch?.([place(), other, third])
  expect(call?.parse(response(answer(rows, '2', 'some failed')), 9)).toMatchObject([
    { type: 'acknowledged', order, venueOrderId: '77' },
    { type: 'rejected', order: { clientOrderId: other.clientOrderId }, code: '51008' },
    { type: 'outcomeUnknown', order: { clientOrderId: third.clientOrderId } },
  ])
})

describe('the client is told to stop', () => {
  const stopIn = (body: unknown, status = 200, headers = {}) =>
    orders.call(place()).refusal?.(response(body, status, headers))
  test.each([
    ['by the whole answer', answer([], '50011'), 429, {}, 2000],
    ['by the row of one order', refusal('50061'), 200, {}, 2000],
    ['by the status alone', '', 429, { 'retry-after': '7' }, 7000],
  ])('%s', (_name, body, status, headers, retryAfterMs) => {
    expect(stopIn(body, status, headers)).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs })
  })
  test('by nothing else', () => {
    expect(stopIn(answer([row()]))).toBeUndefined()
    expect(stopIn(refusal('51008'))).toBeUndefined()
    expect(stopIn('<html>', 502)).toBeUndefined()
  })
})

test('whatever bytes an answer has, there is one event at most about each request, and no throw', () => {
  const json = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({ code: fc.jsonValue(), msg: fc.jsonValue(), data: fc.array(fc.jsonValue()) })
      .map((body) => JSON.stringify(body)),
  )
  fc.assert(
    fc.property(json, fc.constantFrom(200, 400, 401, 429, 500), (body, status) => {
      for (const request of [place(), amend, cancel, stop]) {
        const events = read(request, body, status)
        expect(events.length).toBeLessThanOrEqual(1)
        for (const { type } of events) expect(type).toMatch(/Unknown$|ejected$|acknowledged/)
      }
    }),
  )
})
