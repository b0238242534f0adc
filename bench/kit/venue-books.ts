import { MaintainedBook, newCursor } from '../../src/book/index.ts'
import {
  type BookCursor,
  type BookUpdate,
  type ContinuityRule,
  type FrameDecoder,
  type FrameSink,
  type InstrumentSlot,
  type InstrumentTable,
  type Levels,
} from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { isCorruptWhenCrossed } from '../../src/market/crossed-policy.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import { driverOf } from './venue-drivers.ts'
import type { VenueInput } from './venue-input.ts'
import { renumbered } from './venue-numbers.ts'

const LOCAL_US = 1_700_000_000_000_000
const NOWHERE: FrameSink = {
  book: () => {},
  bbo: () => {},
  trade: () => {},
  event: () => {},
  lost: () => {},
}

/** Where a book stands when the timed frames begin. */
interface Start {
  readonly cursor: BookCursor
  readonly update: BookUpdate
}

/** The frames of a connection that change live books, and where the books stand before the first of them. */
export class VenueBooks implements FrameSink {
  /** Frames that each change one book. */
  readonly frames: Buffer[] = []
  /** Levels in all of them. */
  levelCount = 0
  readonly #input: VenueInput
  readonly #starts = new Map<string, Start>()
  readonly #before: Uint8Array[] = []
  #decoder: FrameDecoder
  /** Whether the decoder counts messages: it then begins anew with each pass. */
  readonly #isNumbered: boolean
  readonly #table: InstrumentTable = createInstrumentTable()
  readonly #kept = new Map<string, Kept>()
  /** By the instrument's index: each is asked for one feed. */
  readonly #bySlot: Kept[] = []
  /** Best bid plus best ask of the book changed last, scaled. */
  top = Number.NaN
  /** The update told last. */
  latest: BookUpdate | undefined

