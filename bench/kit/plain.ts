import type { BookCase, Subject } from './cases.ts'
import type { BookInput, Kind } from './input.ts'
import type { Rows } from './naive-book.ts'

/** What a user would write without a library. */

type Levels = readonly (readonly [string, string])[]

interface Message {
  readonly data: {
    b: Levels | string
    a: Levels | string
    B: string
    A: string
    p: string
    q: string
  }
}

/** `JSON.parse` and nothing else: prices stay text. */
export const jsonParse: Subject = {
  decode: (kind) => {
    let message: Message
    return {
      onFrame: (frame) => (message = JSON.parse(frame.toString()) as Message),
      values: () => valuesOf(kind, message),
    }
  },
}

/** `JSON.parse`, then every price and size made a number. */
export const jsonParseNumbers: Subject = {
  decode: (kind) => {
    let values: number[] = []
    return {
      onFrame: (frame) => (values = valuesOf(kind, JSON.parse(frame.toString()) as Message)),
      values: () => values,
    }
  },
  book: (input) => new ParsedBooks(input),
}

/** The prices and sizes of a message, in the order bids, asks. */
export function valuesOf(kind: Kind, { data }: Message): number[] {
  if (kind === 'bbo') return [data.b, data.B, data.a, data.A].map(Number)
  if (kind === 'trade') return [Number(data.p), Number(data.q)]
  const values: number[] = []
  for (const side of [data.b as Levels, data.a as Levels]) {
    for (const [price, size] of side) values.push(Number(price), Number(size))
  }
  return values
}

/** Sorted arrays of doubles, best last: the best book that is a page of code. */
class ParsedSide {
  readonly #sign: number
  #keys: Float64Array<ArrayBuffer> = new Float64Array(16_384)
  #sizes: Float64Array<ArrayBuffer> = new Float64Array(16_384)
  count = 0

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  clear(): void {
    this.count = 0
  }

  set(levels: Levels): void {
    for (const [price, size] of levels) this.#setOne(Number(price) * this.#sign, Number(size))
  }

  best(): number {
    const last = this.count - 1
    return this.#sizes[last]! > 0 ? this.#keys[last]! * this.#sign : Number.NaN
  }

  rows(): Rows {
    const rows: [number, number][] = []
    for (let i = this.count - 1; i >= 0; i -= 1) {
      rows.push([this.#keys[i]! * this.#sign, this.#sizes[i]!])
    }
    return rows
  }

  #setOne(key: number, size: number): void {
    const keys = this.#keys
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (keys[middle]! < key) low = middle + 1
      else high = middle
    }
    const isThere = low < this.count && keys[low] === key
    if (size > 0) {
      if (!isThere) {
        keys.copyWithin(low + 1, low, this.count)
        this.#sizes.copyWithin(low + 1, low, this.count)
        keys[low] = key
        this.count += 1
      }
      this.#sizes[low] = size
    } else if (isThere) {
      keys.copyWithin(low, low + 1, this.count)
      this.#sizes.copyWithin(low, low + 1, this.count)
      this.count -= 1
    }
  }
}

class ParsedBooks implements BookCase {
  readonly #snapshots: { bids: Levels; asks: Levels }[]
  readonly #books: { bids: ParsedSide; asks: ParsedSide }[]

  constructor(input: BookInput) {
    this.#snapshots = input.starts.map(
      ({ snapshot }) => JSON.parse(snapshot) as { bids: Levels; asks: Levels },
    )
    this.#books = input.starts.map(() => ({ bids: new ParsedSide(1), asks: new ParsedSide(-1) }))
  }

  reset(): void {
    for (const [i, { bids, asks }] of this.#books.entries()) {
      bids.clear()
      asks.clear()
      bids.set(this.#snapshots[i]!.bids)
      asks.set(this.#snapshots[i]!.asks)
    }
  }

  onFrame(frame: Buffer, book: number): number {
    const { data } = JSON.parse(frame.toString()) as Message
    const { bids, asks } = this.#books[book]!
    bids.set(data.b as Levels)
    asks.set(data.a as Levels)
    return bids.best() + asks.best()
  }

  sides(book: number): { bids: Rows; asks: Rows } {
    const { bids, asks } = this.#books[book]!
    return { bids: bids.rows(), asks: asks.rows() }
  }
}
