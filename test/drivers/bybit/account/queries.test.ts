import { describe, expect, test } from 'vitest'
import {
  type AccountList,
  Decimal,
  type HttpResponse,
  type RestCall,
} from '../../../../src/core/index.ts'
import { httpUrl } from '../../../../src/transport/http-url.ts'
import { coinRow, executionRow, orderRow, positionRow } from './rows.ts'
import { ACCOUNT, ID, LINEAR, NOW_US, ok, protocol, SPOT, TIME_MS } from './support.ts'

const { queries } = protocol
const DAY_US = 86_400_000_000
const TIME_US = TIME_MS * 1000
const page = (list: readonly unknown[], nextPageCursor = '') => ok({ list, nextPageCursor })
const url = ({ request }: RestCall<unknown>) => httpUrl('', request)

/** Asks page by page; answers come in turn. */
function ask<T>(call: RestCall<AccountList<T>>, ...answers: HttpResponse[]) {
  const urls: string[] = []
  const lists: AccountList<T>[] = []
  let next: RestCall<AccountList<T>> | undefined = call
  for (const response of answers) {
    if (next === undefined) break
    urls.push(url(next))
    lists.push(next.parse(response, NOW_US))
    next = next.next?.(response)
  }
  return { urls, lists, items: lists.flatMap(({ items }) => items), isOver: next === undefined }
}

describe('open orders', () => {
  test('of an instrument are asked for in one product', () => {
    expect(url(queries.openOrders(SPOT))).toBe(
      '/v5/order/realtime?category=spot&symbol=BTCUSDT&openOnly=0&limit=50',
    )
  })

  test('are read with their terms, foreign ones included', () => {
    const rows = [
      orderRow({ cumExecQty: '0.004', orderStatus: 'PartiallyFilled' }),
      orderRow({ orderLinkId: 'web', orderType: 'Market', price: '0', orderStatus: 'Untriggered' }),
    ]
    const { lists } = ask(queries.openOrders(LINEAR), page(rows))
    const common = {
      venueOrderId: '5cf98598-39a7-459e-97bf-76ca765ee020',
      instrument: LINEAR,
      side: 'buy',
      status: 'open',
      quantity: new Decimal('0.01'),
      venueTimeUs: 1_763_700_000_444_000,
    }
    expect(lists).toEqual([
      {
        items: [
          {
            clientOrderId: ID,
            ...common,
            filledQuantity: new Decimal('0.004'),
            price: new Decimal(60000),
          },
          { ...common, filledQuantity: new Decimal(0) },
        ],
        isComplete: true,
        venueTimeUs: TIME_US,
      },
    ])
  })

  test('go on from page to page, the cursor encoded once', () => {
    const { urls, items, isOver } = ask(
      queries.openOrders(LINEAR),
      page([orderRow()], 'page_args%3Dfd43%26symbol%3D6%26'),
      page([orderRow()]),
    )
    expect(urls[1]).toContain('&cursor=page_args%3Dfd43%26symbol%3D6%26')
    expect([items.length, isOver]).toEqual([2, true])
  })

  test('end where a page has no rows, whatever cursor it has', () => {
    expect(ask(queries.openOrders(LINEAR), page([], 'more')).isOver).toBe(true)
  })

  test('of all of linear are asked for by what settles it, of spot at once', () => {
    expect(queries.allOpenOrders('linear').map(url)).toEqual([
      '/v5/order/realtime?category=linear&settleCoin=USDT&openOnly=0&limit=50',
      '/v5/order/realtime?category=linear&settleCoin=USDC&openOnly=0&limit=50',
    ])
    expect(queries.allOpenOrders('spot').map(url)).toEqual([
      '/v5/order/realtime?category=spot&openOnly=0&limit=50',
    ])
    const [call] = queries.allOpenOrders('spot')
    const { items } = call?.parse(page([orderRow({ symbol: 'ETHUSDC' })]), 0) ?? { items: [] }
    expect(items).toMatchObject([{ instrument: { pair: 'ETH/USDC', product: 'spot' } }])
  })

  test('are not complete where one cannot be said to be anything', () => {
    const { lists } = ask(queries.openOrders(LINEAR), page([orderRow({ orderStatus: 'Paused' })]))
    expect(lists).toMatchObject([{ items: [], isComplete: false }])
    const [call] = queries.allOpenOrders('spot')
    expect(call?.parse(page([orderRow({ symbol: '?' })]), 0)).toMatchObject({ isComplete: false })
  })
})

