import { beforeAll, describe, expect, test } from 'vitest'
import { type AccountProtocol, Decimal, venueOrderId } from '../../../../src/core/index.ts'
import {
  ACCOUNT,
  answer,
  form,
  ID,
  ID_WIRE,
  NOW_US,
  open,
  PERPETUAL,
  SPOT,
  signed,
} from './support.ts'

let protocol: AccountProtocol
beforeAll(async () => {
  protocol = await open()
})

const DATE = { date: 'Fri, 21 Nov 2025 00:00:03 GMT' }
const DATE_US = NOW_US + 3_000_000
const ok = (result: object) => answer({ error: [], result }, 200, DATE)

const row = (more: object = {}, description: object = {}) => ({
  status: 'open',
  opentm: 1688666559.8974,
  descr: {
    pair: 'XBTUSD',
    type: 'buy',
    ordertype: 'limit',
    price: '30010.0',
    price2: '0',
    ...description,
  },
  vol: '1.25000000',
  vol_exec: '0.37500000',
  cost: '11253.7',
  price: '30009.1',
  cl_ord_id: ID_WIRE,
  ...more,
})

describe('spot', () => {
  test('lists open orders of a pair, with the time of the answer', () => {
    const call = protocol.queries.openOrders(SPOT)
    expect(signed(call.request).path).toBe('/0/private/OpenOrders')
    const other = row({}, { pair: 'ETHUSD' })
    const long = row({}, { pair: 'XXBTZUSD' })
    expect(call.parse(ok({ open: { O1: row(), O2: other, O3: long } }), 1)).toEqual({
      items: ['O1', 'O3'].map((venueId) => ({
        clientOrderId: ID,
        venueOrderId: venueId,
        instrument: SPOT,
        side: 'buy',
        status: 'open',
        quantity: new Decimal('1.25'),
        filledQuantity: new Decimal('0.375'),
        price: new Decimal('30010'),
        venueTimeUs: 1_688_666_559_897_400,
      })),
      venueTimeUs: DATE_US,
      isComplete: true,
    })
  })

  test('lists all open orders, each pair by the naming rule', () => {
    const [call] = protocol.queries.allOpenOrders('spot')
    const names = [
      'XBTUSD',
      'XXBTZUSD',
      'XETHXXBT',
      'ETHUSDT',
      'XDGEUR',
      'ZEUSUSD',
      'SOL/XBT',
      'ODD',
    ]
    const open = Object.fromEntries(names.map((pair, i) => [`O${i}`, row({}, { pair })]))
    const { items } = call!.parse(ok({ open }), 1)
    expect(items.map(({ instrument }) => instrument.pair)).toEqual([
      'BTC/USD',
      'BTC/USD',
      'ETH/BTC',
      'ETH/USDT',
      'DOGE/EUR',
      'ZEUS/USD',
      'SOL/BTC',
    ])
  })

  test.each<[object, string]>([
    [{ status: 'pending' }, 'open'],
    [{ status: 'closed', vol_exec: '1.25' }, 'filled'],
    [{ status: 'closed' }, 'cancelled'],
    [{ status: 'canceled', reason: 'User requested' }, 'cancelled'],
    [{ status: 'canceled', reason: 'Post only order' }, 'rejected'],
    [{ status: 'expired' }, 'expired'],
  ])('reads what became of an order: %o', (more, status) => {
    const { items } = protocol.queries
      .history(SPOT, NOW_US)
      .parse(ok({ closed: { O1: row(more) }, count: 1 }), 1)
    expect(items).toMatchObject([{ status }])
  })

  test('tells the others where a status is not known, and that it is not all', () => {
    const rows = { O1: row({ status: 'odd' }), O2: row() }
    const rest = { items: [{ venueOrderId: 'O2' }], isComplete: false }
    const { queries } = protocol
    const byVenue = { clientOrderId: ID, venueOrderId: venueOrderId('O2'), instrument: SPOT }
    expect(queries.openOrders(SPOT).parse(ok({ open: rows }), 1)).toMatchObject(rest)
    expect(queries.history(SPOT, 0).parse(ok({ closed: rows, count: 2 }), 1)).toMatchObject(rest)
    expect(queries.order(byVenue).parse(ok(rows), 1)).toMatchObject(rest)
    const byName = queries.order({ clientOrderId: ID, instrument: SPOT })
    expect(byName.parse(ok({ open: rows }), 1)).toMatchObject(rest)
  })

  test.each<[object, string | undefined]>([
    [{ ordertype: 'stop-loss-limit', price: '31000', price2: '30010' }, '30010'],
    [{ ordertype: 'stop-loss', price: '31000', price2: '0' }, undefined],
    [{ ordertype: 'market', price: '0' }, undefined],
  ])('knows a limit from a trigger and from an average: %o', (description, price) => {
    const { items } = protocol.queries
      .openOrders(SPOT)
      .parse(ok({ open: { O1: row({}, description) } }), 1)
    expect(items[0]?.price?.toFixed()).toBe(price)
  })

  test('asks for an order by the venue’s id, and takes "unknown" for none', () => {
    const key = { clientOrderId: ID, venueOrderId: venueOrderId('O1'), instrument: SPOT }
    const call = protocol.queries.order(key)
    expect(signed(call.request).path).toBe('/0/private/QueryOrders')
    expect(form(call.request)['txid']).toBe('O1')
    expect(call.parse(ok({ O1: row() }), 1).items).toMatchObject([{ venueOrderId: 'O1' }])
    expect(call.parse(answer({ error: ['EOrder:Unknown order'] }), 1).items).toEqual([])
    expect(() => call.parse(answer({ error: ['EAPI:Invalid key'] }), 1)).toThrow(
      expect.objectContaining({ code: 'AUTH_FAILED' }),
    )
  })

  test('asks by our id among open orders, and then among those that ended', () => {
    const call = protocol.queries.order({ clientOrderId: ID, instrument: SPOT })
    expect(form(call.request)).toMatchObject({ cl_ord_id: ID_WIRE })
    expect(call.next?.(ok({ open: { O1: row() } }))).toBeUndefined()
    const closed = call.next?.(ok({ open: {} }))
    expect(signed(closed!.request).path).toBe('/0/private/ClosedOrders')
    expect(form(closed!.request)).toMatchObject({ cl_ord_id: ID_WIRE, ofs: '0' })
    expect(call.next?.(answer({ error: ['EService:Busy'] }))).toBeUndefined()
  })

  test('reads history page by page', () => {
    const rows = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`O${i}`, row({ status: 'expired' })]),
    )
    const call = protocol.queries.history(SPOT, NOW_US)
    expect(form(call.request)).toMatchObject({ start: '1763683199', closetime: 'close', ofs: '0' })
    const next = call.next?.(ok({ closed: rows, count: 51 }))
    expect(form(next!.request)).toMatchObject({ start: '1763683199', ofs: '50' })
    expect(next!.next?.(ok({ closed: { O50: row() }, count: 51 }))).toBeUndefined()
    expect(call.next?.(ok({ closed: {}, count: 51 }))).toBeUndefined()
  })

  test('reads fills one by one, with the ids of the stream', () => {
    const call = protocol.queries.fills(SPOT, NOW_US)
    expect(form(call.request)).toMatchObject({ consolidate_taker: 'false', start: '1763683199' })
    const trade = {
      ordertxid: 'O1',
      pair: 'XXBTZUSD',
      time: 1688667796.8802,
      type: 'buy',
      price: '30010.00000',
      cost: '600.20000',
      fee: '0.30000',
      vol: '0.02000000',
      maker: true,
    }
    const trades = { 'THVRQM-33VKH-UCI7BS': trade, T2: { ...trade, pair: 'ETHUSD' } }
    expect(call.parse(ok({ trades, count: 2 }), 1).items).toEqual([
      {
        fillId: 'THVRQM-33VKH-UCI7BS',
        account: ACCOUNT,
        venueOrderId: 'O1',
        instrument: SPOT,
        side: 'buy',
        price: new Decimal('30010'),
        quantity: new Decimal('0.02'),
        fee: { amount: new Decimal('0.3'), asset: 'USD' },
        isMaker: true,
        venueTimeUs: 1_688_667_796_880_200,
      },
    ])
  })

  test('reads balances of the trading wallet, with what orders hold', () => {
    const { items } = protocol.queries.balances('spot').parse(
      ok({
        ZUSD: { balance: '25435.21', hold_trade: '8249.76' },
        XXBT: { balance: '1.2435', hold_trade: '0' },
        'ETH2.S': { balance: '5', hold_trade: '0' },
        ZEUS: { balance: '7', hold_trade: '0' },
        DOT: { balance: '0.0000', hold_trade: '0' },
      }),
      NOW_US,
    )
    expect(items.map(({ asset, total, locked }) => [asset, String(total), String(locked)])).toEqual(
      [
        ['USD', '25435.21', '8249.76'],
        ['BTC', '1.2435', '0'],
        ['ZEUS', '7', '0'],
      ],
    )
  })
})

