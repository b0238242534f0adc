import { describe, expect, test } from 'vitest'
import type { UnknownCause } from '../../../../src/core/index.ts'
import { Decimal } from '../../../../src/core/index.ts'
import {
  amend,
  answerOf,
  cancel,
  eventsOf,
  ID,
  OTHER_ID,
  place,
  pricelessTerms,
  protocol,
  termsOf,
} from './support.ts'

const { orders } = protocol
const ours = { order: { clientOrderId: ID }, timeUs: 5 }
/** By both ids, as the venue's fills come by its own. */
const named = {
  ...ours,
  order: { ...ours.order, venueOrderId: '28', account: 'main', instrument: 'BTCUSDT' },
}

const spotOrder = {
  symbol: 'BTCUSDT',
  orderId: 28,
  orderListId: -1,
  clientOrderId: ID,
  transactTime: 1_507_725_176_595,
  price: '60000.00000000',
  origQty: '0.01000000',
  executedQty: '0.00000000',
  cummulativeQuoteQty: '0.00000000',
  status: 'NEW',
  timeInForce: 'GTC',
  type: 'LIMIT',
  side: 'BUY',
  fills: [],
}

const usdmOrder = {
  clientOrderId: ID,
  cumQty: '0',
  executedQty: '0',
  orderId: 22_542_179,
  origQty: '0.010',
  price: '60000.0',
  side: 'BUY',
  positionSide: 'BOTH',
  status: 'NEW',
  symbol: 'BTCUSDT',
  timeInForce: 'GTX',
  type: 'LIMIT',
  updateTime: 1_763_683_200_012,
}

const stopOrder = {
  algoId: 2_146_760,
  clientAlgoId: ID,
  algoType: 'CONDITIONAL',
  orderType: 'STOP_MARKET',
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.010',
  algoStatus: 'NEW',
  triggerPrice: '58000.0',
  price: '0',
}

const spot = orders.call(place(termsOf('spot')))
const usdm = orders.call(place(termsOf('futures')))
const stopTerms = pricelessTerms('futures', {
  type: 'stopMarket',
  timeInForce: 'gtc',
  triggerPrice: new Decimal('58000'),
})

describe('spot: an answer to placing', () => {
  test('that rests is acknowledged', () => {
    expect(eventsOf(spot, answerOf(spotOrder))).toEqual([
      {
        ...ours,
        type: 'acknowledged',
        venueOrderId: '28',
        filledQuantity: '0',
        venueTimeUs: 1_507_725_176_595_000,
      },
    ])
  })

  test('that was filled has every fill with its fee', () => {
    const events = eventsOf(
      spot,
      answerOf({
        ...spotOrder,
        executedQty: '0.01000000',
        status: 'FILLED',
        fills: [
          {
            price: '4000.00000000',
            qty: '0.00400000',
            commission: '0.00000400',
            commissionAsset: 'BTC',
            tradeId: 56,
          },
          {
            price: '3999.00000000',
            qty: '0.00600000',
            commission: '0.00000001',
            commissionAsset: 'BNB',
            tradeId: 57,
          },
        ],
      }),
    )
    expect(events).toMatchObject([
      { type: 'acknowledged', filledQuantity: '0.01' },
      {
        type: 'fill',
        fill: {
          fillId: '56',
          account: 'main',
          clientOrderId: ID,
          venueOrderId: '28',
          instrument: 'BTCUSDT',
          side: 'buy',
          price: '4000',
          quantity: '0.004',
          fee: { amount: '0.000004', asset: 'BTC' },
          isMaker: false,
          venueTimeUs: 1_507_725_176_595_000,
        },
      },
      {
        type: 'fill',
        fill: { fillId: '57', price: '3999', fee: { amount: '0.00000001', asset: 'BNB' } },
      },
    ])
  })

  test('whose rest expired says so after the fills', () => {
    const answer = { ...spotOrder, executedQty: '0.00400000', status: 'EXPIRED' }
    expect(eventsOf(spot, answerOf(answer))).toMatchObject([
      { type: 'acknowledged', filledQuantity: '0.004' },
      { type: 'expired', filledQuantity: '0.004' },
    ])
  })

  test('to a cancel is the end of the order that the cancel names', () => {
    const answer = {
      ...spotOrder,
      clientOrderId: 'cancelMyOrder1',
      origClientOrderId: ID,
      status: 'CANCELED',
    }
    expect(eventsOf(orders.call(cancel(termsOf('spot'))), answerOf(answer))).toEqual([
      { ...named, type: 'cancelled', filledQuantity: '0', venueTimeUs: 1_507_725_176_595_000 },
    ])
  })

  test('to an amend has the new quantity, wrapped', () => {
    const { origQty: _, transactTime, ...order } = spotOrder
    const answer = {
      transactTime,
      executionId: 75,
      amendedOrder: {
        ...order,
        qty: '0.00400000',
        executedQty: '0.00100000',
        cumulativeQuoteQty: '60',
      },
    }
    const call = orders.call(amend(termsOf('spot'), { quantity: new Decimal('0.004') }))
    expect(eventsOf(call, answerOf(answer))).toEqual([
      {
        ...named,
        type: 'amended',
        request: 2,
        quantity: '0.004',
        price: '60000',
        filledQuantity: '0.001',
        venueTimeUs: 1_507_725_176_595_000,
      },
    ])
  })
})