describe('one order', () => {
  const key = { clientOrderId: ID, instrument: LINEAR }

  test('is asked for by our id among open and recent ones, then in history', () => {
    const { urls, items, isOver } = ask(
      queries.order(key),
      page([]),
      page([orderRow({ orderStatus: 'Filled', cumExecQty: '0.01' })]),
    )
    expect(urls).toEqual([
      `/v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId=${ID}`,
      `/v5/order/history?category=linear&symbol=BTCUSDT&orderLinkId=${ID}`,
    ])
    expect(items).toMatchObject([{ status: 'filled', clientOrderId: ID }])
    expect(isOver).toBe(true)
  })

  test('that is found at once is not looked for further', () => {
    const { urls, isOver } = ask(queries.order(key), page([orderRow()]))
    expect([urls.length, isOver]).toEqual([1, true])
  })

  test('that is nowhere is no row', () => {
    const { items, lists } = ask(queries.order(key), page([]), page([]))
    expect([items, lists.map(({ isComplete }) => isComplete)]).toEqual([[], [true, true]])
  })
})

describe('history', () => {
  test('is asked for seven days at a time, up to the venue’s now', () => {
    const sinceUs = TIME_US - 15 * DAY_US
    const { urls, isOver } = ask(queries.history(LINEAR, sinceUs), page([]), page([]), page([]))
    const spans = urls.map((each) => {
      const query = new URLSearchParams(each.split('?')[1])
      return [Number(query.get('startTime')), Number(query.get('endTime'))]
    })
    const start = TIME_MS - 15 * 86_400_000
    const week = 7 * 86_400_000
    expect(spans).toEqual([
      [start, start + week - 1],
      [start + week, start + 2 * week - 1],
      [start + 2 * week, start + 3 * week - 1],
    ])
    expect(isOver).toBe(true)
  })

  test('a cursor comes before the next window, and belongs to its own', () => {
    const { urls } = ask(
      queries.fills(LINEAR, TIME_US - 10 * DAY_US),
      page([executionRow()], '132766%3A2%2C132766%3A2'),
      page([executionRow()]),
      page([]),
    )
    expect(urls.map((each) => new URLSearchParams(each.split('?')[1]).get('cursor'))).toEqual([
      null,
      '132766:2,132766:2',
      null,
    ])
  })

  test('is complete for a day: what ended without fills is not kept longer', () => {
    const isComplete = (sinceUs: number) =>
      queries.history(LINEAR, sinceUs).parse(page([]), 0).isComplete
    expect(isComplete(TIME_US - DAY_US)).toBe(true)
    expect(isComplete(TIME_US - DAY_US - 1)).toBe(false)
  })

  test.each([
    ['Filled', {}, 'filled'],
    ['Cancelled', { rejectReason: 'EC_PostOnlyWillTakeLiquidity' }, 'rejected'],
    ['Cancelled', { rejectReason: 'EC_NoImmediateQtyToFill' }, 'expired'],
    ['Cancelled', { cancelType: 'CancelByUser' }, 'cancelled'],
    ['Rejected', {}, 'rejected'],
    ['Rejected', { cumExecQty: '0.005' }, 'cancelled'],
  ])('%s %o is %s, as on the stream', (orderStatus, over, status) => {
    const { items } = ask(
      queries.history(LINEAR, TIME_US),
      page([orderRow({ orderStatus, ...over })]),
    )
    expect(items).toMatchObject([{ status }])
  })

  test('an order for an amount of quote has of base what was filled', () => {
    const over = { orderType: 'Market', qty: '100', marketUnit: 'quoteCoin', cumExecQty: '0.0016' }
    const row = orderRow({ orderStatus: 'Filled', ...over })
    expect(ask(queries.history(SPOT, TIME_US), page([row])).items).toMatchObject([
      { quantity: new Decimal('0.0016'), filledQuantity: new Decimal('0.0016') },
    ])
  })
})