test.each([
  ['EAPI:Invalid key', 200, 'AUTH_FAILED', 'never'],
  ['EAPI:Invalid signature', 200, 'AUTH_FAILED', 'never'],
  ['EGeneral:Permission denied', 200, 'PERMISSION_DENIED', 'never'],
  ['EAPI:Invalid nonce', 200, 'CLOCK_SKEWED', 'safe'],
  ['EGeneral:Temporary lockout', 200, 'BANNED', 'safe'],
  ['EAPI:Rate limit exceeded', 200, 'RATE_LIMITED', 'safe'],
  ['EService:Busy', 200, 'VENUE_UNAVAILABLE', 'safe'],
  ['EOrder:Insufficient funds', 200, 'INSUFFICIENT_FUNDS', 'never'],
  ['EOrder:Tick size check failed', 200, 'ORDER_INVALID', 'never'],
  ['EOrder:Order minimum not met', 200, 'ORDER_INVALID', 'never'],
  ['EOther:Of tomorrow', 200, 'VENUE_REJECTED', 'never'],
  ['nonceBelowThreshold', 200, 'CLOCK_SKEWED', 'safe'],
  ['authenticationError', 200, 'AUTH_FAILED', 'never'],
  ['insufficientPrivileges', 403, 'PERMISSION_DENIED', 'never'],
])('a question refused with %s fails with its own code', (text, status, code, retry) => {
  const response = answer({ error: [text] }, status)
  expect(() => protocol.queries.balances('spot').parse(response, 1)).toThrow(
    expect.objectContaining({ code, retry }),
  )
  expect(protocol.rest.error(response, 'spot-private').code).toBe(code)
})

