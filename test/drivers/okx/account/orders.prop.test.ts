import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientOrderId, Decimal, type OrderTerms } from '../../../../src/core/index.ts'
import { open, place, SPOT, SWAP, terms, unpriced } from './support.ts'

const { orders } = open()

const number = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: -6, max: 18 }))
  .map(([digits, scale]) => new Decimal(digits, scale))

const wanted = fc
  .record({
    instrument: fc.constantFrom(SPOT, SWAP),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    type: fc.constantFrom(
      'limit' as const,
      'market' as const,
      'stopLimit' as const,
      'stopMarket' as const,
    ),
    quantity: number,
    price: number,
    triggerPrice: number,
    timeInForce: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
  })
  .map(({ price, triggerPrice, ...rest }): OrderTerms => {
    const hasPrice = rest.type === 'limit' || rest.type === 'stopLimit'
    const isStop = rest.type === 'stopLimit' || rest.type === 'stopMarket'
    return {
      ...(hasPrice ? terms({ ...rest, price }) : unpriced(rest)),
      ...(isStop ? { triggerPrice } : {}),
    }
  })
  .filter((each) => orders.unsupported(each) === undefined)

/** The wire, read back by a reader of its own. */
function readBack(body: Record<string, string | boolean>): Omit<OrderTerms, 'account'> {
  const isStop = body['ordType'] === 'conditional'
  const kind = String(body['ordType'])
  const price = isStop ? body['slOrdPx'] : body['px']
  const hasPrice = price !== undefined && price !== '-1'
  const isMarket = kind === 'market' || kind === 'optimal_limit_ioc'
  const immediate = isMarket || kind === 'ioc' ? 'ioc' : 'gtc'
  return {
    instrument: body['instId'] === 'BTC-USDT' ? SPOT : SWAP,
    side: body['side'] === 'buy' ? 'buy' : 'sell',
    type: isStop ? (hasPrice ? 'stopLimit' : 'stopMarket') : isMarket ? 'market' : 'limit',
    quantity: new Decimal(String(body['sz'])),
    ...(hasPrice ? { price: new Decimal(String(price)) } : {}),
    ...(isStop ? { triggerPrice: new Decimal(String(body['slTriggerPx'])) } : {}),
    timeInForce: kind === 'fok' ? 'fok' : immediate,
    postOnly: kind === 'post_only',
    reduceOnly: body['reduceOnly'] === true,
  }
}

test('whatever is wanted, the wire says the same, in plain decimals', () => {
  const epoch = fc.integer({ min: 1, max: 2 ** 23 - 1 })
  const sequence = fc.integer({ min: 0, max: 2 ** 40 - 1 })
  fc.assert(
    fc.property(wanted, epoch, sequence, (each, writer, number_) => {
      const id = clientOrderId(writer, number_)
      const { request } = orders.call({ ...place(), terms: each, clientOrderId: id })
      const body = JSON.parse(request.body ?? '')
      const { account: _, ...rest } = each
      expect(readBack(body)).toEqual(rest)
      expect(request.body).not.toMatch(/\d[eE][+-]?\d/)
      expect(body.clOrdId ?? body.algoClOrdId).toBe(id)
      expect(id).toMatch(/^[A-Za-z0-9]{1,32}$/)
    }),
  )
})
