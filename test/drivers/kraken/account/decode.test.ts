import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../../src/core/index.ts'
import { ACCOUNT, ID, ID_WIRE, NOW_US, PERPETUAL, reader, SPOT } from './support.ts'

const TIME = '2025-10-11T15:11:47.695226Z'
const TIME_US = 1_760_195_507_695_226

const execution = (exec_type: string, more: object = {}) => ({
  order_id: 'OK4GJX-KSTLS-7DZZO5',
  exec_type,
  timestamp: TIME,
  ...more,
})
const order = {
  cl_ord_id: ID_WIRE,
  symbol: 'BTC/USD',
  side: 'sell',
  order_qty: 0.005,
  limit_price: 26500.0,
  cum_qty: 0,
}
const address = {
  clientOrderId: ID,
  venueOrderId: 'OK4GJX-KSTLS-7DZZO5',
  account: ACCOUNT,
  instrument: SPOT,
}
const told = { order: address, timeUs: NOW_US, venueTimeUs: TIME_US }

/** Messages of `executions`, numbered as the venue numbers them. */
async function executions() {
  const read = await reader('spot-private')
  let sequence = 0
  const message = (type: string, data: object[]) => {
    sequence += 1
    return read({ channel: 'executions', type, sequence, data })
  }
  return { read, message, update: (row: object) => message('update', [row]).events }
}

describe('executions of spot', () => {
  test('tell a new order, its trade and its end', async () => {
    const { update } = await executions()
    const cumulative = { cum_qty: 0.005 }
    expect(update(execution('pending_new', order))).toEqual([
      {
        type: 'acknowledged',
        ...told,
        venueOrderId: address.venueOrderId,
        filledQuantity: new Decimal(0),
      },
    ])
    const trade = {
      exec_id: 'T5DIUI-5N4KO-Z5BPXK',
      last_qty: 0.005,
      last_price: 26500.1,
      liquidity_ind: 'm',
      fees: [{ asset: 'USD', qty: 0.3458 }],
      fee_usd_equiv: 0.1,
      // Of the last trade of an order it says the same: only `filled` is its end.
      order_status: 'partially_filled',
    }
    expect(update(execution('trade', { ...cumulative, ...trade }))).toEqual([
      {
        type: 'fill',
        ...told,
        fill: {
          fillId: 'T5DIUI-5N4KO-Z5BPXK',
          account: ACCOUNT,
          clientOrderId: ID,
          venueOrderId: address.venueOrderId,
          instrument: SPOT,
          side: 'sell',
          price: new Decimal('26500.1'),
          quantity: new Decimal('0.005'),
          fee: { amount: new Decimal('0.3458'), asset: 'USD' },
          isMaker: true,
          venueTimeUs: TIME_US,
        },
      },
    ])
    expect(update(execution('filled', cumulative))).toEqual([
      {
        type: 'acknowledged',
        ...told,
        venueOrderId: address.venueOrderId,
        filledQuantity: new Decimal('0.005'),
      },
    ])
  })

  test.each<[string, object, object]>([
    ['canceled', { cum_qty: 0.001 }, { type: 'cancelled', filledQuantity: new Decimal('0.001') }],
    [
      'canceled',
      { reason: 'User requested' },
      { type: 'cancelled', filledQuantity: new Decimal(0) },
    ],
    [
      'canceled',
      { cancel_reason: 'Post only order' },
      { type: 'rejected', code: 'Post only order' },
    ],
    ['expired', {}, { type: 'expired', filledQuantity: new Decimal(0) }],
    [
      'amended',
      { order_qty: 0.007, limit_price: 26000 },
      { type: 'amended', quantity: new Decimal('0.007'), price: new Decimal(26000) },
    ],
    [
      'restated',
      { order_qty: 0.004 },
      { type: 'amended', quantity: new Decimal('0.004'), price: new Decimal(26500) },
    ],
  ])('read a partial frame over what was told before: %s %o', async (kind, more, expected) => {
    const { update } = await executions()
    update(execution('new', order))
    expect(update(execution(kind, more))).toMatchObject([{ ...told, ...expected }])
  })

  test('leave out our id where the order is somebody else’s', async () => {
    const { update } = await executions()
    const [event] = update(execution('new', { ...order, cl_ord_id: 'my-own-text' }))
    expect(event).toMatchObject({ order: { venueOrderId: address.venueOrderId, account: ACCOUNT } })
    expect(event).not.toMatchObject({ order: { clientOrderId: expect.anything() } })
  })

  test('of an order that was never told say that something was missed', async () => {
    const { update } = await executions()
    expect(update(execution('canceled'))).toMatchObject([
      { type: 'missed', account: ACCOUNT, detail: expect.stringContaining('OK4GJX') },
    ])
    expect(update(execution('canceled', { cl_ord_id: ID_WIRE }))).toMatchObject([
      { type: 'cancelled', order: { clientOrderId: ID } },
    ])
    expect(update(execution('of tomorrow', order))).toMatchObject([{ type: 'missed' }])
  })

  test('begin with the open orders', async () => {
    const { message, update } = await executions()
    const { events } = message('snapshot', [execution('trade', { ...order, cum_qty: 0.002 })])
    expect(events).toMatchObject([{ type: 'acknowledged', filledQuantity: new Decimal('0.002') }])
    expect(update(execution('canceled', { cum_qty: 0.002 }))).toMatchObject([{ type: 'cancelled' }])
  })

  test('that jump say so; what comes again is left aside; a snapshot begins anew', async () => {
    const { read } = await executions()
    const at = (sequence: number, type = 'update') =>
      read({ channel: 'executions', type, sequence, data: [execution('new', order)] })
    expect(at(1, 'snapshot').events.map(({ type }) => type)).toEqual(['acknowledged'])
    expect(at(2).events.map(({ type }) => type)).toEqual(['acknowledged'])
    expect(at(4).events.map(({ type }) => type)).toEqual(['missed', 'acknowledged'])
    expect(at(4)).toMatchObject({ outcome: 'ignored', events: [] })
    expect(at(3)).toMatchObject({ outcome: 'ignored', events: [] })
    expect(at(1, 'snapshot').events.map(({ type }) => type)).toEqual(['acknowledged'])
    expect(at(2).events.map(({ type }) => type)).toEqual(['acknowledged'])
  })

  test('count for themselves: another channel has numbers of its own', async () => {
    const { read, update } = await executions()
    update(execution('new', order))
    const balance = {
      asset: 'USD',
      wallet_type: 'spot',
      wallet_id: 'main',
      balance: 1,
      type: 'trade',
    }
    const message = { channel: 'balances', type: 'update', sequence: 7, data: [balance] }
    expect(read(message).events.map(({ type }) => type)).toEqual(['balance'])
  })
})

