import { describe, expect, test } from 'vitest'
import {
  type AccountEvent,
  type AccountList,
  accountId,
  clientOrderId,
  Decimal,
  type HttpResponse,
  type Instrument,
  type PlaceRequest,
  type RestCall,
  Secret,
  type VenueRequest,
  venueOrderId,
} from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/index.ts'
import { account } from '../../src/drivers/okx/account/index.ts'
import { inferInstrument } from '../../src/drivers/okx/instruments.ts'
import { exchangesOf, messagesOf } from './folder.ts'

const ACCOUNT = accountId('recorded')
const keys = { key: 'k', secret: new Secret('s'), passphrase: new Secret('p') }
const protocol = account({ account: ACCOUNT, credentials: keys }, {})

const exchanges = [...exchangesOf('okx', 'jkorf-unifiedapi'), ...exchangesOf('okx', 'nautilus')]
const bodiesOf = (pattern: RegExp): readonly HttpResponse[] =>
  exchanges
    .filter(({ name }) => pattern.test(name))
    .map(({ body }) => ({ status: 200, headers: {}, body: Buffer.from(body) }))
const listed = (symbol: string, market: 'spot' | 'futures' = 'spot'): Instrument => {
  const instrument = inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(symbol)
  return instrument
}
const SPOT = listed('BTC-USDT')
const SWAP = listed('BTC-USDT-SWAP', 'futures')
const ID = clientOrderId(1, 1)

test('every recorded private message has an outcome, and none is a fault', () => {
  const messages = messagesOf('okx').filter(
    ({ dir, private: isPrivate }) => isPrivate && dir === 'in',
  )
  const table = createInstrumentTable({ infer: inferInstrument })
  const outcomes = { event: 0, control: 0, ignored: 0, fault: 0 }
  const events: Record<string, number> = {}
  const faults: string[] = []
  const kept: AccountEvent[] = []
  for (const { raw, name } of messages) {
    const decoder = protocol.createDecoder(table, 'private')
    const outcome = decoder.decode(Buffer.from(raw), 1, (event) => kept.push(event))
    outcomes[outcome] += 1
    if (outcome === 'fault') faults.push(`${name}: ${decoder.fault?.message}`)
    if (outcome === 'control') protocol.session.readControl(Buffer.from(raw), 'private')
  }
  for (const { type } of kept) events[type] = (events[type] ?? 0) + 1
  console.log(JSON.stringify({ messages: messages.length, ...outcomes, events, faults }))
  expect(messages.length).toBeGreaterThan(0)
  expect(faults).toEqual([])
  for (const type of ['fill', 'acknowledged', 'balance', 'position'])
    expect(events[type]).toBeGreaterThan(0)
})

describe('recorded answers', () => {
  const base = { clientOrderId: ID, request: 1, deadlineUs: 1 }
  const place: PlaceRequest = {
    ...base,
    type: 'place',
    terms: {
      account: ACCOUNT,
      instrument: SPOT,
      side: 'buy',
      type: 'limit',
      quantity: new Decimal(1),
      price: new Decimal(1),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    },
  }
  const venueId = venueOrderId('1')
  const cancel: VenueRequest = { ...place, type: 'cancel', venueOrderId: venueId }
  const amend: VenueRequest = {
    ...place,
    type: 'amend',
    venueOrderId: venueId,
    price: new Decimal(1),
    quantity: new Decimal(1),
  }
  /** Whose order was answered, the recordings do not say: it is made ours. */
  const asOurs = ({ body, ...rest }: HttpResponse): HttpResponse => {
    const text = Buffer.from(body).toString()
    const ours = text.replace(/("(?:algoC|c)lOrdId"\s*:\s*")[A-Za-z0-9_]+"/, `$1${ID}"`)
    return { ...rest, body: Buffer.from(ours) }
  }

  test.each([
    ['a place', place, /Trading\/PlaceOrder$/, ['acknowledged']],
    ['a stop', place, /PlaceAlgoOrder|place_algo_order_response/, ['acknowledged', 'acknowledged']],
    ['a stop that is refused', place, /place_algo_order_rejected/, ['rejected']],
    ['an amend', amend, /Trading\/AmendOrder$|AmendAlgoOrder/, []],
    ['a cancel', cancel, /Trading\/CancelOrder$|cancel_algo_order_response/, []],
  ])('to %s', (_name, request, pattern, expected) => {
    const answers = bodiesOf(pattern)
    expect(answers.length).toBeGreaterThan(0)
    const { parse } = protocol.orders.call(request)
    const events = answers.flatMap((answer) => parse(asOurs(answer), 1))
    expect(events.map(({ type }) => type)).toEqual(expected)
  })

  test('to the switch', () => {
    const call = protocol.orders.deadMansSwitch?.({ product: 'spot' }, 60_000)
    for (const answer of bodiesOf(/CancelAllAfter/))
      expect(() => call?.parse(answer, 1)).not.toThrow()
  })
})

describe('recorded lists', () => {
  const { queries } = protocol
  const [positions] = queries.positions?.('swap') ?? []
  const [ofFutures] = queries.positions?.('futures') ?? []
  const stop = queries.order({
    clientOrderId: ID,
    instrument: SPOT,
    venueOrderId: venueOrderId('algo-1'),
  })
  test.each<readonly [string, RestCall<AccountList<unknown>> | undefined, RegExp]>([
    ['orders', queries.openOrders(SWAP), /GetOrders$|get_orders_pending/],
    ['one order', queries.order({ clientOrderId: ID, instrument: SPOT }), /GetOrderDetails/],
    ['history', queries.history(SPOT, 0), /GetOrderHistory|GetOrderArchive|get_orders_history/],
    ['stops', stop, /GetAlgoOrder$|get_orders_algo_pending/],
    ['fills', queries.fills(SPOT, 0), /GetUserTrades/],
    ['balances', queries.balances('spot'), /GetAccountBalance|get_account_balance/],
    ['positions of swaps', positions, /http_get_positions/],
    ['positions of futures', ofFutures, /GetAccountPositions/],
  ])('of %s are read in full', (_name, call, pattern) => {
    const answers = bodiesOf(pattern)
    expect(answers.length).toBeGreaterThan(0)
    for (const answer of answers) {
      const items = call?.parse(answer, 1).items ?? []
      expect(items.length).toBeGreaterThan(0)
      console.log(JSON.stringify({ list: _name, items: items.length }))
    }
  })
})
