import { describe, expect, test } from 'vitest'
import { venueOrderId } from '../../../../src/core/index.ts'
import {
  AT_NOW,
  answerOf,
  ID,
  instrumentOf,
  NOW_US,
  pagesOf,
  protocol,
  read,
  shown,
} from './support.ts'

const { queries } = protocol
const spot = instrumentOf('spot')
const usdm = instrumentOf('futures')
const DAY_US = 86_400_000_000
const now = { venueTimeUs: NOW_US, isComplete: true }
const notFound = answerOf({ code: -2013, msg: 'Order does not exist.' }, 400, AT_NOW)

const orderRow = (fields: object = {}) => ({
  symbol: 'BTCUSDT',
  orderId: 4,
  clientOrderId: ID,
  price: '60000.10',
  origQty: '0.010',
  executedQty: '0.004',
  status: 'PARTIALLY_FILLED',
  side: 'BUY',
  time: 1_795_780_000_000,
  updateTime: 1_795_780_000_500,
  ...fields,
})
const orderRead = {
  clientOrderId: ID,
  venueOrderId: '4',
  instrument: 'BTCUSDT',
  side: 'buy',
  status: 'open',
  quantity: '0.01',
  filledQuantity: '0.004',
  price: '60000.1',
  venueTimeUs: 1_795_780_000_500_000,
}
const stopRow = (fields: object = {}) => ({
  algoId: 2_146_760,
  clientAlgoId: ID,
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.01',
  algoStatus: 'NEW',
  actualOrderId: '',
  price: '0',
  updateTime: 1_795_780_000_500,
  ...fields,
})
const stopRead = {
  clientOrderId: ID,
  venueOrderId: 'algo-2146760',
  instrument: 'BTCUSDT',
  side: 'sell',
  status: 'open',
  quantity: '0.01',
  filledQuantity: '0',
  venueTimeUs: 1_795_780_000_500_000,
}

describe('one order', () => {
  test('of spot is one row, or none', () => {
    const call = queries.order({ clientOrderId: ID, instrument: spot })
    expect(shown(call.request)).toBe(
      `GET /api/v3/order?symbol=BTCUSDT&origClientOrderId=${ID} weight 4`,
    )
    expect(read(call, answerOf(orderRow(), 200, AT_NOW))).toEqual({ ...now, items: [orderRead] })
    expect(pagesOf(call, [notFound])).toMatchObject({
      pages: [{ list: { ...now, items: [] } }],
      rest: undefined,
    })
  })

  test.each([
    ['NEW', 'open'],
    ['PENDING_NEW', 'open'],
    ['FILLED', 'filled'],
    ['CANCELED', 'cancelled'],
    ['REJECTED', 'rejected'],
    ['EXPIRED', 'expired'],
    ['EXPIRED_IN_MATCH', 'expired'],
  ])('that is %s is %s', (status, expected) => {
    const call = queries.order({ clientOrderId: ID, instrument: spot })
    expect(read(call, answerOf(orderRow({ status })))).toMatchObject({
      items: [{ status: expected }],
    })
  })

  test.each([
    ['NEW_INSURANCE', '0.001', 'filled'],
    ['NEW_ADL', '0.001', 'filled'],
    ['NEW_ADL', '0.0004', 'open'],
  ])(
    'by which the venue closes a position, %s with %s filled, is %s',
    (status, executedQty, is) => {
      const row = orderRow({ status, executedQty, origQty: '0.001' })
      const items = [{ status: is }]
      expect(read(queries.history(usdm, NOW_US), answerOf([row]))).toMatchObject({ items })
    },
  )

  test('in a state of tomorrow is not guessed at', () => {
    const call = queries.order({ clientOrderId: ID, instrument: spot })
    expect(() => read(call, answerOf(orderRow({ status: 'SLEEPING' })))).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
    )
  })

  test('of USDⓈ-M is asked for among ordinary orders, then among stop orders, then as what it became', () => {
    const call = queries.order({ clientOrderId: ID, instrument: usdm })
    const triggered = stopRow({
      algoStatus: 'FINISHED',
      actualOrderId: '974828356187',
      actualQty: '0.01',
    })
    const child = orderRow({
      clientOrderId: 'made-by-the-venue',
      orderId: 974_828_356_187,
      status: 'FILLED',
    })
    const { pages, rest } = pagesOf(call, [
      notFound,
      answerOf(triggered, 200, AT_NOW),
      answerOf(child, 200, AT_NOW),
    ])
    expect(pages).toEqual([
      {
        request: `GET /fapi/v1/order?symbol=BTCUSDT&origClientOrderId=${ID} weight 1`,
        list: { ...now, items: [] },
      },
      {
        request: `GET /fapi/v1/algoOrder?clientAlgoId=${ID} weight 1`,
        list: { ...now, items: [] },
      },
      {
        request: 'GET /fapi/v1/order?symbol=BTCUSDT&orderId=974828356187 weight 1',
        list: { ...now, items: [{ ...orderRead, venueOrderId: '974828356187', status: 'filled' }] },
      },
    ])
    expect(rest).toBeUndefined()
  })

  test('by its id is asked for where that is', () => {
    const key = { clientOrderId: ID, instrument: usdm }
    const stop = queries.order({ ...key, venueOrderId: venueOrderId('algo-2146760') })
    expect(shown(stop.request)).toBe('GET /fapi/v1/algoOrder?algoId=2146760 weight 1')
    expect(read(stop, answerOf(stopRow()))).toEqual({ isComplete: true, items: [stopRead] })
    const ordinary = queries.order({ ...key, venueOrderId: venueOrderId('4') })
    expect(pagesOf(ordinary, [notFound]).rest).toBeUndefined()
  })

  test('is not absent because an error said so', () => {
    const call = queries.order({ clientOrderId: ID, instrument: spot })
    for (const [code, status] of [
      [-2015, 401],
      [-1003, 429],
      [-1000, 500],
    ] as const) {
      expect(() => read(call, answerOf({ code, msg: 'words' }, status))).toThrow(/words/)
    }
  })
})

