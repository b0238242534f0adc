import type { LiveOrderBook } from '../../src/core/index.ts'
import {
  type CommandEvent,
  type LiveInstrument,
  type SimulatedVenue,
  toScaled,
} from '../../src/sim/index.ts'
import { BookHash, hashLevels, hashPairs } from './book-hash.ts'

/** Levels a side that a checksum without ids vouches for: what is below them the venue lets nobody prove. */
const CHECKED_LEVELS = 10

/**
 * What proves a book: the ids of its updates; where there are none, its best levels, which a checksum covers; and without
 * a checksum all of it, as the venue lets a client see every loss.
 */
export type BookEvidence = 'ids' | 'best' | 'whole'

interface Sample {
  readonly elapsedUs: number
  readonly updateId: number
  /** What the wire calls that state, where its ids are others than those inside. */
  readonly wireId: number | undefined
  readonly commands: number
}

/**
 * One instrument inside its venue: what its book was after every command, remembered as hashes while the run goes on.
 *
 * A hash says quickly that a book is right. That one is wrong is said by the venue's own truth, level by level.
 */
export class InstrumentTruth {
  readonly live: LiveInstrument
  readonly #venue: SimulatedVenue
  readonly #hash = new BookHash()
  readonly #byId = new Map<number, number>()
  /** Hash of the best levels → how many commands there were when it was last so. */
  readonly #tops = new Map<number, number>()
  /** Hash of the whole book → the same. */
  readonly #contents = new Map<number, number>()
  /** Feed → how many commands its book is known to have had. */
  readonly #proven = new Map<string, number>()
  readonly #samples: Sample[] = []
  readonly #evidence: BookEvidence
  #commands = 0
  /** Whether update ids on the wire were seen to be those of the book inside. */
  #hasOwnIds = false

  constructor(venue: SimulatedVenue, live: LiveInstrument, evidence: BookEvidence) {
    this.#venue = venue
    this.live = live
    this.#evidence = evidence
    const { bids, asks } = live.book()
    for (const [price, size] of bids) this.#hash.add('bid', price, size)
    for (const [price, size] of asks) this.#hash.add('ask', price, size)
    this.#remember()
  }

  /** A command changed the book. */
  onCommand({ changes }: CommandEvent): void {
    if (changes.length === 0) return
    for (const { side, price, size, previous } of changes) {
      this.#hash.add(side, price, previous, -1)
      this.#hash.add(side, price, size)
    }
    this.#commands += 1
    this.#remember()
  }

  /** Notes where the book stands at a moment of true time. */
  sample(elapsedUs: number): void {
    const { updateId, spec } = this.live
    const wireId = this.#hasOwnIds
      ? undefined
      : this.#venue.truth(spec.product, spec.symbol)?.updateId
    this.#samples.push({ elapsedUs, updateId, wireId, commands: this.#commands })
  }

  /** What is wrong with a book that says it is live; `undefined` where it equals the venue's. */
  problem(book: LiveOrderBook): string | undefined {
    const { lastId } = book
    if (lastId === undefined) return this.#problemWithoutId(book)
    const hash = this.#hashOf(book)
    if (book.depth === 'full' && hash !== undefined && hash === this.#byId.get(lastId)) {
      this.#hasOwnIds = true
      return undefined
    }
    if (typeof book.depth === 'number' && this.#isTopOf(book, book.depth, lastId)) {
      this.#hasOwnIds = true
      return undefined
    }
    this.#prove(book)
    return this.problemByTruth(book, lastId)
  }

  /** Compares with the venue's own answer, level by level: of now, or after an update id. */
  problemByTruth(book: LiveOrderBook, updateId?: number): string | undefined {
    const { product, symbol } = this.live.spec
    const truth = this.#venue.truth(product, symbol, updateId)
    if (truth === undefined) return `the venue knows no book ${updateId ?? 'of now'}`
    const isBest = book.lastId === undefined && this.#evidence !== 'whole'
    const depth = isBest ? CHECKED_LEVELS : book.depth
    const most = depth === 'full' ? Number.POSITIVE_INFINITY : depth
    for (const side of ['bids', 'asks'] as const) {
      const expected = truth[side].slice(0, most)
      const levels = book[side]
      const count = Math.min(levels.count, most)
      for (let i = 0; i < Math.max(count, expected.length); i += 1) {
        const found = i < count ? `${levels.priceText(i)} x ${levels.sizeText(i)}` : 'nothing'
        const level = expected[i]
        const wanted = level === undefined ? 'nothing' : `${level[0]} x ${level[1]}`
        if (found !== wanted)
          return `${side}[${i}] is ${found}, at the venue ${wanted} (id ${truth.updateId})`
      }
    }
    return undefined
  }

