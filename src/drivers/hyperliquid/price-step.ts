import {
  type DecimalText,
  type Instrument,
  type Market,
  parseDecimal,
  scaledText,
} from '../../core/index.ts'

/** Most significant figures of a price that is not whole. */
const SIGNIFICANT_FIGURES = 5
/** Fraction digits that a price and a size may have together, by market. */
const DIGITS: Readonly<Record<Market, number>> = { futures: 6, spot: 8 }

/** Most fraction digits that a price of an instrument may have, whatever the price. */
export function priceDigits(market: Market, sizeDecimals: number): number {
  return Math.max(0, DIGITS[market] - sizeDecimals)
}

/**
 * The step between two prices near `price`.
 *
 * The venue has no tick size. A price has at most five significant figures, and at most 6 (futures) or 8 (spot) fraction
 * digits less those of a size; whole prices are always allowed. So the step is a power of ten that grows with the price:
 * a price of 84143 moves by 1, one of 2683.5 by 0.1, one of 0.004411 of an instrument without fraction digits in sizes by
 * 0.000001. Without a price it is the finest step there is, of which every price is a multiple.
 */
export function priceStep(market: Market, sizeDecimals: number, price?: DecimalText): DecimalText {
  const most = priceDigits(market, sizeDecimals)
  const parts = price === undefined ? undefined : parseDecimal(price)
  if (parts === undefined || parts.digits <= 0n) return scaledText(1, most)
  // 84143 → 5 digits before the point; 0.004411 → -2: two zeros after it.
  const wholeDigits = parts.digits.toString().length - parts.scale
  return scaledText(1, Math.min(most, Math.max(0, SIGNIFICANT_FIGURES - wholeDigits)))
}

/**
 * The step that an order's price must keep near `price`, by Hyperliquid's rule of five significant figures.
 *
 * `tickSize` of an instrument is this step at the mark price of its listing, where the listing tells one (builders' dexes:
 * the finest step); a price that has since gained or lost a digit before its point has another.
 *
 * @example
 * ```ts
 * import { decimalText, MarketData } from 'crossbook'
 * import { hyperliquid, tickSizeAt } from 'crossbook/drivers/hyperliquid'
 * import { nodePorts } from 'crossbook/runtime/node'
 *
 * await using market = await MarketData.open({ driver: hyperliquid(), ports: nodePorts() })
 * console.log(tickSizeAt(market.instrument('ETH/USDC:USDC'), decimalText('10002')))
 * ```
 */
export function tickSizeAt(instrument: Instrument, price: DecimalText): DecimalText {
  return priceStep(instrument.market, instrument.sizeScale, price)
}