describe('USDⓈ-M: an answer to placing', () => {
  test('tells what was filled as a sum', () => {
    const answer = { ...usdmOrder, executedQty: '0.010', status: 'FILLED' }
    expect(eventsOf(usdm, answerOf(answer))).toEqual([
      {
        ...ours,
        type: 'acknowledged',
        venueOrderId: '22542179',
        filledQuantity: '0.01',
        venueTimeUs: 1_763_683_200_012_000,
      },
    ])
  })

  test.each(['EXPIRED', 'EXPIRED_IN_MATCH'])('that is %s was there and is no more', (status) => {
    expect(eventsOf(usdm, answerOf({ ...usdmOrder, status }))).toMatchObject([
      { type: 'acknowledged', venueOrderId: '22542179' },
      { type: 'expired', filledQuantity: '0' },
    ])
  })

  test('to an amend that ends the order says both', () => {
    const call = orders.call(amend(termsOf('futures'), { quantity: new Decimal('0.001') }))
    const answer = { ...usdmOrder, origQty: '0.001', executedQty: '0.002', status: 'CANCELED' }
    expect(eventsOf(call, answerOf(answer))).toMatchObject([
      { type: 'amended', request: 2, quantity: '0.001', price: '60000' },
      { type: 'cancelled', filledQuantity: '0.002' },
    ])
  })

  test('of a stop order has an id that is told apart', () => {
    expect(eventsOf(orders.call(place(stopTerms)), answerOf(stopOrder))).toEqual([
      { ...ours, type: 'acknowledged', venueOrderId: 'algo-2146760' },
    ])
  })

  test.each([
    { algoId: 2_146_760, clientAlgoId: ID, code: '200', msg: 'success' },
    { ...stopOrder, algoStatus: 'CANCELED' },
  ])('to the cancel of a stop order is its end: %j', (answer) => {
    expect(eventsOf(orders.call(cancel(stopTerms)), answerOf(answer))).toEqual([
      { ...ours, type: 'cancelled' },
    ])
  })

  test('to a cancel that leaves the order open says nothing that can be relied on', () => {
    expect(eventsOf(orders.call(cancel(termsOf('futures'))), answerOf(usdmOrder))).toEqual([
      { ...ours, type: 'cancelUnknown', request: 2, cause: 'unreadable' },
    ])
  })
})

