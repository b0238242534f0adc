import {
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
import { dateSuffix } from '../../kit/expiry.ts'
import {
  decimalAt,
  given,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  textAt,
} from '../../kit/fields.ts'
import { unifiedCode } from '../assets.ts'
import { optionalIsoTimeAt } from '../times.ts'
import { unitOf } from '../unit.ts'
import { VENUE } from '../venue.ts'
import { expiryOfDay } from './expiry.ts'

/** Linear perpetual, inverse perpetual, linear dated, inverse dated; base, quote, and the day of dated contracts. */
const SYMBOL = /^(PF|PI|FF|FI)_(.+?)(USD|EUR|GBP|USDT|USDC)(?:_(\d{6}))?$/i

/**
 * One row of `instruments` of Derivatives REST v3 → Instrument; `undefined` for what is no contract (indices and
 * reference rates stand in the same list). docs/venues/kraken.md §Instruments; checked 2026-11-21.
 */
export function readContract(row: JsonObject): Instrument | undefined {
  const inferred = inferContract(textAt(row, 'symbol'))
  if (inferred === undefined) return undefined
  const tickSize = decimalAt(row, 'tickSize')
  // May be negative: sizes are then multiples of 10, 100, …; absent in listings of 2021.
  const sizePrecision = optionalIntegerAt(row, 'contractValueTradePrecision')
  const expiryTimeUs = optionalIsoTimeAt(row, 'lastTradingTime') ?? inferred.contract?.expiryTimeUs
  return Object.freeze({
    ...inferred,
    ...renamed(inferred, row, expiryTimeUs),
    status: readStatus(row),
    tickSize,
    ...given('lotSize', sizePrecision === undefined ? undefined : unitOf(sizePrecision)),
    priceScale: scaleOf(tickSize) ?? 0,
    sizeScale: Math.max(0, sizePrecision ?? 0),
    isInferred: false,
  })
}

/** The listing's own base and expiry go before those that the symbol spells. */
function renamed(
  { symbol, base, quote, contract }: Instrument,
  row: JsonObject,
  expiryTimeUs: number | undefined,
): Partial<Instrument> {
  const listedBase = unifiedCode(optionalTextAt(row, 'base') ?? base)
  const isInverse = contract?.direction === 'inverse'
  return named(symbol, listedBase, quote, isInverse, expiryTimeUs, multiplierOf(row))
}

function multiplierOf(row: JsonObject): DecimalText {
  return optionalDecimalAt(row, 'contractSize') ?? ONE
}

const ONE = '1' as DecimalText // a literal in canonical spelling

function readStatus(row: JsonObject): InstrumentStatus {
  const { tradeable } = row
  if (typeof tradeable !== 'boolean') return 'unknown'
  if (!tradeable) return 'halted'
  return row['postOnly'] === true ? 'postOnly' : 'trading'
}

/** The contract that a symbol names: `PI_XBTUSD` is `BTC/USD:BTC`. Scales start at 0 and grow with the digits. */
export function inferContract(symbol: string): Instrument | undefined {
  // Listings of 2021 write symbols in lower case, frames never did; `PF_AAPLxUSD` is spelled in both.
  const canonical = symbol === symbol.toLowerCase() ? symbol.toUpperCase() : symbol
  const match = SYMBOL.exec(canonical)
  if (match === null) return undefined
  const [, prefix = '', base = '', quote = '', day] = match
  const expiryTimeUs = day === undefined ? undefined : expiryOfDay(day)
  if (day !== undefined && expiryTimeUs === undefined) return undefined
  const isInverse = prefix.endsWith('I')
  return Object.freeze({
    venue: VENUE,
    market: 'futures',
    product: 'futures',
    status: 'unknown',
    ...named(canonical, unifiedCode(base), quote, isInverse, expiryTimeUs, ONE),
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  })
}

type Named = Pick<Instrument, 'symbol' | 'kind' | 'pair' | 'base' | 'quote'> & {
  readonly contract: ContractTerms
}

function named(
  symbol: string,
  base: string,
  quote: string,
  isInverse: boolean,
  expiryTimeUs: number | undefined,
  multiplier: DecimalText,
): Named {
  const settle = isInverse ? base : quote
  const suffix = expiryTimeUs === undefined ? '' : `-${dateSuffix(expiryTimeUs)}`
  return {
    symbol: venueSymbol(symbol),
    kind: expiryTimeUs === undefined ? 'perpetual' : 'dated',
    pair: pair(`${base}/${quote}:${settle}${suffix}`),
    base: asset(base),
    quote: asset(quote),
    contract: {
      direction: isInverse ? 'inverse' : 'linear',
      // Linear contracts count base, inverse ones 1 USD each.
      multiplier,
      settle: asset(settle),
      ...given('expiryTimeUs', expiryTimeUs),
    },
  }
}
