import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../../src/core/index.ts'
import { coinRow, executionRow, orderRow, positionRow, push } from './rows.ts'
import { ACCOUNT, decoding, ID, LINEAR, NOW_US, SPOT } from './support.ts'

const VENUE_ID = '5cf98598-39a7-459e-97bf-76ca765ee020'
const order = { clientOrderId: ID, venueOrderId: VENUE_ID, account: ACCOUNT, instrument: LINEAR }
const at = { order, timeUs: NOW_US, venueTimeUs: 1_763_700_000_444_000 }
const one = (topic: string, row: unknown) => decoding().decode(push(topic, row)).events

describe('the topic order', () => {
  test('tells a new order as acknowledged', () => {
    expect(one('order', orderRow())).toEqual([
      { type: 'acknowledged', ...at, venueOrderId: VENUE_ID, filledQuantity: new Decimal(0) },
    ])
  })

  test('tells of fills their sum only, and that all is filled likewise', () => {
    const filled = orderRow({ orderStatus: 'Filled', cumExecQty: '0.01' })
    expect(one('order', filled)).toEqual([
      { type: 'acknowledged', ...at, venueOrderId: VENUE_ID, filledQuantity: new Decimal('0.01') },
    ])
  })

  test.each([
    ['New', 'acknowledged'],
    ['PartiallyFilled', 'acknowledged'],
    ['Untriggered', 'acknowledged'],
    ['Triggered', 'acknowledged'],
    ['Filled', 'acknowledged'],
    ['Cancelled', 'cancelled'],
    ['PartiallyFilledCanceled', 'cancelled'],
    ['Deactivated', 'cancelled'],
    ['Rejected', 'rejected'],
  ])('%s is %s', (orderStatus, type) => {
    expect(one('order', orderRow({ orderStatus }))[0]).toMatchObject({ type })
  })

  test('tells what a cancelled order had filled', () => {
    const row = orderRow({
      orderStatus: 'Cancelled',
      cumExecQty: '0.004',
      cancelType: 'CancelByUser',
    })
    expect(one('order', row)).toEqual([
      { type: 'cancelled', ...at, filledQuantity: new Decimal('0.004') },
    ])
  })

  test.each([
    ['an ioc order that found nothing', { rejectReason: 'EC_NoImmediateQtyToFill' }, 'expired'],
    ['a fok order', { rejectReason: 'EC_CancelForNoFullFill', timeInForce: 'FOK' }, 'expired'],
    ['what an ioc order left', { timeInForce: 'IOC', cumExecQty: '0.004' }, 'expired'],
    [
      'what a spot market order left',
      { timeInForce: 'IOC', orderStatus: 'PartiallyFilledCanceled', cumExecQty: '0.004' },
      'expired',
    ],
    [
      'a cancel by its owner',
      { cancelType: 'CancelByUser', rejectReason: 'EC_PerCancelRequest' },
      'cancelled',
    ],
    [
      'an ioc order that met its own account',
      { timeInForce: 'IOC', cancelType: 'CancelBySmp' },
      'cancelled',
    ],
    [
      'self-trade prevention',
      { cancelType: 'CancelBySmp', rejectReason: 'EC_BySelfMatch' },
      'cancelled',
    ],
    ['reduce-only without a position', { cancelType: 'CancelByReduceOnly' }, 'cancelled'],
    ['post-only that would take', { rejectReason: 'EC_PostOnlyWillTakeLiquidity' }, 'rejected'],
    [
      'the same after fills',
      { rejectReason: 'EC_PostOnlyWillTakeLiquidity', cumExecQty: '0.004' },
      'cancelled',
    ],
    ['a rejection after fills', { orderStatus: 'Rejected', cumExecQty: '0.004' }, 'cancelled'],
  ])('ends %s as %s', (_, over, type) => {
    expect(one('order', orderRow({ orderStatus: 'Cancelled', ...over }))).toMatchObject([{ type }])
  })

  test('gives the venue’s reason of a refusal', () => {
    const row = orderRow({ orderStatus: 'Rejected', rejectReason: 'EC_ReachRiskPriceLimit' })
    expect(one('order', row)).toMatchObject([
      { type: 'rejected', code: 'EC_ReachRiskPriceLimit', text: 'Rejected EC_ReachRiskPriceLimit' },
    ])
    expect(one('order', orderRow({ orderStatus: 'Rejected', rejectReason: '' }))).toMatchObject([
      { type: 'rejected', code: 'Rejected' },
    ])
  })

  test('tells other terms once, and a fill between them as no change', () => {
    const { decode } = decoding()
    const types = (over: Readonly<Record<string, unknown>>) =>
      decode(push('order', orderRow(over))).events.map(({ type }) => type)
    expect(types({})).toEqual(['acknowledged'])
    expect(types({ price: '60001.5', updatedTime: '1763700000500' })).toEqual([
      'acknowledged',
      'amended',
    ])
    const filled = { price: '60001.50', cumExecQty: '0.004', orderStatus: 'PartiallyFilled' }
    expect(types({ ...filled, updatedTime: '1763700000600' })).toEqual(['acknowledged'])
    expect(types({ ...filled, qty: '0.02', updatedTime: '1763700000700' })).toEqual([
      'acknowledged',
      'amended',
    ])
  })

  test('tells the terms in force of an order that is older than the connection', () => {
    const events = one('order', orderRow({ price: '60001.5', updatedTime: '1763700000500' }))
    expect(events).toMatchObject([
      { type: 'acknowledged' },
      { type: 'amended', price: new Decimal('60001.5'), quantity: new Decimal('0.01') },
    ])
    expect(events[1]).not.toHaveProperty('request')
  })

  test('a cancel that crossed the fill says "filled" twice, and nothing else', () => {
    const { decode } = decoding()
    const filled = { orderStatus: 'Filled', cumExecQty: '0.01' }
    const late = { cancelType: 'CancelByUser', rejectReason: 'EC_OrigClOrdIDDoesNotExist' }
    const events = [filled, { ...filled, ...late }].flatMap(
      (over) => decode(push('order', orderRow(over))).events,
    )
    expect(events.map(({ type }) => type)).toEqual(['acknowledged', 'acknowledged'])
  })

  test('gives no price to market orders, whatever stands in their field', () => {
    const row = orderRow({ orderType: 'Market', price: '61000', updatedTime: '1763700000500' })
    expect(one('order', row)[1]).not.toHaveProperty('price')
  })

  test('names somebody else’s order by the venue’s id', () => {
    for (const orderLinkId of ['', 'web-0001', '12', '99999999999999999999'])
      expect(one('order', orderRow({ orderLinkId }))[0]).toMatchObject({
        order: { venueOrderId: VENUE_ID, account: ACCOUNT, instrument: LINEAR },
      })
    expect(one('order', orderRow({ orderLinkId: '' }))[0]).not.toHaveProperty('order.clientOrderId')
  })

  test('says that something was missed for a status that is not known', () => {
    expect(one('order', orderRow({ orderStatus: 'Paused' }))).toEqual([
      {
        type: 'missed',
        account: ACCOUNT,
        detail: `order ${VENUE_ID} has the status Paused`,
        timeUs: NOW_US,
      },
    ])
  })
})

