import type { Kind } from './input.ts'
import { seeded } from './seeded.ts'

/**
 * Binance-shaped spot streams from a seed, for machines without the recordings and for depths that were not recorded.
 *
 * A frame changes 4 to 60 levels (20 on average), half of them among the best 20 of 1,000; three in ten are removals.
 * The book stays near its depth and is never crossed.
 */

interface BookSide {
  /** Ticks, best last. */
  readonly ticks: number[]
  /** Away from the touch: -1 for bids, 1 for asks. */
  readonly away: 1 | -1
}

/** A generated book stream. */
export interface GeneratedBook {
  readonly symbol: string
  readonly snapshot: string
  readonly frames: string[]
}

const START_TICK = 6_000_000

/** Makes one symbol's snapshot and depth frames. */
export function generateBook(options: {
  readonly depth: number
  readonly frames: number
  readonly seed: number
  readonly symbol: string
}): GeneratedBook {
  const { depth, symbol } = options
  const random = seeded(options.seed)
  const size = (): string => sizeText(Math.ceil(Math.exp(random() * 10) * 3))
  const sides = [newSide(-1, depth, random), newSide(1, depth, random)] as const
  let id = 50_000_000_000
  let timeMs = 1_700_000_000_000
  const rows = (side: BookSide): string[][] =>
    side.ticks.toReversed().map((tick) => [priceText(tick), size()])
  const snapshot = JSON.stringify({ lastUpdateId: id, bids: rows(sides[0]), asks: rows(sides[1]) })
  const frames: string[] = []
  for (let n = 0; n < options.frames; n += 1) {
    const changed = [new Map<number, string>(), new Map<number, string>()] as const
    const count = 4 + Math.floor(57 * random() ** 2.5)
    for (let draw = 0; draw < count; draw += 1) {
      const i = random() < 0.5 ? 0 : 1
      const side = sides[i]
      const best = side.ticks.at(-1) ?? START_TICK
      const otherBest = sides[1 - i]?.ticks.at(-1) ?? START_TICK
      const place = side.ticks.length - 1 - Math.floor(side.ticks.length * random() ** 5.6)
      const tick = side.ticks[place] ?? best
      const what = random()
      if (what < 0.3 && side.ticks.length > depth * 0.9) {
        side.ticks.splice(place, 1)
        changed[i].set(tick, '0.00000000')
      } else if (what < 0.6 && side.ticks.length < depth * 1.1) {
        const isInside = Math.abs(otherBest - best) > 1 && random() < 0.2
        const fresh = isInside ? best - side.away : tick + side.away * Math.ceil(random() * 6)
        insert(side, fresh)
        changed[i].set(fresh, size())
      } else changed[i].set(tick, size())
    }
    const first = id + 1
    id += count + Math.floor(random() * 20)
    timeMs += 100
    // The best first, as the venue sends them.
    const levels = (map: ReadonlyMap<number, string>, away: number): string =>
      JSON.stringify(
        [...map]
          .sort((x, y) => (x[0] - y[0]) * away)
          .map(([tick, text]) => [priceText(tick), text]),
      )
    frames.push(
      `{"stream":"${symbol.toLowerCase()}@depth@100ms","data":{"e":"depthUpdate","E":${timeMs},"s":"${symbol}",` +
        `"U":${first},"u":${id},"b":${levels(changed[0], -1)},"a":${levels(changed[1], 1)}}}`,
    )
  }
  return { symbol, snapshot, frames }
}

/** Makes one symbol's BBO or trade frames. */
export function generateSmall(
  kind: Exclude<Kind, 'depth'>,
  options: { readonly frames: number; readonly seed: number; readonly symbol: string },
): string[] {
  const { symbol } = options
  const random = seeded(options.seed)
  const frames: string[] = []
  let tick = START_TICK
  let timeMs = 1_700_000_000_000
  let id = 3_735_000_000
  const size = (): string => sizeText(Math.ceil(Math.exp(random() * 12)))
  for (let n = 0; n < options.frames; n += 1) {
    tick += Math.floor(random() * 5) - 2
    timeMs += Math.floor(random() * 20)
    id += 1 + Math.floor(random() * 8)
    const stream = `${symbol.toLowerCase()}@${kind === 'bbo' ? 'bookTicker' : 'trade'}`
    const data =
      kind === 'bbo'
        ? `{"u":${id},"s":"${symbol}","b":"${priceText(tick)}","B":"${size()}","a":"${priceText(tick + 1)}","A":"${size()}"}`
        : `{"e":"trade","E":${timeMs},"s":"${symbol}","t":${id},"p":"${priceText(tick)}","q":"${size()}","T":${timeMs},` +
          `"m":${random() < 0.5},"M":true}`
    frames.push(`{"stream":"${stream}","data":${data}}`)
  }
  return frames
}

function newSide(away: 1 | -1, depth: number, random: () => number): BookSide {
  const ticks: number[] = []
  let tick = START_TICK + (away === 1 ? 1 : 0)
  for (let i = 0; i < depth; i += 1) {
    ticks.push(tick)
    tick += away * Math.ceil(random() ** 2 * 12)
  }
  return { ticks: ticks.reverse(), away }
}

function insert(side: BookSide, tick: number): void {
  let low = 0
  let high = side.ticks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((side.ticks[middle]! - tick) * side.away > 0) low = middle + 1
    else high = middle
  }
  if (side.ticks[low] !== tick) side.ticks.splice(low, 0, tick)
}

/** Cents, written with eight digits as spot does. */
function priceText(ticks: number): string {
  return `${Math.floor(ticks / 100)}.${String(ticks % 100).padStart(2, '0')}000000`
}

/** Lots of 0.00001, written with eight digits. */
function sizeText(lots: number): string {
  return `${Math.floor(lots / 100_000)}.${String(lots % 100_000).padStart(5, '0')}000`
}