describe('fills', () => {
  test('leave funding and settlements out, and have the ids of the stream', () => {
    const rows = [
      executionRow({ feeCurrency: '' }),
      executionRow({ execType: 'Funding' }),
      executionRow({ execType: 'Settle' }),
    ]
    const { items } = ask(queries.fills(LINEAR, TIME_US - DAY_US), page(rows))
    expect(items).toMatchObject([
      {
        fillId: '0ab1bdf7-4219-438b-b30a-32ec863018f7',
        clientOrderId: ID,
        account: ACCOUNT,
        fee: { amount: new Decimal('0.033'), asset: 'USDT' },
      },
    ])
  })

  test('are complete for two years', () => {
    const isComplete = (sinceUs: number) =>
      queries.fills(LINEAR, sinceUs).parse(page([]), 0).isComplete
    expect([isComplete(TIME_US - 730 * DAY_US), isComplete(TIME_US - 731 * DAY_US)]).toEqual([
      true,
      false,
    ])
  })
})

describe('balances and positions', () => {
  test('balances are those of the unified wallet that are not zero', () => {
    const call = queries.balances('linear')
    expect(url(call)).toBe('/v5/account/wallet-balance?accountType=UNIFIED')
    const coin = [coinRow(), coinRow({ coin: 'BTC', walletBalance: '0', locked: '0' })]
    expect(call.parse(ok({ list: [{ coin }] }), NOW_US)).toMatchObject({
      items: [
        { type: 'balance', asset: 'USDT', total: new Decimal('1000.5'), venueTimeUs: TIME_US },
      ],
      isComplete: true,
    })
  })

  test('positions are asked for by what settles them, and have their entry as avgPrice', () => {
    const calls = queries.positions?.('linear') ?? []
    expect(calls.map(url)).toEqual([
      '/v5/position/list?category=linear&settleCoin=USDT&limit=200',
      '/v5/position/list?category=linear&settleCoin=USDC&limit=200',
    ])
    const row = positionRow({ side: 'Sell', entryPrice: undefined, avgPrice: '27464.50441675' })
    const flat = positionRow({ side: '', size: '0' })
    expect(calls[0]?.parse(page([row, flat]), NOW_US)).toMatchObject({
      items: [
        {
          type: 'position',
          instrument: { pair: 'BTC/USDT:USDT' },
          quantity: new Decimal('-0.5'),
          averageEntryPrice: new Decimal('27464.50441675'),
        },
      ],
      isComplete: true,
    })
    expect(queries.positions?.('spot')).toEqual([])
  })
})

test('every question is signed, idempotent and without a body', () => {
  const calls: readonly RestCall<unknown>[] = [
    queries.order({ clientOrderId: ID, instrument: SPOT }),
    queries.openOrders(SPOT),
    queries.history(SPOT, 0),
    queries.fills(SPOT, 0),
    queries.balances('spot'),
    ...queries.allOpenOrders('linear'),
    ...(queries.positions?.('linear') ?? []),
  ]
  for (const { request } of calls) {
    expect(request).toMatchObject({ method: 'GET', service: 'v5', isIdempotent: true })
    expect(request.body).toBeUndefined()
    expect(request.sign?.(request, { venueTimeUs: NOW_US, nonce: 1 }).headers).toHaveProperty(
      'X-BAPI-SIGN',
    )
  }
})
