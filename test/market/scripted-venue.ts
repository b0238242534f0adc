import {
  judgeFirstLast,
  judgeFullRefresh,
  judgePrevious,
  judgeUnnumbered,
} from '../../src/book/index.ts'
import {
  asset,
  BookUpdate,
  type ContinuityRule,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type LevelBuffer,
  type Levels,
  type LiveOrderBook,
  pair,
  venueId,
  venueSymbol,
} from '../../src/core/index.ts'

export const instrument: Instrument = {
  venue: venueId('test'),
  market: 'spot',
  kind: 'spot',
  pair: pair('BTC/USDT'),
  symbol: venueSymbol('BTCUSDT'),
  base: asset('BTC'),
  quote: asset('USDT'),
  product: 'spot',
  status: 'trading',
  priceScale: 0,
  sizeScale: 0,
  isInferred: false,
}

export function makeSlot(index = 0, over: Partial<Instrument> = {}): InstrumentSlot {
  return new InstrumentSlot(instrumentIndex(index), { ...instrument, ...over })
}

export type Level = readonly [price: number, size: number]

export interface UpdateParts {
  isSnapshot?: boolean
  bids?: readonly Level[]
  asks?: readonly Level[]
  first?: number
  last?: number
  prev?: number
  checksum?: number
  feed?: string
  localTimeUs?: number
  venueUs?: number
}

export function makeUpdate(slot: InstrumentSlot, parts: UpdateParts): BookUpdate {
  const update = new BookUpdate(slot)
  update.begin(slot, parts.feed ?? 'depth', parts.isSnapshot ?? false, parts.localTimeUs ?? 1)
  update.first = parts.first ?? Number.NaN
  update.last = parts.last ?? Number.NaN
  update.prev = parts.prev ?? Number.NaN
  update.checksum = parts.checksum ?? Number.NaN
  update.venueUs = parts.venueUs ?? Number.NaN
  fill(update.bids, parts.bids ?? [])
  fill(update.asks, parts.asks ?? [])
  return update
}

function fill(buffer: LevelBuffer, levels: readonly Level[]): void {
  buffer.reserve(levels.length)
  levels.forEach(([price, size], i) => {
    buffer.prices[i] = price
    buffer.sizes[i] = size
  })
  buffer.count = levels.length
}

export function textOf(bids: Levels, asks: Levels): string {
  const side = (levels: Levels) =>
    Array.from(
      { length: levels.count },
      (_, i) => `${levels.priceText(i)}x${levels.sizeText(i)}`,
    ).join(' ')
  return `${side(bids)} | ${side(asks)}`
}

export function hash(text: string): number {
  let value = 7
  for (let i = 0; i < text.length; i += 1) value = (value * 31 + text.charCodeAt(i)) >>> 0
  return value
}

const checksum = (book: Pick<LiveOrderBook, 'bids' | 'asks'>) => hash(textOf(book.bids, book.asks))

/** Four kinds of venue: the rule that the book is kept by, and what the messages carry. */
export const RULES: Record<'firstLast' | 'previous' | 'unnumbered' | 'every', ContinuityRule> = {
  firstLast: { snapshot: 'rest', judge: judgeFirstLast, crossed: 'corrupt' },
  previous: { snapshot: 'stream', judge: judgePrevious, crossed: 'corrupt' },
  unnumbered: { snapshot: 'stream', judge: judgeUnnumbered, checksum, crossed: 'corrupt' },
  every: { snapshot: 'every', judge: judgeFullRefresh, crossed: 'corrupt' },
}

export type RuleName = keyof typeof RULES

/** A naive book that tells its every change and remembers every state it had. */
export class ScriptedVenue {
  readonly #rule: RuleName
  readonly #bids = new Map<number, number>()
  readonly #asks = new Map<number, number>()
  #id = 10
  /** What the book looked like, by update id. */
  readonly statesById = new Map<number, string>()
  /** Every look it ever had. */
  readonly states = new Set<string>()
  /** Snapshots by age, newest last. */
  readonly snapshots: UpdateParts[] = []

  constructor(rule: RuleName) {
    this.#rule = rule
    this.#bids.set(99, 1)
    this.#asks.set(101, 1)
    this.#remember()
  }

  get id(): number {
    return this.#id
  }

  get state(): string {
    const show = (side: Map<number, number>, sign: number) =>
      [...side]
        .sort((a, b) => sign * (a[0] - b[0]))
        .map(([price, size]) => `${price}x${size}`)
        .join(' ')
    return `${show(this.#bids, -1)} | ${show(this.#asks, 1)}`
  }

  /** Changes a few levels; returns the message that tells it. `step` is how far the id moves. */
  change(bids: readonly Level[], asks: readonly Level[], step: number): UpdateParts {
    const prev = this.#id
    this.#id += step
    put(this.#bids, bids)
    put(this.#asks, asks)
    this.#remember()
    if (this.#rule === 'every') return this.snapshot()
    const ids = { first: prev + 1, prev, last: this.#id }
    return this.#numbered({ bids, asks, ...ids, checksum: hash(this.state) })
  }

  snapshot(): UpdateParts {
    const found = this.snapshots.at(-1)
    if (found === undefined) throw new Error('no snapshot yet')
    return found
  }

  #remember(): void {
    this.statesById.set(this.#id, this.state)
    this.states.add(this.state)
    const whole = { isSnapshot: true, bids: [...this.#bids], asks: [...this.#asks], last: this.#id }
    this.snapshots.push(this.#numbered({ ...whole, checksum: hash(this.state) }))
  }

  #numbered(parts: UpdateParts): UpdateParts {
    if (this.#rule !== 'unnumbered') return { ...parts, checksum: Number.NaN }
    return { ...parts, first: Number.NaN, prev: Number.NaN, last: Number.NaN }
  }
}

function put(side: Map<number, number>, levels: readonly Level[]): void {
  for (const [price, size] of levels) {
    if (size === 0) side.delete(price)
    else side.set(price, size)
  }
}
