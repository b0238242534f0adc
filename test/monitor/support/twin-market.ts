import { MaintainedBook } from '../../../src/book/index.ts'
import {
  asset,
  BookUpdate,
  Decimal,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type LevelBuffer,
  type Levels,
  type OrderBook,
  pair,
  scaledText,
  venueId,
  venueSymbol,
} from '../../../src/core/index.ts'
import type { BookSource } from '../../../src/monitor/index.ts'

/** One side as texts, best first. */
export type SideTexts = readonly (readonly [string, string])[]

/** A spot instrument of a made-up venue. */
function instrument(symbol = 'BTCUSDT'): Instrument {
  return {
    venue: venueId('testvenue'),
    market: 'spot',
    kind: 'spot',
    pair: pair('BTC/USDT'),
    symbol: venueSymbol(symbol),
    base: asset('BTC'),
    quote: asset('USDT'),
    product: 'spot',
    status: 'trading',
    priceScale: 2,
    sizeScale: 3,
    isInferred: false,
  }
}

/** A book as its keeper keeps it, and the same book as anybody would write it down: a map of texts. */
export class TwinBook implements BookSource {
  readonly slot: InstrumentSlot
  readonly feed = 'depth'
  readonly book: MaintainedBook
  readonly update: BookUpdate
  readonly #cut: number | undefined
  readonly #bids = new Map<string, string>()
  readonly #asks = new Map<string, string>()

  constructor(cut: number | undefined, symbol = 'BTCUSDT') {
    this.slot = new InstrumentSlot(instrumentIndex(0), instrument(symbol))
    this.book = new MaintainedBook(this.slot, this.feed, 'full')
    this.update = new BookUpdate(this.slot)
    this.#cut = cut
  }

  find(): OrderBook {
    return this.book.view
  }

  truncateTo(): number | undefined {
    return this.#cut
  }

  /** Applies an update to both books; `levels` are `[price, size]` at the slot's scales. */
  apply(
    isSnapshot: boolean,
    id: number,
    timeUs: number,
    bids: readonly (readonly [bigint, bigint])[],
    asks: readonly (readonly [bigint, bigint])[],
  ): BookUpdate {
    const { update, slot } = this
    update.begin(slot, this.feed, isSnapshot, timeUs)
    update.last = id
    update.venueUs = timeUs - 1_500
    fill(update.bids, bids)
    fill(update.asks, asks)
    this.#write(this.#bids, isSnapshot, bids, -1)
    this.#write(this.#asks, isSnapshot, asks, 1)
    this.book.apply(update, this.#cut === undefined ? {} : { truncateTo: this.#cut })
    return update
  }

  /** The sides as the map has them. */
  texts(): { readonly bids: SideTexts; readonly asks: SideTexts } {
    return { bids: sorted(this.#bids, -1), asks: sorted(this.#asks, 1) }
  }

  /** The sides as the live book has them. */
  liveTexts(): { readonly bids: SideTexts; readonly asks: SideTexts } {
    return { bids: sideTexts(this.book.evidence.bids), asks: sideTexts(this.book.evidence.asks) }
  }

  #write(
    side: Map<string, string>,
    isSnapshot: boolean,
    levels: readonly (readonly [bigint, bigint])[],
    direction: 1 | -1,
  ): void {
    if (isSnapshot) side.clear()
    for (const [price, size] of levels) {
      const priceText = scaledText(price, this.slot.priceScale)
      if (size === 0n) side.delete(priceText)
      else side.set(priceText, scaledText(size, this.slot.sizeScale))
    }
    if (this.#cut === undefined) return
    for (const [price] of sorted(side, direction).slice(this.#cut)) side.delete(price)
  }
}

function fill(buffer: LevelBuffer, levels: readonly (readonly [bigint, bigint])[]): void {
  buffer.reserve(levels.length)
  buffer.count = levels.length
  for (const [i, [price, size]] of levels.entries()) {
    if (buffer.isWide) {
      buffer.widePrices[i] = price
      buffer.wideSizes[i] = size
    } else {
      buffer.prices[i] = Number(price)
      buffer.sizes[i] = Number(size)
    }
  }
}

function sorted(side: ReadonlyMap<string, string>, direction: 1 | -1): SideTexts {
  return [...side].sort(([a], [b]) => new Decimal(a).cmp(b) * direction)
}

function sideTexts(levels: Levels): SideTexts {
  return Array.from({ length: levels.count }, (_, i) => [levels.priceText(i), levels.sizeText(i)])
}
