import { type Fees, type Swapped, upward } from './sim-pool.ts'

/** A pool of two reserves, as its contract keeps it. */
export class SimPair {
  /** Of token0. */
  reserve0: bigint
  /** Of token1. */
  reserve1: bigint
  /** What swaps pay. */
  readonly fees: Fees

  /** A pair with reserves. */
  constructor(reserve0: bigint, reserve1: bigint, fee: bigint) {
    this.reserve0 = reserve0
    this.reserve1 = reserve1
    this.fees = { down: fee, up: fee }
  }

  /** The square root of the price × 2^96. */
  get price(): bigint {
    return rootUp((this.reserve1 << 192n) / this.reserve0)
  }

  /** Around which tick somebody adds liquidity: it is everywhere. */
  get tick(): number {
    return 0
  }

  /** The same pair, to go its own way. */
  copy(): SimPair {
    return new SimPair(this.reserve0, this.reserve1, this.fees.down)
  }

  /** Adds to both reserves, or takes off both, as their share; whether it can. */
  add(amount: bigint): boolean {
    const size = rootUp(this.reserve0 * this.reserve1)
    if (amount < -size / 2n) return false
    this.reserve0 += (this.reserve0 * amount) / size
    this.reserve1 += (this.reserve1 * amount) / size
    return true
  }

  /** Swaps an exact input. */
  swap(takesToken0: boolean, input: bigint): Swapped {
    const [into, from] = takesToken0
      ? [this.reserve0, this.reserve1]
      : [this.reserve1, this.reserve0]
    const net = input * (1_000_000n - this.fees.down)
    const out = (net * from) / (into * 1_000_000n + net)
    const moved = takesToken0
      ? { amount0: input, amount1: -out }
      : { amount0: -out, amount1: input }
    this.reserve0 += moved.amount0
    this.reserve1 += moved.amount1
    return moved
  }
}

/** Least input that a pair takes for an output: the product, with the fee taken off, must not fall. By trying. */
export function leastInput(into: bigint, from: bigint, out: bigint, fee: bigint): bigint {
  const isEnough = (input: bigint): boolean =>
    ((into + input) * 1_000_000n - input * fee) * (from - out) >= into * from * 1_000_000n
  let [low, high] = [0n, 1n]
  while (!isEnough(high)) high *= 2n
  while (low < high) {
    const middle = (low + high) / 2n
    if (isEnough(middle)) high = middle
    else low = middle + 1n
  }
  return low
}

/** The square root, rounded up: the least number whose square is not below. By trying. */
function rootUp(value: bigint): bigint {
  let [low, high] = [0n, 1n << BigInt(upward(BigInt(value.toString(2).length), 2n))]
  while (low < high) {
    const middle = (low + high) / 2n
    if (middle * middle >= value) high = middle
    else low = middle + 1n
  }
  return low
}
