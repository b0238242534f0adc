import type { BookSide } from '../../core/index.ts'
import { type DepthLevel, type DepthShape, keptParts, priceScaling } from './depth.ts'
import type { PoolEvent, PoolFees } from './events.ts'
import type { PoolModel } from './pool-kind.ts'
import { ceilDivide, FEE_UNIT } from './swap-math.ts'
import { MAX_TICK, MIN_TICK, Q96, sqrtPriceAtTick } from './tick-math.ts'

/** Two reserves whose product does not fall: a pool of Uniswap v2. */
export interface Reserves {
  /** Of token0. */
  readonly reserve0: bigint
  /** Of token1. */
  readonly reserve1: bigint
}

/** A pool of two reserves. */
export class ReservePool implements PoolModel {
  /** There is no bitmap to look for. */
  readonly tick: number = 0
  /** All that there is is known. */
  readonly isWide: boolean = true
  /** {@inheritDoc PoolModel.fees} */
  readonly fees: PoolFees
  #now: Reserves
  #before: Reserves
  readonly #shape: DepthShape

  /** A pool with reserves, and its fee in parts of a million. */
  constructor(reserves: Reserves, fee: number, shape: DepthShape) {
    this.#now = reserves
    this.#before = reserves
    this.fees = { down: fee, up: fee }
    this.#shape = shape
  }

  /** The reserves. */
  get reserves(): Reserves {
    return this.#now
  }

  /** {@inheritDoc PoolModel.apply} */
  apply(event: PoolEvent): boolean {
    if (event.kind === 'reserves') {
      this.#before = this.#now
      this.#now = { reserve0: event.reserve0, reserve1: event.reserve1 }
    }
    // A pair tells its reserves, then what was swapped: from the reserves before, the one leads to the other.
    if (event.kind !== 'exchange') return true
    const { reserve0, reserve1 } = this.#before
    return (
      reserve0 + event.amount0 === this.#now.reserve0 &&
      reserve1 + event.amount1 === this.#now.reserve1
    )
  }

  /** {@inheritDoc PoolModel.levels} */
  levels(side: BookSide): DepthLevel[] {
    return reserveDepthOf(this.#now, this.fees, this.#shape, side)
  }

  /** {@inheritDoc PoolModel.isSame} */
  isSame(other: PoolModel): boolean {
    if (!(other instanceof ReservePool)) return false
    const { reserve0, reserve1 } = other.reserves
    return reserve0 === this.#now.reserve0 && reserve1 === this.#now.reserve1
  }
}

/**
 * One side of the book of two reserves: slices between the prices of the grid's ticks, best first. A slice is what one trade
 * from here through it has over one that ends before it, by the contract's own rule: with the fee taken off what is paid in,
 * the product of the reserves must not fall. So a trade through any number of levels gives what the levels promise, exactly
 * but for the last digit of a price.
 */
function reserveDepthOf(
  reserves: Reserves,
  fees: PoolFees,
  shape: DepthShape,
  side: BookSide,
): DepthLevel[] {
  if (reserves.reserve0 === 0n || reserves.reserve1 === 0n) return []
  const goesUp = (side === 'ask') === shape.isDirect
  const levelOf = levelBetween(shape, side)
  const ends: Trade[] = [{ paid: 0n, given: 0n }]
  for (const trade of tradesTo(reserves, fees, shape, goesUp)) {
    // Where the smallest units count, a slice may be no worse than the one before it: they are one.
    while (!isFurther(ends, trade, levelOf, side)) ends.pop()
    ends.push(trade)
  }
  return ends
    .slice(1)
    .flatMap((end, i) => levelOf(ends[i] ?? end, end))
    .filter(({ price }) => price > 0n)
}

/** Whether what a trade has over the last one is worse than what that had over the one before. */
function isFurther(
  ends: readonly Trade[],
  trade: Trade,
  levelOf: LevelBetween,
  side: BookSide,
): boolean {
  const [before, last] = ends.slice(-2)
  if (before === undefined || last === undefined) return true
  if (trade.paid === last.paid) return false
  const [near, far] = [levelOf(before, last).price, levelOf(last, trade).price]
  return side === 'ask' ? far > near : far < near
}

/** One trade: what is paid in, and what it gives. */
interface Trade {
  readonly paid: bigint
  readonly given: bigint
}

/** The trades that bring the price to each edge of the grid. */
function tradesTo(
  { reserve0, reserve1 }: Reserves,
  fees: PoolFees,
  shape: DepthShape,
  goesUp: boolean,
): readonly Trade[] {
  const product = reserve0 * reserve1
  const kept = keptParts(shape, fees, goesUp)
  const [reserveIn, reserveOut] = goesUp ? [reserve1, reserve0] : [reserve0, reserve1]
  const trades = edges({ reserve0, reserve1 }, shape, goesUp).map((edge): Trade => {
    // What stays of what is given out, where the price is the edge's: the root of the product by that of the price.
    const price = sqrtPriceAtTick(edge)
    const stays = goesUp
      ? ceilDivide(squareRootUp(product * Q96 * Q96), price)
      : ceilDivide(squareRootUp(product * price * price), Q96)
    const given = reserveOut - stays
    return { given, paid: ceilDivide(reserveIn * given * FEE_UNIT, stays * kept) }
  })
  return trades.filter(({ given }, i) => given > (trades[i - 1]?.given ?? 0n))
}

type LevelBetween = (from: Trade, to: Trade) => DepthLevel

/** What one trade has over another, as a level. */
function levelBetween(shape: DepthShape, side: BookSide): LevelBetween {
  const [raise, lower] = priceScaling(shape)
  return (from, to) => {
    const [paid, given] = [to.paid - from.paid, to.given - from.given]
    return side === 'ask'
      ? { size: given, price: ceilDivide(paid * raise, given * lower) }
      : { size: paid, price: (given * raise) / (paid * lower) }
  }
}

/** As many ticks of the grid as there may be levels, from the price outwards. */
function edges(reserves: Reserves, { gridTicks, levels }: DepthShape, goesUp: boolean): number[] {
  const above = firstAbove(reserves, gridTicks)
  return Array.from(
    { length: levels },
    (_, i) => (goesUp ? above + i : above - 1 - i) * gridTicks,
  ).filter((tick) => tick >= MIN_TICK && tick <= MAX_TICK)
}

/** The first multiple of the grid's ticks that is not below the price. */
function firstAbove({ reserve0, reserve1 }: Reserves, grid: number): number {
  let low = Math.ceil(MIN_TICK / grid)
  let high = Math.floor(MAX_TICK / grid)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const isBelow = sqrtPriceAtTick(middle * grid) ** 2n * reserve0 < reserve1 * Q96 * Q96
    if (isBelow) low = middle + 1
    else high = middle
  }
  return low
}

/** The square root, rounded up. */
function squareRootUp(value: bigint): bigint {
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess * guess === value ? guess : guess + 1n
    guess = next
  }
}
