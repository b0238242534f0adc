import { describe, expect, test } from 'vitest'
import {
  clientOrderId,
  Decimal,
  type OrderTerms,
  venueOrderId,
} from '../../../../src/core/index.ts'
import {
  amend,
  bodyOf,
  cancel,
  ID,
  INVERSE,
  place,
  protocol,
  SPOT,
  signed,
  terms,
} from './support.ts'

const { orders, facts } = protocol
const trigger = { triggerPrice: new Decimal('58000') }
const spot = { instrument: SPOT }
const linear = { category: 'linear', symbol: 'BTCUSDT' }
const onSpot = { category: 'spot', symbol: 'BTCUSDT' }

describe('an order is written', () => {
  test('as one signed POST with the exact text of its body', () => {
    const { request, spends } = orders.call(place({ postOnly: true }))
    const { method, path, service, isIdempotent, query, headers, body } = signed(request)
    expect({ method, path, service, isIdempotent, query, spends }).toEqual({
      method: 'POST',
      path: '/v5/order/create',
      service: 'v5',
      isIdempotent: false,
      query: undefined,
      spends: { 'linear.place': 1 },
    })
    expect(body).toBe(
      `{"category":"linear","symbol":"BTCUSDT","side":"Buy","orderType":"Limit","qty":"0.01","price":"60000","timeInForce":"PostOnly","positionIdx":0,"orderLinkId":"${ID}"}`,
    )
    expect(Object.keys(headers ?? {})).toEqual([
      'Content-Type',
      'X-BAPI-API-KEY',
      'X-BAPI-TIMESTAMP',
      'X-BAPI-RECV-WINDOW',
      'X-BAPI-SIGN',
    ])
  })

  const shapes: readonly [string, Partial<OrderTerms>, object][] = [
    ['gtc', {}, { ...linear, timeInForce: 'GTC', positionIdx: 0 }],
    ['ioc', { timeInForce: 'ioc' }, { ...linear, timeInForce: 'IOC' }],
    ['fok', { timeInForce: 'fok', side: 'sell' }, { ...linear, side: 'Sell', timeInForce: 'FOK' }],
    ['reduce-only', { reduceOnly: true }, { ...linear, reduceOnly: true }],
    ['market', { type: 'market', timeInForce: 'ioc' }, { ...linear, orderType: 'Market' }],
    [
      'stop-market buy, for a rise',
      { type: 'stopMarket', ...trigger },
      { orderType: 'Market', triggerPrice: '58000', triggerDirection: 1, triggerBy: 'LastPrice' },
    ],
    [
      'stop-limit sell, for a fall',
      { type: 'stopLimit', side: 'sell', ...trigger },
      { orderType: 'Limit', price: '60000', triggerPrice: '58000', triggerDirection: 2 },
    ],
    ['spot limit', spot, { ...onSpot, orderType: 'Limit', timeInForce: 'GTC' }],
    [
      'spot market buy, which would count quote otherwise',
      { ...spot, type: 'market' },
      { ...onSpot, orderType: 'Market', qty: '0.01', marketUnit: 'baseCoin' },
    ],
    [
      'spot stop',
      { ...spot, type: 'stopMarket', side: 'sell', ...trigger },
      { ...onSpot, orderFilter: 'StopOrder', triggerPrice: '58000', marketUnit: 'baseCoin' },
    ],
  ]
  test.each(shapes)('%s', (_, over, expected) => {
    expect(orders.unsupported(terms(over))).toBeUndefined()
    expect(bodyOf(orders.call(place(over)).request)).toMatchObject(expected)
  })

  test.each([
    ['market', { type: 'market' } as const, ['price', 'timeInForce', 'marketUnit']],
    ['spot limit', spot, ['positionIdx', 'reduceOnly', 'marketUnit', 'triggerDirection']],
    ['spot stop', { ...spot, type: 'stopMarket', ...trigger } as const, ['triggerDirection']],
  ])('%s without what does not belong to it', (_, over, absent) => {
    const body = bodyOf(orders.call(place(over)).request)
    for (const key of absent) expect(body).not.toHaveProperty(key)
  })

  test('with numbers in plain digits, however small or large', () => {
    const over = { price: new Decimal('0.0000000001'), quantity: new Decimal('1e21') }
    expect(bodyOf(orders.call(place(over)).request)).toMatchObject({
      price: '0.0000000001',
      qty: '1000000000000000000000',
    })
  })
})

