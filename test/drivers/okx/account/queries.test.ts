import { describe, expect, test } from 'vitest'
import {
  type AccountList,
  Decimal,
  type RestCall,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { ACCOUNT, OWN_ID, open, response, SPOT, SWAP } from './support.ts'

const { queries, facts } = open()
const id = String(OWN_ID)
const DATE = { date: 'Sat, 21 Nov 2026 00:00:00 GMT' }
const DATE_US = 1_795_219_200_000_000
const HOUR_US = 3_600_000_000

const shown = <T>({ request }: RestCall<T>): string =>
  `${request.path.slice('/api/v5/'.length)}?${Object.entries(request.query ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('&')}`
const rows = (data: readonly object[], code = '0') => response({ code, msg: '', data }, 200, DATE)
const read = <T>(call: RestCall<AccountList<T>>, data: readonly object[]) =>
  call.parse(rows(data), 9)

const orderRow = (over: object = {}) => ({
  accFillSz: '0.03',
  algoClOrdId: '',
  algoId: '',
  avgPx: '103698.9',
  cTime: '1746947317401',
  cancelSource: '',
  category: 'normal',
  clOrdId: id,
  fee: '-0.02',
  feeCcy: 'USDT',
  instId: 'BTC-USDT',
  instType: 'SPOT',
  ordId: '2497956918703120384',
  ordType: 'limit',
  px: '103698.9',
  side: 'buy',
  state: 'partially_filled',
  sz: '0.05',
  tdMode: 'cash',
  tgtCcy: '',
  tradeId: '1518905529',
  uTime: '1746947317402',
  ...over,
})
const stopRow = (over: object = {}) => ({
  algoId: '581878926302093312',
  algoClOrdId: id,
  clOrdId: '',
  instId: 'BTC-USDT',
  instType: 'SPOT',
  ordId: '',
  ordIdList: [],
  ordPx: '',
  ordType: 'conditional',
  side: 'sell',
  slOrdPx: '-1',
  slTriggerPx: '58000',
  state: 'live',
  sz: '0.05',
  cTime: '1746947317401',
  uTime: '1746947317402',
  ...over,
})

describe('one order', () => {
  const key = { clientOrderId: OWN_ID, instrument: SPOT }

  test('is asked for by our id, and read whole', () => {
    const call = queries.order(key)
    expect(shown(call)).toBe(`trade/order?instId=BTC-USDT&clOrdId=${id}`)
    expect(read(call, [orderRow()])).toEqual({
      items: [
        {
          clientOrderId: OWN_ID,
          venueOrderId: '2497956918703120384',
          instrument: SPOT,
          side: 'buy',
          status: 'open',
          quantity: new Decimal('0.05'),
          filledQuantity: new Decimal('0.03'),
          price: new Decimal('103698.9'),
          venueTimeUs: 1_746_947_317_402_000,
        },
      ],
      venueTimeUs: DATE_US,
      isComplete: true,
    })
    expect(call.next?.(rows([orderRow()]))).toBeUndefined()
  })

  test('that is not there may be a stop; one that was triggered is an order again', () => {
    const call = queries.order(key)
    const absent = rows([], '51603')
    expect(call.parse(absent, 9)).toEqual({ items: [], venueTimeUs: DATE_US, isComplete: true })
    const stop = call.next?.(absent)
    expect(stop && shown(stop)).toBe(`trade/order-algo?algoClOrdId=${id}`)
    const waiting = [stopRow()]
    expect(stop && read(stop, waiting).items).toMatchObject([
      { clientOrderId: OWN_ID, venueOrderId: 'algo-581878926302093312', status: 'open' },
    ])
    expect(stop?.next?.(rows(waiting))).toBeUndefined()
    const triggered = [stopRow({ state: 'effective', ordId: '99' })]
    expect(stop && read(stop, triggered).items).toEqual([])
    const order = stop?.next?.(rows(triggered))
    expect(order && shown(order)).toBe('trade/order?instId=BTC-USDT&ordId=99')
  })

  test.each([
    ['99', 'trade/order?instId=BTC-USDT&ordId=99'],
    ['algo-77', 'trade/order-algo?algoId=77'],
  ])('is asked for by the venue’s id %s', (venueId, expected) => {
    const call = queries.order({ ...key, venueOrderId: venueOrderId(venueId) })
    expect(shown(call)).toBe(expected)
    expect(call.next?.(rows([], '51603'))).toBeUndefined()
  })

  test.each([
    ['live', '', 'open'],
    ['filled', '', 'filled'],
    ['canceled', '1', 'cancelled'],
    ['canceled', '31', 'cancelled'],
    ['canceled', '14', 'expired'],
    ['canceled', '13', 'expired'],
    ['mmp_canceled', '', 'cancelled'],
  ])('in state %s, source %j, is %s', (state, cancelSource, status) => {
    const { items } = read(queries.order(key), [orderRow({ state, cancelSource })])
    expect(items).toMatchObject([{ status }])
  })

  test.each([
    ['canceled', 'cancelled'],
    ['order_failed', 'rejected'],
    ['pause', 'open'],
  ])('that is a stop in state %s is %s', (state, status) => {
    const call = queries.order({ ...key, venueOrderId: venueOrderId('algo-1') })
    expect(read(call, [stopRow({ state })]).items).toMatchObject([{ status }])
  })

  test('in a state that nobody knows is no answer', () => {
    expect(() => read(queries.order(key), [orderRow({ state: 'constructor' })])).toThrow(
      /expected a word that is known/,
    )
  })

  test('in a state that nobody knows hides no others of its list, and makes it incomplete', () => {
    const lists = [queries.openOrders(key.instrument), queries.history(key.instrument, DATE_US)]
    for (const call of lists) {
      const list = read(call, [orderRow({ state: 'odd' }), orderRow()])
      expect(list).toMatchObject({ items: [{ status: 'open' }], isComplete: false })
    }
    const stops = lists[0]?.next?.(rows([]))
    const list = stops && read(stops, [stopRow({ state: 'odd' }), stopRow()])
    expect(list).toMatchObject({ items: [{ status: 'open' }], isComplete: false })
  })

  test('of somebody else has no id of ours', () => {
    for (const clOrdId of ['', 'b15', '12', '99999999999999999999']) {
      const [order] = read(queries.order(key), [orderRow({ clOrdId })]).items
      expect(order?.clientOrderId).toBeUndefined()
    }
  })

  test('bought for an amount of quote counts what was filled', () => {
    const row = orderRow({ tgtCcy: 'quote_ccy', sz: '100', px: '', accFillSz: '0.0019' })
    const [order] = read(queries.order(key), [row]).items
    expect(order?.quantity).toEqual(new Decimal('0.0019'))
    expect(order).not.toHaveProperty('price')
  })
})

describe('open orders', () => {
  const full = Array.from({ length: 100 }, (_, i) => orderRow({ ordId: String(500 - i) }))

  test('are listed page by page, stops after them', () => {
    const call = queries.openOrders(SPOT)
    expect(shown(call)).toBe('trade/orders-pending?instId=BTC-USDT')
    const second = call.next?.(rows(full))
    expect(second && shown(second)).toBe('trade/orders-pending?instId=BTC-USDT&after=401')
    const stops = second?.next?.(rows(full.slice(0, 3)))
    expect(stops && shown(stops)).toBe(
      'trade/orders-algo-pending?instId=BTC-USDT&ordType=conditional,oco',
    )
    expect(stops && read(stops, [stopRow()]).items).toHaveLength(1)
    expect(stops?.next?.(rows([stopRow()]))).toBeUndefined()
  })

  test('of a whole product leave others out', () => {
    const [call] = queries.allOpenOrders('swap')
    expect(call && shown(call)).toBe('trade/orders-pending?instType=SWAP')
    const found = [orderRow({ instId: 'ETH-USDT-SWAP' }), orderRow({ instId: 'ETH-USDT-261225' })]
    expect(call && read(call, found).items).toMatchObject([
      { instrument: { symbol: 'ETH-USDT-SWAP', product: 'swap' } },
    ])
    const [xperp] = queries.allOpenOrders('xperp')
    expect(xperp && shown(xperp)).toBe('trade/orders-pending?instType=FUTURES')
  })

  test('of spot are of another type on margin', () => {
    const margin = open({ tradeModes: { spot: 'cross' } }).queries
    const [call] = margin.allOpenOrders('spot')
    expect(call && shown(call)).toBe('trade/orders-pending?instType=MARGIN')
    expect(shown(margin.history(SPOT, 0))).toContain('instType=MARGIN')
  })
})

describe('history', () => {
  test('is orders, then stops that were cancelled, then stops that failed', () => {
    const since = DATE_US - HOUR_US
    const call = queries.history(SPOT, since)
    expect(shown(call)).toBe(
      'trade/orders-history?instType=SPOT&instId=BTC-USDT&begin=1795215600000',
    )
    expect(read(call, [orderRow({ state: 'filled' })])).toMatchObject({
      items: [{ status: 'filled' }],
      isComplete: true,
    })
    const cancelled = call.next?.(rows([]))
    expect(cancelled && shown(cancelled)).toBe(
      'trade/orders-algo-history?instType=SPOT&instId=BTC-USDT&ordType=conditional,oco&state=canceled',
    )
    const failed = cancelled?.next?.(rows([]))
    expect(failed && shown(failed)).toContain('state=order_failed')
    expect(failed?.next?.(rows([]))).toBeUndefined()
  })

  test('of stops stops at those placed before', () => {
    const call = queries.history(SPOT, DATE_US - HOUR_US).next?.(rows([]))
    const stops = (cTime: string) => Array.from({ length: 100 }, () => stopRow({ cTime }))
    const older = call?.next?.(rows(stops('1795219100000')))
    expect(older && shown(older)).toContain('state=canceled&after=581878926302093312')
    const next = call?.next?.(rows(stops('1795000000000')))
    expect(next && shown(next)).toContain('state=order_failed')
  })

  test('that reaches back more than two hours is not whole: unfilled orders are gone by then', () => {
    expect(read(queries.history(SPOT, DATE_US - 2 * HOUR_US), []).isComplete).toBe(true)
    expect(read(queries.history(SPOT, DATE_US - 2 * HOUR_US - 1), []).isComplete).toBe(false)
  })
})

describe('fills', () => {
  const fillRow = (over: object = {}) => ({
    instType: 'SPOT',
    instId: 'BTC-USDT',
    tradeId: '744876980',
    ordId: '680800019749904384',
    clOrdId: id,
    billId: '680800019754098688',
    side: 'buy',
    posSide: 'net',
    fillPx: '51858',
    fillSz: '0.00192834',
    fee: '-0.00000192834',
    feeCcy: 'BTC',
    feeRate: '-0.001',
    execType: 'T',
    fillTime: '1708587373361',
    ts: '1708587373362',
    ...over,
  })

  test('are read whole; what was paid is above 0', () => {
    const call = queries.fills(SPOT, DATE_US - HOUR_US)
    expect(shown(call)).toBe('trade/fills?instId=BTC-USDT&begin=1795215600000')
    expect(read(call, [fillRow()]).items).toEqual([
      {
        fillId: '744876980',
        account: ACCOUNT,
        clientOrderId: OWN_ID,
        venueOrderId: '680800019749904384',
        instrument: SPOT,
        side: 'buy',
        price: new Decimal('51858'),
        quantity: new Decimal('0.00192834'),
        fee: { amount: new Decimal('0.00000192834'), asset: 'BTC' },
        isMaker: false,
        venueTimeUs: 1_708_587_373_361_000,
      },
    ])
  })

  test.each([
    [
      { fee: '0.5', execType: 'M' },
      { fee: { amount: new Decimal('-0.5') }, isMaker: true },
    ],
    [{ fee: '0' }, { fee: { amount: new Decimal(0) } }],
    [{ fillTime: '' }, { venueTimeUs: 1_708_587_373_362_000 }],
  ])('a rebate is below 0 (%#)', (over, expected) => {
    const { items } = read(queries.fills(SPOT, 0), [fillRow(over)])
    expect(items).toMatchObject([expected])
  })

  test('of spot realise nothing, whatever the venue says', () => {
    const { items } = read(queries.fills(SPOT, 0), [fillRow({ fillPnl: '0' })])
    expect(items[0]).not.toHaveProperty('realisedPnl')
  })

  test('that the venue tells no fee of have none', () => {
    const { items } = read(queries.fills(SPOT, 0), [fillRow({ fee: '', execType: '' })])
    expect(items[0]).not.toHaveProperty('fee')
    expect(items[0]).not.toHaveProperty('isMaker')
  })

  test('are paged by bill, and reach three days back; deliveries are none', () => {
    const call = queries.fills(SWAP, DATE_US - 72 * HOUR_US)
    const page = Array.from({ length: 100 }, (_, i) => fillRow({ billId: String(900 - i) }))
    const next = call.next?.(rows(page))
    expect(next && shown(next)).toContain('after=801')
    expect(read(call, [fillRow({ tradeId: '' })])).toMatchObject({ items: [], isComplete: true })
  })

  test('that are older than three days are in a list of their own, of three months', () => {
    const recent = queries.fills(SWAP, DATE_US - 72 * HOUR_US)
    expect(recent.next?.(rows([]))).toBeUndefined()
    const call = queries.fills(SWAP, DATE_US - 73 * HOUR_US)
    expect(read(call, []).isComplete).toBe(true)
    const older = call.next?.(rows([]))
    expect(older && shown(older)).toContain('trade/fills-history?instId=ETH-USDT-SWAP&begin=')
    expect(older && read(older, []).isComplete).toBe(true)
    expect(older?.next?.(rows([]))).toBeUndefined()
    const ancient = queries.fills(SWAP, DATE_US - 100 * 24 * HOUR_US).next?.(rows([]))
    expect(ancient && read(ancient, []).isComplete).toBe(false)
  })

  test('of an answer without a date are looked for in both', () => {
    const undated = response({ code: '0', msg: '', data: [] })
    expect(queries.fills(SWAP, DATE_US).next?.(undated)).toBeDefined()
  })
})

test('balances are cash without profits on paper, and what open orders hold; zeros and blanks are left out', () => {
  const detail = { ccy: 'USDT', cashBal: '4750.42', ordFrozen: '10', frozenBal: '158.5', upl: '-7' }
  const details = [
    detail,
    { ccy: 'BTC', cashBal: '', ordFrozen: '', frozenBal: '' },
    { ccy: 'ETH', cashBal: '0', ordFrozen: '0', frozenBal: '0' },
  ]
  const call = queries.balances('spot')
  expect(shown(call)).toBe('account/balance?')
  expect(read(call, [{ uTime: '1705564223311', details }]).items).toEqual([
    {
      type: 'balance',
      account: ACCOUNT,
      asset: 'USDT',
      total: new Decimal('4750.42'),
      locked: new Decimal(10),
      timeUs: 9,
      venueTimeUs: 1_705_564_223_311_000,
    },
  ])
})

test('positions are signed; of the mode of two sides they say which', () => {
  const [call] = queries.positions?.('swap') ?? []
  const row = (over: object) => ({
    instId: 'ETH-USDT-SWAP',
    posSide: 'net',
    pos: '-3',
    avgPx: '2800.5',
    uTime: '5',
    pTime: '6',
    ...over,
  })
  const positions = [
    row({}),
    row({ posSide: 'short', pos: '2' }),
    row({ posSide: 'long', pos: '2' }),
    row({ pos: '0' }),
    row({ pos: '' }),
  ]
  expect(call && shown(call)).toBe('account/positions?instType=SWAP')
  expect(call && read(call, positions).items).toMatchObject([
    { quantity: new Decimal(-3), averageEntryPrice: new Decimal('2800.5'), venueTimeUs: 6000 },
    { quantity: new Decimal(-2), positionSide: 'short' },
    { quantity: new Decimal(2), positionSide: 'long' },
  ])
})

test('a query that is refused throws a typed error; an answer without a date has no time', () => {
  const call = queries.balances('spot')
  expect(() => call.parse(rows([], '50120'), 9)).toThrow(
    expect.objectContaining({ code: 'PERMISSION_DENIED' }),
  )
  expect(call.parse(response({ code: '0', data: [] }), 9)).not.toHaveProperty('venueTimeUs')
})

test('queries cost their share of their endpoint', () => {
  const budget = facts.rest.find(({ id: each }) => each === 'private')?.budget
  const calls = [
    [queries.openOrders(SPOT), 60],
    [queries.history(SPOT, 0), 40],
    [queries.fills(SPOT, 0), 60],
    [queries.balances('spot'), 10],
  ] as const
  for (const [call, limit] of calls)
    expect(budget).toEqual({ count: call.request.weight * limit, perMs: 2000 })
})
