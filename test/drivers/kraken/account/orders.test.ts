import { beforeAll, describe, expect, test } from 'vitest'
import {
  type AccountProtocol,
  Decimal,
  type OrderTerms,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import {
  answer,
  form,
  ID,
  ID_WIRE,
  NOW_US,
  open,
  PERPETUAL,
  place,
  SPOT,
  signed,
  termsOf,
  unpriced,
} from './support.ts'

let protocol: AccountProtocol
beforeAll(async () => {
  protocol = await open()
})

const DEADLINE = '2025-11-21T00:00:05.000Z'
const common = {
  pair: 'XBTUSD',
  type: 'buy',
  volume: '0.5',
  cl_ord_id: ID_WIRE,
  deadline: DEADLINE,
}

const market = { type: 'market', timeInForce: 'ioc' } as const
const stop = { type: 'stopMarket', triggerPrice: new Decimal('48000') } as const

describe('an order of spot', () => {
  test.each<[string, Partial<OrderTerms>, Record<string, string>]>([
    ['limit', {}, { ordertype: 'limit', price: '50000.1', timeinforce: 'GTC', oflags: 'fciq' }],
    [
      'ioc',
      { timeInForce: 'ioc' },
      { ordertype: 'limit', price: '50000.1', timeinforce: 'IOC', oflags: 'fciq' },
    ],
    [
      'fok',
      { timeInForce: 'fok' },
      { ordertype: 'limit', price: '50000.1', timeinforce: 'FOK', oflags: 'fciq' },
    ],
    [
      'gtd',
      { timeInForce: 'gtd', expireTimeUs: NOW_US + 60_000_000 },
      {
        ordertype: 'limit',
        price: '50000.1',
        timeinforce: 'GTD',
        expiretm: '1763683260',
        oflags: 'fciq',
      },
    ],
    [
      'post-only',
      { postOnly: true },
      { ordertype: 'limit', price: '50000.1', timeinforce: 'GTC', oflags: 'fciq,post' },
    ],
    [
      'stop-limit',
      { type: 'stopLimit', triggerPrice: new Decimal('51000') },
      {
        ordertype: 'stop-loss-limit',
        price: '51000',
        price2: '50000.1',
        trigger: 'last',
        timeinforce: 'GTC',
        oflags: 'fciq',
      },
    ],
  ])('that is %s says so in the venue’s words', (_name, terms, expected) => {
    const { request } = protocol.orders.call(place(SPOT, terms))
    expect(request).toMatchObject({
      service: 'spot-trading',
      method: 'POST',
      path: '/0/private/AddOrder',
      isIdempotent: false,
    })
    const { nonce, ...rest } = form(request)
    expect(nonce).toMatch(/^\d{16}$/)
    expect(rest).toEqual({ ...common, ...expected })
  })

  test.each<[string, Partial<OrderTerms>, Record<string, string>]>([
    ['market', market, { ordertype: 'market', oflags: 'fciq' }],
    [
      'a stop',
      stop,
      {
        ordertype: 'stop-loss',
        price: '48000',
        trigger: 'last',
        timeinforce: 'GTC',
        oflags: 'fciq',
      },
    ],
  ])('that is %s has no limit', (_name, more, expected) => {
    const request = place(SPOT)
    const terms = unpriced(termsOf(SPOT, more))
    const { nonce: _, ...rest } = form(protocol.orders.call({ ...request, terms }).request)
    expect(rest).toEqual({ ...common, ...expected })
  })

  test('writes amounts without exponents', () => {
    const more = { quantity: new Decimal('1e-8'), price: new Decimal('1e10') }
    const body = form(protocol.orders.call(place(SPOT, more)).request)
    expect(body).toMatchObject({ volume: '0.00000001', price: '10000000000' })
  })

  test('has a deadline no further off than the venue takes', () => {
    const request = { ...place(SPOT), deadlineUs: NOW_US + 3_600_000_000 }
    expect(form(protocol.orders.call(request).request)['deadline']).toBe('2025-11-21T00:01:00.000Z')
  })

  test('is amended in place, and stays post-only', () => {
    const request: VenueRequest = {
      ...place(SPOT, { postOnly: true }),
      type: 'amend',
      venueOrderId: venueOrderId('OABCDE-12345-FGHIJK'),
      price: new Decimal('49000'),
      quantity: new Decimal('0.7'),
    }
    const sent = signed(protocol.orders.call(request).request)
    expect(sent.path).toBe('/0/private/AmendOrder')
    expect(sent.headers?.['content-type']).toBe('application/json')
    expect(JSON.parse(sent.body ?? '')).toEqual({
      nonce: expect.stringMatching(/^\d{16}$/),
      txid: 'OABCDE-12345-FGHIJK',
      order_qty: '0.7',
      limit_price: '49000',
      post_only: true,
      deadline: DEADLINE,
    })
  })

  test.each([
    [venueOrderId('OABCDE-12345-FGHIJK'), { txid: 'OABCDE-12345-FGHIJK' }],
    [undefined, { cl_ord_id: ID_WIRE }],
  ])('is cancelled by the venue’s id, or by ours where there is none: %s', (id, expected) => {
    const request: VenueRequest = { ...place(SPOT), type: 'cancel', venueOrderId: id }
    const call = protocol.orders.call(request)
    expect(call.request.path).toBe('/0/private/CancelOrder')
    const { nonce: _, ...rest } = form(call.request)
    expect(rest).toEqual(expected)
  })

  test('several of one pair are placed together', () => {
    const other = { ...place(SPOT, { side: 'sell' }), clientOrderId: ID, request: 2 }
    const call = protocol.orders.batch?.([place(SPOT), other])
    const sent = signed(call!.request)
    expect(sent.path).toBe('/0/private/AddOrderBatch')
    expect(JSON.parse(sent.body ?? '')).toMatchObject({
      pair: 'XBTUSD',
      deadline: DEADLINE,
      orders: [
        { type: 'buy', ordertype: 'limit', price: '50000.1', volume: '0.5' },
        { type: 'sell', ordertype: 'limit', price: '50000.1', volume: '0.5' },
      ],
    })
    expect(call!.spends).toEqual({ 'spot-engine': 2 })
  })

  test('several cancels go together, by either side’s ids', () => {
    const cancel: VenueRequest = { ...place(SPOT), type: 'cancel', venueOrderId: undefined }
    const named: VenueRequest = { ...cancel, venueOrderId: venueOrderId('OABCDE-12345-FGHIJK') }
    const sent = signed(protocol.orders.batch!([cancel, named]).request)
    expect(sent.path).toBe('/0/private/CancelOrderBatch')
    expect(JSON.parse(sent.body ?? '')).toMatchObject({
      orders: ['OABCDE-12345-FGHIJK'],
      cl_ord_ids: [ID_WIRE],
    })
  })

  test('one of a batch goes alone, since batches have two at least', () => {
    expect(protocol.orders.batch!([place(SPOT)]).request.path).toBe('/0/private/AddOrder')
  })

  test('orders of two pairs, and amends, make no batch', () => {
    const ether = { ...SPOT, base: 'ETH' as typeof SPOT.base }
    const amend: VenueRequest = {
      ...place(SPOT),
      type: 'amend',
      venueOrderId: undefined,
      price: undefined,
      quantity: new Decimal(1),
    }
    expect(() => protocol.orders.batch!([place(SPOT), place(ether)])).toThrow(/2 pairs/)
    expect(() => protocol.orders.batch!([amend, amend])).toThrow(/amends/)
  })
})

describe('an order of derivatives', () => {
  const base = {
    symbol: 'PF_XBTUSD',
    side: 'buy',
    size: '0.5',
    cliOrdId: ID,
    processBefore: DEADLINE,
  }

  test.each<[string, Partial<OrderTerms>, Record<string, string>]>([
    ['limit', {}, { orderType: 'lmt', limitPrice: '50000.1' }],
    ['ioc', { timeInForce: 'ioc' }, { orderType: 'ioc', limitPrice: '50000.1' }],
    ['fok', { timeInForce: 'fok' }, { orderType: 'fok', limitPrice: '50000.1' }],
    ['post-only', { postOnly: true }, { orderType: 'post', limitPrice: '50000.1' }],
    [
      'reduce-only',
      { reduceOnly: true },
      { orderType: 'lmt', limitPrice: '50000.1', reduceOnly: 'true' },
    ],
    [
      'stop-limit',
      { type: 'stopLimit', triggerPrice: new Decimal('51000') },
      { orderType: 'stp', limitPrice: '50000.1', stopPrice: '51000', triggerSignal: 'last' },
    ],
  ])('that is %s says so in the venue’s words', (_name, terms, expected) => {
    const { request } = protocol.orders.call(place(PERPETUAL, terms))
    expect(request).toMatchObject({
      service: 'futures',
      path: '/derivatives/api/v3/sendorder',
      weight: 10,
      isIdempotent: false,
    })
    expect(form(request)).toEqual({ ...base, ...expected })
    expect(signed(request).headers).toMatchObject({
      APIKey: 'public-key',
      Nonce: String(NOW_US + 1),
    })
  })

  test('that is market has no limit', () => {
    const terms = unpriced(termsOf(PERPETUAL, market))
    const { request } = protocol.orders.call({ ...place(PERPETUAL), terms })
    expect(form(request)).toEqual({ ...base, orderType: 'mkt' })
  })

  test('is amended to a whole quantity, not to what is open', () => {
    const request: VenueRequest = {
      ...place(PERPETUAL),
      type: 'amend',
      venueOrderId: venueOrderId('c8a35168-8d52-4609-944f-3f32bb0d5c77'),
      price: new Decimal('49000'),
      quantity: new Decimal('0.7'),
    }
    expect(form(protocol.orders.call(request).request)).toEqual({
      orderId: 'c8a35168-8d52-4609-944f-3f32bb0d5c77',
      size: '0.7',
      limitPrice: '49000',
      qtyMode: 'ABSOLUTE',
      processBefore: DEADLINE,
    })
  })

  test('several of any kind go together', () => {
    const cancel: VenueRequest = { ...place(PERPETUAL), type: 'cancel', venueOrderId: undefined }
    const call = protocol.orders.batch!([place(PERPETUAL), cancel])
    expect(call.request).toMatchObject({ path: '/derivatives/api/v3/batchorder', weight: 11 })
    expect(JSON.parse(form(call.request)['json'] ?? '')).toEqual({
      batchOrder: [
        {
          order: 'send',
          order_tag: '0',
          orderType: 'lmt',
          symbol: 'PF_XBTUSD',
          side: 'buy',
          size: '0.5',
          limitPrice: '50000.1',
          cliOrdId: ID,
        },
        { order: 'cancel', cliOrdId: ID },
      ],
    })
  })
})

test.each<[string, Partial<OrderTerms>, RegExp]>([
  ['reduce-only on spot', { reduceOnly: true }, /margin/],
  ['gtd on derivatives', { instrument: PERPETUAL, timeInForce: 'gtd' }, /end at a time/],
  ['a fraction of a second', { timeInForce: 'gtd', expireTimeUs: NOW_US + 1 }, /whole seconds/],
  ['post-only stops', { type: 'stopLimit', postOnly: true }, /post-only/],
  [
    'post-only ioc on derivatives',
    { instrument: PERPETUAL, postOnly: true, timeInForce: 'ioc' },
    /post-only/,
  ],
  ['fok at market', { type: 'market', timeInForce: 'fok' }, /market/],
  ['ioc stops', { type: 'stopMarket', timeInForce: 'ioc' }, /stop/],
  [
    'ioc stops of derivatives',
    { instrument: PERPETUAL, type: 'stopMarket', timeInForce: 'ioc' },
    /stop/,
  ],
])('%s cannot be written, and it says why', (_name, more, why) => {
  expect(protocol.orders.unsupported(termsOf(SPOT, more))).toMatch(why)
})

test.each([
  ['spot', '/0/private/CancelAllOrdersAfter', 60_000, '60'],
  ['futures', '/derivatives/api/v3/cancelallordersafter', 1_500, '2'],
  ['futures', '/derivatives/api/v3/cancelallordersafter', false, '0'],
] as const)(
  'the dead man’s switch of %s is armed in whole seconds',
  (product, path, ms, seconds) => {
    const call = protocol.orders.deadMansSwitch?.({ product }, ms)
    expect(call?.request.path).toBe(path)
    expect(form(call!.request)['timeout']).toBe(seconds)
    expect(() => call!.parse(answer({ error: ['EGeneral:Permission denied'] }), 1)).toThrow(
      expect.objectContaining({ code: 'PERMISSION_DENIED' }),
    )
  },
)
