import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import {
  clientOrderId,
  Decimal,
  type OrderTerms,
  type OrderType,
  type TimeInForce,
} from '../../../../src/core/index.ts'
import { bodyOf, LINEAR, place, protocol, SPOT, terms } from './support.ts'

const amounts = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
  .map(([digits, scale]) => new Decimal(`${digits}e-${scale}`))

const anyTerms: fc.Arbitrary<OrderTerms> = fc
  .record({
    isSpot: fc.boolean(),
    side: fc.constantFrom('buy', 'sell'),
    type: fc.constantFrom<OrderType>('limit', 'market', 'stopLimit', 'stopMarket'),
    timeInForce: fc.constantFrom<TimeInForce>('gtc', 'ioc', 'fok', 'gtd'),
    quantity: amounts,
    price: amounts,
    triggerPrice: amounts,
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
  })
  .map(({ isSpot, price, triggerPrice, type, ...rest }) => ({
    ...terms({ type: 'market' }),
    ...rest,
    type,
    instrument: isSpot ? SPOT : LINEAR,
    ...(type === 'limit' || type === 'stopLimit' ? { price } : {}),
    ...(type === 'stopLimit' || type === 'stopMarket' ? { triggerPrice } : {}),
  }))

const ids = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 23 - 1 }), fc.integer({ min: 0, max: 2 ** 40 - 1 }))
  .map(([epoch, sequence]) => clientOrderId(epoch, sequence))

const TIMES: Readonly<Record<string, TimeInForce>> = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok' }

/** Terms read back from what is sent, by the venue's documentation and nothing of the driver. */
function readBack(body: Record<string, string | number | boolean | undefined>): object {
  const isSpot = body['category'] === 'spot'
  const isMarket = body['orderType'] === 'Market'
  const isStop = body['triggerPrice'] !== undefined
  if (isMarket && isSpot) expect(body['marketUnit']).toBe('baseCoin')
  if (isStop && isSpot) expect(body['orderFilter']).toBe('StopOrder')
  if (isStop && !isSpot) expect(body['triggerDirection']).toBe(body['side'] === 'Buy' ? 1 : 2)
  const word = String(body['timeInForce'] ?? 'IOC')
  return {
    symbol: body['symbol'],
    product: body['category'],
    side: body['side'] === 'Buy' ? 'buy' : 'sell',
    type: isStop ? (isMarket ? 'stopMarket' : 'stopLimit') : isMarket ? 'market' : 'limit',
    quantity: body['qty'],
    price: body['price'],
    triggerPrice: body['triggerPrice'],
    timeInForce: word === 'PostOnly' ? 'gtc' : TIMES[word],
    postOnly: word === 'PostOnly',
    reduceOnly: body['reduceOnly'] ?? false,
    clientOrderId: body['orderLinkId'],
  }
}

test.prop([anyTerms, ids])('what is written reads back to the same terms', (wanted, id) => {
  const request = { ...place({}, id), terms: wanted }
  if (protocol.orders.unsupported(wanted) !== undefined) {
    expect(() => protocol.orders.call(request)).toThrow()
    return
  }
  const body = bodyOf(protocol.orders.call(request).request)
  const { instrument, side, type, postOnly, reduceOnly } = wanted
  const isMarket = type === 'market' || type === 'stopMarket'
  expect(readBack(body as Record<string, string>)).toEqual({
    symbol: instrument.symbol,
    product: instrument.product,
    side,
    type,
    quantity: wanted.quantity.toFixed(),
    price: wanted.price?.toFixed(),
    triggerPrice: wanted.triggerPrice?.toFixed(),
    // A market order is one that takes what it gets, whatever it was called.
    timeInForce: isMarket ? 'ioc' : wanted.timeInForce,
    postOnly,
    reduceOnly,
    clientOrderId: id,
  })
  expect(request.terms.quantity.eq(String((body as Record<string, string>)['qty']))).toBe(true)
})
