/**
 * @hotpath Reads a frame by the shape of its stream: values only, no keys. Whatever is not as expected (other keys,
 * digits beyond the scale, a number in another spelling) is no fault here: the decoder then reads the frame key by key.
 * Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import { FrameScanner, type FrameShape, ODD, SKIPPED_NUMBER } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import type { FrameFields } from './frame-fields.ts'
import {
  ASK_SIZE,
  ASKS,
  ASKS_OR_ASK_PRICE,
  BID_SIZE,
  BIDS,
  BIDS_OR_BID_PRICE,
  BUYER_IS_MAKER,
  EVENT_TIME,
  FIRST_ID,
  LAST_ID,
  PREVIOUS_ID,
  SNAPSHOT_ID,
  TRADE_ID,
  TRADE_PRICE,
  TRADE_SIZE,
  TRANSACTION_TIME,
} from './frame-keys.ts'
import type { KnownStreams } from './known-streams.ts'

/** See the head of this file. */
export class ShapedFrame {
  /** The update of a depth frame. */
  book: BookUpdate | undefined
  /** The update of a best-price frame. */
  bbo: BboUpdate | undefined
  /** The update of a trade frame. */
  trade: TradeUpdate | undefined
  /** The frame's bytes; trade ids are ranges of them. */
  readonly scanner: FrameScanner = new FrameScanner()
  readonly #streams: KnownStreams
  readonly #batch: FrameBatch
  readonly #fields: FrameFields

  /** Reads into the decoder's own parts. */
  constructor(streams: KnownStreams, batch: FrameBatch, fields: FrameFields) {
    this.#streams = streams
    this.#batch = batch
    this.#fields = fields
  }

  /** Reads a frame; `false` where it has to be read key by key. */
  read(frame: Uint8Array, localTimeUs: number): boolean {
    const { scanner } = this
    scanner.load(frame)
    const stream = this.#streams.guess(scanner)
    if (stream?.shape === undefined) return false
    const { kind, feed, slot } = stream.info
    if (slot === undefined || slot.isWide) return false
    const batch = this.#batch
    this.#fields.clear()
    batch.clear()
    this.book = undefined
    this.bbo = undefined
    this.trade = undefined
    if (kind === 'bookTicker') {
      this.bbo = batch.bbo(slot, localTimeUs)
      return this.#prices(stream.shape, this.bbo.levels)
    }
    if (kind === 'trade' || kind === 'aggTrade') {
      this.trade = batch.trade(slot, localTimeUs)
      return this.#prices(stream.shape, this.trade.level)
    }
    this.book = batch.book(slot, feed, kind === 'partial', localTimeUs)
    return this.#sides(stream.shape, this.book)
  }

  /** Reads a best-price or trade frame. */
  #prices(shape: FrameShape, levels: LevelBuffer): boolean {
    const { scanner } = this
    const { priceScale, sizeScale, prices, sizes } = levels
    const { keys } = shape
    let { at } = scanner
    for (let n = 0; n < keys.length; n += 1) {
      const key = keys[n]!
      switch (key) {
        case BIDS_OR_BID_PRICE:
        case TRADE_PRICE:
          at = scanner.decimal(at, priceScale)
          prices[0] = scanner.scaled
          break
        case ASKS_OR_ASK_PRICE:
          if (this.trade !== undefined) at = this.#tradeId(at)
          else {
            at = scanner.decimal(at, priceScale)
            prices[1] = scanner.scaled
          }
          break
        case BID_SIZE:
        case TRADE_SIZE:
          at = scanner.decimal(at, sizeScale)
          sizes[0] = scanner.scaled
          break
        case ASK_SIZE:
          at = scanner.decimal(at, sizeScale)
          sizes[1] = scanner.scaled
          break
        case TRADE_ID:
          at = this.#tradeId(at)
          break
        case BUYER_IS_MAKER:
          at = this.#maker(at)
          break
        default:
          at = this.#number(key, at)
      }
      if (at < 0) return false
      at = shape.match(n + 1, scanner, at)
      if (at < 0) return false
    }
    return at === scanner.length
  }

  /** Reads a depth frame. */
  #sides(shape: FrameShape, book: BookUpdate): boolean {
    const { scanner } = this
    const fields = this.#fields
    const { keys } = shape
    let { at } = scanner
    for (let n = 0; n < keys.length; n += 1) {
      const key = keys[n]!
      if (key === BIDS_OR_BID_PRICE || key === BIDS) {
        at = scanner.levels(at, book, book.bids)
        fields.hasBids = true
      } else if (key === ASKS_OR_ASK_PRICE || key === ASKS) {
        at = scanner.levels(at, book, book.asks)
        fields.hasAsks = true
      } else at = this.#number(key, at)
      if (at < 0) return false
      at = shape.match(n + 1, scanner, at)
      if (at < 0) return false
    }
    return at === scanner.length
  }

  /** Reads an id or a time. */
  #number(key: number, at: number): number {
    const { scanner } = this
    const fields = this.#fields
    const next = scanner.integer(at)
    switch (key) {
      case LAST_ID:
      case SNAPSHOT_ID:
        fields.last = scanner.value
        return next
      case FIRST_ID:
        fields.first = scanner.value
        return next
      case PREVIOUS_ID:
        fields.previous = scanner.value
        return next
      case EVENT_TIME:
        fields.eventMs = scanner.value
        return next
      case TRANSACTION_TIME:
        fields.transactionMs = scanner.value
        return next
      default:
        return key === SKIPPED_NUMBER ? next : ODD
    }
  }

  #tradeId(at: number): number {
    this.#fields.idStart = at
    this.#fields.idEnd = this.scanner.integer(at)
    return this.#fields.idEnd
  }

  #maker(at: number): number {
    const { bytes } = this.scanner
    const isTrue = bytes[at] === 116
    const end = at + (isTrue ? 4 : 5)
    // `true` or `false`, letter by letter: nothing else may stand here.
    if (bytes[end - 1] !== 101 || bytes[end - 2] !== (isTrue ? 117 : 115)) return ODD
    if (bytes[end - 3] !== (isTrue ? 114 : 108)) return ODD
    if (!isTrue && (bytes[at] !== 102 || bytes[at + 1] !== 97)) return ODD
    this.#fields.buyerIsMaker = isTrue
    this.#fields.hasMakerFlag = true
    return end
  }
}
