import type { PoolFees } from './events.ts'
import { swapStep } from './swap-math.ts'
import { MAX_TICK, MIN_TICK, sqrtPriceAtTick, tickAtSqrtPrice } from './tick-math.ts'

/** Liquidity that begins or ends at a tick. */
export interface TickLiquidity {
  /** Added to the active liquidity when the price crosses upwards, taken off downwards. */
  net: bigint
  /** Of all positions that touch the tick; at 0 the tick is no longer initialised. */
  gross: bigint
}

/** A pool of concentrated liquidity at one moment, as far as it is known. */
export interface PoolState {
  /** Square-root price × 2^96. */
  sqrtPriceX96: bigint
  /** Tick as the pool stores it; after a downward crossing it is one below the price's own boundary. */
  tick: number
  /** Liquidity at the price. */
  liquidity: bigint
  /** What swaps pay. */
  fees: PoolFees
  /** Initialised ticks within the known range. */
  readonly ticks: Map<number, TickLiquidity>
  /** Lowest tick of the known range. */
  readonly lowTick: number
  /** Tick at which the known range ends; it is not known itself. */
  readonly highTick: number
}

/** Adds liquidity to a range (a negative amount takes it off); what lies outside the known range is not noted. */
export function changeLiquidity(
  state: PoolState,
  lower: number,
  upper: number,
  amount: bigint,
): void {
  if (amount === 0n) return // a collection of fees
  changeTick(state, lower, amount, amount)
  changeTick(state, upper, -amount, amount)
  if (lower <= state.tick && state.tick < upper) state.liquidity += amount
}

function changeTick(state: PoolState, tick: number, net: bigint, gross: bigint): void {
  if (tick < state.lowTick || tick >= state.highTick) return
  const known = state.ticks.get(tick) ?? { net: 0n, gross: 0n }
  known.net += net
  known.gross += gross
  if (known.gross > 0n) state.ticks.set(tick, known)
  else state.ticks.delete(tick)
}

/** The initialised ticks, lowest first. */
export function sortedTicks(state: PoolState): readonly number[] {
  return [...state.ticks.keys()].sort((a, b) => a - b)
}

/**
 * The active liquidity that the known ticks give at another tick, by crossing all that lie between; `undefined` where
 * the way leads out of the known range.
 */
export function liquidityAt(state: PoolState, tick: number): bigint | undefined {
  if (tick < state.lowTick || tick >= state.highTick) return undefined
  let { liquidity } = state
  for (const [at, { net }] of state.ticks) {
    if (at > state.tick && at <= tick) liquidity += net
    else if (at <= state.tick && at > tick) liquidity -= net
  }
  return liquidity
}

/** What a swap of an exact input brings. */
export interface SwapResult {
  /** Paid in, fee included. */
  readonly amountIn: bigint
  /** Paid out. */
  readonly amountOut: bigint
}

/**
 * Swaps an exact input within the known range, and leaves the state as the pool would be: the exact answer to how much a
 * trade would bring. Stops where the known range ends; `amountIn` then is less than asked.
 */
export function swapExactInput(state: PoolState, isToken0In: boolean, amount: bigint): SwapResult {
  const ticks = sortedTicks(state)
  const fee = isToken0In ? state.fees.down : state.fees.up
  let remaining = amount
  let amountOut = 0n
  while (remaining > 0n) {
    const next = isToken0In
      ? (ticks.findLast((tick) => tick <= state.tick) ?? Math.max(state.lowTick, MIN_TICK))
      : (ticks.find((tick) => tick > state.tick) ?? Math.min(state.highTick, MAX_TICK))
    const target = sqrtPriceAtTick(next)
    const step = swapStep(state.sqrtPriceX96, target, state.liquidity, remaining, fee)
    remaining -= step.amountIn + step.feeAmount
    amountOut += step.amountOut
    state.sqrtPriceX96 = step.sqrtPriceX96
    if (step.sqrtPriceX96 !== target) {
      state.tick = tickAtSqrtPrice(step.sqrtPriceX96)
      continue
    }
    const crossed = state.ticks.get(next)
    state.tick = isToken0In ? next - 1 : next
    if (crossed === undefined) break // the end of what is known
    state.liquidity += isToken0In ? -crossed.net : crossed.net
  }
  return { amountIn: amount - remaining, amountOut }
}
