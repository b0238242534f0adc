import {
  type Asset,
  asset,
  type ContractTerms,
  type DecimalText,
  type Instrument,
  type InstrumentStatus,
  pair,
  scaleOf,
  venueSymbol,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { decimalAt, given, optionalDecimalAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { FACTS } from '../venue.ts'

/** Perpetuals; deliveries have another number, and none is listed. */
const PERPETUAL = '1'

/**
 * One row of `contract/detail`, or of the channel `contract` → Instrument. docs/venues/mexc.md §Instruments; checked
 * 2026-11-21. `undefined` where it is no perpetual.
 */
export function readContract(row: JsonObject): Instrument | undefined {
  if ((optionalTextAt(row, 'futureType') ?? PERPETUAL) !== PERPETUAL) return undefined
  const tickSize = decimalAt(row, 'priceUnit')
  const lotSize = decimalAt(row, 'volUnit')
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(textAt(row, 'symbol')),
    ...namesOf(
      asset(textAt(row, 'baseCoin')),
      asset(textAt(row, 'quoteCoin')),
      asset(textAt(row, 'settleCoin')),
      decimalAt(row, 'contractSize'),
    ),
    status: statusOf(row),
    // `priceScale` is how many digits are shown, not the step.
    tickSize,
    lotSize,
    ...given('minQuantity', optionalDecimalAt(row, 'minVol')),
    priceScale: scaleOf(tickSize) ?? 0,
    sizeScale: scaleOf(lotSize) ?? 0,
    isInferred: false,
  })
}

type Names = Pick<Instrument, 'market' | 'kind' | 'product' | 'pair' | 'base' | 'quote'> & {
  readonly contract: ContractTerms
}

/** Coin-margined contracts are settled in their base, and count quote: 100 USD of BTC_USD, 10 of others. */
function namesOf(base: Asset, quote: Asset, settle: Asset, multiplier: DecimalText): Names {
  const isInverse = settle !== quote
  return {
    market: 'futures',
    kind: 'perpetual',
    product: isInverse ? 'inverse' : 'linear',
    pair: pair(`${base}/${quote}:${settle}`),
    base,
    quote,
    contract: { direction: isInverse ? 'inverse' : 'linear', multiplier, settle },
  }
}

/** 0 enabled, 1 delivery, 2 delivered, 3 offline, 4 paused. */
const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  0: 'trading',
  1: 'halted',
  2: 'closed',
  3: 'closed',
  4: 'halted',
}

/** Some contracts trade on the venue's own pages only. */
function statusOf(row: JsonObject): InstrumentStatus {
  const status = STATUS[optionalTextAt(row, 'state') ?? ''] ?? 'unknown'
  return status === 'trading' && row['apiAllowed'] === false ? 'halted' : status
}

/** The contract that a symbol names; only a listing knows the multiplier of a linear one. */
export function inferContract(symbol: string): Instrument | undefined {
  const match = /^([^_]+)_([^_]+)$/.exec(symbol)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  const [base, quote] = [asset(match[1]), asset(match[2])]
  const isInverse = match[2] === 'USD'
  const multiplier = (isInverse ? (match[1] === 'BTC' ? '100' : '10') : '1') as DecimalText
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(symbol),
    ...namesOf(base, quote, isInverse ? base : quote, multiplier),
    status: 'unknown',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  })
}
