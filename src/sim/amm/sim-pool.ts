import { ratioAt } from './ratio.ts'

const ONE = 1n << 96n

/** What a pool does not change. */
export interface PoolRules {
  /** Fee in parts of a million, both ways, until others are set. */
  readonly fee: bigint
  /** Spacing of its ticks. */
  readonly spacing: number
}

/** Fees in parts of a million: of token0 in, and of token1 in. */
export interface Fees {
  /** The price goes down. */
  readonly down: bigint
  /** It goes up. */
  readonly up: bigint
}

/** What a swap moved: from the pool's side, paid in is positive. */
export interface Swapped {
  /** Token0. */
  readonly amount0: bigint
  /** Token1. */
  readonly amount1: bigint
}

/** A pool of liquidity between ticks, as its contract keeps it. */
export class SimPool {
  /** Square-root price × 2^96. */
  price: bigint
  /** Tick. */
  tick: number
  /** Liquidity at the price. */
  liquidity = 0n
  /** Net liquidity by tick. */
  readonly nets: Map<number, bigint> = new Map()
  /** Gross liquidity by tick. */
  readonly grosses: Map<number, bigint> = new Map()
  /** What does not change. */
  readonly rules: PoolRules
  /** What swaps pay. */
  fees: Fees
  /** What of it the protocol takes on top. */
  protocolFees: Fees = { down: 0n, up: 0n }
  /** The block that the fees were set in. */
  feeBlock = 0

  /** An empty pool at a tick. */
  constructor(rules: PoolRules, tick: number) {
    this.rules = rules
    this.fees = { down: rules.fee, up: rules.fee }
    this.tick = tick
    // Within the tick, not on its edge.
    this.price = (ratioAt(tick) + ratioAt(tick + 1)) / 2n
  }

  /** The same pool, to go its own way. */
  copy(): SimPool {
    const copy = new SimPool(this.rules, this.tick)
    copy.price = this.price
    copy.liquidity = this.liquidity
    copy.fees = this.fees
    copy.protocolFees = this.protocolFees
    copy.feeBlock = this.feeBlock
    for (const [tick, net] of this.nets) copy.nets.set(tick, net)
    for (const [tick, gross] of this.grosses) copy.grosses.set(tick, gross)
    return copy
  }

  /** Adds liquidity to a range; a negative amount takes it off. */
  change(lower: number, upper: number, amount: bigint): void {
    for (const [tick, sign] of [
      [lower, 1n],
      [upper, -1n],
    ] as const) {
      const gross = (this.grosses.get(tick) ?? 0n) + amount
      if (gross === 0n) {
        this.grosses.delete(tick)
        this.nets.delete(tick)
        continue
      }
      this.grosses.set(tick, gross)
      this.nets.set(tick, (this.nets.get(tick) ?? 0n) + sign * amount)
    }
    if (lower <= this.tick && this.tick < upper) this.liquidity += amount
  }

  /** Swaps an exact input; what it cannot take, for want of liquidity, it leaves. */
  swap(takesToken0: boolean, input: bigint): Swapped {
    let left = input
    let out = 0n
    while (left > 0n) {
      const edge = this.#edge(takesToken0)
      if (edge === undefined) break
      const part = this.#part(takesToken0, ratioAt(edge), left)
      left -= part.paid
      out += part.got
      this.price = part.price
      if (part.price === ratioAt(edge)) this.#cross(takesToken0, edge)
      else this.tick = this.#tickNear()
    }
    const paid = input - left
    return takesToken0 ? { amount0: paid, amount1: -out } : { amount0: -out, amount1: paid }
  }

  /** Initialised ticks in order. */
  ticks(): readonly number[] {
    return [...this.nets.keys()].sort((a, b) => a - b)
  }

  #edge(down: boolean): number | undefined {
    const ticks = this.ticks()
    return down
      ? ticks.filter((tick) => tick <= this.tick).at(-1)
      : ticks.find((tick) => tick > this.tick)
  }

  #cross(down: boolean, edge: number): void {
    const net = this.nets.get(edge) ?? 0n
    this.liquidity += down ? -net : net
    this.tick = down ? edge - 1 : edge
  }

  #part(down: boolean, edge: bigint, left: bigint): { price: bigint; paid: bigint; got: bigint } {
    const { liquidity, price } = this
    const million = 1_000_000n
    const rate = down ? this.fees.down : this.fees.up
    const net = (left * (million - rate)) / million
    const cost = (to: bigint): bigint =>
      down ? token0(liquidity, to, price, 1n) : token1(liquidity, price, to, 1n)
    const toEdge = cost(edge)
    const got = (to: bigint): bigint =>
      down ? token1(liquidity, to, price, 0n) : token0(liquidity, price, to, 0n)
    if (net >= toEdge) {
      const fee = upward(toEdge * rate, million - rate)
      return { price: edge, paid: toEdge + fee, got: got(edge) }
    }
    const to = down
      ? upward(liquidity * ONE * price, liquidity * ONE + net * price)
      : price + (net * ONE) / liquidity
    return { price: to, paid: left, got: got(to) }
  }

  /** Walks from the tick that was: a swap rarely goes far. */
  #tickNear(): number {
    let { tick } = this
    while (ratioAt(tick) > this.price) tick -= 1
    while (ratioAt(tick + 1) <= this.price) tick += 1
    return tick
  }
}

/** Token0 between a lower and a higher price; `up` is 1 to round up. */
export function token0(liquidity: bigint, low: bigint, high: bigint, up: 0n | 1n): bigint {
  const product = liquidity * ONE * (high - low)
  return up === 1n ? upward(upward(product, high), low) : product / high / low
}

/** Token1 between a lower and a higher price; `up` is 1 to round up. */
export function token1(liquidity: bigint, low: bigint, high: bigint, up: 0n | 1n): bigint {
  const product = liquidity * (high - low)
  return up === 1n ? upward(product, ONE) : product / ONE
}

/** A quotient, rounded up. */
export function upward(dividend: bigint, divisor: bigint): bigint {
  return dividend % divisor === 0n ? dividend / divisor : dividend / divisor + 1n
}
