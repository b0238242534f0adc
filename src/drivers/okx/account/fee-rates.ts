import {
  type Decimal,
  type FeeRates,
  type Instrument,
  ProtocolError,
  type RestCall,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { optionalAmountAt } from '../../kit/amounts.ts'
import { isArray, isObject } from '../../kit/fields.ts'
import { readEnvelope } from './envelope.ts'
import { refusalError } from './errors.ts'
import { POINTS } from './facts.ts'
import type { Sign } from './signed-call.ts'

/** Calls in 2 s. */
const LIMIT = 5

/**
 * What an instrument costs: the venue says below 0 what it takes. docs/venues/okx.md §Trading; checked 2026-11-21.
 *
 * Rates come by groups of instruments; where an answer has several and no rate of the whole, which group is meant only the
 * listing knows, and nothing is guessed.
 */
export function feeRates(sign: Sign, instrument: Instrument, instType: string): RestCall<FeeRates> {
  return {
    request: {
      service: 'private',
      method: 'GET',
      path: '/api/v5/account/trade-fee',
      query: { instType, ...addressOf(instrument) },
      weight: POINTS / LIMIT,
      isIdempotent: true,
      sign,
    },
    parse(response) {
      const envelope = readEnvelope(response)
      if (envelope.code !== '0') throw refusalError(response, envelope)
      const row = envelope.rows[0] ?? {}
      const rates = groupRates(row) ?? wholeRates(row, instrument)
      if (rates !== undefined) return { instrument, ...rates }
      throw new ProtocolError(
        'MALFORMED_RESPONSE',
        `Reading fee rates of ${instrument.symbol}: expected those of one group or of its kind, found neither`,
      )
    },
  }
}

/** A pair by its name; contracts by their family. */
function addressOf({ market, symbol }: Instrument): Readonly<Record<string, string>> {
  if (market === 'spot') return { instId: symbol }
  const [base = '', quote = ''] = symbol.split('-')
  return { instFamily: `${base}-${quote}` }
}

type Rates = Pick<FeeRates, 'maker' | 'taker'>

function groupRates(row: JsonObject): Rates | undefined {
  const { feeGroup } = row
  const [group, another] = isArray(feeGroup) ? feeGroup : []
  return isObject(group) && another === undefined ? ratesOf(group, 'maker', 'taker') : undefined
}

/** Contracts settled in USDT have names of their own, and so have those in USDC. */
function wholeRates(row: JsonObject, { contract }: Instrument): Rates | undefined {
  const suffix = { USDT: 'U', USDC: 'USDC' }[String(contract?.settle ?? '')] ?? ''
  return ratesOf(row, `maker${suffix}`, `taker${suffix}`)
}

function ratesOf(row: JsonObject, makerKey: string, takerKey: string): Rates | undefined {
  const maker = optionalAmountAt(row, makerKey)
  const taker = optionalAmountAt(row, takerKey)
  return maker && taker && { maker: paid(maker), taker: paid(taker) }
}

/** Above 0 is what we pay; no rate of 0 is below it. */
function paid(rate: Decimal): Decimal {
  return rate.negated()
}