describe('balances of spot', () => {
  test('are those of the wallet that is traded from, and absolute', async () => {
    const read = await reader('spot-private')
    const wallets = [
      { type: 'spot', id: 'main', balance: 1.2 },
      { type: 'earn', id: 'flex', balance: 3 },
    ]
    const data = [{ asset: 'XBT', asset_class: 'currency', balance: 4.2, wallets }]
    const { events } = read({ channel: 'balances', type: 'snapshot', sequence: 1, data })
    expect(events).toEqual([
      {
        type: 'balance',
        account: ACCOUNT,
        asset: 'BTC',
        total: new Decimal('1.2'),
        timeUs: NOW_US,
      },
    ])
  })

  test.each<[string, object, object[]]>([
    [
      'trade',
      {},
      [{ type: 'balance', asset: 'BTC', total: new Decimal('1.19'), venueTimeUs: TIME_US }],
    ],
    [
      'withdrawal',
      { amount: -0.01, fee: 0.0001 },
      [
        { type: 'balance', total: new Decimal('1.19') },
        { type: 'transfer', asset: 'BTC', amount: new Decimal('-0.0101'), transferId: 'DATKX6' },
      ],
    ],
    [
      'deposit',
      { amount: 0.5 },
      [{ type: 'balance' }, { type: 'transfer', amount: new Decimal('0.5') }],
    ],
    ['trade', { wallet_type: 'earn', wallet_id: 'flex' }, []],
  ])('change with the ledger: %s %o', async (type, more, expected) => {
    const read = await reader('spot-private')
    const row = {
      ledger_id: 'DATKX6',
      timestamp: TIME,
      type,
      asset: 'BTC',
      wallet_type: 'spot',
      wallet_id: 'main',
      amount: -0.01,
      fee: 0,
      balance: 1.19,
      ...more,
    }
    expect(
      read({ channel: 'balances', type: 'update', sequence: 2, data: [row] }).events,
    ).toMatchObject(expected)
  })
})

