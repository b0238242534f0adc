import type { BookSide } from '../../core/index.ts'
import type { PoolFees } from './events.ts'
import { type PoolState, sortedTicks } from './pool-state.ts'
import { amount0Between, amount1Between, ceilDivide, FEE_UNIT } from './swap-math.ts'
import { MAX_TICK, MIN_TICK, Q96, sqrtPriceAtTick } from './tick-math.ts'

/** How a pool is cut into levels. */
export interface DepthShape {
  /** Whether base is token0; else base is token1, and a higher tick is a lower price. */
  readonly isDirect: boolean
  /** Whether prices contain the fee, as a taker pays it. */
  readonly includesFee: boolean
  /** A level ends at every multiple of this many ticks, and at every initialised tick. */
  readonly gridTicks: number
  /** Most levels a side. */
  readonly levels: number
  /** Digits after the point of a price. */
  readonly priceScale: number
  /** Decimals of token0 less those of token1. */
  readonly decimalsDelta: number
}

/** One level: scaled integers, the price at the shape's scale, the size in the base token's smallest unit. */
export interface DepthLevel {
  /** Price, rounded so that it promises no more than the pool gives: bids down, asks up. */
  price: bigint
  /** Size: what the slice pays out, or takes in with its fee. Exact. */
  size: bigint
}

/**
 * One side of the synthetic book: slices of the pool outwards from the price, best first. Each is priced at the average
 * that a trade through all of it pays, `a·b` between the square-root prices a and b, fee included.
 */
export function depthOf(state: PoolState, shape: DepthShape, side: BookSide): DepthLevel[] {
  const levels: DepthLevel[] = []
  const goesUp = (side === 'ask') === shape.isDirect
  const ticks = sortedTicks(state)
  const kept = keptParts(shape, state.fees, goesUp)
  let { sqrtPriceX96: from, tick, liquidity } = state
  while (levels.length < shape.levels) {
    const next = nextBoundary(state, ticks, tick, liquidity, shape.gridTicks, goesUp)
    if (next === undefined) break
    const to = sqrtPriceAtTick(next)
    if (liquidity > 0n && to !== from)
      addSlice(levels, sliceOf(from, to, liquidity, { ...shape, kept, side }))
    const net = state.ticks.get(next)?.net ?? 0n
    liquidity += goesUp ? net : -net
    tick = goesUp ? next : next - 1
    from = to
    if (next <= Math.max(state.lowTick, MIN_TICK) || next >= Math.min(state.highTick, MAX_TICK))
      break
  }
  return levels
}

/** Where the next slice ends. Empty ranges are jumped over: they have no level. */
function nextBoundary(
  state: PoolState,
  ticks: readonly number[],
  tick: number,
  liquidity: bigint,
  gridTicks: number,
  goesUp: boolean,
): number | undefined {
  const initialised = goesUp
    ? ticks.find((each) => each > tick)
    : ticks.findLast((each) => each <= tick)
  if (liquidity === 0n) return initialised
  const grid = goesUp
    ? (Math.floor(tick / gridTicks) + 1) * gridTicks
    : Math.floor(tick / gridTicks) * gridTicks
  const end = goesUp ? Math.min(state.highTick, MAX_TICK) : Math.max(state.lowTick, MIN_TICK)
  const all = initialised === undefined ? [grid, end] : [grid, end, initialised]
  return goesUp ? Math.min(...all) : Math.max(...all)
}

type SliceTerms = DepthShape & { readonly kept: bigint; readonly side: BookSide }

function sliceOf(a: bigint, b: bigint, liquidity: bigint, terms: SliceTerms): DepthLevel {
  const { isDirect, kept, side } = terms
  const amount = isDirect ? amount0Between : amount1Between
  // A taker's sale is paid into the pool, fee on top; a taker's purchase is paid out of it.
  const size =
    side === 'ask'
      ? amount(a, b, liquidity, false)
      : ceilDivide(amount(a, b, liquidity, true) * FEE_UNIT, kept)
  return { size, price: averagePrice(a * b, terms) }
}

/** `a·b / 2^192`, or its inverse, with the fee against the taker, as an integer of the price's scale. */
function averagePrice(product: bigint, { isDirect, kept, side, ...scales }: SliceTerms): bigint {
  const [raise, lower] = priceScaling({ isDirect, ...scales })
  const [top, bottom] = isDirect ? [product, Q96 * Q96] : [Q96 * Q96, product]
  return side === 'ask'
    ? ceilDivide(top * raise * FEE_UNIT, bottom * lower * kept)
    : (top * raise * kept) / (bottom * lower * FEE_UNIT)
}

/** What a quotient of smallest units, quote by base, is multiplied with and divided by, to be a price at its scale. */
export function priceScaling({
  isDirect,
  priceScale,
  decimalsDelta,
}: Pick<DepthShape, 'isDirect' | 'priceScale' | 'decimalsDelta'>): readonly [bigint, bigint] {
  const power = priceScale + (isDirect ? decimalsDelta : -decimalsDelta)
  return [10n ** BigInt(Math.max(power, 0)), 10n ** BigInt(Math.max(-power, 0))]
}

/** What is left of an amount paid in after the fee, in parts of {@link FEE_UNIT}. */
export function keptParts(
  { includesFee }: DepthShape,
  { up, down }: PoolFees,
  goesUp: boolean,
): bigint {
  return includesFee ? FEE_UNIT - BigInt(goesUp ? up : down) : FEE_UNIT
}

/** Two slices may round to one price: a book has one level of each. */
function addSlice(levels: DepthLevel[], slice: DepthLevel): void {
  const last = levels.at(-1)
  if (last?.price === slice.price) last.size += slice.size
  else if (slice.size > 0n && slice.price > 0n) levels.push(slice)
}