describe('a batch', () => {
  const terms = termsOf('futures')
  const call = orders.batch?.([place(terms), place(terms, OTHER_ID)])
  if (call === undefined) throw new Error('no batches')
  const other = { order: { clientOrderId: OTHER_ID }, timeUs: 5 }

  test('is answered row by row', () => {
    const answer = [usdmOrder, { code: -2022, msg: 'ReduceOnly Order is rejected.' }]
    expect(eventsOf(call, answerOf(answer))).toMatchObject([
      { ...ours, type: 'acknowledged' },
      { ...other, type: 'rejected', code: '-2022', text: 'ReduceOnly Order is rejected.' },
    ])
  })

  test('with a row that may have been carried out leaves that order unknown, and no other', () => {
    const answer = [
      { code: -1007, msg: 'Timeout waiting for response' },
      { ...usdmOrder, clientOrderId: OTHER_ID },
    ]
    expect(eventsOf(call, answerOf(answer))).toMatchObject([
      { ...ours, type: 'outcomeUnknown', cause: 'timeout' },
      { ...other, type: 'acknowledged' },
    ])
  })

  test.each<[unknown, number, string]>([
    [[usdmOrder], 200, 'outcomeUnknown'],
    [{ code: -1000, msg: 'unknown' }, 503, 'outcomeUnknown'],
    [
      { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
      400,
      'rejected',
    ],
  ])('answered as a whole by %j is one thing for all of it', (body, status, type) => {
    expect(eventsOf(call, answerOf(body, status))).toMatchObject([
      { ...ours, type },
      { ...other, type },
    ])
  })
})

describe('a refusal', () => {
  const said = (code: number, msg: string) => ({ code, msg })
  test.each<[reason: string, code: number, status: number, msg: string]>([
    ['INSUFFICIENT_FUNDS', -2010, 400, 'Account has insufficient balance for requested action.'],
    ['ORDER_INVALID', -2010, 400, 'Order would immediately match and take.'],
    ['ORDER_INVALID', -1013, 400, 'Filter failure: LOT_SIZE'],
    ['CLOCK_SKEWED', -1021, 400, 'Timestamp for this request is outside of the recvWindow.'],
    ['AUTH_FAILED', -1022, 400, 'Signature for this request is not valid.'],
    ['PERMISSION_DENIED', -2015, 401, 'Invalid API-key, IP, or permissions for action.'],
    ['RATE_LIMITED', -1003, 429, 'Too much request weight used'],
    ['BANNED', -1003, 418, 'Way too much request weight used; IP banned until 1763683200000.'],
    ['RATE_LIMITED', -1015, 429, 'Too many new orders; current limit is 100 orders per 10 SECOND.'],
  ])('in clear words rejects, as %s: %i with status %i', (reason, code, status, msg) => {
    expect(eventsOf(spot, answerOf(said(code, msg), status))).toMatchObject([
      { ...ours, type: 'rejected', code: String(code), reason },
    ])
  })

  test.each<[UnknownCause, number, unknown]>([
    // The first attempt did land: what became of it the venue has to be asked.
    ['unreadable', 400, said(-2010, 'Duplicate order sent.')],
    ['unreadable', 400, said(-9999, 'A code of tomorrow')],
    ['unreadable', 400, ''],
    ['timeout', 400, said(-1007, 'Timeout waiting for response from backend server.')],
    ['timeout', 408, ''],
    ['serverError', 400, said(-1006, 'An unexpected response was received from the message bus.')],
    ['serverError', 503, said(-1001, 'Internal error; unable to process your request.')],
    ['serverError', 503, said(-1008, 'Server is currently overloaded with other requests.')],
    ['serverError', 500, said(-2010, 'Account has insufficient balance for requested action.')],
    ['serverError', 502, '<html>Bad gateway</html>'],
    ['rateLimited', 403, '<html>Forbidden</html>'],
    ['rateLimited', 429, '<html>Slow down</html>'],
  ])('in others leaves the order unknown, %s: status %i, %j', (cause, status, body) => {
    expect(eventsOf(spot, answerOf(body, status))).toEqual([
      { ...ours, type: 'outcomeUnknown', cause },
    ])
  })

  test('of futures is read by its own table', () => {
    expect(eventsOf(usdm, answerOf(said(-1008, 'Request throttled'), 503))).toMatchObject([
      { type: 'rejected' },
    ])
    expect(
      eventsOf(usdm, answerOf(said(-2021, 'Order would immediately trigger.'), 400)),
    ).toMatchObject([{ type: 'rejected' }])
    expect(
      eventsOf(spot, answerOf(said(-2021, 'Order cancel-replace partially failed.'), 409)),
    ).toMatchObject([{ type: 'outcomeUnknown' }])
    expect(
      eventsOf(usdm, answerOf(said(-4116, 'ClientOrderId is duplicated.'), 400)),
    ).toMatchObject([{ type: 'outcomeUnknown' }])
    expect(
      eventsOf(usdm, answerOf(said(-5022, 'Due to the order could not be executed as maker'), 400)),
    ).toMatchObject([{ type: 'rejected' }])
  })

  test('of a cancel or an amend leaves the order to be asked for', () => {
    const gone = answerOf(said(-2011, 'Unknown order sent.'), 400)
    expect(eventsOf(orders.call(cancel(termsOf('spot'))), gone)).toEqual([
      {
        ...ours,
        type: 'cancelRejected',
        request: 2,
        code: '-2011',
        text: 'Unknown order sent.',
        reason: 'ORDER_NOT_FOUND',
      },
    ])
    const missing = answerOf(said(-2013, 'Order does not exist.'), 400)
    expect(eventsOf(orders.call(amend(termsOf('futures'), {})), missing)).toMatchObject([
      { type: 'amendRejected', request: 2 },
    ])
  })

  test.each(['null', '[]', '{"orderId":28}', '{"symbol":', 'ok', '7'])(
    'is not what an answer of 200 says that cannot be read: %s',
    (body) => {
      for (const call of [spot, usdm]) {
        expect(eventsOf(call, answerOf(body))).toEqual([
          { ...ours, type: 'outcomeUnknown', cause: 'unreadable' },
        ])
      }
    },
  )
})

describe('being told to stop', () => {
  test.each([
    [429, { code: -1003, msg: 'Too much request weight used' }, 'RATE_LIMITED'],
    [418, { code: -1003, msg: 'banned' }, 'BANNED'],
    [403, '<html></html>', 'RATE_LIMITED'],
    // Cancels have to go on: they are not counted.
    [429, { code: -1015, msg: 'Too many new orders' }, undefined],
    [400, { code: -2010, msg: 'Market is closed.' }, undefined],
    [200, spotOrder, undefined],
  ])('status %i, %j is %s', (status, body, code) => {
    expect(spot.refusal?.(answerOf(body, status, { 'retry-after': '7' }))?.code).toBe(code)
  })

  test('says for how long', () => {
    const error = spot.refusal?.(answerOf({ code: -1003, msg: '' }, 429, { 'retry-after': '7' }))
    expect(error).toMatchObject({ retry: 'safe', retryAfterMs: 7_000 })
  })
})