test.each<['spot-private' | 'futures-private', unknown, string]>([
  ['spot-private', { channel: 'heartbeat' }, 'control'],
  [
    'spot-private',
    { method: 'subscribe', success: true, result: { channel: 'executions' } },
    'control',
  ],
  ['spot-private', { Error: 'Exceeded msg rate' }, 'control'],
  ['spot-private', { channel: 'status', type: 'update', data: [{ system: 'online' }] }, 'ignored'],
  ['spot-private', { method: 'add_order', success: true, result: {} }, 'ignored'],
  ['spot-private', { channel: 'book', data: [] }, 'ignored'],
  ['spot-private', {}, 'ignored'],
  ['spot-private', [], 'fault'],
  ['spot-private', '{"channel":', 'fault'],
  ['spot-private', { channel: 'executions', data: [{}] }, 'fault'],
  ['spot-private', { channel: 'balances', data: [{ asset: 'BTC', balance: 'x' }] }, 'fault'],
  ['futures-private', { event: 'subscribed', feed: 'fills' }, 'control'],
  ['futures-private', { event: 'challenge', message: 'x' }, 'control'],
  ['futures-private', { feed: 'heartbeat', time: 1 }, 'control'],
  ['futures-private', { feed: 'account_log_snapshot', logs: [] }, 'ignored'],
  ['futures-private', { feed: 'notifications_auth' }, 'ignored'],
  ['futures-private', { feed: 'fills', fills: [{ instrument: 'PF_XBTUSD' }] }, 'fault'],
  [
    'futures-private',
    { feed: 'open_orders', order: { instrument: 'PF_XBTUSD', direction: 2 } },
    'fault',
  ],
])('a frame of %s has its outcome: %o', async (endpoint, frame, outcome) => {
  const read = await reader(endpoint)
  const found = read(frame)
  expect(found.outcome).toBe(outcome)
  expect(found.events).toEqual([])
  if (outcome === 'fault') expect(found.decoder.fault?.code).toBe('MALFORMED_FRAME')
  if (outcome === 'ignored') expect(found.decoder.ignoredReason).not.toBe('')
})