describe('terms that the venue has no words for', () => {
  const odd: readonly [string, Partial<OrderTerms>, RegExp][] = [
    ['a time', { timeInForce: 'gtd', expireTimeUs: 1 }, /gtd/],
    ['inverse contracts', { instrument: INVERSE }, /inverse/],
    ['reduce-only spot', { ...spot, reduceOnly: true }, /spot has no positions/],
    ['post-only that may not rest', { postOnly: true, timeInForce: 'ioc' }, /post-only/],
    ['post-only market', { postOnly: true, type: 'market' }, /post-only/],
    ['a whole-or-nothing market order', { type: 'market', timeInForce: 'fok' }, /fok/],
    ['a market order with a limit', { type: 'market', price: new Decimal(1) }, /has no price/],
    ['a stop without a trigger', { type: 'stopMarket' }, /needs a trigger/],
    ['a limit with a trigger', { ...trigger }, /has no trigger/],
    ['a spot stop that rests', { ...spot, type: 'stopLimit', ...trigger }, /filter/],
  ]
  test.each(odd)('%s are refused in words, and never written', (_, over, words) => {
    expect(orders.unsupported(terms(over))).toMatch(words)
    expect(() => orders.call(place(over))).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringMatching(words) }),
    )
  })
})

describe('a change and an end', () => {
  test('name the order by the venue’s id, or else by ours', () => {
    const known = { venueOrderId: venueOrderId('5cf98598') }
    expect(orders.call(amend()).request.path).toBe('/v5/order/amend')
    expect(bodyOf(orders.call(amend()).request)).toEqual({
      ...linear,
      orderLinkId: ID,
      qty: '0.02',
      price: '60001.5',
    })
    expect(bodyOf(orders.call(amend(known)).request)).toMatchObject({ orderId: '5cf98598' })
    expect(orders.call(cancel()).request.path).toBe('/v5/order/cancel')
    expect(bodyOf(orders.call(cancel()).request)).toEqual({ ...linear, orderLinkId: ID })
    expect(bodyOf(orders.call(cancel(known)).request)).toEqual({ ...linear, orderId: '5cf98598' })
  })

  test('of an order without a price has none', () => {
    const body = bodyOf(orders.call(amend({ price: undefined })).request)
    expect(body).not.toHaveProperty('price')
  })

  test('may be asked for of an order that could not be placed in these words', () => {
    const odd = terms({ timeInForce: 'gtd', expireTimeUs: 1 })
    expect(bodyOf(orders.call(cancel({ terms: odd })).request)).toMatchObject(linear)
    expect(bodyOf(orders.call(amend({ terms: odd })).request)).toMatchObject(linear)
    const inverse = terms({ instrument: INVERSE })
    expect(() => orders.call(cancel({ terms: inverse }))).toThrow(/inverse/)
  })

  test('of a spot stop is looked for among stops', () => {
    const stop = terms({ ...spot, type: 'stopMarket', ...trigger })
    expect(bodyOf(orders.call(cancel({ terms: stop })).request)).toEqual({
      ...onSpot,
      orderLinkId: ID,
      orderFilter: 'StopOrder',
    })
  })
})

describe('a batch', () => {
  const ids = Array.from({ length: 21 }, (_, i) => clientOrderId(7, i))
  const places = (count: number, over: Partial<OrderTerms> = {}) =>
    ids.slice(0, count).map((id) => place(over, id))

  test('has its product once, its orders in order, and spends for each', () => {
    const { request, spends } = orders.batch?.(places(2)) ?? orders.call(place())
    expect(request.path).toBe('/v5/order/create-batch')
    expect(spends).toEqual({ 'linear.placeBatch': 2 })
    expect(bodyOf(request)).toMatchObject({
      category: 'linear',
      request: [{ orderLinkId: ids[0] }, { orderLinkId: ids[1] }],
    })
    expect(orders.batch?.([cancel()]).request.path).toBe('/v5/order/cancel-batch')
    expect(orders.batch?.([amend()]).request.path).toBe('/v5/order/amend-batch')
  })

  test('ends with its earliest deadline', () => {
    const late = cancel({ deadlineUs: cancel().deadlineUs + 1_000_000 })
    const request = orders.batch?.([late, cancel()]).request
    expect(request && signed(request).headers?.['X-BAPI-RECV-WINDOW']).toBe('3000')
  })

  test.each([
    ['none', []],
    ['more than 20 of linear', places(21)],
    ['more than 10 of spot', places(11, spot)],
    ['two kinds', [place(), cancel()]],
    ['two products', [place(), place(spot)]],
    ['one that cannot be written', [place(), place({ timeInForce: 'gtd' })]],
  ])('of %s is refused', (_, requests) => {
    expect(() => orders.batch?.(requests)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }))
  })

  test('may be as long as the facts say, and every budget spent is among them', () => {
    for (const { product, maxBatch } of facts.trading) {
      const over = product === 'spot' ? spot : {}
      const { spends } = orders.batch?.(places(maxBatch, over)) ?? { spends: {} }
      expect(Object.values(spends)).toEqual([maxBatch])
      for (const request of [
        place(over),
        amend({ terms: terms(over) }),
        cancel({ terms: terms(over) }),
      ]) {
        const all = { ...orders.call(request).spends, ...orders.batch?.([request]).spends }
        expect(Object.keys(facts.orderBudgets)).toEqual(expect.arrayContaining(Object.keys(all)))
      }
    }
  })
})
