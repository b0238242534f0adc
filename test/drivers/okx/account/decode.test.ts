import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../../src/core/index.ts'
import { ACCOUNT, decoding, OWN_ID, SPOT, SWAP } from './support.ts'

const id = String(OWN_ID)
const TIME = { timeUs: 5_000_000, venueTimeUs: 1_746_947_317_402_000 }
const ORD_ID = '2497956918703120384'
const order = { clientOrderId: OWN_ID, venueOrderId: ORD_ID, account: ACCOUNT, instrument: SWAP }
const base = { order, ...TIME }

/** A row of `orders` as documented: a limit order that rests. */
const row = (over: object = {}) => ({
  instType: 'SWAP',
  instId: 'ETH-USDT-SWAP',
  ordId: ORD_ID,
  clOrdId: id,
  tag: '',
  side: 'buy',
  posSide: 'net',
  tdMode: 'cross',
  ordType: 'limit',
  px: '103698.9',
  sz: '0.05',
  state: 'live',
  accFillSz: '0',
  avgPx: '0',
  fillPx: '',
  fillSz: '0',
  fillTime: '',
  tradeId: '',
  execType: '',
  fillFee: '0',
  fillFeeCcy: '',
  fee: '0',
  feeCcy: 'USDT',
  reduceOnly: 'false',
  category: 'normal',
  source: '',
  cancelSource: '',
  amendResult: '',
  amendSource: '',
  reqId: '',
  algoId: '',
  algoClOrdId: '',
  tgtCcy: '',
  code: '0',
  msg: '',
  cTime: '1746947317401',
  uTime: '1746947317402',
  ...over,
})
const FILL = {
  state: 'partially_filled',
  accFillSz: '0.03',
  fillPx: '103698.9',
  fillSz: '0.03',
  fillTime: '1746947317402',
  tradeId: '1518905529',
  execType: 'M',
  fillFee: '-0.0062',
  fillFeeCcy: 'USDT',
  fee: '-0.0062',
}
const orders = (...rows: object[]) => ({
  arg: { channel: 'orders', instType: 'ANY', uid: '614488474791936' },
  data: rows,
})
const told = (...rows: object[]) => decoding().decode(orders(...rows)).events