describe('the topic execution', () => {
  test('tells a fill with its fee', () => {
    expect(one('execution', executionRow())).toEqual([
      {
        type: 'fill',
        order,
        timeUs: NOW_US,
        venueTimeUs: 1_763_700_000_353_000,
        fill: {
          fillId: '0ab1bdf7-4219-438b-b30a-32ec863018f7',
          account: ACCOUNT,
          clientOrderId: ID,
          venueOrderId: VENUE_ID,
          instrument: LINEAR,
          side: 'buy',
          price: new Decimal('60000.1'),
          quantity: new Decimal('0.004'),
          fee: { amount: new Decimal('0.033'), asset: 'USDT' },
          isMaker: false,
          venueTimeUs: 1_763_700_000_353_000,
        },
      },
    ])
  })

  test('tells several of one message in their order, each by its own id', () => {
    const rows = ['a', 'b', 'c'].map((execId) => executionRow({ execId }))
    const { events } = decoding().decode(push('execution', ...rows))
    expect(events).toMatchObject(['a', 'b', 'c'].map((fillId) => ({ fill: { fillId } })))
  })

  const spot = { category: 'spot', feeCurrency: '', execFee: '0.000004' }
  test.each([
    ['named', { feeCurrency: 'MNT' }, 'MNT'],
    ['of a contract', { feeCurrency: '' }, 'USDT'],
    ['of a spot buy', spot, 'BTC'],
    ['of a spot sell', { ...spot, side: 'Sell' }, 'USDT'],
    ['of a maker who buys and is paid', { ...spot, execFee: '-0.1' }, 'USDT'],
    ['of a maker who sells and is paid', { ...spot, execFee: '-0.1', side: 'Sell' }, 'BTC'],
  ])('a fee is in the asset %s', (_, over, asset) => {
    expect(one('execution', executionRow(over))).toMatchObject([{ fill: { fee: { asset } } }])
  })

  test('a rebate is a fee below 0, and a fee that is told later is absent', () => {
    const [event] = one('execution', executionRow({ execFee: '-0.012' }))
    expect(event).toMatchObject({ fill: { fee: { amount: new Decimal('-0.012') } } })
    expect(one('execution', executionRow({ execFee: '' }))[0]).not.toHaveProperty('fill.fee')
  })

  test.each(['Trade', 'AdlTrade', 'BustTrade', 'BlockTrade', 'FutureSpread'])(
    '%s is a fill',
    (execType) => {
      expect(one('execution', executionRow({ execType }))).toMatchObject([{ type: 'fill' }])
    },
  )

  test('Funding is money, and never a fill', () => {
    const row = executionRow({ execType: 'Funding', execFee: '1.25', execQty: '0.5', orderId: '' })
    expect(one('execution', row)).toEqual([
      {
        type: 'fundingPaid',
        account: ACCOUNT,
        instrument: LINEAR,
        asset: 'USDT',
        amount: new Decimal('-1.25'),
        paymentId: '0ab1bdf7-4219-438b-b30a-32ec863018f7',
        timeUs: NOW_US,
        venueTimeUs: 1_763_700_000_353_000,
      },
    ])
    const received = executionRow({ execType: 'Funding', execFee: '-0.5' })
    expect(one('execution', received)).toMatchObject([{ amount: new Decimal('0.5') }])
  })

  test.each([
    { execType: 'Delivery' },
    { execType: 'Settle' },
    { execType: 'MovePosition' },
    { execType: 'CorporateAction' },
    { execType: 'SomethingNew' },
    { execType: 'BustTrade', orderId: '' },
  ])('%o changes the account without an order: it has to be asked', (over) => {
    expect(one('execution', executionRow(over))).toMatchObject([{ type: 'missed' }])
  })

  test('in an instrument that nobody listed is something missed; of another product nothing', () => {
    expect(one('execution', executionRow({ symbol: 'NEWUSDT' }))).toMatchObject([
      { type: 'missed', detail: 'execution of linear NEWUSDT, which is not listed' },
    ])
    const { decoder, decode } = decoding()
    for (const category of ['option', 'inverse', 'spread'])
      expect(decode(push('execution', executionRow({ category }))).outcome).toBe('ignored')
    expect(decoder.ignoredReason).toBe('nothing in it is of a product that is traded')
  })

  test('spot and linear of one symbol are told apart', () => {
    expect(one('execution', executionRow({ category: 'spot' }))).toMatchObject([
      { fill: { instrument: SPOT } },
    ])
  })
})