  /** Replays the connection once to find them. */
  constructor(input: VenueInput) {
    this.#input = input
    const driver = driverOf(input.venue)
    const seen = this.#find()
    // Scales are those that the digits of the whole stream need: a listing would have told them before the first frame.
    for (const { instrument, priceScale, sizeScale } of seen)
      this.#table.add({ ...instrument, priceScale, sizeScale })
    const before = this.#before.length
    const { frames, isNumbered } = renumbered([...this.#before, ...this.frames])
    this.#isNumbered = isNumbered
    this.#before.splice(0, before, ...frames.splice(0, before))
    this.frames.splice(0, frames.length, ...frames)
    this.#decoder = driver.createDecoder(this.#table, input.market)
    this.#begin()
    this.#openBooks()
  }

  /** Acknowledgements and snapshots: some decoders remember what they say. */
  #begin(): void {
    for (const frame of this.#before) this.#decoder.decode(frame, LOCAL_US, NOWHERE)
  }

  #find(): readonly Seen[] {
    const { venue, market, instruments, items } = this.#input
    const driver = driverOf(venue)
    const cursors = new Map<string, BookCursor>()
    let frame: Buffer | undefined
    const replay = new FrameReplay({
      driver,
      market,
      instruments,
      onBook: ({ verdict, book, update }) => {
        const key = `${update.slot.instrument.symbol} ${update.feed}`
        const rule = driver.continuity(update.slot.instrument.market, update.feed)
        const cursor = cursors.get(key) ?? newCursor()
        cursors.set(key, cursor)
        const isTimed =
          frame !== undefined &&
          this.#starts.has(key) &&
          (verdict === 'apply' || verdict === 'replace')
        if (isTimed && frame !== undefined) {
          this.frames.push(frame)
          this.levelCount += update.bids.count + update.asks.count
        }
        if (verdict === 'apply' || verdict === 'replace') rule.judge(cursor, update)
        // Wide books are beyond the fast path: what they cost is another question.
        const isKept = !isTimed && !isWide(book)
        if (isKept && (verdict === 'replace' || verdict === 'apply'))
          this.#starts.set(key, { cursor: { ...cursor }, update: asSnapshot(book, update) })
      },
    })
    for (const { url, base64 } of items) {
      const bytes = Buffer.from(base64, 'base64')
      const { length } = this.frames
      frame = url === undefined ? bytes : undefined
      if (url === undefined) replay.frame(bytes, LOCAL_US)
      else replay.answer(url, bytes, LOCAL_US)
      if (url === undefined && this.frames.length === length) this.#before.push(bytes)
    }
    const seen = replay.books.map((book) => ({
      instrument: book.instrument,
      priceScale: book.evidence.bids.priceScale,
      sizeScale: book.evidence.bids.sizeScale,
    }))
    const all = replay.table.slots()
    return [
      ...all.filter(({ instrument }) => !seen.some((each) => each.instrument === instrument)),
      ...seen,
    ]
  }

  #openBooks(): void {
    const driver = driverOf(this.#input.venue)
    for (const [key, { update }] of this.#starts) {
      const { market, symbol } = update.slot.instrument
      const slot = this.#table.bySymbol(market, symbol)
      if (slot === undefined) throw new Error(`No book for ${symbol}`)
      const rule = driver.continuity(market, update.feed)
      const kept: Kept = {
        rule,
        book: new MaintainedBook(slot, update.feed, rule.truncateTo ?? 'full'),
        cursor: newCursor(),
      }
      this.#kept.set(key, kept)
      if (this.#bySlot[slot.index] !== undefined) throw new Error(`Two books of ${symbol}`)
      this.#bySlot[slot.index] = kept
    }
    this.reset()
  }

  /** Puts every book where it stood before the first frame. */
  reset(): void {
    if (this.#isNumbered) {
      this.#decoder = driverOf(this.#input.venue).createDecoder(this.#table, this.#input.market)
      this.#begin()
    }
    for (const [key, { cursor, update }] of this.#starts) {
      const kept = this.#kept.get(key)
      if (kept === undefined) continue
      Object.assign(kept.cursor, cursor)
      kept.book.apply(update, kept.rule)
      kept.book.state = 'live'
    }
  }

  /** Reads a frame into its book, and the top of it. */
  onFrame(frame: Buffer): void {
    this.#decoder.decode(frame, LOCAL_US, this)
  }

  /** Reads a frame, and no more. */
  decode(frame: Buffer): void {
    if (this.#decoder.decode(frame, LOCAL_US, NOWHERE) !== 'event') throw new Error('No event')
  }

  /** {@inheritDoc FrameSink.book} */
  book(update: BookUpdate): void {
    const { rule, book, cursor } = this.#bySlot[update.slot.index]!
    this.latest = update
    if (rule.judge(cursor, update) !== 'apply') throw new Error('A frame was not applied')
    book.apply(update, rule)
    if (isCorruptWhenCrossed(rule, book.instrument) && book.isCrossed())
      throw new Error('The book is crossed')
    const { bids, asks } = book.evidence
    this.top = bids.price(0) + asks.price(0)
  }

  bbo(): void {}
  trade(): void {}
  event(): void {}
  lost(): void {}

  /** Both sides of the book of a symbol as text, best first. */
  sides(symbol: string): { readonly bids: Rows; readonly asks: Rows } {
    const { bids, asks } = this.#of(symbol).book.evidence
    return { bids: rowsOf(bids), asks: rowsOf(asks) }
  }

  /** Levels a side that the book of a symbol is cut to. */
  depthOf(symbol: string): number {
    return this.#of(symbol).rule.truncateTo ?? Number.POSITIVE_INFINITY
  }

  #of(symbol: string): Kept {
    const found = [...this.#kept.values()].find(({ book }) => book.instrument.symbol === symbol)
    if (found === undefined) throw new Error(`No book of ${symbol}`)
    return found
  }

  /** The symbols that have a book. */
  symbols(): readonly string[] {
    return [...this.#kept.values()].map(({ book }) => book.instrument.symbol)
  }
}

type Seen = Pick<InstrumentSlot, 'instrument' | 'priceScale' | 'sizeScale'>

interface Kept {
  readonly rule: ContinuityRule
  readonly book: MaintainedBook
  readonly cursor: BookCursor
}

type Rows = readonly (readonly [price: string, size: string])[]

/** Levels as text. */
export function rowsOf(levels: Levels): [string, string][] {
  return Array.from({ length: levels.count }, (_, i) => [levels.priceText(i), levels.sizeText(i)])
}

function isWide({ evidence: { bids, asks } }: MaintainedBook): boolean {
  const isOne = (side: Levels): boolean => side.count > 0 && Number.isNaN(side.price(0))
  return isOne(bids) || isOne(asks)
}

/** A book as the snapshot that would make it. */
function asSnapshot({ evidence }: MaintainedBook, last: BookUpdate): BookUpdate {
  const update = last.clone()
  update.isSnapshot = true
  for (const side of ['bids', 'asks'] as const) {
    const to = update[side]
    const from = evidence[side]
    to.clear(from.priceScale, from.sizeScale, false)
    to.reserve(from.count)
    for (let i = 0; i < from.count; i += 1) {
      to.prices[i] = from.price(i)
      to.sizes[i] = from.size(i)
    }
    to.count = from.count
  }
  return update
}
