/**
 * @hotpath The update of a stream whose frames have a few values each (best prices, trades), kept from frame to frame:
 * only what differs from the frame before is read and written over. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import {
  BboUpdate,
  type FrameSink,
  type InstrumentSlot,
  type LevelBuffer,
  TradeUpdate,
} from '../../core/index.ts'
import {
  type FrameScanner,
  type FrameShape,
  FrameTwin,
  ODD,
  SKIPPED_NUMBER,
} from '../../wire/index.ts'
import { FrameFields } from './frame-fields.ts'
import {
  ASK_SIZE,
  ASKS_OR_ASK_PRICE,
  BID_SIZE,
  BIDS_OR_BID_PRICE,
  BUYER_IS_MAKER,
  EVENT_TIME,
  LAST_ID,
  TRADE_ID,
  TRADE_PRICE,
  TRADE_SIZE,
  TRANSACTION_TIME,
} from './frame-keys.ts'
import type { StreamKind } from './streams.ts'

/** Frames unlike the one before after which it is asked whether comparing pays … */
const MISSES_JUDGED = 8
/** … which it does where so many were like it. */
const HITS_WANTED = 32
/** Frames read without comparing where it did not. */
const FRAMES_AT_REST = 256

/** See the head of this file. */
export class KeptUpdate {
  /** The update of a best-price stream. */
  readonly #bbo: BboUpdate | undefined
  /** The update of a trade stream. */
  readonly #trade: TradeUpdate | undefined
  /** What stands beside the prices. */
  readonly #fields: FrameFields = new FrameFields()
  readonly #slot: InstrumentSlot
  readonly #shape: FrameShape
  readonly #twin: FrameTwin
  readonly #levels: LevelBuffer
  // A stream of which every value changes its length is read faster without looking at the frame before.
  #hits = 0
  #misses = 0
  #rest = 0

  private constructor(kind: StreamKind, slot: InstrumentSlot, shape: FrameShape) {
    this.#slot = slot
    this.#shape = shape
    this.#twin = new FrameTwin(shape.keys.length)
    if (kind === 'bookTicker') this.#bbo = new BboUpdate(slot)
    else this.#trade = new TradeUpdate(slot)
    this.#levels = (this.#bbo?.levels ?? this.#trade?.level) as LevelBuffer
  }

  /** An update for a stream of such frames; `undefined` where they carry too many values. */
  static of(kind: StreamKind, slot: InstrumentSlot, shape: FrameShape): KeptUpdate | undefined {
    return FrameTwin.suits(shape.keys.length) ? new KeptUpdate(kind, slot, shape) : undefined
  }

  /** Reads a frame that differs from the one before in its values only; `false`, nothing being read, for any other. */
  readChanged(scanner: FrameScanner, localTimeUs: number): boolean {
    if (this.#rest > 0) return false
    const { priceScale, sizeScale } = this.#levels
    const slot = this.#slot
    if (priceScale !== slot.priceScale || sizeScale !== slot.sizeScale || slot.isWide) return false
    const twin = this.#twin
    const { keys } = this.#shape
    const changed = twin.changes(scanner)
    if (changed === ODD) return false
    for (let left = changed; left !== 0; left &= left - 1) {
      const n = 31 - Math.clz32(left & -left)
      // The bytes behind the value are as before, so it must end where the one before it did.
      if (this.#value(keys[n]!, scanner, twin.starts[n]!) !== twin.ends[n]) {
        twin.forget()
        return false
      }
    }
    this.#hits += 1
    return this.#complete(scanner, localTimeUs)
  }

  /** Reads any frame of the stream's shape, from the scanner's place; `false` where it is not of that shape. */
  readAll(scanner: FrameScanner, localTimeUs: number): boolean {
    const slot = this.#slot
    if (slot.isWide) return false
    const twin = this.#twin
    const shape = this.#shape
    const { keys } = shape
    twin.forget()
    this.#fields.clear()
    this.#bbo?.begin(slot, localTimeUs)
    this.#trade?.begin(slot, localTimeUs)
    let { at } = scanner
    for (let n = 0; n < keys.length; n += 1) {
      twin.starts[n] = at
      at = this.#value(keys[n]!, scanner, at)
      if (at < 0) return false
      twin.ends[n] = at
      at = shape.match(n + 1, scanner, at)
      if (at < 0) return false
    }
    if (at !== scanner.length || !this.#complete(scanner, localTimeUs)) return false
    if (this.#rest > 0) this.#rest -= 1
    else {
      twin.remember(scanner)
      this.#noteMiss()
    }
    return true
  }

  #noteMiss(): void {
    this.#misses += 1
    if (this.#misses < MISSES_JUDGED) return
    if (this.#hits < HITS_WANTED) this.#rest = FRAMES_AT_REST
    this.#hits = this.#misses = 0
  }

  /** Hands the update to the sink. */
  tell(sink: FrameSink): void {
    if (this.#trade === undefined) sink.bbo(this.#bbo as BboUpdate)
    else sink.trade(this.#trade)
  }

  #complete(scanner: FrameScanner, localTimeUs: number): boolean {
    const trade = this.#trade
    if (trade === undefined) {
      const bbo = this.#bbo as BboUpdate
      bbo.localTimeUs = localTimeUs
      return this.#fields.completeBbo(bbo)
    }
    trade.localTimeUs = localTimeUs
    return this.#fields.completeTrade(trade, scanner.bytes)
  }

  /** Reads one value into the update; the place behind it, or {@link ODD}. */
  #value(key: number, scanner: FrameScanner, at: number): number {
    const { priceScale, sizeScale, prices, sizes } = this.#levels
    let end = ODD
    switch (key) {
      case BIDS_OR_BID_PRICE:
      case TRADE_PRICE:
        end = scanner.decimal(at, priceScale)
        prices[0] = scanner.scaled
        return end
      case ASKS_OR_ASK_PRICE:
        // Aggregate trades call their id `a`.
        if (this.#trade !== undefined) return this.#id(scanner, at)
        end = scanner.decimal(at, priceScale)
        prices[1] = scanner.scaled
        return end
      case BID_SIZE:
      case TRADE_SIZE:
        end = scanner.decimal(at, sizeScale)
        sizes[0] = scanner.scaled
        return end
      case ASK_SIZE:
        end = scanner.decimal(at, sizeScale)
        sizes[1] = scanner.scaled
        return end
      case TRADE_ID:
        return this.#id(scanner, at)
      case BUYER_IS_MAKER:
        return this.#maker(scanner, at)
      default:
        return this.#number(key, scanner, at)
    }
  }

  /** Reads an id or a time. */
  #number(key: number, scanner: FrameScanner, at: number): number {
    const fields = this.#fields
    const end = scanner.integer(at)
    switch (key) {
      case LAST_ID:
        fields.last = scanner.value
        return end
      case EVENT_TIME:
        fields.eventMs = scanner.value
        return end
      case TRANSACTION_TIME:
        fields.transactionMs = scanner.value
        return end
      default:
        return key === SKIPPED_NUMBER ? end : ODD
    }
  }

  #id(scanner: FrameScanner, at: number): number {
    this.#fields.idStart = at
    this.#fields.idEnd = scanner.integer(at)
    return this.#fields.idEnd
  }

  #maker(scanner: FrameScanner, at: number): number {
    const { bytes } = scanner
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
