/**
 * @hotpath Applies a frame to both sides of a book: two calls, no allocation. Judges now and then whether the book is busy
 * enough for wide ladders. Bench: `bench/gate`.
 */
import {
  type BookState,
  type BookUpdate,
  ConfigError,
  type ContinuityRule,
  type Instrument,
  type InstrumentSlot,
  type LevelBuffer,
  type Levels,
  type OrderBook,
  type Revision,
} from '../core/index.ts'
import { ChangeRate } from './change-rate.ts'
import { LadderLevels } from './ladder-levels.ts'
import { LadderRoom } from './ladder-room.ts'
import { uncross } from './uncross.ts'
import { WideLevels } from './wide-levels.ts'

const AS_IT_IS = {}
/** What the ladders of a book by itself may grow by: all that they can. */
const OWN_ROOM_BYTES = 1 << 20

/**
 * The book of one instrument and feed, as its keeper sees it: the keeper judges continuity, applies updates and sets the
 * state; readers get {@link MaintainedBook.view} and must narrow it.
 */
export class MaintainedBook {
  /** The instrument's running state. */
  readonly slot: InstrumentSlot
  /** The venue's feed. */
  readonly feed: string
  /** Levels a side that the feed keeps. */
  readonly depth: number | 'full'
  /** Changes applied since the last snapshot. */
  updateCount = 0
  /** Most fraction digits of a price as written since the last snapshot. */
  priceDigits = 0
  /** Most fraction digits of a size as written since the last snapshot. */
  sizeDigits = 0
  readonly #room: LadderRoom
  readonly #rate = new ChangeRate()
  #state: BookState = 'syncing'
  #bids: LadderLevels | WideLevels
  #asks: LadderLevels | WideLevels
  /** Whether both are wide; to ask their class each time costs more. */
  #isWide = false
  #last: number = Number.NaN
  #venueUs: number = Number.NaN
  #localUs: number = Number.NaN

  /** An empty book, `syncing`. Its ladders grow while it changes often and there is `room`, which several books may share. */
  constructor(
    slot: InstrumentSlot,
    feed: string,
    depth: number | 'full',
    room: LadderRoom = new LadderRoom(OWN_ROOM_BYTES),
  ) {
    this.slot = slot
    this.feed = feed
    this.depth = depth
    this.#room = room
    this.#bids = new LadderLevels('bid', slot.priceScale, slot.sizeScale, room)
    this.#asks = new LadderLevels('ask', slot.priceScale, slot.sizeScale, room)
  }

  /** This book for readers: levels type-check only after narrowing to `live`. */
  get view(): OrderBook {
    // The class has both faces at once; which one holds is what `state` says.
    return this as unknown as OrderBook
  }

  /** State; only its keeper writes it. */
  get state(): BookState {
    return this.#state
  }

  /** Sets the state. */
  set state(state: BookState) {
    this.#state = state
    this.slot.revision.advance()
  }

  /** See {@link InstrumentSlot.revision}. */
  get revision(): Revision {
    return this.slot.revision
  }

  /** The instrument. */
  get instrument(): Instrument {
    return this.slot.instrument
  }

  /** Bids, best first. Throws `BOOK_NOT_LIVE` unless the book is live. */
  get bids(): Levels {
    this.#demandLive()
    return this.#bids
  }

  /** Asks, best first. Throws `BOOK_NOT_LIVE` unless the book is live. */
  get asks(): Levels {
    this.#demandLive()
    return this.#asks
  }