test.each([
  [429, 'RATE_LIMITED'],
  [401, 'AUTH_FAILED'],
  [403, 'PERMISSION_DENIED'],
  [520, 'VENUE_UNAVAILABLE'],
  [404, 'VENUE_REJECTED'],
])('an answer of status %i without words is %s', (status, code) => {
  expect(protocol.rest.error(answer('<html>', status), 'spot-private').code).toBe(code)
})

describe('derivatives', () => {
  const serverTime = '2025-11-21T00:00:03.000Z'
  const success = (more: object) => answer({ result: 'success', serverTime, ...more })
  const uuid = 'c8135f52-2a86-4e26-b629-43cc37da9dbf'
  const listed = {
    order_id: uuid,
    symbol: 'PF_XBTUSD',
    side: 'sell',
    orderType: 'lmt',
    limitPrice: 28500.0,
    unfilledSize: 5000.0,
    receivedTime: serverTime,
    status: 'partiallyFilled',
    filledSize: 2000.0,
    reduceOnly: true,
    lastUpdateTime: serverTime,
    cliOrdId: ID,
  }

  test('lists open orders of a contract', () => {
    const call = protocol.queries.openOrders(PERPETUAL)
    expect(signed(call.request)).toMatchObject({
      method: 'GET',
      path: '/derivatives/api/v3/openorders',
      headers: { APIKey: 'public-key' },
    })
    const list = call.parse(
      success({ openOrders: [listed, { ...listed, symbol: 'PI_XBTUSD' }] }),
      1,
    )
    expect(list).toEqual({
      items: [
        {
          clientOrderId: ID,
          venueOrderId: uuid,
          instrument: PERPETUAL,
          side: 'sell',
          status: 'open',
          quantity: new Decimal(7000),
          filledQuantity: new Decimal(2000),
          price: new Decimal(28500),
          venueTimeUs: DATE_US,
        },
      ],
      venueTimeUs: DATE_US,
      isComplete: true,
    })
  })

  const placed = {
    uid: uuid,
    tradeable: 'PF_XBTUSD',
    direction: 'Buy',
    quantity: '0',
    filled: '0.1',
    orderType: 'IoC',
    limitPrice: '69.22',
    clientId: ID,
    reduceOnly: false,
  }
  const element = (event: object) => ({ uid: 'x', timestamp: 1_763_683_203_000, event })

  test.each<[string, object, object[]]>([
    [
      'filled at once',
      { OrderPlaced: { order: placed, reason: 'new_user_order' } },
      [{ status: 'filled', quantity: new Decimal('0.1') }],
    ],
    ['only placed', { OrderPlaced: { order: { ...placed, quantity: '0.1', filled: '0' } } }, []],
    ['filled', { OrderUpdated: { newOrder: placed, reason: 'full_fill' } }, [{ status: 'filled' }]],
    ['partly filled', { OrderUpdated: { newOrder: placed, reason: 'partial_fill' } }, []],
    [
      'cancelled',
      { OrderCancelled: { order: placed, reason: 'cancelled_by_user' } },
      [{ status: 'cancelled' }],
    ],
    [
      'filled in part, and the rest taken away before it met its own account',
      { OrderCancelled: { order: { ...placed, quantity: '0.1' }, reason: 'self-fill' } },
      [{ status: 'cancelled' }],
    ],
    [
      'rejected',
      { OrderRejected: { order: placed, reason: 'x', orderError: 'y' } },
      [{ status: 'rejected' }],
    ],
    [
      'a post that failed',
      { OrderCancelled: { order: placed, reason: 'post_order_failed_because_it_would_be_filled' } },
      [{ status: 'rejected' }],
    ],
    [
      'a stop that was cancelled',
      {
        OrderTriggerCancelled: {
          order: { ...placed, filled: undefined, quantity: '0.3' },
          reason: 'x',
        },
      },
      [{ status: 'cancelled', quantity: new Decimal('0.3'), filledQuantity: new Decimal(0) }],
    ],
    [
      'of another contract',
      { OrderCancelled: { order: { ...placed, tradeable: 'PF_X' }, reason: 'x' } },
      [],
    ],
    ['of tomorrow', { Odd: {} }, []],
  ])('reads ends from the history: %s', (_name, event, expected) => {
    const call = protocol.queries.history(PERPETUAL, NOW_US)
    const list = call.parse(success({ elements: [element(event)] }), 1)
    expect(list.items).toMatchObject(
      expected.map((one) => ({ clientOrderId: ID, venueOrderId: uuid, side: 'buy', ...one })),
    )
    expect(list.items.every(({ price }) => price === undefined)).toBe(true)
  })

  test('reads the history of orders, page by page, and then that of triggers', () => {
    const call = protocol.queries.history(PERPETUAL, NOW_US)
    expect(call.request).toMatchObject({
      service: 'futures-history',
      path: '/api/history/v3/orders',
      query: { tradeable: 'PF_XBTUSD', since: '1763683200000', sort: 'asc' },
    })
    const second = call.next?.(success({ elements: [], continuationToken: 'abc' }))
    expect(second?.request.query).toMatchObject({ continuation_token: 'abc' })
    const triggers = second?.next?.(success({ elements: [] }))
    expect(triggers?.request.path).toBe('/api/history/v3/triggers')
    expect(triggers?.next?.(success({ elements: [] }))).toBeUndefined()
  })

  test('looks for one order among open ones, and then in the history', () => {
    const call = protocol.queries.order({ clientOrderId: ID, instrument: PERPETUAL })
    expect(call.parse(success({ openOrders: [listed] }), 1).items).toHaveLength(1)
    expect(call.next?.(success({ openOrders: [listed] }))).toBeUndefined()
    const other = { ...listed, cliOrdId: 'foreign' }
    expect(call.parse(success({ openOrders: [other] }), 1).items).toEqual([])
    expect(call.next?.(success({ openOrders: [other] }))?.request.path).toBe(
      '/api/history/v3/orders',
    )
  })

  test('looks for one order no further back than it can be, and no further than it is found', () => {
    const key = { clientOrderId: ID, instrument: PERPETUAL, sinceUs: NOW_US }
    const history = protocol.queries.order(key).next?.(success({ openOrders: [] }))
    expect(history?.request.query).toMatchObject({ since: '1763683200000', sort: 'desc' })
    const ended = element({ OrderCancelled: { order: placed, reason: 'cancelled_by_user' } })
    const elsewhere = element({ OrderCancelled: { order: { ...placed, uid: 'o', clientId: 'o' } } })
    const page = (one: object) => success({ elements: [one], continuationToken: 'abc' })
    expect(history?.parse(page(ended), 1).items).toMatchObject([{ status: 'cancelled' }])
    expect(history?.next?.(page(ended))).toBeUndefined()
    expect(history?.parse(page(elsewhere), 1).items).toEqual([])
    expect(history?.next?.(page(elsewhere))?.request.query).toMatchObject({
      continuation_token: 'abc',
    })
  })

  test('reads fills back until they are older than asked for', () => {
    const fill = (i: number, fillTime = serverTime) => ({
      fill_id: `f${i}`,
      symbol: 'PF_XBTUSD',
      side: 'buy',
      order_id: uuid,
      fillTime,
      size: 0.1,
      price: 27937.5,
      fillType: 'taker',
      cliOrdId: ID,
      fee_paid: 0.00008957,
      fee_currency: 'USD',
    })
    const call = protocol.queries.fills(PERPETUAL, NOW_US)
    const full = Array.from({ length: 100 }, (_, i) => fill(i))
    expect(call.parse(success({ fills: full.slice(0, 1) }), 1).items).toMatchObject([
      {
        fillId: 'f0',
        clientOrderId: ID,
        isMaker: false,
        fee: { asset: 'USD' },
        venueTimeUs: DATE_US,
      },
    ])
    const next = call.next?.(success({ fills: full }))
    expect(next?.request.query).toEqual({ lastFillTime: '2025-11-21T00:00:03.001Z' })
    expect(next?.next?.(success({ fills: full }))?.request.query).toEqual({
      lastFillTime: serverTime,
    })
    expect(call.next?.(success({ fills: full.slice(1) }))).toBeUndefined()
    const old = [...full.slice(1), fill(100, '2025-11-20T00:00:00.000Z')]
    expect(call.next?.(success({ fills: old }))).toBeUndefined()
  })

  test('reads balances and positions', () => {
    const accounts = {
      cash: { type: 'cashAccount', balances: { xbt: 141 } },
      fi_xbtusd: {
        type: 'marginAccount',
        currency: 'xbt',
        balances: { FI_XBTUSD_171215: 50000, xbt: 0.5 },
      },
      flex: {
        type: 'multiCollateralMarginAccount',
        currencies: { XBT: { quantity: 0.1185 }, EUR: { quantity: 0 } },
      },
    }
    const { items } = protocol.queries.balances('futures').parse(success({ accounts }), NOW_US)
    expect(items).toMatchObject([
      { asset: 'BTC', total: new Decimal('0.6185'), venueTimeUs: DATE_US },
    ])
    const [positions] = protocol.queries.positions?.('futures') ?? []
    const position = { side: 'short', symbol: 'PF_XBTUSD', price: 9392.749993345933, size: 10000 }
    expect(positions?.parse(success({ openPositions: [position] }), NOW_US).items).toMatchObject([
      {
        instrument: { pair: 'BTC/USD:USD' },
        quantity: new Decimal(-10000),
        averageEntryPrice: new Decimal('9392.749993345933'),
      },
    ])
    expect(protocol.queries.positions?.('spot')).toEqual([])
  })
})
