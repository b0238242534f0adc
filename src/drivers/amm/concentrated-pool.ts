import type { BookSide } from '../../core/index.ts'
import { type DepthLevel, type DepthShape, depthOf } from './depth.ts'
import type { PoolEvent, PoolFees, SwapEvent } from './events.ts'
import type { PoolModel, WordSpan } from './pool-kind.ts'
import { changeLiquidity, liquidityAt, type PoolState } from './pool-state.ts'
import { FEE_UNIT } from './swap-math.ts'
import { bitmapPlace, firstTickOf } from './tick-bitmap.ts'

/** How the ticks of a pool are laid out and paid for. */
export interface TickRules {
  /** Ticks that one bit of the bitmap stands for. */
  readonly spacing: number
  /** The pool's own fee, to which the protocol's is added; absent where the fee is told whole. */
  readonly ownFee?: number
  /** Whether a swap that paid another fee than what is known shows that something was missed. */
  readonly checksFee?: boolean
}

/** A pool of liquidity between ticks. */
export class ConcentratedPool implements PoolModel {
  /** The state itself. */
  readonly state: PoolState
  readonly #rules: TickRules
  readonly #shape: DepthShape

  /** A pool in a state, which it makes its own. */
  constructor(state: PoolState, rules: TickRules, shape: DepthShape) {
    this.state = state
    this.#rules = rules
    this.#shape = shape
  }

  /** {@inheritDoc PoolModel.tick} */
  get tick(): number {
    return this.state.tick
  }

  /** {@inheritDoc PoolModel.fees} */
  get fees(): PoolFees {
    return this.state.fees
  }

  /** {@inheritDoc PoolModel.isWide} */
  get isWide(): boolean {
    const { spacing } = this.#rules
    const { first, count } = wordsAround(this.state.tick, spacing, this.#shape)
    const lowest = firstTickOf(first + 1, spacing)
    const highest = firstTickOf(first + count - 1, spacing)
    return this.state.lowTick <= lowest && this.state.highTick >= highest
  }

  /** {@inheritDoc PoolModel.apply} */
  apply(event: PoolEvent): boolean {
    const { state } = this
    switch (event.kind) {
      case 'swap':
        return this.#swap(event)
      case 'liquidity':
        changeLiquidity(state, event.lower, event.upper, event.amount)
        return true
      case 'fees':
        state.fees = { down: event.down, up: event.up }
        return true
      case 'protocolFees':
        state.fees = feesWithProtocol(event, this.#rules.ownFee ?? 0)
        return true
      case 'exchange':
      case 'reserves':
        return true
    }
  }

  /** {@inheritDoc PoolModel.levels} */
  levels(side: BookSide): DepthLevel[] {
    return depthOf(this.state, this.#shape, side)
  }

  /** {@inheritDoc PoolModel.isSame} */
  isSame(other: PoolModel): boolean {
    return other instanceof ConcentratedPool && isEqual(this.state, other.state)
  }

  #swap({ amount0, sqrtPriceX96, liquidity, tick, fee }: SwapEvent): boolean {
    const { state } = this
    const expected = liquidityAt(state, tick)
    if (expected !== undefined && expected !== liquidity) return false
    const known = amount0 > 0n ? state.fees.down : state.fees.up
    // A swap of the smallest amount may move one token only: it does not say which way it went.
    if (this.#rules.checksFee === true && amount0 !== 0n && fee !== known) return false
    Object.assign(state, { sqrtPriceX96, tick, liquidity })
    return true
  }
}

/** The words around a tick that levels may reach, and one more, so that the price may leave its own between two readings. */
export function wordsAround(
  tick: number,
  spacing: number,
  { levels, gridTicks }: DepthShape,
): WordSpan {
  const { word } = bitmapPlace(tick, spacing)
  const radius = Math.ceil((levels * gridTicks) / (256 * spacing)) + 1
  return { first: word - radius, count: 2 * radius + 1 }
}

/** The protocol's part is taken first, and the pool's own from what is left (`ProtocolFeeLibrary.calculateSwapFee`). */
export function feesWithProtocol({ down, up }: PoolFees, ownFee: number): PoolFees {
  const whole = (part: number): number =>
    part + ownFee - Math.floor((part * ownFee) / Number(FEE_UNIT))
  return { down: whole(down), up: whole(up) }
}

function isEqual(a: PoolState, b: PoolState): boolean {
  if (a.sqrtPriceX96 !== b.sqrtPriceX96 || a.tick !== b.tick || a.liquidity !== b.liquidity)
    return false
  if (a.fees.down !== b.fees.down || a.fees.up !== b.fees.up) return false
  const low = Math.max(a.lowTick, b.lowTick)
  const high = Math.min(a.highTick, b.highTick)
  const netsOf = ({ ticks }: PoolState): string =>
    [...ticks]
      .filter(([tick]) => tick >= low && tick < high)
      .sort(([one], [other]) => one - other)
      .map(([tick, { net, gross }]) => `${tick} ${net} ${gross}`)
      .join()
  return netsOf(a) === netsOf(b)
}
