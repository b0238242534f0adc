import { SeededRandom } from '../../runtime/virtual/seeded-random.ts'
import type { MadeBook, MadeOptions, StreamMaker } from '../stream-maker.ts'

/** Streams of the spot form. Numbers are written with eight digits behind the point, as spot does. */
export const generatedStreams: StreamMaker = {
  market: 'spot',
  feed: 'depth',
  priceScale: 2,
  sizeScale: 5,
  book: generateBook,
  small: generateSmall,
}

const START_TICK = 6_000_000
const START_ID = 50_000_000_000
const START_MS = 1_700_000_000_000
const CADENCE_MS = 100

/**
 * A frame changes 4 to 60 levels (20 on average), half of them among the best 20 of 1,000; three in ten are removals.
 */
export function generateBook(options: MadeOptions & { readonly depth: number }): MadeBook {
  const { depth, symbol, seed } = options
  const random = new SeededRandom(seed)
  const bids = new GeneratedSide(-1, depth, random)
  const asks = new GeneratedSide(1, depth, random)
  const snapshot = JSON.stringify({ lastUpdateId: START_ID, bids: bids.rows(), asks: asks.rows() })
  const frames: string[] = []
  let id = START_ID
  for (let n = 1; n <= options.frames; n += 1) {
    const count = 4 + Math.floor(57 * random.next() ** 2.5)
    for (let draw = 0; draw < count; draw += 1) {
      if (random.chance(0.5)) bids.change(asks.best)
      else asks.change(bids.best)
    }
    const first = id + 1
    id += count + random.below(20)
    frames.push(
      `{"stream":"${symbol.toLowerCase()}@depth@100ms","data":{"e":"depthUpdate","E":${START_MS + n * CADENCE_MS},"s":"${symbol}",` +
        `"U":${first},"u":${id},"b":${bids.takeChanged()},"a":${asks.takeChanged()}}}`,
    )
  }
  return { symbol, snapshot, frames }
}

/** Best prices or trades of a price that walks; every value of a best price changes each time. */
export function generateSmall(kind: 'bbo' | 'trade', options: MadeOptions): readonly string[] {
  const { symbol, seed } = options
  const random = new SeededRandom(seed)
  const size = (): string => sizeText(Math.ceil(Math.exp(random.next() * 12)))
  const stream = `${symbol.toLowerCase()}@${kind === 'bbo' ? 'bookTicker' : 'trade'}`
  let tick = START_TICK
  let timeMs = START_MS
  let id = 3_735_000_000
  return Array.from({ length: options.frames }, () => {
    tick += random.below(5) - 2
    timeMs += random.below(20)
    id += 1 + random.below(8)
    const price = priceText(tick)
    const data =
      kind === 'bbo'
        ? `{"u":${id},"s":"${symbol}","b":"${price}","B":"${size()}","a":"${priceText(tick + 1)}","A":"${size()}"}`
        : `{"e":"trade","E":${timeMs},"s":"${symbol}","t":${id},"p":"${price}","q":"${size()}","T":${timeMs},` +
          `"m":${random.chance(0.5)},"M":true}`
    return `{"stream":"${stream}","data":${data}}`
  })
}

/** One side of a book that is being made up. */
class GeneratedSide {
  /** Ticks, best last. */
  readonly #ticks: number[] = []
  /** Away from the touch: -1 for bids, 1 for asks. */
  readonly #away: 1 | -1
  readonly #depth: number
  readonly #random: SeededRandom
  #changed = new Map<number, string>()

  constructor(away: 1 | -1, depth: number, random: SeededRandom) {
    this.#away = away
    this.#depth = depth
    this.#random = random
    let tick = START_TICK + (away === 1 ? 1 : 0)
    for (let i = 0; i < depth; i += 1) {
      this.#ticks.push(tick)
      tick += away * Math.ceil(random.next() ** 2 * 12)
    }
    this.#ticks.reverse()
  }

  get best(): number {
    return this.#ticks.at(-1) ?? START_TICK
  }

  /** Every level, the best first. */
  rows(): string[][] {
    return this.#ticks.toReversed().map((tick) => [priceText(tick), this.#size()])
  }

  /** Removes, adds or resizes a level somewhere, mostly near the touch. */
  change(otherBest: number): void {
    const random = this.#random
    const count = this.#ticks.length
    const place = count - 1 - Math.floor(count * random.next() ** 5.6)
    const tick = this.#ticks[place] ?? this.best
    const what = random.next()
    if (what < 0.3 && count > this.#depth * 0.9) {
      this.#ticks.splice(place, 1)
      this.#changed.set(tick, sizeText(0))
    } else if (what < 0.6 && count < this.#depth * 1.1) {
      const isInside = Math.abs(otherBest - this.best) > 1 && random.chance(0.2)
      const fresh = isInside
        ? this.best - this.#away
        : tick + this.#away * Math.ceil(random.next() * 6)
      this.#insert(fresh)
      this.#changed.set(fresh, this.#size())
    } else this.#changed.set(tick, this.#size())
  }

  /** What changed since it was asked last, the best first, as the venue writes it. */
  takeChanged(): string {
    const levels = [...this.#changed].sort((x, y) => (x[0] - y[0]) * this.#away)
    this.#changed = new Map()
    return JSON.stringify(levels.map(([tick, size]) => [priceText(tick), size]))
  }

  #insert(tick: number): void {
    const ticks = this.#ticks
    let low = 0
    let high = ticks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (((ticks[middle] ?? tick) - tick) * this.#away > 0) low = middle + 1
      else high = middle
    }
    if (ticks[low] !== tick) ticks.splice(low, 0, tick)
  }

  #size(): string {
    return sizeText(Math.ceil(Math.exp(this.#random.next() * 10) * 3))
  }
}

/** Of cents. */
function priceText(ticks: number): string {
  return `${Math.floor(ticks / 100)}.${String(ticks % 100).padStart(2, '0')}000000`
}

/** Of lots of 0.00001. */
function sizeText(lots: number): string {
  return `${Math.floor(lots / 100_000)}.${String(lots % 100_000).padStart(5, '0')}000`
}
