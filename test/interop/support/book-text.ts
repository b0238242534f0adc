import type { OrderBook } from '../../../src/core/index.ts'
import type { BookTruth } from '../../../src/sim/index.ts'

/** The best levels of both sides as decimal text without padding, the same for whoever holds the book. */
export interface BookText {
  readonly bids: readonly string[]
  readonly asks: readonly string[]
}

/** A book as ccxt holds it. */
export interface NumberBook {
  readonly bids: readonly (readonly unknown[])[]
  readonly asks: readonly (readonly unknown[])[]
}

/** The book inside the venue. */
export function truthText(truth: BookTruth, depth: number): BookText {
  const side = (levels: BookTruth['bids']): string[] =>
    levels.slice(0, depth).map(([price, size]) => `${price} ${size}`)
  return { bids: side(truth.bids), asks: side(truth.asks) }
}

/** Our book; `undefined` while it must not be read. */
export function ownText(book: OrderBook, depth: number): BookText | undefined {
  if (book.state !== 'live') return undefined
  const side = (name: 'bids' | 'asks'): string[] =>
    Array.from(
      { length: Math.min(depth, book[name].count) },
      (_, i) => `${book[name].priceText(i)} ${book[name].sizeText(i)}`,
    )
  return { bids: side('bids'), asks: side('asks') }
}

/** The book of a client that holds doubles: the shortest text of a double is the decimal text it was read from. */
export function numberText(book: NumberBook, depth: number): BookText {
  const side = (levels: NumberBook['bids']): string[] =>
    levels.slice(0, depth).map(([price, size]) => `${plain(price)} ${plain(size)}`)
  return { bids: side(book.bids), asks: side(book.asks) }
}

/** Where two books differ first; `undefined` where they are equal. */
export function firstDifference(found: BookText | undefined, truth: BookText): string | undefined {
  if (found === undefined) return 'is not live'
  for (const side of ['bids', 'asks'] as const) {
    const most = Math.max(found[side].length, truth[side].length)
    for (let i = 0; i < most; i += 1) {
      if (found[side][i] === truth[side][i]) continue
      return `${side}[${i}] is ${found[side][i]}, the venue has ${truth[side][i]}`
    }
  }
  return undefined
}

/** A number as plain decimal text, without an exponent. */
export function plain(value: unknown): string {
  const text = String(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = '', head = '', tail = '', exponent = '0'] = match
  const digits = head + tail
  const point = 1 + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? sign + digits.padEnd(point, '0')
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
