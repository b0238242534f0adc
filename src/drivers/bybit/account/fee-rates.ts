import {
  type FeeRates,
  type Instrument,
  ProtocolError,
  type RestCall,
} from '../../../core/index.ts'
import { amountAt } from '../../kit/amounts.ts'
import { arrayAt, asObject, objectAt, textAt } from '../../kit/fields.ts'
import { readEnvelope } from './envelope.ts'
import { accountError } from './errors.ts'
import type { SignedCalls } from './signed-calls.ts'

/** What an instrument costs: `{"list":[{"symbol","makerFeeRate","takerFeeRate"}]}`. docs/venues/bybit.md §Trading; checked 2026-11-21. */
export function feeRates(calls: SignedCalls, instrument: Instrument): RestCall<FeeRates> {
  const { product: category, symbol } = instrument
  return {
    request: calls.get('/v5/account/fee-rate', { category, symbol }),
    parse(response) {
      const { retCode, body } = readEnvelope(response)
      if (retCode !== '0') throw accountError(response)
      const row = arrayAt(objectAt(body, 'result'), 'list')
        .map((each) => asObject(each, 'row'))
        .find((each) => textAt(each, 'symbol') === symbol)
      if (row !== undefined) {
        const maker = amountAt(row, 'makerFeeRate')
        return { instrument, maker, taker: amountAt(row, 'takerFeeRate') }
      }
      throw new ProtocolError(
        'MALFORMED_RESPONSE',
        `Reading fee rates: expected those of ${symbol}, found none`,
      )
    },
  }
}