  /** Both sides whatever the state; for the keeper's own evidence (checksums, crossing). */
  get evidence(): { readonly bids: Levels; readonly asks: Levels } {
    return { bids: this.#bids, asks: this.#asks }
  }

  /** Bytes that its levels occupy. */
  get bytes(): number {
    return this.#bids.bytes + this.#asks.bytes
  }

  /** Update id of the last change, where the venue sends ids. */
  get lastId(): number | undefined {
    return Number.isNaN(this.#last) ? undefined : this.#last
  }

  /** When the venue says the last change happened, epoch µs. */
  get venueTimeUs(): number | undefined {
    return Number.isNaN(this.#venueUs) ? undefined : this.#venueUs
  }

  /** When the last change arrived, epoch µs. */
  get localTimeUs(): number {
    return this.#localUs
  }

  /**
   * Applies a delta, or replaces the book by a snapshot; then does what the feed's rule asks of both sides: cuts them to
   * a depth, uncrosses them. What uncrossing changes is added to the update, so that it tells what became of the book.
   */
  apply(
    update: BookUpdate,
    rule: Partial<Pick<ContinuityRule, 'truncateTo' | 'crossed'>> = AS_IT_IS,
  ): void {
    this.slot.revision.advance()
    if (this.#isOtherScale(update)) this.#align(update)
    if (update.isSnapshot) {
      this.#bids.replace(update.bids)
      this.#asks.replace(update.asks)
      this.updateCount = 0
      this.priceDigits = update.priceDigits
      this.sizeDigits = update.sizeDigits
    } else {
      if (update.bids.count > 0) this.#bids.apply(update.bids)
      if (update.asks.count > 0) this.#asks.apply(update.asks)
      this.updateCount += 1
      if (update.priceDigits > this.priceDigits) this.priceDigits = update.priceDigits
      if (update.sizeDigits > this.sizeDigits) this.sizeDigits = update.sizeDigits
    }
    if (rule.crossed === 'uncross' && this.isCrossed()) uncross(this.#bids, this.#asks, update)
    if (rule.truncateTo !== undefined) {
      this.#bids.truncate(rule.truncateTo)
      this.#asks.truncate(rule.truncateTo)
    }
    this.#last = update.last
    this.#venueUs = update.venueUs
    this.#localUs = update.localTimeUs
    if (this.#rate.note(update)) {
      this.judge(update.localTimeUs)
      this.#room.sweep(update.localTimeUs)
    }
  }

  /** Lets its ladders grow where it changes often, and makes them narrow where it no longer does. Cold. */
  judge(nowUs: number): void {
    if (!this.#rate.judge(nowUs)) return
    if (!this.#rate.isHot) {
      this.release()
      return
    }
    this.#room.promote(this)
    this.#promote(true)
  }

  /** Gives back the room of its ladders: it is quiet, or nobody changes it any more. Idempotent. */
  release(): void {
    this.#room.demote(this)
    this.#promote(false)
  }

  #promote(isPromoted: boolean): void {
    for (const side of [this.#bids, this.#asks])
      if (side instanceof LadderLevels) side.promote(isPromoted)
  }

  /** Whether the best bid is not below the best ask. */
  isCrossed(): boolean {
    const bids = this.#bids
    const asks = this.#asks
    if (bids.count === 0 || asks.count === 0) return false
    if (this.#isWide) return bids.priceDecimal(0).gte(asks.priceDecimal(0))
    return bids.price(0) >= asks.price(0)
  }

  #isOtherScale(update: BookUpdate): boolean {
    const { bids } = update
    return (
      bids.priceScale !== this.#bids.priceScale ||
      bids.sizeScale !== this.#bids.sizeScale ||
      bids.isWide !== this.#isWide
    )
  }

  /** Brings book and update to the higher of their scales, and to big integers where either needs them. Cold. */
  #align(update: BookUpdate): void {
    const priceScale = Math.max(update.bids.priceScale, this.#bids.priceScale)
    const sizeScale = Math.max(update.bids.sizeScale, this.#bids.sizeScale)
    this.#bids = alignSide('bid', this.#bids, update.bids, priceScale, sizeScale)
    this.#asks = alignSide('ask', this.#asks, update.asks, priceScale, sizeScale)
    // One wide side makes both wide, so that a later update needs one look, not two.
    if (this.#bids instanceof WideLevels !== this.#asks instanceof WideLevels) {
      update.bids.widen()
      update.asks.widen()
      this.#bids = widened('bid', this.#bids)
      this.#asks = widened('ask', this.#asks)
    }
    this.#isWide = this.#bids instanceof WideLevels
  }

  #demandLive(): void {
    if (this.#state === 'live') return
    throw new ConfigError(
      'BOOK_NOT_LIVE',
      `Reading the book of ${this.slot.instrument.pair}: expected state live, was ${this.state}; narrow on state first`,
      { context: { state: this.state, feed: this.feed } },
    )
  }
}

function alignSide(
  side: 'bid' | 'ask',
  held: LadderLevels | WideLevels,
  levels: LevelBuffer,
  priceScale: number,
  sizeScale: number,
): LadderLevels | WideLevels {
  if (!levels.rescale(priceScale, sizeScale)) {
    levels.widen()
    levels.rescale(priceScale, sizeScale)
  }
  let aligned = held
  // Updates of the past may have a lower scale than the book: that must not copy the book each time.
  const isThere = held.priceScale === priceScale && held.sizeScale === sizeScale
  // A narrow update of a wide book too: a snapshot by REST may be wide before the instrument is.
  if (
    levels.isWide ||
    held instanceof WideLevels ||
    !(isThere || held.rescale(priceScale, sizeScale))
  ) {
    aligned = widened(side, held)
    aligned.rescale(priceScale, sizeScale)
    levels.widen()
  }
  return aligned
}

function widened(side: 'bid' | 'ask', held: LadderLevels | WideLevels): WideLevels {
  if (held instanceof WideLevels) return held
  const wide = WideLevels.from(side, held)
  held.promote(false)
  return wide
}
