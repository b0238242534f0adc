import { expect, test } from 'vitest'
import {
  type AccountEvent,
  type AccountProtocol,
  accountId,
  clientOrderId,
  Decimal,
  type RestCall,
  Secret,
  type VenueRequest,
} from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../src/drivers/kraken/index.ts'
import { exchangesOf, messagesOf, type RecordedExchange, restFilesOf } from './folder.ts'

const driver = kraken()
const NOW_US = 1_763_683_200_000_000

async function open(): Promise<AccountProtocol> {
  const credentials = { key: 'key', secret: new Secret('c2VjcmV0') }
  const protocol = await driver.account?.({ account: accountId('main'), credentials })
  if (protocol === undefined) throw new Error('no account')
  return protocol
}

const instrument = (market: 'spot' | 'futures', symbol: string) => {
  const found = driver.inferInstrument(market, symbol)
  if (found === undefined) throw new Error(`no instrument ${symbol}`)
  return found
}
const SPOT = instrument('spot', 'BTC/USDT')
const FUTURES = instrument('futures', 'PI_XBTUSD')

const PRIVATE = /^(open_orders|fills|challenge|add_order|batch_add|amend_order|cancel_order)/

test('every recorded private message of today has an outcome, and none is a fault', async () => {
  const protocol = await open()
  const counts: Record<string, number> = {}
  for (const { name, channel, market, raw, dir, api } of messagesOf('kraken')) {
    // What clients send is marked as received in places: it has parameters.
    if (dir !== 'in' || api === 'legacy' || !PRIVATE.test(channel) || raw.includes('"params"'))
      continue
    const endpoint = market === 'futures' ? 'futures-private' : 'spot-private'
    const table = createInstrumentTable({ infer: driver.inferInstrument })
    const decoder = protocol.createDecoder(table, endpoint)
    const events: AccountEvent[] = []
    const outcome = decoder.decode(Buffer.from(raw), NOW_US, (event) => events.push(event))
    expect({ name, outcome, fault: decoder.fault }).not.toMatchObject({ outcome: 'fault' })
    if (channel.startsWith('fills') && !raw.includes('"event"')) {
      expect({ name, types: new Set(events.map(({ type }) => type)) }).toEqual({
        name,
        types: new Set(['fill']),
      })
    }
    counts[outcome] = (counts[outcome] ?? 0) + 1
    for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  }
  console.log(JSON.stringify({ venue: 'kraken', private: counts }))
  expect(counts['event']).toBeGreaterThan(0)
})

const ID = clientOrderId(1, 1)
const place = (of: typeof SPOT): VenueRequest => ({
  type: 'place',
  clientOrderId: ID,
  request: 1,
  deadlineUs: NOW_US,
  terms: {
    account: accountId('main'),
    instrument: of,
    side: 'buy',
    type: 'limit',
    quantity: new Decimal(1),
    price: new Decimal(1),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
  },
})
const amend = (of: typeof SPOT): VenueRequest => ({
  ...place(of),
  type: 'amend',
  venueOrderId: undefined,
  price: undefined,
  quantity: new Decimal(2),
})
const cancel = (of: typeof SPOT): VenueRequest => ({
  ...place(of),
  type: 'cancel',
  venueOrderId: undefined,
})

/** What each recorded answer is read by, and what is expected of it: types of events, or how many rows at least. */
function readersOf(
  protocol: AccountProtocol,
): Record<string, readonly [RestCall<unknown>, string | number]> {
  const { orders, queries } = protocol
  const [allSpot] = queries.allOpenOrders('spot')
  const [allFutures] = queries.allOpenOrders('futures')
  const [positions] = queries.positions?.('futures') ?? []
  if (allSpot === undefined || allFutures === undefined || positions === undefined)
    throw new Error('no list')
  return {
    'Spot/Trading/PlaceOrder': [orders.call(place(SPOT)), 'acknowledged'],
    http_add_order_spot: [orders.call(place(SPOT)), 'acknowledged'],
    'Spot/Trading/PlaceMultipleOrders': [
      orders.batch!([place(SPOT), place(SPOT)]),
      'acknowledged acknowledged',
    ],
    'Spot/Trading/CancelOrder': [orders.call(cancel(SPOT)), 'cancelled'],
    http_cancel_order_spot: [orders.call(cancel(SPOT)), 'cancelled'],
    'Futures/Trading/PlaceOrder': [orders.call(place(FUTURES)), 'acknowledged'],
    http_send_order_futures: [orders.call(place(FUTURES)), 'acknowledged'],
    'Futures/Trading/EditOrder': [orders.call(amend(FUTURES)), 'amended'],
    'Futures/Trading/CancelOrder': [orders.call(cancel(FUTURES)), 'cancelled'],
    http_cancel_order_futures: [orders.call(cancel(FUTURES)), 'cancelled'],
    'Spot/Trading/GetOpenOrders': [allSpot, 2],
    http_open_orders: [allSpot, 2],
    'Spot/Trading/GetClosedOrders': [queries.history(instrument('spot', 'BTC/GBP'), 0), 1],
    http_closed_orders: [queries.history(SPOT, 0), 1],
    'Spot/Trading/GetUserTrades': [queries.fills(instrument('spot', 'BTC/USD'), 0), 2],
    'Spot/Account/GetAvailableBalances': [queries.balances('spot'), 2],
    'Futures/Trading/GetOpenOrders': [allFutures, 3],
    http_futures_open_orders: [allFutures, 3],
    http_futures_fills: [queries.fills(FUTURES, 0), 2],
    'Futures/Account/GetBalances': [queries.balances('futures'), 2],
    'Futures/Trading/GetOpenPositions': [positions, 3],
    http_futures_open_positions: [positions, 2],
  }
}

function summary(found: unknown): string | number {
  if (Array.isArray(found)) return found.map(({ type }: { type: string }) => type).join(' ')
  return (found as { items: readonly unknown[] }).items.length
}

test('recorded private answers are read as what they are', async () => {
  const protocol = await open()
  const readers = readersOf(protocol)
  const exchanges: RecordedExchange[] = restFilesOf('kraken').flatMap((file) => [
    ...exchangesOf('kraken', file),
  ])
  let read = 0
  for (const { name, body } of exchanges) {
    const reader = readers[name]
    if (reader === undefined) continue
    const [call, expected] = reader
    const found = summary(call.parse({ status: 200, headers: {}, body: Buffer.from(body) }, NOW_US))
    if (typeof expected === 'string') expect({ name, found }).toEqual({ name, found: expected })
    else expect({ name, rows: Number(found) >= expected }).toEqual({ name, rows: true })
    read += 1
  }
  console.log(JSON.stringify({ venue: 'kraken', privateAnswers: read }))
  expect(read).toBe(Object.keys(readers).length)
})
