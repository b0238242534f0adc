/**
 * @hotpath Compares a book's best levels with the BBO feed where both stand at the same update id.
 * Called once per BBO and per book change of instruments that have both feeds. Allocation budget: none per event.
 */
import type { BboUpdate, LiveOrderBook, OrderBook } from '../core/index.ts'

/** Agreements before a disagreement counts: until then nothing says that both feeds number alike. */
const AGREEMENTS_NEEDED = 3

interface Best {
  id: number
  bidPrice: number
  bidSize: number
  askPrice: number
  askSize: number
  priceScale: number
  sizeScale: number
  agreements: number
}

/** Evidence for or against books from BBO feeds. */
export class BboCheck {
  readonly #best: (Best | undefined)[] = []

  /** Notes a BBO that carries an update id. */
  note(bbo: BboUpdate): void {
    if (Number.isNaN(bbo.last) || bbo.levels.isWide) return
    const best = (this.#best[bbo.slot.index] ??= emptyBest())
    const { levels } = bbo
    best.id = bbo.last
    best.bidPrice = levels.prices[0] as number
    best.bidSize = levels.sizes[0] as number
    best.askPrice = levels.prices[1] as number
    best.askSize = levels.sizes[1] as number
    best.priceScale = levels.priceScale
    best.sizeScale = levels.sizeScale
  }

  /** Whether the last BBO of an instrument contradicts a book at the same update id. */
  contradicts(index: number, book: OrderBook): boolean {
    const best = this.#best[index]
    if (best === undefined || book.state !== 'live' || book.lastId !== best.id) return false
    if (book.bids.priceScale !== best.priceScale || book.bids.sizeScale !== best.sizeScale)
      return false
    if (agrees(best, book)) {
      best.agreements += 1
      return false
    }
    const isEvidence = best.agreements >= AGREEMENTS_NEEDED
    best.agreements = 0
    return isEvidence
  }
}

function agrees(best: Best, book: LiveOrderBook): boolean {
  return (
    Object.is(best.bidPrice, book.bids.price(0)) &&
    Object.is(best.bidSize, book.bids.size(0)) &&
    Object.is(best.askPrice, book.asks.price(0)) &&
    Object.is(best.askSize, book.asks.size(0))
  )
}

function emptyBest(): Best {
  const none = Number.NaN
  return {
    id: none,
    bidPrice: none,
    bidSize: none,
    askPrice: none,
    askSize: none,
    priceScale: 0,
    sizeScale: 0,
    agreements: 0,
  }
}
