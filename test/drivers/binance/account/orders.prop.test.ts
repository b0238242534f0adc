import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clientOrderId,
  Decimal,
  type Market,
  type OrderTerms,
  type OrderType,
  type TimeInForce,
} from '../../../../src/core/index.ts'
import { place, protocol, termsOf } from './support.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, scale]) => new Decimal(digits, scale))

const terms = fc
  .record({
    market: fc.constantFrom<Market>('spot', 'futures'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom<OrderType>('limit', 'market', 'stopLimit', 'stopMarket'),
    timeInForce: fc.constantFrom<TimeInForce>('gtc', 'ioc', 'fok', 'gtd'),
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
    quantity: decimal,
    price: decimal,
    triggerPrice: decimal,
    expireS: fc.integer({ min: 1_795_780_800, max: 4_000_000_000 }),
  })
  .map(({ market, price, triggerPrice, expireS, ...rest }): OrderTerms => {
    const { price: _, ...base } = termsOf(market)
    const { type, timeInForce } = rest
    return {
      ...base,
      ...rest,
      ...(type === 'limit' || type === 'stopLimit' ? { price } : {}),
      ...(type === 'stopLimit' || type === 'stopMarket' ? { triggerPrice } : {}),
      ...(timeInForce === 'gtd' ? { expireTimeUs: expireS * 1_000_000 } : {}),
    }
  })

/** What the venue would understand; written from its documentation, not from the driver. */
function understood(
  market: Market,
  path: string,
  query: Readonly<Record<string, string | number>>,
) {
  const text = (name: string): string | undefined =>
    name in query ? String(query[name]) : undefined
  const venueType = text('type') ?? ''
  const force = text('timeInForce')
  const isStop = path.endsWith('algoOrder') || venueType.startsWith('STOP_LOSS')
  const hasPrice = text('price') !== undefined
  const expireMs = text('goodTillDate')
  const rests = venueType === 'LIMIT_MAKER' || force === 'GTX' || (isStop && !hasPrice)
  return {
    market,
    side: text('side')?.toLowerCase(),
    type: isStop ? (hasPrice ? 'stopLimit' : 'stopMarket') : hasPrice ? 'limit' : 'market',
    timeInForce: rests ? 'gtc' : (force?.toLowerCase() ?? 'ioc'),
    postOnly: venueType === 'LIMIT_MAKER' || force === 'GTX',
    reduceOnly: text('reduceOnly') === 'true',
    quantity: text('quantity'),
    price: text('price'),
    triggerPrice: text('stopPrice') ?? text('triggerPrice'),
    expireTimeUs: expireMs === undefined ? undefined : Number(expireMs) * 1000,
    id: text('newClientOrderId') ?? text('clientAlgoId'),
  }
}

const PLAIN = /^\d+(?:\.\d+)?$/

test('terms that can be written say the same to the venue, in plain digits', () => {
  let written = 0
  const ids = fc.record({ epoch: fc.integer({ min: 1, max: 2 ** 23 - 1 }), sequence: fc.nat() })
  fc.assert(
    fc.property(terms, ids, (wanted, { epoch, sequence }) => {
      if (protocol.orders.unsupported(wanted) !== undefined) return
      written++
      const id = clientOrderId(epoch, sequence)
      const { path, query = {} } = protocol.orders.call(place(wanted, id)).request
      for (const name of ['quantity', 'price', 'stopPrice', 'triggerPrice']) {
        if (name in query) expect(String(query[name])).toMatch(PLAIN)
      }
      expect(understood(wanted.instrument.market, path, query)).toEqual({
        market: wanted.instrument.market,
        side: wanted.side,
        type: wanted.type,
        timeInForce: wanted.timeInForce,
        postOnly: wanted.postOnly,
        reduceOnly: wanted.reduceOnly,
        quantity: wanted.quantity.toFixed(),
        price: wanted.price?.toFixed(),
        triggerPrice: wanted.triggerPrice?.toFixed(),
        expireTimeUs: wanted.expireTimeUs,
        id,
      })
    }),
    { numRuns: 2_000 },
  )
  expect(written).toBeGreaterThan(200)
})