describe('open orders', () => {
  test('of spot are one list, foreign ones included', () => {
    const rows = [orderRow(), orderRow({ clientOrderId: 'web_1', orderId: 5 })]
    const { pages, rest } = pagesOf(queries.openOrders(spot), [answerOf(rows, 200, AT_NOW)])
    const { clientOrderId: _, ...foreign } = orderRead
    expect(pages).toEqual([
      {
        request: 'GET /api/v3/openOrders?symbol=BTCUSDT weight 6',
        list: { ...now, items: [orderRead, { ...foreign, venueOrderId: '5' }] },
      },
    ])
    expect(rest).toBeUndefined()
  })

  test('of USDⓈ-M are stop orders first: one that triggers meanwhile is in both lists, not in none', () => {
    const answers = [answerOf([stopRow()], 200, AT_NOW), answerOf([orderRow()], 200, AT_NOW)]
    expect(pagesOf(queries.openOrders(usdm), answers)).toEqual({
      pages: [
        {
          request: 'GET /fapi/v1/openAlgoOrders?symbol=BTCUSDT weight 1',
          list: { ...now, items: [stopRead] },
        },
        {
          request: 'GET /fapi/v1/openOrders?symbol=BTCUSDT weight 1',
          list: { ...now, items: [orderRead] },
        },
      ],
      rest: undefined,
    })
  })

  test('of a product line name their instruments; one that cannot be named makes the list incomplete', () => {
    const [call] = queries.allOpenOrders('spot')
    if (call === undefined) throw new Error('no call')
    expect(shown(call.request)).toBe('GET /api/v3/openOrders? weight 80')
    expect(read(call, answerOf([orderRow()], 200, AT_NOW))).toEqual({ ...now, items: [orderRead] })
    expect(read(call, answerOf([orderRow({ symbol: 'NOSUCH' })], 200, AT_NOW))).toEqual({
      ...now,
      isComplete: false,
      items: [],
    })
  })

  test('in a state of tomorrow hide no others, and make the list incomplete', () => {
    const odd = orderRow({ status: 'SLEEPING', orderId: 9 })
    const rows = answerOf([odd, orderRow()], 200, AT_NOW)
    const list = { ...now, isComplete: false, items: [orderRead] }
    expect(read(queries.openOrders(spot), rows)).toEqual(list)
    expect(read(queries.history(spot, NOW_US), rows)).toEqual(list)
    const stops = answerOf([stopRow({ algoStatus: 'SLEEPING' }), stopRow()])
    const ofStops = { isComplete: false, items: [stopRead] }
    expect(read(queries.openOrders(usdm), stops)).toEqual(ofStops)
  })

  test('without a time in the answer prove nothing', () => {
    expect(read(queries.openOrders(spot), answerOf([]))).toEqual({ items: [], isComplete: true })
  })
})

