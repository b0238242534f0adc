import { fc, test as prop } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  clientOrderId,
  Decimal,
  type HttpResponse,
  type VenueRequest,
} from '../../../../src/core/index.ts'
import { amend, answer, cancel, ID, NOW_US, ok, place, protocol, refusal, SPOT } from './support.ts'

const order = { clientOrderId: ID }
const base = { order, timeUs: NOW_US }
const read = (request: VenueRequest, response: HttpResponse) =>
  protocol.orders.call(request).parse(response, NOW_US)
const readBatch = (requests: readonly VenueRequest[], response: HttpResponse) =>
  protocol.orders.batch?.(requests).parse(response, NOW_US)

describe('an answer of the gateway', () => {
  test('that an order was taken is its id, at the venue’s time', () => {
    const taken = ok({ orderId: '1321003749386327552', orderLinkId: ID })
    expect(read(place(), taken)).toEqual([
      {
        type: 'acknowledged',
        ...base,
        venueOrderId: '1321003749386327552',
        venueTimeUs: 1_763_700_000_250_000,
      },
    ])
  })

  test('that a change or an end was taken says nothing about the order: the stream does', () => {
    const taken = ok({ orderId: '1321003749386327552', orderLinkId: ID })
    expect(read(amend(), taken)).toEqual([])
    expect(read(cancel(), taken)).toEqual([])
  })

  test('about another order, or about none, is no answer', () => {
    const others = [{ orderId: 'x', orderLinkId: 'other' }, {}, { orderId: '' }, [], null, 'text']
    for (const result of others)
      expect(read(place(), ok(result))).toEqual([
        { type: 'outcomeUnknown', ...base, cause: 'unreadable' },
      ])
  })
})

describe('a refusal', () => {
  test.each([
    [110007, 'ab not enough for new order', 'INSUFFICIENT_FUNDS'],
    [170131, 'Insufficient balance.', 'INSUFFICIENT_FUNDS'],
    [10001, 'position idx not match position mode', 'ORDER_INVALID'],
    [10002, 'invalid request, please check your server timestamp', 'CLOCK_SKEWED'],
    [10003, 'API key is invalid.', 'AUTH_FAILED'],
    [10004, 'error sign!', 'AUTH_FAILED'],
    [10005, 'Permission denied', 'PERMISSION_DENIED'],
    [10006, 'Too many visits!', 'RATE_LIMITED'],
    [33004, 'Your api key has expired.', 'AUTH_FAILED'],
    [110017, 'Reduce-only rule not satisfied', 'ORDER_INVALID'],
    [110094, 'Order does not meet minimum order value 5USDT', 'ORDER_INVALID'],
    [170134, 'Order price has too many decimals.', 'ORDER_INVALID'],
    [110123, 'Sign the agreement', 'PERMISSION_DENIED'],
  ])('%i leaves no doubt: the order is not there', (code, text, reason) => {
    expect(read(place(), refusal(code, text))).toEqual([
      { type: 'rejected', ...base, code: String(code), text, reason },
    ])
  })

  test.each([
    [110072, 'OrderLinkedID is duplicate'],
    [170141, 'Duplicate clientOrderId'],
    [10001, 'duplicate order link id'],
    [12345, 'a code that nobody documented'],
    [34040, 'not modified'],
  ])('%i (%s) may be about an order that is there', (code, text) => {
    expect(read(place(), refusal(code, text))).toEqual([
      { type: 'outcomeUnknown', ...base, cause: 'unreadable' },
    ])
  })

  test.each([10000, 10016, 10019, 170001, 170007, 170032, 170146, 170147, 170234])(
    '%i is an error inside the venue: nobody can say',
    (code) => {
      const events = [place(), amend(), cancel()].flatMap((each) => read(each, refusal(code)))
      expect(events).toEqual([
        { type: 'outcomeUnknown', ...base, cause: 'serverError' },
        { type: 'amendUnknown', ...base, request: 2, cause: 'serverError' },
        { type: 'cancelUnknown', ...base, request: 3, cause: 'serverError' },
      ])
    },
  )

  test.each([110001, 170213, 170143, 110008, 110010, 170139, 170142, 170190, 110079, 170191])(
    '%i of a change or an end is one: the order may have gone meanwhile',
    (code) => {
      const isBusy = code === 110079 || code === 170191
      const reason = isBusy ? 'VENUE_REJECTED' : 'ORDER_NOT_FOUND'
      const told = { code: String(code), text: 'gone', reason }
      expect(read(amend(), refusal(code, 'gone'))).toEqual([
        { type: 'amendRejected', ...base, request: 2, ...told },
      ])
      expect(read(cancel(), refusal(code, 'gone'))).toEqual([
        { type: 'cancelRejected', ...base, request: 3, ...told },
      ])
    },
  )

  test.each([110025, 110026, 110027, 110043, 34040])(
    '%i, "not modified", is a change that is in force',
    (code) => {
      expect(read(amend(), refusal(code))).toEqual([
        {
          type: 'amended',
          ...base,
          request: 2,
          quantity: new Decimal('0.02'),
          price: new Decimal('60001.5'),
        },
      ])
    },
  )
})

