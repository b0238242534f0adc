import { describe, expect, test } from 'vitest'
import {
  type CancelRequest,
  Decimal,
  type OrderTerms,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { inferInstrument } from '../../../../src/drivers/okx/instruments.ts'
import { OWN_ID, open, place, SPOT, SWAP, terms, unpriced } from './support.ts'

const { orders, facts } = open()
const bodyOf = (request: VenueRequest) => JSON.parse(orders.call(request).request.body ?? '')
const id = String(OWN_ID)
const SWAP_TERMS = { instrument: SWAP, quantity: new Decimal(1), price: new Decimal('2800') }
const market = (over: Partial<OrderTerms>) => ({
  ...place(),
  terms: unpriced({ type: 'market', timeInForce: 'ioc', ...over }),
})

describe('an order is placed', () => {
  test('as the exact request: path, deadline, body', () => {
    const { request, spends } = orders.call(place())
    expect(request).toMatchObject({
      service: 'place',
      method: 'POST',
      path: '/api/v5/trade/order',
      headers: { expTime: '1795219205000' },
      isIdempotent: false,
    })
    expect(request.body).toBe(
      `{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"60000","sz":"0.01","clOrdId":"${id}"}`,
    )
    expect(spends).toEqual({ newAndAmended: 1 })
  })

  test.each([
    ['limit', place(SWAP_TERMS), { ordType: 'limit', tdMode: 'cross', sz: '1', px: '2800' }],
    ['post-only', place({ postOnly: true }), { ordType: 'post_only' }],
    ['ioc', place({ timeInForce: 'ioc' }), { ordType: 'ioc', px: '60000' }],
    ['fok', place({ timeInForce: 'fok' }), { ordType: 'fok' }],
    ['sell', place({ side: 'sell' }), { side: 'sell' }],
    ['reduce-only', place({ ...SWAP_TERMS, reduceOnly: true }), { reduceOnly: true }],
    [
      'market buy of spot, in base, never made smaller',
      market({}),
      { ordType: 'market', sz: '0.01', tgtCcy: 'base_ccy', banAmend: true },
    ],
    ['market of a contract', market(SWAP_TERMS), { ordType: 'optimal_limit_ioc', sz: '1' }],
  ])('%s', (_name, request, expected) => {
    const body = bodyOf(request)
    expect(body).toMatchObject(expected)
    if (request.terms.type === 'market') expect(body).not.toHaveProperty('px')
    if (request.terms.instrument === SWAP) expect(body).not.toHaveProperty('tgtCcy')
  })

  test('tiny and huge numbers are plain decimals', () => {
    const request = place({ price: new Decimal('1e-12'), quantity: new Decimal('1e+25') })
    expect(bodyOf(request)).toMatchObject({
      px: '0.000000000001',
      sz: '10000000000000000000000000',
    })
  })

  test('in the trade mode of the account', () => {
    const margin = open({ tradeModes: { spot: 'cross', swap: 'isolated' } }).orders
    const modeOf = (request: VenueRequest) =>
      JSON.parse(margin.call(request).request.body ?? '').tdMode
    expect(modeOf(place())).toBe('cross')
    expect(modeOf(place(SWAP_TERMS))).toBe('isolated')
  })

  test('no tag, no broker', () => {
    expect(Object.keys(bodyOf(market({})))).not.toContain('tag')
  })
})

describe('a stop', () => {
  const STOP = { type: 'stopMarket', triggerPrice: new Decimal('58000'), side: 'sell' } as const

  test('that sells at the market is an algo order with the words of a stop loss', () => {
    const { request } = orders.call({ ...place(), terms: unpriced(STOP) })
    expect(request.path).toBe('/api/v5/trade/order-algo')
    expect(request.body).toBe(
      `{"instId":"BTC-USDT","tdMode":"cash","side":"sell","ordType":"conditional","sz":"0.01","slTriggerPx":"58000","slTriggerPxType":"last","slOrdPx":"-1","tgtCcy":"base_ccy","algoClOrdId":"${id}"}`,
    )
  })

  test('with a limit has it', () => {
    const request = place({ ...SWAP_TERMS, ...STOP, type: 'stopLimit', reduceOnly: true })
    expect(bodyOf(request)).toMatchObject({ slOrdPx: '2800', reduceOnly: true, tdMode: 'cross' })
  })

  const stop = { ...place(), terms: terms({ ...STOP, type: 'stopLimit' }) }
  const amend = { ...stop, type: 'amend', request: 2, price: new Decimal('57000') } as const
  const cancel = { ...stop, type: 'cancel', request: 2 } as const
  test.each([
    [
      'is amended by the id that it waits by',
      { ...amend, quantity: new Decimal('0.02'), venueOrderId: venueOrderId('algo-77') },
      'amend-algos',
      { instId: 'BTC-USDT', algoId: '77', newSz: '0.02', newSlOrdPx: '57000', reqId: '2' },
    ],
    [
      'is cancelled by the id that it waits by',
      { ...cancel, venueOrderId: venueOrderId('algo-77') },
      'cancel-algos',
      [{ instId: 'BTC-USDT', algoId: '77' }],
    ],
    [
      'is cancelled by ours where the venue has told none',
      { ...cancel, venueOrderId: undefined },
      'cancel-algos',
      [{ instId: 'BTC-USDT', algoClOrdId: id }],
    ],
    [
      'that was triggered is an order with another id',
      { ...cancel, venueOrderId: venueOrderId('99') },
      'cancel-order',
      { instId: 'BTC-USDT', ordId: '99' },
    ],
  ] as const)('%s', (_name, request, path, body) => {
    expect(orders.call(request).request.path).toBe(`/api/v5/trade/${path}`)
    expect(bodyOf(request)).toEqual(body)
  })
})

describe('an order is changed', () => {
  const amend = (over: { price?: string; quantity?: string }, venueId?: string): VenueRequest => ({
    ...place(),
    type: 'amend',
    request: 3,
    price: new Decimal(over.price ?? '60000'),
    quantity: new Decimal(over.quantity ?? '0.01'),
    venueOrderId: venueId === undefined ? undefined : venueOrderId(venueId),
  })

  test.each([
    ['its price', amend({ price: '61000' }, '5'), { ordId: '5', newPx: '61000' }],
    ['its quantity', amend({ quantity: '0.02' }, '5'), { ordId: '5', newSz: '0.02' }],
    [
      'both, by our id',
      amend({ price: '1', quantity: '2' }),
      { clOrdId: id, newSz: '2', newPx: '1' },
    ],
    ['nothing', amend({}, '5'), { ordId: '5', newSz: '0.01' }],
  ])('%s', (_name, request, expected) => {
    expect(bodyOf(request)).toEqual({ instId: 'BTC-USDT', ...expected, reqId: '3' })
    expect(orders.call(request).request).toMatchObject({
      service: 'amend',
      path: '/api/v5/trade/amend-order',
      isIdempotent: false,
    })
  })
})

test('an order is cancelled by either id; to ask twice is harmless, and costs no budget of new orders', () => {
  const cancel = { ...place(), type: 'cancel', request: 2 } as const
  const byVenue: CancelRequest = { ...cancel, venueOrderId: venueOrderId('5') }
  expect(bodyOf(byVenue)).toEqual({ instId: 'BTC-USDT', ordId: '5' })
  expect(bodyOf({ ...cancel, venueOrderId: undefined })).toEqual({
    instId: 'BTC-USDT',
    clOrdId: id,
  })
  const { request, spends } = orders.call(byVenue)
  expect(request).toMatchObject({ service: 'cancel', isIdempotent: true })
  expect(request.headers).toBeUndefined()
  expect(spends).toEqual({})
})

describe('several orders at once', () => {
  const many = (count: number): VenueRequest[] => Array.from({ length: count }, () => place())

  test('are a list, with the first deadline of all', () => {
    const [first, second] = [place(), { ...place(), deadlineUs: 1_000_000 }]
    const call = orders.batch?.([first, second])
    expect(call?.request.path).toBe('/api/v5/trade/batch-orders')
    expect(call?.request.headers).toEqual({ expTime: '1000' })
    expect(JSON.parse(call?.request.body ?? '')).toEqual([bodyOf(first), bodyOf(second)])
    expect(call?.spends).toEqual({ newAndAmended: 2 })
  })

  test.each([
    ['amend', 'amend-batch-orders'],
    ['cancel', 'cancel-batch-orders'],
  ] as const)('%s', (type, path) => {
    const base = { ...place(), request: 2, venueOrderId: venueOrderId('5') }
    const change = { price: new Decimal(1), quantity: new Decimal(2) }
    const request: VenueRequest =
      type === 'amend' ? { ...base, ...change, type } : { ...base, type }
    const call = orders.batch?.([request, request])
    expect(call?.request.path).toBe(`/api/v5/trade/${path}`)
    expect(JSON.parse(call?.request.body ?? '')).toHaveLength(2)
  })

  test('are at most 20, of one kind, and no stops', () => {
    const cancel: VenueRequest = { ...place(), type: 'cancel', request: 2, venueOrderId: undefined }
    const stop = place({ type: 'stopLimit', triggerPrice: new Decimal(1) })
    expect(orders.batch?.(many(20)).request.body).toBeDefined()
    for (const wrong of [[], many(21), [place(), cancel], [place(), stop]])
      expect(() => orders.batch?.(wrong)).toThrow(/Writing an order for OKX: a batch has 1 to 20/)
  })
})

test('no mix of calls can break a limit of the venue', () => {
  const budgetOf = (service: string) => facts.rest.find(({ id: each }) => each === service)?.budget
  const stop = place({ type: 'stopLimit', triggerPrice: new Decimal(1) })
  const cases = [
    [orders.call(place()), 60],
    [orders.call(stop), 20],
    [orders.batch?.([place(), place(), place()]), 100],
  ] as const
  for (const [call, callsIn2s] of cases) {
    const { service = '', weight = 0 } = call?.request ?? {}
    expect(budgetOf(service)).toEqual({ count: weight * callsIn2s, perMs: 2000 })
  }
})

describe("the dead man's switch", () => {
  const asked = (timeoutMs: number | false) =>
    orders.deadMansSwitch?.({ product: 'spot' }, timeoutMs).request
  test.each([
    [60_000, '60'],
    [10_001, '11'],
    [false, '0'],
  ] as const)('takes %s as %s s', (timeoutMs, seconds) => {
    expect(asked(timeoutMs)).toMatchObject({
      path: '/api/v5/trade/cancel-all-after',
      body: `{"timeOut":"${seconds}"}`,
      isIdempotent: true,
    })
  })
  test('is within what the facts say', () => {
    for (const { deadMansSwitch } of facts.trading)
      expect(deadMansSwitch).toEqual({ covers: 'account', minMs: 10_000, maxMs: 120_000 })
  })
})

test.each([
  [terms(), undefined],
  [terms({ timeInForce: 'gtd', expireTimeUs: 1 }), /end at a time/],
  [terms({ postOnly: true, timeInForce: 'ioc' }), /cannot be post-only/],
  [unpriced({ type: 'market', timeInForce: 'ioc', postOnly: true }), /only limit orders/],
  [terms({ reduceOnly: true }), /no positions/],
  [terms({ reduceOnly: true, instrument: SWAP }), undefined],
  [unpriced({ type: 'market', timeInForce: 'fok' }), /time in force is ioc/],
  [unpriced({ type: 'market', timeInForce: 'ioc' }), undefined],
  [terms({ type: 'stopLimit', triggerPrice: new Decimal(1), timeInForce: 'fok' }), /is gtc/],
  [terms({ type: 'stopLimit', triggerPrice: new Decimal(1) }), undefined],
])('terms that cannot be written are refused in words (%#)', (wanted, expected) => {
  const reason = orders.unsupported(wanted)
  if (expected === undefined) expect(reason).toBeUndefined()
  else expect(reason).toMatch(expected)
})

test('terms that cannot be written are not sent by mistake', () => {
  expect(() => orders.call(place({ timeInForce: 'gtd', expireTimeUs: 1 }))).toThrow(/end at a time/)
})

test('contracts that count dollars are written as all others', () => {
  const instrument = inferInstrument('futures', 'BTC-USD-SWAP') ?? SPOT
  expect(bodyOf(place({ instrument, quantity: new Decimal(3) }))).toMatchObject({
    instId: 'BTC-USD-SWAP',
    sz: '3',
  })
})