describe('history', () => {
  const sinceUs = NOW_US - 60_000_000
  const startMs = sinceUs / 1000

  test('of a short while is one page on spot', () => {
    const { pages, rest } = pagesOf(queries.history(spot, sinceUs), [
      answerOf([orderRow({ status: 'CANCELED' })], 200, AT_NOW),
    ])
    expect(pages).toEqual([
      {
        request: `GET /api/v3/allOrders?symbol=BTCUSDT&startTime=${startMs}&endTime=${startMs + 86_400_000 - 1}&limit=1000 weight 20`,
        list: { ...now, items: [{ ...orderRead, status: 'cancelled' }] },
      },
    ])
    expect(rest).toBeUndefined()
  })

  test('goes on by id after a full page, until one is not full', () => {
    const full = Array.from({ length: 1000 }, (_, i) =>
      orderRow({ orderId: `90071992547409${93000 + i}` }),
    )
    const { pages, rest } = pagesOf(queries.history(spot, sinceUs), [
      answerOf(full, 200, AT_NOW),
      answerOf([], 200, AT_NOW),
    ])
    expect(pages[1]?.request).toBe(
      'GET /api/v3/allOrders?symbol=BTCUSDT&orderId=9007199254740994000&limit=1000 weight 20',
    )
    expect([pages.length, rest]).toEqual([2, undefined])
  })

  test('goes on span after span up to the time of the answer', () => {
    const empty = answerOf([], 200, AT_NOW)
    const { pages, rest } = pagesOf(queries.history(spot, NOW_US - 2.5 * DAY_US), [
      empty,
      empty,
      empty,
      empty,
    ])
    const starts = pages.map(({ request }) => Number(/startTime=(\d+)/.exec(request)?.[1]))
    expect(starts.map((start) => (NOW_US / 1000 - start) / 86_400_000)).toEqual([2.5, 1.5, 0.5])
    expect(rest).toBeUndefined()
  })

  test('beyond what the venue keeps is not complete, and not asked for', () => {
    const empty = answerOf([], 200, AT_NOW)
    const { pages } = pagesOf(
      queries.history(usdm, 0),
      Array.from({ length: 20 }, () => empty),
    )
    expect(pages[0]?.list).toMatchObject({ isComplete: false })
    expect(pages.map(({ request }) => request.split('?')[0])).toEqual([
      'GET /fapi/v1/allOrders',
      'GET /fapi/v1/allOrders',
      'GET /fapi/v1/allAlgoOrders',
      'GET /fapi/v1/allAlgoOrders',
    ])
  })

  test('without a time in the answer proves nothing', () => {
    expect(pagesOf(queries.history(spot, sinceUs), [answerOf([])])).toMatchObject({
      pages: [{ list: { items: [], isComplete: false } }],
    })
  })

  test('of USDⓈ-M goes on with stop orders that ended untriggered', () => {
    const stops = [
      stopRow({ algoStatus: 'CANCELED' }),
      stopRow({ algoStatus: 'FINISHED', actualOrderId: '9' }),
    ]
    const { pages, rest } = pagesOf(queries.history(usdm, sinceUs), [
      answerOf([], 200, AT_NOW),
      answerOf(stops, 200, AT_NOW),
    ])
    expect(pages[1]).toEqual({
      request: `GET /fapi/v1/allAlgoOrders?symbol=BTCUSDT&startTime=${startMs}&endTime=${startMs + 7 * 86_400_000 - 1}&limit=1000 weight 5`,
      list: { ...now, items: [{ ...stopRead, status: 'cancelled' }] },
    })
    expect(rest).toBeUndefined()
  })
})

