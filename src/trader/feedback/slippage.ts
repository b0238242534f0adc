import type { Asset, Decimal, Fill } from '../../core/index.ts'
import { CrossbookError, Decimal as ExactDecimal } from '../../core/index.ts'
import { type Codec, decimal, object, text } from '../portfolio/codec.ts'
import { minus, plus, ratio, times } from '../portfolio/exact.ts'
import { priced, tradedInstrument } from '../portfolio/traded-instrument.ts'

/** What fills were worse than the prices that their orders were decided at, added up in one asset; exact. */
export interface SlippageSum {
  /** The asset that the instruments settle in. */
  readonly asset: Asset
  /** How much was lost to it; below 0 where fills were better. */
  readonly cost: Decimal
  /** What the same quantities are worth at the prices decided at. */
  readonly decidedValue: Decimal
}

/** A {@link SlippageSum} as it is reported. */
export interface Slippage extends SlippageSum {
  /** Cost in bps of the value, 24 digits; absent where the value is zero. */
  readonly bps?: Decimal
}

/** A {@link SlippageSum} as JSON data. */
export const slippageCodec: Codec<SlippageSum> = object<SlippageSum>({
  asset: text(),
  cost: decimal,
  decidedValue: decimal,
})

const BPS = new ExactDecimal(10_000)

/** What one fill adds; `undefined` where it cannot be told exactly: terms are missing, or 60 digits do not hold it. */
export function slippageOf(fill: Fill, decidedAt: Decimal): SlippageSum | undefined {
  try {
    const instrument = tradedInstrument(fill.instrument)
    const { unit: wanted } = priced(instrument, decidedAt)
    const { unit: got } = priced(instrument, fill.price)
    const worse = times(minus(got, wanted), fill.quantity)
    return {
      asset: instrument.settle,
      cost: fill.side === 'buy' ? worse : worse.negated(),
      decidedValue: times(wanted, fill.quantity).abs(),
    }
  } catch (error) {
    if (error instanceof CrossbookError) return undefined
    throw error
  }
}

/** The sum; `undefined` where 60 digits do not hold it. */
export function addSlippage(a: SlippageSum | undefined, b: SlippageSum): SlippageSum | undefined {
  if (a === undefined) return b
  try {
    const { asset, cost, decidedValue } = b
    return { asset, cost: plus(a.cost, cost), decidedValue: plus(a.decidedValue, decidedValue) }
  } catch (error) {
    if (error instanceof CrossbookError) return undefined
    throw error
  }
}

/** Reads a sum. */
export function reportSlippage(sum: SlippageSum): Slippage {
  const { cost, decidedValue } = sum
  return decidedValue.isZero() ? sum : { ...sum, bps: ratio(times(cost, BPS), decidedValue) }
}
