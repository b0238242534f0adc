/**
 * @hotpath The `events` of Advanced Trade's books, trades and BBOs into updates, keys in any order: a list that comes
 * before its product or its type is returned to. Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/coinbase.md.
 */
import type { InstrumentSlot } from '../../core/index.ts'
import { END } from '../../wire/index.ts'
import { readUpdates } from './decode-levels.ts'
import { readBbos } from './decode-tickers.ts'
import { type RowContext, TradeRows } from './decode-trades.ts'
import { EventClock } from './event-clock.ts'
import {
  EVENT_KEYS,
  EVENT_PRODUCT,
  EVENT_TYPE,
  type EventKind,
  TICKERS,
  TRADES,
  UPDATES,
} from './frame-keys.ts'
import { marketOfSymbol } from './symbols.ts'
import { LEVEL2 } from './venue.ts'

/** Reads the events of one message after the other. */
export class EventReader {
  /** When the message was sent, epoch µs; NaN where it does not say. */
  timeUs: number = Number.NaN
  /** The instrument of the last event that named one. */
  slot: InstrumentSlot | undefined
  /** Whether an instrument was met that is not listed. */
  isUnlisted = false
  readonly #context: RowContext
  readonly #trades: TradeRows
  readonly #clock = new EventClock()
  #localTimeUs = 0

  /** `isMakerSide`: whether `side` of a trade is that of the order that rested. */
  constructor(context: RowContext, isMakerSide: boolean) {
    this.#context = context
    this.#trades = new TradeRows(context, isMakerSide)
  }

  /** A new message. */
  begin(localTimeUs: number): void {
    this.#localTimeUs = localTimeUs
    this.timeUs = Number.NaN
    this.slot = undefined
    this.isUnlisted = false
  }

  /** Reads the list that is next. */
  read(kind: EventKind | ''): void {
    const { reader, batch } = this.#context
    batch.clear()
    if (kind !== 'book' && kind !== 'trade' && kind !== 'ticker') {
      reader.skipValue()
      return
    }
    if (!reader.enterArray()) return
    while (reader.nextItem()) this.#readEvent(kind)
  }

  #readEvent(kind: 'book' | 'trade' | 'ticker'): void {
    const { reader, table } = this.#context
    const start = reader.pos
    if (!reader.enterObject()) return
    const listKey = kind === 'book' ? UPDATES : kind === 'trade' ? TRADES : TICKERS
    let listAt = -1
    let type: 'snapshot' | 'update' | '' = ''
    let hasProduct = false
    let isRead = false
    this.slot = undefined
    for (let key = reader.nextKey(EVENT_KEYS); key !== END; key = reader.nextKey(EVENT_KEYS)) {
      if (key === listKey) {
        reader.peek()
        listAt = reader.pos
        // A book's levels are read at the scale of its instrument.
        isRead = kind !== 'book' || (type !== '' && this.slot !== undefined)
        if (isRead) this.#readList(kind, type === 'snapshot')
        else reader.skipValue()
      } else if (key === EVENT_TYPE && reader.isString()) {
        if (!reader.readString()) return
        type = reader.textIs('snapshot') ? 'snapshot' : reader.textIs('update') ? 'update' : ''
      } else if (key === EVENT_PRODUCT && reader.isString()) {
        if (!reader.readString()) return
        hasProduct = true
        const { bytes, textStart, textEnd } = reader
        const market = marketOfSymbol(bytes, textStart, textEnd)
        this.slot = table.find(market, bytes, textStart, textEnd)
      } else reader.skipValue()
    }
    if (reader.fault !== '') return
    const isWhole = listAt >= 0 && (kind !== 'book' || (type !== '' && hasProduct))
    if (!isWhole) reader.fail('wrongType', start)
    else if (!isRead) this.#returnToList(kind, listAt, type === 'snapshot')
  }

  /** The list came before its instrument or its type. */
  #returnToList(kind: 'book' | 'trade' | 'ticker', listAt: number, isSnapshot: boolean): void {
    const { reader } = this.#context
    if (this.slot === undefined) {
      this.isUnlisted = true
      return
    }
    const end = reader.pos
    reader.pos = listAt
    this.#readList(kind, isSnapshot)
    if (reader.fault === '') reader.pos = end
  }

  #readList(kind: 'book' | 'trade' | 'ticker', isSnapshot: boolean): void {
    switch (kind) {
      case 'book':
        this.#readBook(this.slot!, isSnapshot)
        break
      case 'trade':
        this.#trades.isUnlisted = false
        this.#trades.read(this.#localTimeUs)
        if (this.#trades.isUnlisted) this.isUnlisted = true
        break
      case 'ticker':
        readBbos(this.#context, this.timeUs, this.#localTimeUs)
        break
    }
  }

  /** The time of the matching engine where the levels tell one, else that of the message. */
  #readBook(slot: InstrumentSlot, isSnapshot: boolean): void {
    const { reader, batch, aliases } = this.#context
    const update = batch.book(slot, LEVEL2, isSnapshot, 0)
    // Written here: a double handed on to another call would be boxed.
    update.localTimeUs = this.#localTimeUs
    this.#clock.clear()
    readUpdates(reader, update, batch, this.#clock)
    if (reader.fault !== '') return
    const { newestUs } = this.#clock
    update.venueUs = Number.isNaN(newestUs) ? this.timeUs : newestUs
    aliases.copyBook(update)
  }
}
