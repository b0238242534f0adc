import { Decimal, type FeeRates, type Instrument, type RestCall } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { asObject, isObject, parseJson } from '../../kit/fields.ts'
import { OPERATIONS, productOf } from './operations.ts'
import { type Keys, signedRequest } from './signed-request.ts'

/** What spot adds up: `{"standardCommission":{"maker","taker","buyer","seller"},"taxCommission":{…}}`. */
const PARTS = ['standardCommission', 'specialCommission', 'taxCommission'] as const

/**
 * What an instrument costs. On spot parts add up, and what one side pays more is counted for both; the discount of fees paid
 * in BNB is not. docs/venues/binance.md §Trading; checked 2026-11-27.
 */
export function feeRates(keys: Keys, instrument: Instrument): RestCall<FeeRates> {
  const product = productOf(instrument.product)
  return {
    request: signedRequest(keys, {
      product,
      operation: OPERATIONS[product].feeRates,
      query: { symbol: instrument.symbol },
      isIdempotent: true,
    }),
    parse: ({ body }) => {
      const answer = asObject(parseJson(body), 'fee rates')
      if (product === 'spot') return { instrument, ...spotRates(answer) }
      const maker = amountAt(answer, 'makerCommissionRate')
      return { instrument, maker, taker: amountAt(answer, 'takerCommissionRate') }
    },
  }
}

function spotRates(answer: JsonObject): Pick<FeeRates, 'maker' | 'taker'> {
  let [maker, taker] = [new Decimal(0), new Decimal(0)]
  for (const name of PARTS) {
    const part = answer[name]
    if (!isObject(part)) {
      if (name === 'standardCommission') asObject(part, name)
      continue
    }
    const none = new Decimal(0)
    const bySide = Decimal.max(
      optionalAmountAt(part, 'buyer') ?? none,
      optionalAmountAt(part, 'seller') ?? none,
    )
    maker = maker.plus(amountAt(part, 'maker')).plus(bySide)
    taker = taker.plus(amountAt(part, 'taker')).plus(bySide)
  }
  return { maker, taker }
}