describe('an answer with another status', () => {
  const html = '<html><body>Bad gateway</body></html>'
  test.each([
    ['500', answer(html, 500), 'serverError'],
    ['502 with a code that is a refusal', refusal(10001, 'bad', 502), 'serverError'],
    ['429', refusal(10429, 'System level frequency protection', 429), 'rateLimited'],
    ['403 of a region', answer(html, 403), 'unreadable'],
    ['404', answer(html, 404), 'unreadable'],
    ['200 that is a page', answer(html), 'unreadable'],
    ['200 without a body', answer(''), 'unreadable'],
    ['half an answer', answer('{"retCode":0,"result":{"orderId":"1'), 'unreadable'],
    [
      '302 that says it was taken',
      answer({ retCode: 0, result: { orderId: '1' } }, 302),
      'unreadable',
    ],
  ])('%s leaves the order unknown', (_, response, cause) => {
    expect(read(place(), response)).toEqual([{ type: 'outcomeUnknown', ...base, cause }])
  })

  test('403 "access too frequent" and 401 were stopped at the gate', () => {
    const text = '403, access too frequent'
    expect(read(place(), answer(text, 403))).toEqual([
      { type: 'rejected', ...base, code: '403', text, reason: 'RATE_LIMITED' },
    ])
    expect(read(place(), answer('', 401))).toMatchObject([{ type: 'rejected', code: '401' }])
  })
})

describe('what tells the client to stop', () => {
  const stop = (response: HttpResponse) => protocol.orders.call(place()).refusal?.(response)

  test('is our own budget, until it is full again', () => {
    const body = { retCode: 10006, retMsg: 'Too many visits!', result: {}, time: 1000 }
    const headers = { 'x-bapi-limit-reset-timestamp': '1400' }
    expect(stop(answer(body, 200, headers))).toMatchObject({
      code: 'RATE_LIMITED',
      retry: 'safe',
      retryAfterMs: 400,
    })
    expect(stop(answer(body))).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 1000 })
  })

  test('is the gate, for ten minutes', () => {
    expect(stop(answer('403, access too frequent', 403))).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 600_000,
    })
  })

  test('is a ban, and the system that protects itself', () => {
    expect(stop(refusal(10009))).toMatchObject({ code: 'BANNED' })
    expect(stop(refusal(10429, 'protection', 429))).toMatchObject({ code: 'RATE_LIMITED' })
  })

  test('is nothing else', () => {
    for (const response of [ok({}), refusal(110007), refusal(10016), answer('<html>', 502)])
      expect(stop(response)).toBeUndefined()
  })
})

describe('the answer to a batch', () => {
  const [second, third] = [clientOrderId(7, 42), clientOrderId(7, 43)]
  const requests = [place(), place({}, second), place({}, third)]
  const list = [
    { orderId: 'a', orderLinkId: ID },
    { orderId: '', orderLinkId: second },
  ]

  test('is read order by order, by the two lists side by side', () => {
    const words = [
      { code: 0, msg: 'OK' },
      { code: 170131, msg: 'Insufficient balance.' },
      { code: 10006, msg: 'Too many visits!' },
    ]
    expect(readBatch(requests, ok({ list }, { list: words }))).toMatchObject([
      { type: 'acknowledged', order, venueOrderId: 'a' },
      { type: 'rejected', order: { clientOrderId: second }, code: '170131' },
      { type: 'rejected', order: { clientOrderId: third }, code: '10006' },
    ])
  })

  test('that is too short leaves unknown what it does not speak of', () => {
    const short = ok({ list: list.slice(0, 1) }, { list: [{ code: 0, msg: 'OK' }] })
    expect(readBatch(requests, short)).toMatchObject([
      { type: 'acknowledged' },
      { type: 'outcomeUnknown', order: { clientOrderId: second } },
      { type: 'outcomeUnknown', order: { clientOrderId: third } },
    ])
    for (const words of [undefined, [], { list: 'none' }, ''])
      expect(readBatch(requests, ok({ list }, words))).toMatchObject(
        requests.map(() => ({ type: 'outcomeUnknown' })),
      )
  })

  test('that is out of step is believed of no order', () => {
    const words = { list: [{ code: 0 }, { code: 0 }, { code: 0 }] }
    const turned = ok({ list: [...list].reverse() }, words)
    expect(readBatch(requests, turned)).toMatchObject(
      requests.map(() => ({ type: 'outcomeUnknown', cause: 'unreadable' })),
    )
  })

  test('that is refused as a whole is refused for each', () => {
    expect(readBatch(requests, refusal(10005))).toMatchObject(
      requests.map(() => ({ type: 'rejected', code: '10005' })),
    )
    expect(readBatch(requests, answer('', 503))).toMatchObject(
      requests.map(() => ({ type: 'outcomeUnknown', cause: 'serverError' })),
    )
  })
})

const junk = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record({ retCode: fc.anything(), retMsg: fc.anything(), result: fc.anything() })
    .map((body) => {
      try {
        return JSON.stringify(body) ?? ''
      } catch {
        return ''
      }
    }),
)

prop.prop([junk, fc.integer({ min: 100, max: 599 })])(
  'whatever comes is read without a throw, and is a refusal only by a code of the list',
  (text, status) => {
    const response = answer(text, status)
    for (const request of [place(), amend(), cancel(), place({ instrument: SPOT })]) {
      const events = read(request, response)
      expect(events.length).toBeLessThanOrEqual(1)
      for (const event of events) expect(event.order).toEqual(order)
      expect(readBatch([request], response)?.length).toBeLessThanOrEqual(1)
      protocol.orders.call(request).refusal?.(response)
    }
  },
)