  /** Whether a live book has everything that happened until `spanUs` before now. */
  isFresh(book: LiveOrderBook, elapsedUs: number, spanUs: number): boolean {
    const sample = this.#samples.findLast((each) => each.elapsedUs <= elapsedUs - spanUs)
    if (sample === undefined) return true
    if (book.lastId === undefined) {
      return (this.#seenAt(book) ?? -1) >= sample.commands
    }
    if (this.#hasOwnIds && book.lastId >= sample.updateId) return true
    // Ids on the wire that are another number than those inside: the venue knows which book was told under one.
    const told = this.#venue.truth(this.live.spec.product, this.live.spec.symbol, book.lastId)
    if (told !== undefined && told.updateId !== book.lastId && told.updateId >= sample.updateId)
      return true
    const { wireId } = sample
    if (wireId !== undefined && book.lastId >= wireId) return true
    // Where ids rise though nothing changes, the book of then may be told under an older one.
    if (wireId !== undefined && this.problemByTruth(book, wireId) === undefined) return true
    if (this.#prove(book) >= sample.commands) return true
    if (this.#commandsAt(book.lastId) >= sample.commands) return true
    // Nothing that the feed shows may have changed since.
    return this.problemByTruth(book) === undefined || this.#isTopAt(book, sample.updateId)
  }

  #problemWithoutId(book: LiveOrderBook): string | undefined {
    if (this.#seenAt(book) !== undefined) return undefined
    const what = this.#evidence === 'whole' ? 'levels' : `best ${CHECKED_LEVELS} levels`
    return `its ${what} never were the venue's; now ${this.problemByTruth(book) ?? 'they are'}`
  }

  /** How many commands there were when the venue's book last was what a book without ids shows. */
  #seenAt(book: LiveOrderBook): number | undefined {
    return this.#evidence === 'whole'
      ? this.#contents.get(this.#hashOf(book) ?? -1)
      : this.#tops.get(this.#topOf(book) ?? -1)
  }

  /**
   * Looks for the book's content among those the venue's had. A venue that sends a message for each level shows states
   * between two commands too: then what was known before stands.
   */
  #prove(book: LiveOrderBook): number {
    const known = this.#proven.get(book.feed) ?? -1
    const found = Math.max(known, this.#contents.get(this.#hashOf(book) ?? -1) ?? -1)
    this.#proven.set(book.feed, found)
    return found
  }

  /**
   * How many commands the venue's book had seen at an id of the wire. Where each feed numbers its messages by itself,
   * the best levels alone do not tell: what the venue had in whole then does.
   */
  #commandsAt(updateId: number): number {
    const { product, symbol, priceScale, sizeScale } = this.live.spec
    const truth = this.#venue.truth(product, symbol, updateId)
    const fits = ([price, size]: readonly [string, string]): boolean =>
      fractionDigits(price) <= priceScale && fractionDigits(size) <= sizeScale
    // A book that is not the market's own (a pool's) has numbers of its own, and never was what the market had.
    if (truth === undefined || ![...truth.bids, ...truth.asks].every(fits)) return -1
    const scaled = (levels: typeof truth.bids): (readonly [number, number])[] =>
      levels.map(([price, size]) => [toScaled(price, priceScale), toScaled(size, sizeScale)])
    return this.#contents.get(hashPairs(scaled(truth.bids), scaled(truth.asks))) ?? -1
  }

  #isTopAt(book: LiveOrderBook, updateId: number): boolean {
    return typeof book.depth === 'number' && this.#isTopOf(book, book.depth, updateId)
  }

  #hashOf({ bids, asks }: LiveOrderBook): number | undefined {
    return hashLevels(bids, asks, this.live.spec)
  }

  #topOf({ bids, asks }: LiveOrderBook): number | undefined {
    return hashLevels(bids, asks, this.live.spec, CHECKED_LEVELS)
  }

  #isTopOf(book: LiveOrderBook, depth: number, updateId: number): boolean {
    const hash = this.#hashOf(book)
    // What does not fit a hash is compared level by level.
    if (hash === undefined) return false
    // Where the venue has no more levels than the feed shows, the whole book is the top.
    if (hash === this.#byId.get(updateId)) return true
    const then = this.live.bookAt(updateId)
    return then !== undefined && hash === hashPairs(then.bids, then.asks, depth)
  }

  #remember(): void {
    this.#byId.set(this.live.updateId, this.#hash.value())
    this.#contents.set(this.#hash.value(), this.#commands)
    if (this.#evidence !== 'best') return
    const { bids, asks } = this.live.book(CHECKED_LEVELS)
    this.#tops.set(hashPairs(bids, asks), this.#commands)
  }
}

function fractionDigits(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}
