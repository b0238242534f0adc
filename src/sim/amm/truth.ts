import { type DecimalText, scaledText } from '../../core/index.ts'
import type { TruthLevels } from '../sim-market.ts'
import type { AmmInstrumentOptions } from './products.ts'
import { ratioAt } from './ratio.ts'
import { type SimPool, token0, token1, upward } from './sim-pool.ts'

const SQUARE = 1n << 192n
const MILLION = 1_000_000n

/** The book that a pool is, in slices of its grid: the dossier's table of four cases, one line each. */
export function truthOf(
  pool: SimPool,
  spec: AmmInstrumentOptions,
  levels: number,
): { readonly bids: TruthLevels; readonly asks: TruthLevels } {
  const isDirect = spec.baseToken === 0
  const above = slices(pool, spec.gridTicks, levels, true)
  const below = slices(pool, spec.gridTicks, levels, false)
  const kept = MILLION - BigInt(spec.fee)
  const delta = spec.token0.decimals - spec.token1.decimals
  const digits = BigInt(spec.priceDigits + (isDirect ? delta : -delta))
  const at = (top: bigint, bottom: bigint): readonly [bigint, bigint] =>
    digits < 0n ? [top, bottom * 10n ** -digits] : [top * 10n ** digits, bottom]
  const texts = (rows: readonly (readonly [bigint, bigint])[]): TruthLevels =>
    merged(rows)
      .slice(0, levels)
      .map(([price, size]): readonly [DecimalText, DecimalText] => [
        scaledText(price, spec.priceDigits),
        scaledText(size, isDirect ? spec.token0.decimals : spec.token1.decimals),
      ])
  const asks = (isDirect ? above : below).map(({ low, high, liquidity }) => {
    const [top, bottom] = isDirect ? at(low * high, SQUARE) : at(SQUARE, low * high)
    const size = (isDirect ? token0 : token1)(liquidity, low, high, 0n)
    return [upward(top * MILLION, bottom * kept), size] as const
  })
  const bids = (isDirect ? below : above).map(({ low, high, liquidity }) => {
    const [top, bottom] = isDirect ? at(low * high, SQUARE) : at(SQUARE, low * high)
    const size = upward((isDirect ? token0 : token1)(liquidity, low, high, 1n) * MILLION, kept)
    return [(top * kept) / (bottom * MILLION), size] as const
  })
  return { bids: texts(bids), asks: texts(asks) }
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