describe('fills', () => {
  const fill = {
    fillId: '28457',
    account: 'main',
    venueOrderId: '100234',
    instrument: 'BTCUSDT',
    price: '4.000001',
    quantity: '12',
    venueTimeUs: 1_499_865_549_590_000,
  }

  test('of spot', () => {
    const row = {
      symbol: 'BTCUSDT',
      id: 28_457,
      orderId: 100_234,
      price: '4.00000100',
      qty: '12.00000000',
      commission: '10.10000000',
      commissionAsset: 'BNB',
      time: 1_499_865_549_590,
      isBuyer: true,
      isMaker: false,
    }
    const { pages } = pagesOf(queries.fills(spot, NOW_US - 1_000_000), [
      answerOf([row], 200, AT_NOW),
    ])
    expect(pages[0]?.request).toMatch(
      /^GET \/api\/v3\/myTrades\?symbol=BTCUSDT&startTime=.* weight 20$/,
    )
    expect(pages[0]?.list).toEqual({
      ...now,
      items: [{ ...fill, side: 'buy', isMaker: false, fee: { amount: '10.1', asset: 'BNB' } }],
    })
  })

  test('of USDⓈ-M, a rebate below 0', () => {
    const row = {
      symbol: 'BTCUSDT',
      id: 28_457,
      orderId: 100_234,
      side: 'SELL',
      price: '4.00000100',
      qty: '12',
      commission: '-0.07819010',
      realizedPnl: '-0.91539999',
      commissionAsset: 'USDT',
      time: 1_499_865_549_590,
      buyer: false,
      maker: true,
      positionSide: 'BOTH',
    }
    const { pages } = pagesOf(queries.fills(usdm, NOW_US - 1_000_000), [
      answerOf([row], 200, AT_NOW),
    ])
    expect(pages[0]?.list).toEqual({
      ...now,
      items: [
        {
          ...fill,
          realisedPnl: '-0.91539999',
          side: 'sell',
          isMaker: true,
          fee: { amount: '-0.0781901', asset: 'USDT' },
        },
      ],
    })
  })

  test('go on by the id after the last of a full page', () => {
    const row = (id: number) => ({
      symbol: 'BTCUSDT',
      id,
      orderId: 1,
      price: '1',
      qty: '1',
      commission: '0',
      commissionAsset: 'BNB',
      time: 1,
      isBuyer: true,
      isMaker: true,
    })
    const full = answerOf(
      Array.from({ length: 1000 }, (_, i) => row(i + 1)),
      200,
      AT_NOW,
    )
    expect(pagesOf(queries.fills(spot, NOW_US - 1_000_000), [full]).rest).toBe(
      'GET /api/v3/myTrades?symbol=BTCUSDT&fromId=1001&limit=1000 weight 20',
    )
  })
})

describe('balances and positions', () => {
  test('of spot are free and locked together; what is 0 is left out', () => {
    const call = queries.balances('spot')
    expect(shown(call.request)).toBe('GET /api/v3/account?omitZeroBalances=true weight 20')
    const balances = [
      { asset: 'BTC', free: '4723846.89208129', locked: '0.00000001' },
      { asset: 'LTC', free: '0.00000000', locked: '0.00000000' },
    ]
    expect(read(call, answerOf({ balances }, 200, AT_NOW))).toEqual({
      ...now,
      items: [
        {
          type: 'balance',
          account: 'main',
          asset: 'BTC',
          total: '4723846.8920813',
          locked: '0.00000001',
          timeUs: 5,
        },
      ],
    })
  })

  test('of USDⓈ-M are the wallet', () => {
    const call = queries.balances('usdm')
    const row = {
      asset: 'USDT',
      balance: '122.12345678',
      crossUnPnl: '5',
      availableBalance: '23.7',
      updateTime: 1,
    }
    expect(shown(call.request)).toBe('GET /fapi/v3/balance? weight 5')
    expect(read(call, answerOf([row, { ...row, balance: '0' }], 200, AT_NOW))).toEqual({
      ...now,
      items: [
        { type: 'balance', account: 'main', asset: 'USDT', total: '122.12345678', timeUs: 5 },
      ],
    })
  })

  test('positions are signed', () => {
    const [call] = queries.positions?.('usdm') ?? []
    if (call === undefined) throw new Error('no call')
    const row = {
      symbol: 'ADAUSDT',
      positionSide: 'BOTH',
      positionAmt: '-30',
      entryPrice: '0.385',
      updateTime: 1,
    }
    expect(shown(call.request)).toBe('GET /fapi/v3/positionRisk? weight 5')
    expect(
      read(call, answerOf([row, { ...row, positionAmt: '0', entryPrice: '0.0' }], 200, AT_NOW)),
    ).toEqual({
      ...now,
      items: [
        {
          type: 'position',
          account: 'main',
          instrument: 'ADAUSDT',
          quantity: '-30',
          averageEntryPrice: '0.385',
          timeUs: 5,
        },
        { type: 'position', account: 'main', instrument: 'ADAUSDT', quantity: '0', timeUs: 5 },
      ],
    })
    expect(queries.positions?.('spot')).toEqual([])
  })
})
