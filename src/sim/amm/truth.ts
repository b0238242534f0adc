import { type DecimalText, scaledText } from '../../core/index.ts'
import type { TruthLevels } from '../sim-market.ts'
import { joined, pairSlices, type TruthSlice } from './pair-slices.ts'
import type { AmmInstrumentOptions } from './products.ts'
import { ratioAt } from './ratio.ts'
import type { AnyPool } from './sim-kind.ts'
import { SimPair } from './sim-pair.ts'
import { type Fees, type SimPool, token0, token1, upward } from './sim-pool.ts'

const SQUARE = 1n << 192n
const MILLION = 1_000_000n

/** The book that a pool is, in slices of its grid. */
export function truthOf(
  pool: AnyPool,
  spec: AmmInstrumentOptions,
  levels: number,
  fees: Fees = pool.fees,
): { readonly bids: TruthLevels; readonly asks: TruthLevels } {
  const isDirect = spec.baseToken === 0
  const side = (isAsk: boolean): TruthLevels => {
    const goesUp = isAsk === isDirect
    const fee = goesUp ? fees.up : fees.down
    const priceOf = priceIn(spec, isAsk)
    const slices =
      pool instanceof SimPair
        ? joined(
            pairSlices(pool, { grid: spec.gridTicks, levels, goesUp, isAsk, fee }),
            isAsk,
            priceOf,
          )
        : tickSlices(pool, spec, levels, { goesUp, isAsk, fee })
    return merged(slices.map((slice) => [priceOf(slice), slice.size] as const))
      .slice(0, levels)
      .map(([price, size]): readonly [DecimalText, DecimalText] => [
        scaledText(price, spec.priceDigits),
        scaledText(size, (isDirect ? spec.token0 : spec.token1).decimals),
      ])
  }
  return { bids: side(false), asks: side(true) }
}

/** The price of a slice in digits of the instrument, rounded against who takes it. */
function priceIn(
  { baseToken, token0, token1, priceDigits }: AmmInstrumentOptions,
  isAsk: boolean,
): (slice: TruthSlice) => bigint {
  const delta = token0.decimals - token1.decimals
  const digits = BigInt(priceDigits + (baseToken === 0 ? delta : -delta))
  return ({ top, bottom }) => {
    const [over, under] =
      digits < 0n ? [top, bottom * 10n ** -digits] : [top * 10n ** digits, bottom]
    return isAsk ? upward(over, under) : over / under
  }
}

interface Walk {
  readonly goesUp: boolean
  readonly isAsk: boolean
  readonly fee: bigint
}

/** Between ticks a slice costs the product of its two prices: the dossier's table of four cases, one line each. */
function tickSlices(
  pool: SimPool,
  { baseToken, gridTicks }: AmmInstrumentOptions,
  levels: number,
  { goesUp, isAsk, fee }: Walk,
): readonly TruthSlice[] {
  const amount = baseToken === 0 ? token0 : token1
  const kept = MILLION - fee
  return slices(pool, gridTicks, levels, goesUp).map(({ low, high, liquidity }) => {
    const [top, bottom] = baseToken === 0 ? [low * high, SQUARE] : [SQUARE, low * high]
    return isAsk
      ? { top: top * MILLION, bottom: bottom * kept, size: amount(liquidity, low, high, 0n) }
      : {
          top: top * kept,
          bottom: bottom * MILLION,
          size: upward(amount(liquidity, low, high, 1n) * MILLION, kept),
        }
  })
}

interface Slice {
  readonly low: bigint
  readonly high: bigint
  readonly liquidity: bigint
}

/** Every edge in turn, one tick of the grid or one initialised tick at a time. */
function slices(pool: SimPool, grid: number, most: number, goesUp: boolean): readonly Slice[] {
  const found: Slice[] = []
  const ticks = pool.ticks()
  const end = (goesUp ? ticks.at(-1) : ticks[0]) ?? pool.tick
  let { liquidity, price, tick } = pool
  // More than asked for: neighbours may round to one price.
  while (found.length < most * 4) {
    const edges = goesUp
      ? [(Math.floor(tick / grid) + 1) * grid, ...ticks.filter((each) => each > tick)]
      : [Math.floor(tick / grid) * grid, ...ticks.filter((each) => each <= tick)]
    const edge = goesUp ? Math.min(...edges) : Math.max(...edges)
    if (goesUp ? edge > end : edge < end) break
    const to = ratioAt(edge)
    const [low, high] = to < price ? [to, price] : [price, to]
    if (liquidity > 0n && low !== high) found.push({ low, high, liquidity })
    const net = pool.nets.get(edge) ?? 0n
    liquidity += goesUp ? net : -net
    price = to
    tick = goesUp ? edge : edge - 1
  }
  return found
}

function merged(
  rows: readonly (readonly [bigint, bigint])[],
): readonly (readonly [bigint, bigint])[] {
  const sums = new Map<bigint, bigint>()
  for (const [price, size] of rows)
    if (price > 0n && size > 0n) sums.set(price, (sums.get(price) ?? 0n) + size)
  return [...sums]
}
