/** Amounts between two prices and one step of a swap, rounded as the pool contracts round: in up, out down. */
import { Q96 } from './tick-math.ts'

/** Parts of one in which fees are counted. */
export const FEE_UNIT = 1_000_000n

/** Token0 between two square-root prices at a liquidity: `L·2^96·(b − a) / b / a`. */
export function amount0Between(a: bigint, b: bigint, liquidity: bigint, roundsUp: boolean): bigint {
  const [low, high] = a < b ? [a, b] : [b, a]
  const product = liquidity * Q96 * (high - low)
  return roundsUp ? ceilDivide(ceilDivide(product, high), low) : product / high / low
}

/** Token1 between two square-root prices at a liquidity: `L·(b − a) / 2^96`. */
export function amount1Between(a: bigint, b: bigint, liquidity: bigint, roundsUp: boolean): bigint {
  const product = liquidity * (a < b ? b - a : a - b)
  return roundsUp ? ceilDivide(product, Q96) : product / Q96
}

/** What one step of a swap did. */
export interface SwapStep {
  /** Square-root price after it. */
  readonly sqrtPriceX96: bigint
  /** Paid in, without the fee. */
  readonly amountIn: bigint
  /** Paid out. */
  readonly amountOut: bigint
  /** Fee, paid in too. */
  readonly feeAmount: bigint
}

/**
 * One step of a swap of an exact input towards a target price: to the target where the input suffices, else as far as it
 * reaches. A target below the price means that token0 is paid in.
 */
export function swapStep(
  sqrtPriceX96: bigint,
  target: bigint,
  liquidity: bigint,
  remaining: bigint,
  fee: number,
): SwapStep {
  const isToken0In = target <= sqrtPriceX96
  const keeps = FEE_UNIT - BigInt(fee)
  const net = (remaining * keeps) / FEE_UNIT
  const amountIn = (to: bigint): bigint =>
    isToken0In
      ? amount0Between(to, sqrtPriceX96, liquidity, true)
      : amount1Between(sqrtPriceX96, to, liquidity, true)
  const needed = amountIn(target)
  const reaches = net >= needed
  const end = reaches ? target : priceAfterInput(sqrtPriceX96, liquidity, net, isToken0In)
  const amountOut = isToken0In
    ? amount1Between(end, sqrtPriceX96, liquidity, false)
    : amount0Between(sqrtPriceX96, end, liquidity, false)
  const paid = reaches ? needed : amountIn(end)
  const feeAmount = reaches ? ceilDivide(paid * BigInt(fee), keeps) : remaining - paid
  return { sqrtPriceX96: end, amountIn: paid, amountOut, feeAmount }
}

/** Where the price goes when an input, fee taken off, meets a liquidity that does not end: up for token1, down for token0. */
export function priceAfterInput(
  sqrtPriceX96: bigint,
  liquidity: bigint,
  net: bigint,
  isToken0In: boolean,
): bigint {
  if (!isToken0In) return sqrtPriceX96 + (net * Q96) / liquidity
  const scaled = liquidity * Q96
  return ceilDivide(scaled * sqrtPriceX96, scaled + net * sqrtPriceX96)
}

/** Quotient of non-negative integers, rounded up. */
export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}