describe('orders', () => {
  test('that rest are acknowledged', () => {
    expect(told(row())).toEqual([
      { ...base, type: 'acknowledged', venueOrderId: ORD_ID, filledQuantity: new Decimal(0) },
    ])
  })

  test('are filled: one push a fill, with its own fee', () => {
    expect(told(row(FILL))).toEqual([
      {
        ...base,
        type: 'fill',
        fill: {
          fillId: '1518905529',
          account: ACCOUNT,
          clientOrderId: OWN_ID,
          venueOrderId: ORD_ID,
          instrument: SWAP,
          side: 'buy',
          price: new Decimal('103698.9'),
          quantity: new Decimal('0.03'),
          fee: { amount: new Decimal('0.0062'), asset: 'USDT' },
          isMaker: true,
          venueTimeUs: 1_746_947_317_402_000,
        },
      },
    ])
  })

  test.each([['-12.5'], ['0']])('of contracts say what a fill realised: %s', (fillPnl) => {
    const realisedPnl = new Decimal(fillPnl)
    expect(told(row({ ...FILL, fillPnl }))).toMatchObject([{ fill: { realisedPnl } }])
  })

  test('that come again, with another time, tell a fill once', () => {
    const { decode } = decoding()
    expect(decode(orders(row(FILL))).events).toHaveLength(1)
    const again = decode(orders(row({ ...FILL, uTime: '1746947317999' })))
    expect(again.events.map(({ type }) => type)).not.toContain('fill')
    // The other side of a trade with oneself would be another order.
    expect(decode(orders(row({ ...FILL, ordId: '5' }))).events[0]?.type).toBe('fill')
  })

  test('that close without a trade tell their sum: what is missing of it is asked for', () => {
    const closing = { state: 'filled', accFillSz: '0.05', fillSz: '0', tradeId: '' }
    expect(told(row({ ...closing, ordType: 'market', px: '' }))).toMatchObject([
      { type: 'acknowledged', filledQuantity: new Decimal('0.05') },
    ])
  })

  test('that close with less than was asked for are over', () => {
    const closing = { ...FILL, state: 'filled' }
    expect(told(row(closing))).toMatchObject([
      { type: 'fill' },
      { type: 'cancelled', filledQuantity: new Decimal('0.03') },
    ])
    const inQuote = { ...closing, sz: '100', tgtCcy: 'quote_ccy' }
    expect(told(row(inQuote)).map(({ type }) => type)).toEqual(['fill'])
  })

  test.each([
    ['0', 'cancelled'],
    ['1', 'cancelled'],
    ['3', 'cancelled'],
    ['6', 'cancelled'],
    ['7', 'cancelled'],
    ['13', 'expired'],
    ['14', 'expired'],
    ['15', 'cancelled'],
    ['17', 'cancelled'],
    ['20', 'cancelled'],
    ['22', 'cancelled'],
    ['31', 'cancelled'],
    ['32', 'cancelled'],
    ['33', 'cancelled'],
    ['99', 'cancelled'],
  ])('that end by source %s are %s, once', (cancelSource, type) => {
    const { decode } = decoding()
    const end = row({ state: 'canceled', accFillSz: '0.03', cancelSource })
    expect(decode(orders(end)).events).toEqual([
      { ...base, type, filledQuantity: new Decimal('0.03') },
    ])
    expect(decode(orders(end)).outcome).toBe('ignored')
  })

  test('that are changed say by which request, once', () => {
    const { decode } = decoding()
    const changed = row({ amendResult: '0', amendSource: '1', reqId: '3', px: '7', sz: '0.04' })
    const terms = { price: new Decimal(7), quantity: new Decimal('0.04') }
    expect(decode(orders(changed)).events).toEqual([
      { ...base, type: 'amended', ...terms, request: 3 },
    ])
    expect(decode(orders(changed)).events).toMatchObject([{ type: 'acknowledged' }])
  })

  test('whose change failed are as before, and say why', () => {
    const failed = { amendResult: '-1', reqId: '3', code: '51502', msg: 'Insufficient' }
    expect(told(row(failed))).toEqual([
      { ...base, type: 'amendRejected', request: 3, code: '51502', text: 'Insufficient' },
    ])
    // Somebody else's change on the web.
    expect(told(row({ ...failed, reqId: '' }))).toMatchObject([{ type: 'acknowledged' }])
  })

  test('that the venue makes smaller are changed by nobody’s request', () => {
    const [event] = told(row({ amendSource: '4', sz: '0.01' }))
    expect(event).toMatchObject({ type: 'amended', quantity: new Decimal('0.01') })
    expect(event).not.toHaveProperty('request')
    expect(told(row({ amendSource: '3', sz: '0.01' })).map(({ type }) => type)).toEqual([
      'acknowledged',
      'amended',
    ])
  })

  test('that were stops say under which id they go on, before anything else', () => {
    const { decode } = decoding()
    const child = { clOrdId: '', algoId: '706620792746729474', algoClOrdId: id, px: '' }
    const first = decode(orders(row({ ...child, ...FILL })))
    expect(first.events).toMatchObject([
      { type: 'amended', venueOrderId: ORD_ID, order: { clientOrderId: OWN_ID } },
      { type: 'fill', order: { clientOrderId: OWN_ID } },
    ])
    expect(first.events[0]).not.toHaveProperty('price')
    const second = decode(orders(row({ ...child, ...FILL, tradeId: '2', accFillSz: '0.04' })))
    expect(second.events.map(({ type }) => type)).toEqual(['fill'])
  })

  test.each(['', 'b15', '000000000000000000', '706620792746729474_0'])(
    'of somebody else (%j) are named by the venue’s id alone',
    (clOrdId) => {
      const [event] = told(row({ ...FILL, clOrdId, category: 'adl' }))
      expect(event).toMatchObject({ type: 'fill', order: { venueOrderId: ORD_ID } })
      expect(event).not.toHaveProperty('order.clientOrderId')
      expect(event).not.toHaveProperty('fill.clientOrderId')
    },
  )

  test('on margin of a listed pair are of the pair; of what is not listed, aside', () => {
    const { decode, decoder } = decoding()
    const margin = row({ instType: 'MARGIN', instId: 'BTC-USDT' })
    expect(decode(orders(margin)).events).toMatchObject([{ order: { instrument: SPOT } }])
    for (const instId of ['XRP-USDT', 'BTC-USD-261225-60000-C', 'X']) {
      expect(decode(orders(row({ instId }))).outcome).toBe('ignored')
      expect(decoder.ignoredReason).toMatch(/nothing listed/)
    }
  })

  test('come several in a frame, in order', () => {
    expect(told(row(FILL), row({ state: 'canceled' })).map(({ type }) => type)).toEqual([
      'fill',
      'cancelled',
    ])
  })
})

