import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  type AccountProtocol,
  clientOrderId,
  Decimal,
  type OrderTerms,
} from '../../../../src/core/index.ts'
import { fromWire, toWire } from '../../../../src/drivers/kraken/account/client-order-id.ts'
import { form, open, PERPETUAL, place, SPOT, termsOf, unpriced } from './support.ts'

let protocol: AccountProtocol
beforeAll(async () => {
  protocol = await open()
})

const ids = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 23 - 1 }), fc.integer({ min: 0, max: 2 ** 40 - 1 }))
  .map(([epoch, sequence]) => clientOrderId(epoch, sequence))

test('every id of ours fits the venue, and reads back as itself', () => {
  fc.assert(
    fc.property(ids, (id) => {
      const text = toWire(id)
      expect(text.length).toBeLessThanOrEqual(18)
      expect(fromWire(text)).toBe(id)
    }),
  )
})

test('text that is not the form of an id of ours is somebody else’s', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.uuid(), fc.stringMatching(/^[0-9a-f]{1,18}$/)), (text) => {
      const id = fromWire(text)
      expect(id === undefined || toWire(id) === text).toBe(true)
    }),
  )
  expect(fromWire('0xffffffffffffffff')).toBeUndefined()
  expect(fromWire('0x00000000ffffffff')).toBeUndefined()
  expect(fromWire(undefined)).toBeUndefined()
})

const amounts = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, scale]) => new Decimal(digits, scale))

const orders: fc.Arbitrary<OrderTerms> = fc
  .record({
    instrument: fc.constantFrom(SPOT, PERPETUAL),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom(
      'limit' as const,
      'market' as const,
      'stopLimit' as const,
      'stopMarket' as const,
    ),
    timeInForce: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
    quantity: amounts,
    price: amounts,
    trigger: amounts,
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
  })
  .map(({ trigger, instrument, ...more }) => {
    const isStop = more.type === 'stopLimit' || more.type === 'stopMarket'
    const isPriced = more.type === 'limit' || more.type === 'stopLimit'
    const terms = termsOf(instrument, { ...more, ...(isStop ? { triggerPrice: trigger } : {}) })
    return isPriced ? terms : unpriced(terms)
  })
  .filter((terms) => protocol.orders.unsupported(terms) === undefined)

/** The terms that a form says, read by its words alone. */
function readBack(body: Record<string, string>): Partial<Record<keyof OrderTerms, unknown>> {
  const decimal = (text: string | undefined) =>
    text === undefined ? undefined : new Decimal(text).toFixed()
  if ('orderType' in body) {
    const kind = body['orderType']
    const isStop = kind === 'stp'
    const hasLimit = body['limitPrice'] !== undefined
    return {
      side: body['side'],
      type: isStop ? (hasLimit ? 'stopLimit' : 'stopMarket') : kind === 'mkt' ? 'market' : 'limit',
      quantity: decimal(body['size']),
      price: decimal(body['limitPrice']),
      triggerPrice: decimal(body['stopPrice']),
      postOnly: kind === 'post',
      reduceOnly: body['reduceOnly'] === 'true',
      timeInForce: kind === 'ioc' || kind === 'fok' ? kind : 'gtc',
    }
  }
  const kind = body['ordertype'] ?? ''
  const isStop = kind.startsWith('stop-loss')
  return {
    side: body['type'],
    type: { limit: 'limit', market: 'market', 'stop-loss': 'stopMarket' }[kind] ?? 'stopLimit',
    quantity: decimal(body['volume']),
    price: decimal(isStop ? body['price2'] : body['price']),
    triggerPrice: decimal(isStop ? body['price'] : undefined),
    postOnly: body['oflags']?.includes('post') === true,
    reduceOnly: false,
    timeInForce: (body['timeinforce'] ?? 'gtc').toLowerCase(),
  }
}

test('what is sent says the terms, and nothing else', () => {
  fc.assert(
    fc.property(orders, (terms) => {
      const body = form(protocol.orders.call({ ...place(SPOT), terms }).request)
      expect(Object.values(body).join(' ')).not.toMatch(/\d[eE][+-]?\d+(?= |$)/)
      const { account: _, instrument: __, ...said } = terms
      const expected: Record<string, unknown> = {
        price: undefined,
        triggerPrice: undefined,
        ...said,
      }
      for (const key of ['quantity', 'price', 'triggerPrice'] as const) {
        if (terms[key] !== undefined) expected[key] = terms[key].toFixed()
      }
      // At market there is nothing to wait for: both words mean the same.
      if (terms.type === 'market') expected['timeInForce'] = 'gtc'
      expect(readBack(body)).toEqual(expected)
    }),
  )
})
