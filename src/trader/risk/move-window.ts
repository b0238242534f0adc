import { Decimal } from '../../core/index.ts'

/** What is kept of prices; decimal text. */
export interface MoveState {
  /** Slices, oldest first. */
  readonly slices: readonly {
    readonly index: number
    readonly low: string
    readonly high: string
  }[]
  /** The last price. */
  readonly last: string
}

/** Highest and lowest price in one slice of time. */
interface PriceSlice {
  /** Which slice: its start ÷ its length. */
  readonly index: number
  /** Lowest price. */
  readonly low: Decimal
  /** Highest price. */
  readonly high: Decimal
}

const SLICES = 20
const WHOLE_BPS = new Decimal(10_000)

/**
 * How far a price has moved in a window of time, in bounded memory.
 *
 * ```text
 *   │ low, high │ low, high │  …  │ low, high │ ◀ now     21 slices, each a 20th of the window
 * ```
 * So it looks back by at least the window, and by a 20th more at most. The price that held when the window began counts too.
 */
export class MoveWindow {
  readonly #sliceUs: number
  /** Oldest first. */
  #slices: PriceSlice[]
  #last: Decimal | undefined
  /** The range found last, until a slice begins or ends. */
  #range: { readonly oldest: number; low: Decimal; high: Decimal } | undefined
  /** What was said of it last, until it grows. */
  #judged: { readonly limitBps: Decimal; readonly isBeyond: boolean } | undefined

  /** Looks back by `windowMs`; goes on from `state`, where there is one. */
  constructor(windowMs: number, state?: MoveState) {
    this.#sliceUs = (windowMs * 1_000) / SLICES
    this.#last = state === undefined ? undefined : new Decimal(state.last)
    this.#slices = (state?.slices ?? []).map(({ index, low, high }) => ({
      index,
      low: new Decimal(low),
      high: new Decimal(high),
    }))
  }

  /** The price is `price` from `timeUs` on. */
  add(price: Decimal, timeUs: number): void {
    const newest = this.#slices.at(-1)
    const index = Math.max(Math.floor(timeUs / this.#sliceUs), newest?.index ?? 0)
    const last = this.#last
    this.#last = price
    if (newest !== undefined && newest.index === index) {
      this.#widen(price)
      if (price.lt(newest.low)) this.#slices[this.#slices.length - 1] = { ...newest, low: price }
      else if (price.gt(newest.high))
        this.#slices[this.#slices.length - 1] = { ...newest, high: price }
      return
    }
    this.#range = undefined
    // The price before held until now: it is a price of this slice too.
    const low = last?.lt(price) === true ? last : price
    const high = last?.gt(price) === true ? last : price
    this.#slices.push({ index, low, high })
    this.#slices = this.#slices.filter((slice) => slice.index >= index - SLICES)
  }

  /** The price that was told last; `undefined` where none was. */
  get last(): Decimal | undefined {
    return this.#last
  }

  /** Lowest and highest price in the window that ends at `nowUs`; `undefined` where none was told. */
  range(nowUs: number): { readonly low: Decimal; readonly high: Decimal } | undefined {
    if (this.#last === undefined) return undefined
    const oldest = Math.floor(nowUs / this.#sliceUs) - SLICES
    if (this.#range?.oldest === oldest) return this.#range
    let low = this.#last
    let high = this.#last
    for (const slice of this.#slices) {
      if (slice.index < oldest) continue
      if (slice.low.lt(low)) low = slice.low
      if (slice.high.gt(high)) high = slice.high
    }
    this.#range = { oldest, low, high }
    this.#judged = undefined
    return this.#range
  }

  /** Whether the price moved in the window that ends at `nowUs` by more than `limitBps`. */
  isBeyond(nowUs: number, limitBps: Decimal): boolean {
    const range = this.range(nowUs)
    if (range === undefined) return false
    if (this.#judged?.limitBps !== limitBps)
      this.#judged = { limitBps, isBeyond: isMoveBeyond(range.low, range.high, limitBps) }
    return this.#judged.isBeyond
  }

  #widen(price: Decimal): void {
    const range = this.#range
    if (range === undefined) return
    if (price.lt(range.low)) range.low = price
    else if (price.gt(range.high)) range.high = price
    else return
    this.#judged = undefined
  }

  /** What it is made again from; `undefined` where no price was told. */
  state(): MoveState | undefined {
    if (this.#last === undefined) return undefined
    const slices = this.#slices.map(({ index, low, high }) => ({
      index,
      low: low.toFixed(),
      high: high.toFixed(),
    }))
    return { slices, last: this.#last.toFixed() }
  }
}

/** A move from the lower of two prices to the higher, in bps of the lower. */
export function moveBps(low: Decimal, high: Decimal): Decimal {
  return high.minus(low).times(WHOLE_BPS).div(low)
}

/** Whether a move is beyond `limitBps`, without a division. */
function isMoveBeyond(low: Decimal, high: Decimal, limitBps: Decimal): boolean {
  // The usual case, in which nothing has moved.
  if (low === high) return false
  return high.minus(low).times(WHOLE_BPS).gt(low.times(limitBps))
}