describe('stops', () => {
  const stop = (over: object = {}) => ({
    arg: { channel: 'orders-algo', instType: 'ANY' },
    data: [
      {
        algoId: '581878926302093312',
        algoClOrdId: id,
        clOrdId: '',
        amendResult: '',
        reqId: '',
        instId: 'ETH-USDT-SWAP',
        instType: 'SWAP',
        ordId: '',
        ordIdList: [],
        ordType: 'conditional',
        side: 'sell',
        slOrdPx: '2700',
        slTriggerPx: '2750',
        state: 'live',
        sz: '11',
        tdMode: 'cross',
        failCode: '',
        uTime: '1746947317402',
        ...over,
      },
    ],
  })
  const algo = { ...order, venueOrderId: 'algo-581878926302093312' }
  const terms = { price: new Decimal(2700), quantity: new Decimal(11) }

  test.each([
    ['wait', {}, { type: 'acknowledged', venueOrderId: 'algo-581878926302093312' }],
    [
      'are triggered: they go on as an order',
      { state: 'effective', ordId: '99' },
      { type: 'amended', ...terms, venueOrderId: '99' },
    ],
    ['are cancelled', { state: 'canceled' }, { type: 'cancelled', filledQuantity: new Decimal(0) }],
    [
      'are triggered, and refused',
      { state: 'order_failed', failCode: '51008' },
      { type: 'rejected', code: '51008', text: 'the stop was triggered, its order refused' },
    ],
    ['are changed', { amendResult: '0', reqId: '2' }, { type: 'amended', ...terms, request: 2 }],
    [
      'are not changed',
      { amendResult: '-1', reqId: '2' },
      { type: 'amendRejected', request: 2, code: '0', text: '' },
    ],
  ])('that %s', (_name, over, expected) => {
    expect(decoding().decode(stop(over)).events).toEqual([{ order: algo, ...TIME, ...expected }])
  })

  test('tell their end once', () => {
    const { decode } = decoding()
    for (const over of [{ state: 'effective', ordId: '99' }, { state: 'canceled' }]) {
      expect(decode(stop(over)).outcome).toBe('event')
      expect(decode(stop(over)).outcome).toBe('ignored')
    }
    expect(decoding().decode(stop({ state: 'effective' })).events).toEqual([])
  })
})

test('of a state that nobody knows nothing is made up: the account is to be asked', () => {
  const unknown = { account: ACCOUNT, timeUs: 5_000_000, type: 'missed' }
  expect(told(row({ state: 'dancing' }), row(FILL))).toMatchObject([
    { ...unknown, detail: 'an order is in the unknown state "dancing"' },
    { type: 'fill' },
  ])
  const data = [{ algoId: '1', instId: 'ETH-USDT-SWAP', sz: '1', state: 'order_placed' }]
  const { events } = decoding().decode({ arg: { channel: 'orders-algo' }, data })
  expect(events).toMatchObject([unknown])
})

test('balances are told by asset, and as of when all of it was', () => {
  const detail = { ccy: 'USDT', cashBal: '4750.42', ordFrozen: '0', uTime: '1' }
  const message = {
    arg: { channel: 'account', uid: '1' },
    eventType: 'snapshot',
    curPage: 1,
    lastPage: true,
    data: [
      {
        uTime: '1705564223311',
        totalEq: '55868.06',
        details: [detail, { ccy: 'BTC', cashBal: '', ordFrozen: '', uTime: '' }],
      },
    ],
  }
  const common = { type: 'balance', account: ACCOUNT, timeUs: 5_000_000 }
  const venueTimeUs = 1_705_564_223_311_000
  expect(decoding().decode(message).events).toEqual([
    {
      ...common,
      asset: 'USDT',
      total: new Decimal('4750.42'),
      locked: new Decimal(0),
      venueTimeUs,
    },
    { ...common, asset: 'BTC', total: new Decimal(0), venueTimeUs },
  ])
})