describe('the topic position', () => {
  test('tells a long with its average entry', () => {
    expect(one('position', positionRow())).toEqual([
      {
        type: 'position',
        account: ACCOUNT,
        instrument: LINEAR,
        quantity: new Decimal('0.5'),
        averageEntryPrice: new Decimal(28000),
        timeUs: NOW_US,
        venueTimeUs: 1_697_682_317_038_000,
      },
    ])
  })

  test.each([
    ['a short, which is below 0', { side: 'Sell' }, { quantity: new Decimal('-0.5') }],
    ['a long leg', { positionIdx: 1 }, { positionSide: 'long', quantity: new Decimal('0.5') }],
    [
      'a short leg',
      { positionIdx: 2, side: 'Sell' },
      { positionSide: 'short', quantity: new Decimal('-0.5') },
    ],
    ['none', { side: '', size: '0', entryPrice: '0' }, { quantity: new Decimal(0) }],
  ])('tells %s', (_, over, expected) => {
    expect(one('position', positionRow(over))).toMatchObject([expected])
  })

  test('a flat one has no entry', () => {
    const [event] = one('position', positionRow({ side: '', size: '0.000', entryPrice: '0' }))
    expect(event).not.toHaveProperty('averageEntryPrice')
  })
})

describe('the topic wallet', () => {
  test('tells the coins that changed', () => {
    const { events } = decoding().decode(
      push('wallet', {
        coin: [coinRow(), coinRow({ coin: 'BTC', walletBalance: '0.1', locked: '' })],
      }),
    )
    expect(events).toEqual([
      {
        type: 'balance',
        account: ACCOUNT,
        asset: 'USDT',
        total: new Decimal('1000.5'),
        locked: new Decimal(100),
        timeUs: NOW_US,
        venueTimeUs: 1_763_700_000_474_000,
      },
      expect.objectContaining({ asset: 'BTC', total: new Decimal('0.1') }),
    ])
    expect(events[1]).not.toHaveProperty('locked')
  })

  test('what was borrowed is not owned, and open orders of contracts hold too', () => {
    const row = coinRow({ walletBalance: '1200.00', spotBorrow: '200.00', totalOrderIM: '2.5' })
    expect(one('wallet', { coin: [row] })).toMatchObject([
      { total: new Decimal(1000), locked: new Decimal('102.5') },
    ])
  })
})

