import {
  asset,
  type Instrument,
  type InstrumentStatus,
  scaleOf,
  venueSymbol,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import {
  given,
  objectAt,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { contractTerms, spotTerms, type Terms } from './symbols.ts'
import { FACTS } from './venue.ts'

/**
 * One row of `market/instruments-info` → Instrument. docs/venues/bybit.md §Instruments; checked 2026-11-21.
 *
 * `undefined` where it is of a contract type that is not known, or dated without its date.
 */
export function readInstrument(row: JsonObject, product: string): Instrument | undefined {
  const terms = product === 'spot' ? readSpot(row) : readContract(row)
  if (terms === undefined) return undefined
  const lots = objectAt(row, 'lotSizeFilter')
  const tickSize = optionalDecimalAt(objectAt(row, 'priceFilter'), 'tickSize')
  const lotSize = optionalDecimalAt(lots, product === 'spot' ? 'basePrecision' : 'qtyStep')
  // On spot `minOrderQty` is still listed, and no longer enforced: only the value counts.
  const minQuantity = product === 'spot' ? undefined : optionalDecimalAt(lots, 'minOrderQty')
  const minNotional = product === 'spot' ? 'minOrderAmt' : 'minNotionalValue'
  return Object.freeze({
    venue: FACTS.venue,
    symbol: venueSymbol(textAt(row, 'symbol')),
    product,
    isInferred: false,
    status: STATUS[optionalTextAt(row, 'status') ?? ''] ?? 'unknown',
    ...terms,
    ...given('tickSize', tickSize),
    ...given('lotSize', lotSize),
    ...given('minQuantity', minQuantity),
    ...given('minNotional', optionalDecimalAt(lots, minNotional)),
    priceScale: tickSize === undefined ? 0 : (scaleOf(tickSize) ?? 0),
    sizeScale: lotSize === undefined ? 0 : (scaleOf(lotSize) ?? 0),
  })
}

function readSpot(row: JsonObject): Terms {
  return spotTerms(asset(textAt(row, 'baseCoin')), asset(textAt(row, 'quoteCoin')))
}

/** `LinearPerpetual`, `LinearFutures`, `InversePerpetual`, `InverseFutures`. */
const CONTRACT_TYPE = /^(Linear|Inverse)(Perpetual|Futures)$/

function readContract(row: JsonObject): Terms | undefined {
  const [, direction, kind] = CONTRACT_TYPE.exec(optionalTextAt(row, 'contractType') ?? '') ?? []
  if (direction === undefined) return undefined
  const isDated = kind === 'Futures'
  // A perpetual that will be delisted has a delivery time too, and stays a perpetual.
  const expiryTimeUs = isDated ? optionalMsTimeAt(row, 'deliveryTime') : undefined
  if (isDated && (expiryTimeUs === undefined || expiryTimeUs === 0)) return undefined
  const base = asset(textAt(row, 'baseCoin'))
  const quote = asset(textAt(row, 'quoteCoin'))
  const isInverse = direction === 'Inverse'
  return contractTerms(base, quote, {
    direction: isInverse ? 'inverse' : 'linear',
    settle: asset(optionalTextAt(row, 'settleCoin') ?? (isInverse ? base : quote)),
    ...given('expiryTimeUs', expiryTimeUs),
  })
}

const STATUS: Readonly<Record<string, InstrumentStatus>> = {
  PreLaunch: 'preOpen',
  Trading: 'trading',
  Delivering: 'halted',
  Closed: 'closed',
}
