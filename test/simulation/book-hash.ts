import type { Levels } from '../../src/core/index.ts'

/**
 * A hash of a book's content that can be kept up to date level by level: the sum of its levels' hashes.
 *
 * Prices and sizes are scaled integers at the scales of the simulated venue's listing.
 */
export class BookHash {
  #a = 0
  #b = 0

  add(side: 'bid' | 'ask', price: number, size: number, sign: 1 | -1 = 1): void {
    if (size === 0) return
    let a = Math.imul(low(price) ^ Math.imul(high(price), 0x9e3779b1), 0x85ebca6b)
    a ^= side === 'bid' ? a >>> 13 : a >>> 15
    let b = Math.imul(low(size) ^ Math.imul(high(size), 0x9e3779b1) ^ a, 0xc2b2ae35)
    b ^= b >>> 16
    this.#a = (this.#a + sign * b) | 0
    this.#b = (this.#b + sign * Math.imul(b ^ a, 0x27d4eb2f)) | 0
  }

  /** 53 bits of it. */
  value(): number {
    return (this.#a >>> 0) * 2_097_152 + (this.#b >>> 11)
  }
}

const TWO_32 = 4_294_967_296
const low = (value: number): number => (value % TWO_32) | 0
const high = (value: number): number => (value / TWO_32) | 0

/** The hash of pairs, best first; only the best `count` of each side. */
export function hashPairs(
  bids: readonly (readonly [number, number])[],
  asks: readonly (readonly [number, number])[],
  count: number = Number.POSITIVE_INFINITY,
): number {
  const hash = new BookHash()
  for (let i = 0; i < Math.min(count, bids.length); i += 1) addPair(hash, 'bid', bids[i])
  for (let i = 0; i < Math.min(count, asks.length); i += 1) addPair(hash, 'ask', asks[i])
  return hash.value()
}

/** The hash of a book's levels brought to other scales; `undefined` where they do not fit them. */
export function hashLevels(
  bids: Levels,
  asks: Levels,
  scales: { readonly priceScale: number; readonly sizeScale: number },
  count: number = Number.POSITIVE_INFINITY,
): number | undefined {
  const hash = new BookHash()
  return addLevels(hash, 'bid', bids, scales, count) && addLevels(hash, 'ask', asks, scales, count)
    ? hash.value()
    : undefined
}

function addLevels(
  hash: BookHash,
  side: 'bid' | 'ask',
  levels: Levels,
  scales: { readonly priceScale: number; readonly sizeScale: number },
  count: number,
): boolean {
  const priceUp = 10 ** (scales.priceScale - levels.priceScale)
  const sizeUp = 10 ** (scales.sizeScale - levels.sizeScale)
  const isSame = priceUp === 1 && sizeUp === 1
  for (let i = 0; i < Math.min(count, levels.count); i += 1) {
    const price: number = isSame ? levels.price(i) : levels.price(i) * priceUp
    const size: number = isSame ? levels.size(i) : levels.size(i) * sizeUp
    if (!Number.isSafeInteger(price) || !Number.isSafeInteger(size)) return false
    hash.add(side, price, size)
  }
  return true
}

function addPair(
  hash: BookHash,
  side: 'bid' | 'ask',
  pair: readonly [number, number] | undefined,
): void {
  if (pair !== undefined) hash.add(side, pair[0], pair[1])
}