describe('frames of the private socket', () => {
  test.each([
    ['an answer', { success: true, ret_msg: '', op: 'subscribe' }, 'control'],
    ['a pong', { op: 'pong', args: ['1'] }, 'control'],
    ['another topic', push('greeks', {}), 'ignored'],
    ['fast executions, which repeat the others', push('execution.fast', {}), 'ignored'],
    ['a topic whose data is no list', { topic: 'orderbook.50.BTCUSDT', data: {} }, 'ignored'],
    ['no rows', push('order'), 'ignored'],
    ['no topic', { hello: 1 }, 'ignored'],
    ['no object', [], 'ignored'],
    ['no JSON', 'nonsense', 'fault'],
    ['no list', { topic: 'order', data: {} }, 'fault'],
    ['no id', push('order', orderRow({ orderId: '' })), 'fault'],
    ['no side', push('order', orderRow({ side: 'Both' })), 'fault'],
    [
      'a name of an object’s own',
      push('execution', executionRow({ side: 'constructor' })),
      'fault',
    ],
    ['a quantity that is none', push('execution', executionRow({ execQty: 'NaN' })), 'fault'],
    ['a size without a side', push('position', positionRow({ side: '' })), 'fault'],
  ])('%s: %s', (_, frame, expected) => {
    const { decoder, decode } = decoding()
    const { outcome, events } = decode(frame)
    expect([outcome, events]).toEqual([expected, []])
    if (expected === 'fault') expect(decoder.fault).toMatchObject({ code: 'MALFORMED_FRAME' })
    if (expected === 'ignored') expect(decoder.ignoredReason).not.toBe('')
  })

  test('one row that cannot be read leaves the whole frame untold', () => {
    const frame = push('execution', executionRow(), executionRow({ execPrice: '' }))
    expect(decoding().decode(frame)).toEqual({ outcome: 'fault', events: [] })
  })

  test('categorised topics read alike', () => {
    expect(one('order.linear', orderRow())).toHaveLength(1)
    expect(one('execution.spot', executionRow({ category: 'spot' }))).toHaveLength(1)
  })

  test('numbers keep every digit', () => {
    const [event] = one(
      'execution',
      executionRow({ execPrice: '0.123456789012345678901234567890' }),
    )
    expect(event).toMatchObject({ fill: { price: new Decimal('0.12345678901234567890123456789') } })
  })
})
