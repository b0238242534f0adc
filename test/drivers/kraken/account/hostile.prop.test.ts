import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  type AccountProtocol,
  CrossbookError,
  type RestCall,
  type VenueRequest,
} from '../../../../src/core/index.ts'
import { answer, NOW_US, open, PERPETUAL, place, reader, SPOT } from './support.ts'

let protocol: AccountProtocol
beforeAll(async () => {
  protocol = await open()
})

const words = [
  ...[
    'error',
    'result',
    'channel',
    'executions',
    'balances',
    'data',
    'type',
    'snapshot',
    'feed',
    'fills',
  ],
  ...[
    'open_orders',
    'order',
    'orders',
    'txid',
    'sendStatus',
    'status',
    'placed',
    'batchStatus',
    'order_id',
  ],
  ...[
    'exec_type',
    'trade',
    'symbol',
    'BTC/USD',
    'sequence',
    'positions',
    'open',
    'closed',
    'trades',
    'elements',
  ],
  ...[
    'instrument',
    'PF_XBTUSD',
    'is_cancel',
    'event',
    'accounts',
    'openPositions',
    'O1',
    'success',
  ],
]
const leaf = fc.oneof(
  fc.constantFrom(...words),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...words), tie('json'), { maxKeys: 6 }),
  ),
}))
const bodies = fc.oneof(
  fc.string(),
  json.map((value) => JSON.stringify(value)),
)

test('whatever arrives on a private stream has an outcome, and nothing is thrown', async () => {
  const [spot, futures] = [await reader('spot-private'), await reader('futures-private')]
  fc.assert(
    fc.property(bodies, (text) => {
      for (const read of [spot, futures]) {
        expect(['event', 'control', 'ignored', 'fault']).toContain(read(text).outcome)
      }
    }),
    { numRuns: 500 },
  )
})

test('whatever answers an order says one thing of each, or that nobody can say', () => {
  const requests: VenueRequest[] = [place(SPOT), place(PERPETUAL)].flatMap((request) => [
    request,
    { ...request, type: 'cancel', venueOrderId: undefined },
  ])
  fc.assert(
    fc.property(bodies, fc.constantFrom(200, 400, 429, 502), (body, status) => {
      for (const request of requests) {
        const events = protocol.orders.call(request).parse(answer(body, status), NOW_US)
        expect(events.length).toBeGreaterThan(0)
        const batch = protocol.orders.batch!([request, request])
        expect(batch.parse(answer(body, status), NOW_US).length).toBeGreaterThanOrEqual(2)
        if (status >= 500) expect(events[0]?.type).toMatch(/Unknown$/)
      }
    }),
    { numRuns: 300 },
  )
})

test('whatever answers a question is read, or fails with a typed error', () => {
  const calls: RestCall<unknown>[] = [SPOT, PERPETUAL].flatMap((of) => [
    protocol.queries.openOrders(of),
    protocol.queries.history(of, NOW_US),
    protocol.queries.fills(of, NOW_US),
    protocol.queries.balances(of.product),
    ...(protocol.queries.positions?.(of.product) ?? []),
  ])
  fc.assert(
    fc.property(bodies, (body) => {
      for (const call of calls) {
        try {
          call.parse(answer(body), NOW_US)
          call.next?.(answer(body))
        } catch (error) {
          expect(error).toBeInstanceOf(CrossbookError)
        }
      }
    }),
    { numRuns: 300 },
  )
})