test('positions are told, flat ones too, and none of a pair on margin', () => {
  const position = (over: object) => ({
    instType: 'SWAP',
    instId: 'ETH-USDT-SWAP',
    posSide: 'net',
    pos: '-1',
    avgPx: '0.52668',
    uTime: '1693151444408',
    pTime: '1693151906023',
    ...over,
  })
  const message = {
    arg: { channel: 'positions', instType: 'ANY' },
    eventType: 'event_update',
    data: [position({}), position({ pos: '0', avgPx: '' }), position({ instId: 'BTC-USDT' })],
  }
  const common = {
    type: 'position',
    account: ACCOUNT,
    instrument: SWAP,
    timeUs: 5_000_000,
    venueTimeUs: 1_693_151_906_023_000,
  }
  expect(decoding().decode(message).events).toEqual([
    { ...common, quantity: new Decimal(-1), averageEntryPrice: new Decimal('0.52668') },
    { ...common, quantity: new Decimal(0) },
  ])
})

test.each([
  ['pong', 'control'],
  [{ event: 'login', code: '0' }, 'control'],
  [{ event: 'channel-conn-count', channel: 'orders' }, 'control'],
  [{ event: 'notice', code: '64008' }, 'control'],
  [{ id: 'o1', op: 'order', code: '0', data: [] }, 'ignored'],
  [{ arg: { channel: 'balance_and_position' }, data: [{}] }, 'ignored'],
  [{ arg: { channel: 'fills' }, data: [{}] }, 'ignored'],
  [{ arg: { args: 'fills' }, data: [{}] }, 'ignored'],
])('frame %j is %s', (message, outcome) => {
  expect(decoding().decode(message)).toEqual({ outcome, events: [] })
})

test('a fill in a frame that could not be read is told when it comes again', () => {
  const { decode } = decoding()
  expect(decode(orders(row(FILL), row({ sz: 'much' }))).outcome).toBe('fault')
  expect(decode(orders(row(FILL))).events).toMatchObject([{ type: 'fill' }])
})

test('what was told is remembered for ten thousand fills, not for ever', () => {
  const { decode } = decoding()
  const fill = (tradeId: number) => orders(row({ ...FILL, tradeId: String(tradeId) }))
  for (let tradeId = 0; tradeId <= 10_000; tradeId += 1) decode(fill(tradeId))
  expect(decode(fill(10_000)).events).toMatchObject([{ type: 'acknowledged' }])
  expect(decode(fill(0)).events).toMatchObject([{ type: 'fill' }])
})

describe('a frame that cannot be read is a fault and tells nothing', () => {
  test.each<readonly [unknown, string]>([
    ['', 'no JSON'],
    ['<html>', 'no JSON'],
    ['[]', 'no object'],
    [{ arg: { channel: 'orders' } }, 'no data'],
    [orders(row(FILL), row({ state: {} })), 'no state, after a good row'],
    [orders(row({ ...FILL, side: 'both' })), 'a fill without a side'],
    [orders(row({ sz: 'much' })), 'no number'],
    [orders(row({ ordId: '' })), 'no id'],
    [orders(row({ ...FILL, fillPx: '' })), 'a fill without a price'],
    [{ arg: { channel: 'account' }, data: [{ details: {} }] }, 'no list'],
    [{ arg: { channel: 'positions' }, data: [{ instId: 'ETH-USDT-SWAP', posSide: 'up' }] }, 'side'],
  ])('%j: %s', (message) => {
    const { decode, decoder } = decoding()
    expect(decode(message)).toEqual({ outcome: 'fault', events: [] })
    expect(decoder.fault).toMatchObject({ code: 'MALFORMED_FRAME' })
  })
})
