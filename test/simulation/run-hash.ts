import type { BboUpdate, BookUpdate, Levels, TradeUpdate } from '../../src/core/index.ts'

const TWO_32 = 4_294_967_296

/** A running hash over whatever it is given, in order. */
export class RunHash {
  #high = 0x811c9dc5 | 0
  #low = 0x01000193

  number(value: number): void {
    this.#mix((value % TWO_32) | 0)
    this.#mix((value / TWO_32) | 0)
    if (Number.isNaN(value)) this.#mix(0x7ff8)
  }

  text(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.#mix(text.charCodeAt(i))
    this.#mix(-1)
  }

  bytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.#mix(byte)
    this.#mix(-1)
  }

  book(update: BookUpdate): void {
    this.text(update.isSnapshot ? 's' : 'd')
    this.number(update.slot.index)
    this.text(update.feed)
    for (const value of [update.first, update.last, update.prev, update.checksum])
      this.number(value)
    this.number(update.venueUs)
    this.number(update.localTimeUs)
    this.levels(update.bids)
    this.levels(update.asks)
  }

  bbo(update: BboUpdate): void {
    this.number(update.slot.index)
    this.number(update.last)
    this.number(update.localTimeUs)
    this.levels(update.levels)
  }

  trade(update: TradeUpdate): void {
    this.number(update.slot.index)
    this.number(update.localTimeUs)
    this.text(update.tradeId())
    this.levels(update.level)
  }

  levels(levels: Levels): void {
    for (let i = 0; i < levels.count; i += 1) {
      const price: number = levels.price(i)
      this.number(price)
      this.number(levels.size(i))
      if (Number.isNaN(price)) this.text(levels.priceText(i) + levels.sizeText(i))
    }
    this.#mix(-1)
  }

  digest(): string {
    const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')
    return hex(this.#high) + hex(this.#low)
  }

  #mix(value: number): void {
    this.#high = Math.imul(this.#high ^ value, 0x01000193)
    this.#low = (Math.imul(this.#low, 0x5bd1e995) + (value ^ (this.#high >>> 15))) | 0
  }
}
