import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  Decimal,
  type HttpRequest,
  type OrderTerms,
  queryText,
} from '../../../../src/core/index.ts'
import {
  amend,
  cancel,
  ID,
  instrumentOf,
  KEY,
  NOW_US,
  OTHER_ID,
  place,
  pricelessTerms,
  protocol,
  SECRET,
  shown,
  signed,
  termsOf,
} from './support.ts'

const { orders } = protocol
const stop = (terms: Partial<OrderTerms> = {}) => ({
  triggerPrice: new Decimal('58000.0'),
  ...terms,
})
const SPOT = 'POST /api/v3/order?symbol=BTCUSDT'
const USDM = 'POST /fapi/v1/order?symbol=BTCUSDT'
const ALGO = 'POST /fapi/v1/algoOrder?algoType=CONDITIONAL&symbol=BTCUSDT'

/** The parameters of a query, as they are read at the other end. */
function parametersOf(request: HttpRequest): Readonly<Record<string, string>> {
  const text = request.queryText ?? queryText(request.query ?? {})
  return Object.fromEntries(new URLSearchParams(text))
}

describe('placing', () => {
  test.each<[string, OrderTerms, string]>([
    [
      'limit',
      termsOf('spot'),
      `${SPOT}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=60000&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'ioc',
      termsOf('spot', { timeInForce: 'ioc', side: 'sell' }),
      `${SPOT}&side=SELL&type=LIMIT&timeInForce=IOC&quantity=0.01&price=60000&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'fok',
      termsOf('spot', { timeInForce: 'fok' }),
      `${SPOT}&side=BUY&type=LIMIT&timeInForce=FOK&quantity=0.01&price=60000&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'post-only',
      termsOf('spot', { postOnly: true }),
      `${SPOT}&side=BUY&type=LIMIT_MAKER&quantity=0.01&price=60000&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'market',
      pricelessTerms('spot'),
      `${SPOT}&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'stop market',
      pricelessTerms('spot', stop({ type: 'stopMarket', timeInForce: 'gtc', side: 'sell' })),
      `${SPOT}&side=SELL&type=STOP_LOSS&quantity=0.01&stopPrice=58000&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'stop limit',
      termsOf('spot', stop({ type: 'stopLimit' })),
      `${SPOT}&side=BUY&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.01&price=60000&stopPrice=58000&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
    [
      'dust',
      termsOf('spot', { quantity: new Decimal('1e-8'), price: new Decimal('1e-18') }),
      `${SPOT}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.00000001&price=0.000000000000000001&newClientOrderId=${ID}&newOrderRespType=FULL weight 1`,
    ],
  ])('on spot: %s', (_name, terms, expected) => {
    expect(orders.unsupported(terms)).toBeUndefined()
    const call = orders.call(place(terms))
    expect(shown(call.request)).toBe(expected)
    expect(call.spends).toEqual({ 'spot-10s': 1, 'spot-1d': 1 })
  })

  test.each<[string, OrderTerms, string]>([
    [
      'limit',
      termsOf('futures'),
      `${USDM}&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=60000&newClientOrderId=${ID}&newOrderRespType=RESULT weight 0`,
    ],
    [
      'post-only',
      termsOf('futures', { postOnly: true }),
      `${USDM}&side=BUY&type=LIMIT&timeInForce=GTX&quantity=0.01&price=60000&newClientOrderId=${ID}&newOrderRespType=RESULT weight 0`,
    ],
    [
      'gtd',
      termsOf('futures', { timeInForce: 'gtd', expireTimeUs: NOW_US + 900_000_000 }),
      `${USDM}&side=BUY&type=LIMIT&timeInForce=GTD&quantity=0.01&price=60000&goodTillDate=1795781700000&newClientOrderId=${ID}&newOrderRespType=RESULT weight 0`,
    ],
    [
      'reduce-only ioc',
      termsOf('futures', { timeInForce: 'ioc', reduceOnly: true }),
      `${USDM}&side=BUY&type=LIMIT&timeInForce=IOC&quantity=0.01&price=60000&reduceOnly=true&newClientOrderId=${ID}&newOrderRespType=RESULT weight 0`,
    ],
    [
      'market',
      pricelessTerms('futures'),
      `${USDM}&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=${ID}&newOrderRespType=RESULT weight 0`,
    ],
    [
      'stop market',
      pricelessTerms(
        'futures',
        stop({ type: 'stopMarket', timeInForce: 'gtc', side: 'sell', reduceOnly: true }),
      ),
      `${ALGO}&side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice=58000&workingType=CONTRACT_PRICE&reduceOnly=true&clientAlgoId=${ID} weight 0`,
    ],
    [
      'stop limit',
      termsOf('futures', stop({ type: 'stopLimit' })),
      `${ALGO}&side=BUY&type=STOP&timeInForce=GTC&quantity=0.01&triggerPrice=58000&price=60000&workingType=CONTRACT_PRICE&clientAlgoId=${ID} weight 0`,
    ],
  ])('on USDⓈ-M: %s', (_name, terms, expected) => {
    expect(orders.unsupported(terms)).toBeUndefined()
    const call = orders.call(place(terms))
    expect(shown(call.request)).toBe(expected)
    expect(call.spends).toEqual({ 'usdm-10s': 1, 'usdm-1m': 1 })
  })

  test.each<[string, OrderTerms]>([
    ['spot has no positions', termsOf('spot', { reduceOnly: true })],
    [
      'spot orders have no end of their own',
      termsOf('spot', { timeInForce: 'gtd', expireTimeUs: NOW_US }),
    ],
    [
      'gtd ends on whole seconds',
      termsOf('futures', { timeInForce: 'gtd', expireTimeUs: NOW_US + 1_000 }),
    ],
    [
      'cannot be gtd too',
      termsOf('futures', { timeInForce: 'gtd', postOnly: true, expireTimeUs: NOW_US }),
    ],
    [
      'only limit orders can be post-only',
      termsOf('futures', stop({ type: 'stopLimit', postOnly: true })),
    ],
    ['cannot be post-only', termsOf('spot', { timeInForce: 'ioc', postOnly: true })],
    ['their time in force is ioc', pricelessTerms('futures', { timeInForce: 'fok' })],
    [
      'their time in force is gtc',
      pricelessTerms('futures', stop({ type: 'stopMarket', timeInForce: 'ioc' })),
    ],
    [
      'product coinm is not traded',
      termsOf('futures', { instrument: instrumentOf('futures', 'BTCUSD_PERP') }),
    ],
  ])('says: %s', (words, terms) => {
    expect(orders.unsupported(terms)).toContain(words)
  })

  test('refuses what it does not trade before anything is written', () => {
    const terms = termsOf('futures', { instrument: instrumentOf('futures', 'BTCUSD_PERP') })
    expect(() => orders.call(place(terms))).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_MARKET' }),
    )
  })
})

describe('amending', () => {
  test('on spot lowers the quantity, keeps the place in the queue, and our id', () => {
    const request = amend(termsOf('spot'), { quantity: new Decimal('0.004') })
    const call = orders.call(request)
    expect(shown(call.request)).toBe(
      `PUT /api/v3/order/amend/keepPriority?symbol=BTCUSDT&origClientOrderId=${ID}&newClientOrderId=${ID}&newQty=0.004 weight 4`,
    )
    expect(call.spends).toEqual({})
  })

  test('on spot cannot move the price', () => {
    const request = amend(termsOf('spot'), { price: new Decimal('59999') })
    expect(() => orders.call(request)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
  })

  test('on USDⓈ-M says price and quantity, and the side', () => {
    const request = amend(termsOf('futures'), { price: new Decimal('59999.9') })
    expect(shown(orders.call(request).request)).toBe(
      `PUT /fapi/v1/order?symbol=BTCUSDT&origClientOrderId=${ID}&side=BUY&quantity=0.01&price=59999.9 weight 0`,
    )
  })

  test('cannot touch a stop order that waits', () => {
    const request = amend(termsOf('futures', stop({ type: 'stopLimit' })), {})
    expect(() => orders.call(request)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
  })
})

describe('cancelling', () => {
  const stopTerms = termsOf('futures', stop({ type: 'stopLimit' }))
  test.each([
    [
      "by the venue's id",
      cancel(termsOf('spot'), '28'),
      'DELETE /api/v3/order?symbol=BTCUSDT&orderId=28 weight 1',
    ],
    [
      'by ours',
      cancel(termsOf('spot')),
      `DELETE /api/v3/order?symbol=BTCUSDT&origClientOrderId=${ID} weight 1`,
    ],
    [
      'on USDⓈ-M',
      cancel(termsOf('futures'), '28'),
      'DELETE /fapi/v1/order?symbol=BTCUSDT&orderId=28 weight 1',
    ],
    [
      'a stop order',
      cancel(stopTerms, 'algo-2146760'),
      'DELETE /fapi/v1/algoOrder?algoId=2146760 weight 1',
    ],
    [
      'a stop order by our id',
      cancel(stopTerms),
      `DELETE /fapi/v1/algoOrder?clientAlgoId=${ID} weight 1`,
    ],
    [
      'a stop order that has triggered',
      cancel(stopTerms, '88937381063'),
      'DELETE /fapi/v1/order?symbol=BTCUSDT&orderId=88937381063 weight 1',
    ],
  ])('%s, free of the limits on orders', (_name, request, expected) => {
    const call = orders.call(request)
    expect(shown(call.request)).toBe(expected)
    expect(call.spends).toEqual({})
  })
})

describe('batches', () => {
  const terms = termsOf('futures')
  const batch = (...requests: Parameters<NonNullable<typeof orders.batch>>[0]) => {
    if (orders.batch === undefined) throw new Error('no batches')
    return orders.batch(requests)
  }

  test('place several orders in one request', () => {
    const call = batch(place(terms), place({ ...terms, reduceOnly: true }, OTHER_ID))
    const { batchOrders, ...rest } = parametersOf(call.request)
    expect(rest).toEqual({})
    expect(JSON.parse(String(batchOrders))).toEqual([
      {
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price: '60000',
        newClientOrderId: ID,
        newOrderRespType: 'RESULT',
      },
      {
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price: '60000',
        reduceOnly: 'true',
        newClientOrderId: OTHER_ID,
        newOrderRespType: 'RESULT',
      },
    ])
    expect([call.request.method, call.request.path, call.request.weight]).toEqual([
      'POST',
      '/fapi/v1/batchOrders',
      5,
    ])
    expect(call.spends).toEqual({ 'usdm-10s': 2, 'usdm-1m': 1 })
  })

  test('change several orders', () => {
    const call = batch(amend(terms, { quantity: new Decimal('0.02') }))
    expect(shown(call.request)).toBe(
      `PUT /fapi/v1/batchOrders?batchOrders=[{"symbol":"BTCUSDT","origClientOrderId":"${ID}","side":"BUY","quantity":"0.02","price":"60000"}] weight 5`,
    )
  })

  test("cancel by the venue's ids, or by ours where one is missing", () => {
    expect(shown(batch(cancel(terms, '1'), cancel(terms, '2')).request)).toBe(
      'DELETE /fapi/v1/batchOrders?symbol=BTCUSDT&orderIdList=[1,2] weight 1',
    )
    expect(shown(batch(cancel(terms, '1'), cancel(terms)).request)).toBe(
      `DELETE /fapi/v1/batchOrders?symbol=BTCUSDT&origClientOrderIdList=["${ID}","${ID}"] weight 1`,
    )
  })

  test('are valid until the first deadline of those in them', () => {
    const soon = { ...place(terms), deadlineUs: NOW_US + 500_000 }
    expect(parametersOf(signed(batch(place(terms), soon)))).toMatchObject({ recvWindow: '500' })
  })

  test.each([
    ['nothing', () => batch()],
    ['several kinds', () => batch(place(terms), cancel(terms))],
    ['spot', () => batch(place(termsOf('spot')))],
    ['stop orders', () => batch(place(termsOf('futures', stop({ type: 'stopLimit' }))))],
    [
      'cancels in two instruments',
      () =>
        batch(
          cancel(terms),
          cancel(termsOf('futures', { instrument: instrumentOf('futures', 'ETHUSDT') })),
        ),
    ],
  ])('are not made of %s', (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
  })
})

describe('signed requests', () => {
  test('end in the signature of the query as it travels, and show the key in a header', () => {
    const request = signed(orders.call(place(termsOf('spot'))))
    const { headers } = request
    const { signature, ...rest } = parametersOf(request)
    expect(headers).toEqual({ 'X-MBX-APIKEY': KEY })
    expect(Object.keys(parametersOf(request)).slice(-3)).toEqual([
      'recvWindow',
      'timestamp',
      'signature',
    ])
    expect(rest).toMatchObject({ recvWindow: '2000', timestamp: String(NOW_US / 1000) })
    expect(signature).toBe(createHmac('sha256', SECRET).update(queryText(rest)).digest('hex'))
  })

  test('are never repeated by the client where they change orders', () => {
    const requests = [
      place(termsOf('spot')),
      cancel(termsOf('futures')),
      amend(termsOf('futures'), {}),
    ]
    expect(requests.map((request) => orders.call(request).request.isIdempotent)).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe("the dead man's switch", () => {
  const arm = orders.deadMansSwitch
  if (arm === undefined) throw new Error('no switch')
  const target = { product: 'usdm', instrument: instrumentOf('futures') }

  test('is armed and disarmed by instrument', () => {
    expect(shown(arm(target, 120_000).request)).toBe(
      'POST /fapi/v1/countdownCancelAll?symbol=BTCUSDT&countdownTime=120000 weight 10',
    )
    expect(shown(arm(target, false).request)).toContain('countdownTime=0')
  })

  test('does not exist on spot', () => {
    expect(() => arm({ product: 'spot', instrument: instrumentOf('spot') }, 1_000)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    )
    expect(
      protocol.facts.trading.map(({ product, deadMansSwitch }) => [
        product,
        deadMansSwitch !== false,
      ]),
    ).toEqual([
      ['spot', false],
      ['usdm', true],
    ])
  })
})
