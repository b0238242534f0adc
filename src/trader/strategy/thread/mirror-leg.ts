import { MaintainedBook } from '../../../book/index.ts'
import {
  BboUpdate,
  BookUpdate,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type OrderBook,
  type Side,
  TradeUpdate,
} from '../../../core/index.ts'
import type { RingReader } from '../../../runtime/index.ts'
import type { BboEvent, TradeEvent } from '../strategy-event.ts'
import type { AccountBalance, LastTrade, OwnPosition, StrategyLeg } from '../strategy-world.ts'
import { putLevels, putWideSides } from './level-texts.ts'
import type { LegChanges, WideBook } from './messages.ts'
import { fromPlain } from './plain.ts'
import { readBook } from './records.ts'

/** What every told market event says. */
interface ToldEvent {
  readonly venueTimeUs?: number
  readonly localTimeUs: number
}

/** A BBO, as a letter has it. */
export interface ToldBbo extends ToldEvent {
  readonly bid: readonly [price?: string, size?: string]
  readonly ask: readonly [price?: string, size?: string]
  readonly lastId?: number
}

/** A print, as a letter has it. */
export interface ToldTrade extends ToldEvent {
  readonly level: readonly [price: string, size: string]
  readonly tradeId: string
  readonly takerSide: Side
}

/** What a thread knows of one leg: as the host told it last. */
export class MirrorLeg {
  readonly leg: StrategyLeg
  listing: Instrument
  isTradable = false
  lastTrade: LastTrade | undefined
  position: OwnPosition | undefined
  balances: Readonly<Record<string, AccountBalance>> = {}
  readonly #slot: InstrumentSlot
  readonly #update: BookUpdate
  #book: MaintainedBook
  #isKept = false
  #isWide = false

  constructor(leg: StrategyLeg, number: number) {
    this.leg = leg
    this.listing = leg.instrument
    this.#slot = new InstrumentSlot(instrumentIndex(number), leg.instrument)
    this.#update = new BookUpdate(this.#slot)
    this.#book = new MaintainedBook(this.#slot, '', 0)
  }

  /** Its book; `undefined` where nobody keeps one. */
  get book(): OrderBook | undefined {
    return this.#isKept ? this.#book.view : undefined
  }

  /** Takes what changed. */
  change(changes: LegChanges, legs: readonly StrategyLeg[]): void {
    const { listing, feed, depth, isTradable } = changes
    if (listing !== undefined) {
      this.listing = listing
      this.#slot.instrument = listing
    }
    if (feed !== undefined || depth !== undefined)
      this.#renew(feed ?? this.#book.feed, depth ?? this.#book.depth)
    if (isTradable !== undefined) this.isTradable = isTradable
    // What the host wrote as plain data of these types is given back as that.
    if (changes.lastTrade !== undefined)
      this.lastTrade = (fromPlain(changes.lastTrade, legs) ?? undefined) as LastTrade | undefined
    if (changes.position !== undefined)
      this.position = (fromPlain(changes.position, legs) ?? undefined) as OwnPosition | undefined
    if (changes.balances !== undefined)
      this.balances = fromPlain(changes.balances, legs) as Record<string, AccountBalance>
  }

  /** Takes the book of the reader's record, and levels that came by letter. */
  putBook(reader: RingReader, wide: WideBook | undefined): void {
    this.#update.begin(this.#slot, this.#book.feed, true, Number.NaN)
    const record = readBook(reader, this.#update)
    this.#isKept = record.state !== undefined
    if (record.state === undefined) return
    if (record.isByLetter) putWideSides(this.#update, record, wide?.bids ?? [], wide?.asks ?? [])
    else if (this.#isWide && record.hasLevels) this.#renew(this.#book.feed, this.#book.depth)
    this.#isWide ||= record.isByLetter
    this.#book.state = record.state
    this.#book.apply(this.#update)
    this.#book.updateCount = record.updateCount
  }

  /** The event of a BBO. */
  bboEvent({ bid, ask, lastId, venueTimeUs, localTimeUs }: ToldBbo): BboEvent {
    const bbo = new BboUpdate(this.#slot)
    bbo.begin(this.#slot, localTimeUs)
    putLevels(bbo.levels, this.#slot, [bid, ask])
    bbo.venueUs = venueTimeUs ?? Number.NaN
    bbo.last = lastId ?? Number.NaN
    return { type: 'bbo', instrument: this.leg.instrument, bbo }
  }

  /** The event of a print. */
  tradeEvent({ level, tradeId, takerSide, venueTimeUs, localTimeUs }: ToldTrade): TradeEvent {
    const trade = new TradeUpdate(this.#slot)
    trade.begin(this.#slot, localTimeUs)
    putLevels(trade.level, this.#slot, [level])
    trade.venueUs = venueTimeUs ?? Number.NaN
    trade.takerSide = takerSide
    trade.idBytes = Uint8Array.from(tradeId, (character) => character.charCodeAt(0))
    trade.idEnd = trade.idBytes.length
    return { type: 'trade', instrument: this.leg.instrument, trade }
  }

  #renew(feed: string, depth: number | 'full'): void {
    this.#book = new MaintainedBook(this.#slot, feed, depth)
    this.#isWide = false
  }
}
