import {
  type Credentials,
  Decimal,
  type FeeRates,
  type HttpResponse,
  type Instrument,
  ProtocolError,
  type RestCall,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt } from '../../kit/amounts.ts'
import { isObject, objectAt } from '../../kit/fields.ts'
import { restPair } from '../instruments.ts'
import { spotResult } from './answer.ts'
import { spotRequest } from './signed-call.ts'
import { isNameOf } from './wallet-asset.ts'

/**
 * What a pair of spot costs, in percent on the wire. Those of derivatives are told to keys of spot alone since 2026-06-22.
 * docs/venues/kraken.md §Trading; checked 2026-11-27.
 */
export function spotFeeRates(credentials: Credentials, instrument: Instrument): RestCall<FeeRates> {
  const fields = { pair: restPair(instrument) }
  const call = { service: 'spot-private', method: 'TradeVolume', fields, weight: 1 } as const
  return {
    request: spotRequest(call, credentials),
    parse: (response) => readRates(response, instrument),
  }
}

function readRates(response: HttpResponse, instrument: Instrument): FeeRates {
  const result = spotResult(response)
  const taker = rateIn(objectAt(result, 'fees'), instrument)
  // Pairs with one rate for both have no list of makers.
  const makers = result['fees_maker']
  const maker = isObject(makers) ? rateIn(makers, instrument) : taker
  return { instrument, maker, taker }
}

function rateIn(rates: JsonObject, instrument: Instrument): Decimal {
  const [, row] = Object.entries(rates).find(([name]) => isNameOf(instrument, name)) ?? []
  if (isObject(row)) return amountAt(row, 'fee').div(new Decimal(100))
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading fee rates: expected those of ${instrument.symbol}, found ${Object.keys(rates).slice(0, 5).join(', ') || 'none'}`,
  )
}
