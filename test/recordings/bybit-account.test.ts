import { describe, expect, test } from 'vitest'
import {
  type AccountEvent,
  type AccountList,
  accountId,
  clientOrderId,
  Decimal,
  type HttpResponse,
  type OrderEvent,
  type OrderTerms,
  type PlaceRequest,
  type RestCall,
  Secret,
} from '../../src/core/index.ts'
import { bybit } from '../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { exchangesOf, messagesOf, restFilesOf } from './folder.ts'

const driver = bybit()
const account = accountId('recorded')
const credentials = { key: 'key', secret: new Secret('secret') }
const protocol = await driver.account?.({ account, credentials })
if (protocol === undefined) throw new Error('the driver has no account')

const messages = messagesOf('bybit').filter(
  ({ dir, api, raw, private: isPrivate }) =>
    dir === 'in' &&
    api !== 'legacy' &&
    (isPrivate === true ||
      /"(?:topic|op)"\s*:\s*"(?:order|execution|position|wallet|auth)/.test(raw)),
)

function decode(raw: string) {
  const table = createInstrumentTable({ infer: driver.inferInstrument })
  const decoder = protocol!.createDecoder(table, 'private')
  const events: AccountEvent[] = []
  const outcome = decoder.decode(new TextEncoder().encode(raw), 1, (event) => events.push(event))
  return { outcome, events, reason: decoder.ignoredReason, fault: decoder.fault?.message }
}

describe('recorded private messages of Bybit', () => {
  test('each has an outcome, and none is a fault', () => {
    const outcomes: Record<string, number> = {}
    const told: Record<string, number> = {}
    const faults: unknown[] = []
    for (const { name, raw } of messages) {
      const { outcome, events, reason, fault } = decode(raw)
      const key = outcome === 'ignored' ? `ignored: ${reason}` : outcome
      outcomes[key] = (outcomes[key] ?? 0) + 1
      for (const { type } of events) told[type] = (told[type] ?? 0) + 1
      if (outcome === 'fault') faults.push({ name, fault, raw: raw.slice(0, 300) })
    }
    console.log(JSON.stringify({ messages: messages.length, outcomes, told }))
    expect(messages.length).toBeGreaterThan(20)
    expect(faults).toEqual([])
  })
})

/** The answers in the folder whose path ends so. */
function recorded(...ends: readonly string[]): readonly { name: string; response: HttpResponse }[] {
  return restFilesOf('bybit').flatMap((file) =>
    exchangesOf('bybit', file)
      .filter(({ name, path = '', url = '' }) =>
        ends.some((end) => path.endsWith(end) || url.endsWith(end) || name.includes(end)),
      )
      .filter(({ body }) => /"retCode"/.test(body))
      .map(({ name, body }) => ({
        name: `${file} ${name}`,
        response: { status: 200, headers: {}, body: new TextEncoder().encode(body) },
      })),
  )
}

const linear = driver.inferInstrument('futures', 'BTCUSDT')
if (linear === undefined) throw new Error('BTCUSDT has a name')
const { queries, orders } = protocol

const lists: readonly [string, RestCall<AccountList<unknown>> | undefined, readonly string[]][] = [
  [
    'orders',
    queries.history(linear, 0),
    ['/v5/order/realtime', '/v5/order/history', 'open-order#', 'order-list#', 'http_get_order'],
  ],
  [
    'fills',
    queries.fills(linear, 0),
    ['/v5/execution/list', 'order/execution#', 'http_get_executions'],
  ],
  [
    'positions',
    queries.positions?.('linear')[0],
    ['/v5/position/list', 'position/position#', 'http_get_positions'],
  ],
  [
    'balances',
    queries.balances('spot'),
    ['/v5/account/wallet-balance', 'account/wallet-balance#', 'http_get_wallet'],
  ],
]

describe('recorded answers of Bybit', () => {
  test.each(lists)('list %s', (what, call, ends) => {
    let rows = 0
    const answers = recorded(...ends).filter(({ name }) => !name.includes('orderbook'))
    for (const { name, response } of answers) {
      const list = call?.parse(response, 1)
      rows += list?.items.length ?? 0
      expect({ name, isRead: list !== undefined }).toEqual({ name, isRead: true })
    }
    console.log(JSON.stringify({ what, answers: answers.length, rows }))
    expect(rows).toBeGreaterThan(0)
  })

  const terms: OrderTerms = {
    account,
    instrument: linear,
    side: 'buy',
    type: 'limit',
    quantity: new Decimal(1),
    price: new Decimal(1),
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
  }
  const place: PlaceRequest = {
    type: 'place',
    clientOrderId: clientOrderId(1, 1),
    request: 1,
    deadlineUs: 1,
    terms,
  }

  test('to orders are of somebody else\u2019s orders, and none is taken for ours', () => {
    const answers = recorded('/v5/order/create', '/v5/order/amend', '/v5/order/cancel')
    for (const { response } of answers) {
      const events: readonly OrderEvent[] = orders.call(place).parse(response, 1)
      expect(events).toMatchObject([{ type: 'outcomeUnknown', cause: 'unreadable' }])
    }
    console.log(JSON.stringify({ answers: answers.length }))
    expect(answers.length).toBeGreaterThan(2)
  })

  test('to batches are read row by row', () => {
    const answers = recorded('-batch')
    for (const { response } of answers) {
      const events = orders.batch?.([place, place]).parse(response, 1) ?? []
      expect(events).toHaveLength(2)
      // Only rows that repeat no id of ours are taken by their place.
      const text = new TextDecoder().decode(response.body)
      const expected = /"orderLinkId"\s*:\s*""/.test(text) ? 'acknowledged' : 'outcomeUnknown'
      for (const { type } of events) expect([expected, 'rejected']).toContain(type)
    }
    console.log(JSON.stringify({ batches: answers.length }))
    expect(answers.length).toBeGreaterThan(0)
  })
})
