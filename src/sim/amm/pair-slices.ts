import { ratioAt } from './ratio.ts'
import { leastInput, type SimPair } from './sim-pair.ts'

const SQUARE = 1n << 192n

/** What a slice of a pool gives for what: quotients of smallest units, and how much of base. */
export interface TruthSlice {
  /** Dividend of its price. */
  readonly top: bigint
  /** Divisor. */
  readonly bottom: bigint
  /** Of base. */
  readonly size: bigint
}

/** How a side of a pair's book is cut. */
export interface PairWalk {
  /** Ticks of the grid. */
  readonly grid: number
  /** Edges of the grid. */
  readonly levels: number
  /** Whether the raw price rises. */
  readonly goesUp: boolean
  /** Whether base is bought. */
  readonly isAsk: boolean
  /** Fee in parts of a million. */
  readonly fee: bigint
}

/** What a trade from here to each edge pays and gets by the contract's rule, less what the one before did. All by trying. */
export function pairSlices(
  { reserve0, reserve1 }: SimPair,
  { grid, levels, goesUp, isAsk, fee }: PairWalk,
): readonly TruthSlice[] {
  const found: TruthSlice[] = []
  const isAbove = (step: number): boolean =>
    ratioAt(step * grid) ** 2n * reserve0 >= reserve1 * SQUARE
  const most = Math.floor(887_272 / grid)
  const first = Number(least((step) => isAbove(Number(step) - most), BigInt(2 * most))) - most
  let at = (goesUp ? first : first - 1) * grid
  let [paid, got] = [0n, 0n]
  for (let i = 0; i < levels && Math.abs(at) <= 887_272; i += 1, at += goesUp ? grid : -grid) {
    const out = goesUp
      ? reserve0 - left0(reserve0 * reserve1, ratioAt(at))
      : reserve1 - left1(reserve0 * reserve1, ratioAt(at))
    if (out <= got) continue
    const input = goesUp
      ? leastInput(reserve1, reserve0, out, fee)
      : leastInput(reserve0, reserve1, out, fee)
    const [more, less] = [input - paid, out - got]
    found.push(
      isAsk ? { top: more, bottom: less, size: less } : { top: less, bottom: more, size: more },
    )
    paid = input
    got = out
  }
  return found
}

/** Neighbours of which the further one is no worse are one: the first such pair is joined, until there is none. */
export function joined(
  slices: readonly TruthSlice[],
  isAsk: boolean,
  priceOf: (slice: TruthSlice) => bigint,
): readonly TruthSlice[] {
  const found = slices.findIndex((slice, i) => {
    const next = slices[i + 1]
    if (next === undefined) return false
    if (next.bottom === 0n || next.top === 0n) return true
    return isAsk ? priceOf(next) <= priceOf(slice) : priceOf(next) >= priceOf(slice)
  })
  const [one, two] = [slices[found], slices[found + 1]]
  if (one === undefined || two === undefined) return slices
  const sum = {
    top: one.top + two.top,
    bottom: one.bottom + two.bottom,
    size: one.size + two.size,
  }
  return joined([...slices.slice(0, found), sum, ...slices.slice(found + 2)], isAsk, priceOf)
}

/** The least reserve of token0 whose price, at the same product, is not above a price. */
function left0(product: bigint, price: bigint): bigint {
  return least((reserve) => (reserve * price) ** 2n >= product * SQUARE)
}

/** The least reserve of token1 whose price is not below. */
function left1(product: bigint, price: bigint): bigint {
  return least((reserve) => reserve ** 2n * SQUARE >= product * price ** 2n)
}

function least(isEnough: (value: bigint) => boolean, most?: bigint): bigint {
  let [low, high] = [0n, most ?? 1n]
  while (most === undefined && !isEnough(high)) high *= 2n
  while (low < high) {
    const middle = (low + high) / 2n
    if (isEnough(middle)) high = middle
    else low = middle + 1n
  }
  return low
}