describe('feeds of derivatives', () => {
  const uuid = 'a182cf4f-fd35-4ab1-b6b8-67ef5561bde5'
  const row = {
    instrument: 'PF_XBTUSD',
    time: 1_775_831_958_755,
    last_update_time: 1_775_831_973_330,
    qty: 0.0001,
    filled: 0,
    limit_price: 73110.0,
    stop_price: 0.0,
    type: 'limit',
    order_id: uuid,
    cli_ord_id: ID,
    direction: 0,
    reduce_only: false,
  }
  const where = { clientOrderId: ID, venueOrderId: uuid, account: ACCOUNT, instrument: PERPETUAL }

  test.each<[object, object]>([
    [
      { reason: 'new_placed_order_by_user' },
      {
        type: 'acknowledged',
        venueOrderId: uuid,
        filledQuantity: new Decimal(0),
        venueTimeUs: 1_775_831_973_330_000,
      },
    ],
    [
      { reason: 'edited_by_user', order: { ...row, qty: 0.0004, filled: 0.0001 } },
      {
        type: 'amended',
        quantity: new Decimal('0.0005'),
        price: new Decimal(73110),
        filledQuantity: new Decimal('0.0001'),
      },
    ],
    [
      { reason: 'partial_fill', order: { ...row, qty: 0.00006, filled: 0.00004 } },
      { type: 'acknowledged', filledQuantity: new Decimal('0.00004') },
    ],
    [
      { reason: 'full_fill', is_cancel: true, order: { ...row, qty: 0, filled: 0.0001 } },
      { type: 'acknowledged', filledQuantity: new Decimal('0.0001') },
    ],
    [
      { reason: 'cancelled_by_user', is_cancel: true },
      { type: 'cancelled', filledQuantity: new Decimal(0) },
    ],
    [{ reason: 'dead_man_switch', is_cancel: true }, { type: 'cancelled' }],
    // An order that was there, and perhaps filled in part, is not one that was refused.
    [{ reason: 'self-fill', is_cancel: true }, { type: 'cancelled' }],
    [
      { reason: 'post_order_failed_because_it_would_filled', is_cancel: true },
      { type: 'rejected', code: 'post_order_failed_because_it_would_filled' },
    ],
    [
      { reason: 'ioc_order_failed_because_it_would_not_be_executed', is_cancel: true },
      { type: 'expired' },
    ],
  ])('tell what became of an order: %o', async (more, expected) => {
    const read = await reader('futures-private')
    const { events } = read({ feed: 'open_orders', order: row, is_cancel: false, ...more })
    expect(events).toMatchObject([{ order: where, timeUs: NOW_US, ...expected }])
  })

  test('name a cancelled order by its id alone', async () => {
    const read = await reader('futures-private')
    const bare = {
      feed: 'open_orders',
      order_id: uuid,
      is_cancel: true,
      reason: 'cancelled_by_user',
    }
    expect(read(bare).events).toMatchObject([{ type: 'missed' }])
    expect(read({ ...bare, cli_ord_id: ID }).events).toMatchObject([
      { type: 'cancelled', order: { clientOrderId: ID } },
    ])
    read({ feed: 'open_orders_snapshot', account: 'x', orders: [row] })
    const [cancelled] = read(bare).events
    expect(cancelled).toMatchObject({ type: 'cancelled', order: where })
    // What was filled since the last frame of it nobody has told: 0 is not the venue's last word.
    expect(cancelled).not.toHaveProperty('filledQuantity')
    expect(read({ ...bare, reason: 'full_fill' }).events).toEqual([
      { type: 'acknowledged', order: where, venueOrderId: uuid, timeUs: NOW_US },
    ])
    expect(read({ ...bare, reason: 'of tomorrow' }).events).toMatchObject([{ type: 'missed' }])
  })

  test('tell fills with their fees, rebates below 0', async () => {
    const read = await reader('futures-private')
    const fill = {
      instrument: 'PF_XBTUSD',
      time: 1_765_185_437_003,
      price: 3162.0,
      seq: 1,
      buy: false,
      qty: 0.001,
      order_id: uuid,
      cli_ord_id: ID,
      fill_id: '6a22a3fb-e18e-4e76-b841-8689735c9158',
      fill_type: 'maker',
      fee_paid: -0.00009142857,
      fee_currency: 'XBT',
    }
    const { events } = read({
      feed: 'fills',
      username: 'x',
      fills: [fill, { ...fill, instrument: 'PV_X' }],
    })
    expect(events).toEqual([
      {
        type: 'fill',
        order: where,
        timeUs: NOW_US,
        venueTimeUs: 1_765_185_437_003_000,
        fill: {
          fillId: fill.fill_id,
          account: ACCOUNT,
          clientOrderId: ID,
          venueOrderId: uuid,
          instrument: PERPETUAL,
          side: 'sell',
          price: new Decimal(3162),
          quantity: new Decimal('0.001'),
          fee: { amount: new Decimal('-0.00009142857'), asset: 'BTC' },
          isMaker: true,
          venueTimeUs: 1_765_185_437_003_000,
        },
      },
    ])
  })

  test('tell positions, and that one which is no longer listed is flat', async () => {
    const read = await reader('futures-private')
    const position = { instrument: 'PF_XBTUSD', balance: -0.5, entry_price: 70.53 }
    const message = (positions: object[]) =>
      read({ feed: 'open_positions', positions, seq: 0 }).events
    const head = { type: 'position', account: ACCOUNT, instrument: PERPETUAL, timeUs: NOW_US }
    expect(message([position])).toEqual([
      { ...head, quantity: new Decimal('-0.5'), averageEntryPrice: new Decimal('70.53') },
    ])
    expect(message([])).toEqual([{ ...head, quantity: new Decimal(0) }])
    expect(message([])).toEqual([])
  })

  test('tell balances as the sum of the wallets that are traded from', async () => {
    const read = await reader('futures-private')
    const snapshot = {
      feed: 'balances_snapshot',
      holding: { XBT: 9 },
      futures: { 'F-XBT:USD': { name: 'F-XBT:USD', unit: 'XBT', balance: 0.5 } },
      flex_futures: { currencies: { XBT: { quantity: 1 }, USD: { quantity: 5000 } } },
      timestamp: 1_640_995_200_000,
      seq: 0,
    }
    const totals = (frame: object) =>
      read(frame).events.map((event) =>
        event.type === 'balance' ? [event.asset, String(event.total)] : [],
      )
    expect(totals(snapshot)).toEqual([
      ['BTC', '1.5'],
      ['USD', '5000'],
    ])
    expect(
      totals({ feed: 'balances', flex_futures: { currencies: { XBT: { quantity: 2 } } } }),
    ).toEqual([['BTC', '2.5']])
  })

  test('tell funding as it is booked', async () => {
    const read = await reader('futures-private')
    const entry = {
      date: '2019-07-11T08:00:00.000Z',
      asset: 'usd',
      info: 'funding rate change',
      booking_uid: '86fdc252',
      contract: 'pf_xbtusd',
      realized_funding: -6.9602e-7,
    }
    expect(read({ feed: 'account_log', new_entry: entry }).events).toEqual([
      {
        type: 'fundingPaid',
        account: ACCOUNT,
        instrument: PERPETUAL,
        asset: 'USD',
        amount: new Decimal('-0.00000069602'),
        paymentId: '86fdc252',
        timeUs: NOW_US,
        venueTimeUs: 1_562_832_000_000_000,
      },
    ])
    expect(
      read({ feed: 'account_log', new_entry: { ...entry, realized_funding: 0 } }).outcome,
    ).toBe('ignored')
  })
})
