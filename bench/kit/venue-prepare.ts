import { readFileSync } from 'node:fs'
import { averageBytes } from './input.ts'
import type { Prepared } from './prepared.ts'
import type { VenueWork } from './task.ts'
import { rowsOf, VenueBooks } from './venue-books.ts'
import type { VenueInput } from './venue-input.ts'
import { inflated, type NaiveUpdate, naiveUpdates } from './venue-naive.ts'

/** Loads the frames of a venue's stream and verifies what is made of every one of them. */
export function prepareVenue(path: string, work: VenueWork): Prepared {
  const input = JSON.parse(readFileSync(path, 'utf8')) as VenueInput
  const books = new VenueBooks(input)
  const { frames } = books
  if (frames.length === 0) throw new Error('No frame changes a live book')
  verify(input, books)
  const ready = {
    frames: frames.length,
    bytesPerFrame: averageBytes(frames),
    levelsPerFrame: books.levelCount / frames.length,
  }
  if (work === 'book') {
    return {
      ready,
      reset: () => {
        if (Number.isNaN(books.top)) throw new Error('A top was not readable')
        books.reset()
      },
      pass: () => {
        for (let i = 0; i < frames.length; i += 1) books.onFrame(frames[i]!)
      },
    }
  }
  let kept: unknown
  const onFrame =
    work === 'decode'
      ? (frame: Buffer) => books.decode(frame)
      : work === 'inflate'
        ? (frame: Buffer) => inflated(frame)
        : work === 'inflateAndParse'
          ? (frame: Buffer): unknown => JSON.parse(Buffer.from(inflated(frame)).toString())
          : (frame: Buffer): unknown => JSON.parse(frame.toString())
  return {
    ready,
    reset: () => {
      if (kept === null) throw new Error('A frame gave nothing')
    },
    pass: () => {
      for (let i = 0; i < frames.length; i += 1) kept = onFrame(frames[i]!)
    },
  }
}

/** Frame by frame against the obvious reader, and at the end book by book against the obvious book. */
function verify({ venue, market }: VenueInput, books: VenueBooks): void {
  const naive = new Map(
    books
      .symbols()
      .map((symbol) => [symbol, new NaiveSides(books.sides(symbol), books.depthOf(symbol))]),
  )
  for (const [i, frame] of books.frames.entries()) {
    const [expected, ...more] = naiveUpdates(venue, market, frame)
    if (expected === undefined || more.length > 0) throw new Error(`Frame ${i} is not of one book`)
    books.onFrame(frame)
    const update = books.latest
    const found = update && { bids: rowsOf(update.bids), asks: rowsOf(update.asks) }
    const { bids, asks } = expected
    if (JSON.stringify(found) !== JSON.stringify({ bids, asks }))
      throw new Error(`Frame ${i} was read as ${JSON.stringify(found)}: ${frame.toString()}`)
    naive.get(expected.symbol)?.apply(expected)
  }
  for (const [symbol, sides] of naive) {
    const found = JSON.stringify(books.sides(symbol))
    const expected = JSON.stringify(sides.rows())
    if (found !== expected) throw new Error(`The book of ${symbol} is ${found}, not ${expected}`)
  }
  books.reset()
}

type Rows = readonly (readonly [string, string])[]

/** Text to text, sorted when read. */
class NaiveSides {
  readonly #sides: { readonly bids: Map<string, string>; readonly asks: Map<string, string> }

  readonly #most: number

  /** A book that keeps at most so many levels a side. */
  constructor({ bids, asks }: { readonly bids: Rows; readonly asks: Rows }, most: number) {
    this.#most = most
    this.#sides = { bids: new Map(bids), asks: new Map(asks) }
  }

  apply(update: NaiveUpdate): void {
    for (const side of ['bids', 'asks'] as const) {
      if (update.type === 'bookSnapshot') this.#sides[side].clear()
      for (const [price, size] of update[side]) {
        if (Number(size) === 0) this.#sides[side].delete(price)
        else this.#sides[side].set(price, size)
      }
      if (this.#sides[side].size <= this.#most) continue
      for (const [price] of this.#sorted(side).slice(this.#most)) this.#sides[side].delete(price)
    }
  }

  rows(): { readonly bids: Rows; readonly asks: Rows } {
    return { bids: this.#sorted('bids'), asks: this.#sorted('asks') }
  }

  #sorted(side: 'bids' | 'asks'): Rows {
    const rows = [...this.#sides[side]]
    const sign = side === 'bids' ? -1 : 1
    return rows.sort(([a], [b]) => sign * (Number(a) - Number(b)))
  }
}
