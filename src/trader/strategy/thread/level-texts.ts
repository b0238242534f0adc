import { type BookUpdate, type LevelBuffer, parseDecimal } from '../../../core/index.ts'
import type { LevelTexts } from './messages.ts'

/** Fraction digits that an instrument has in any case. */
export interface Scales {
  readonly priceScale: number
  readonly sizeScale: number
}

/** A side without a level, as an update has it. */
const EMPTY = { digits: undefined, scale: 0 }

/**
 * Puts levels of exact text into a buffer, at those scales or at higher ones where they need them, as big integers where those
 * do not fit. A level of `undefined` is an empty side.
 */
export function putLevels(
  buffer: LevelBuffer,
  least: Scales,
  levels: LevelTexts | readonly (readonly [price?: string, size?: string])[],
): void {
  const read = levels.map(([price, size]) => [parts(price), parts(size)] as const)
  const priceScale = Math.max(least.priceScale, ...read.map(([price]) => price.scale))
  const sizeScale = Math.max(least.sizeScale, ...read.map(([, size]) => size.scale))
  const scaled = read.map(([price, size]) => [at(price, priceScale), at(size, sizeScale)] as const)
  const isWide = scaled.some(([price, size]) => !fits(price) || !fits(size))
  buffer.clear(priceScale, sizeScale, isWide)
  buffer.reserve(scaled.length)
  buffer.count = scaled.length
  for (const [i, [price, size]] of scaled.entries()) {
    buffer.prices[i] = isWide || price === undefined ? Number.NaN : Number(price)
    buffer.sizes[i] = isWide || size === undefined ? Number.NaN : Number(size)
    if (!isWide) continue
    if (price !== undefined) buffer.widePrices[i] = price
    if (size !== undefined) buffer.wideSizes[i] = size
  }
}

/** Puts both sides of a wide book into an update: at the same scales, and as big integers though they might fit less. */
export function putWideSides(
  update: BookUpdate,
  least: Scales,
  bids: LevelTexts,
  asks: LevelTexts,
): void {
  const sides = [update.bids, update.asks]
  putLevels(update.bids, least, bids)
  putLevels(update.asks, least, asks)
  const priceScale = Math.max(...sides.map((side) => side.priceScale))
  const sizeScale = Math.max(...sides.map((side) => side.sizeScale))
  for (const side of sides) {
    side.widen()
    side.rescale(priceScale, sizeScale)
  }
}

interface Parts {
  readonly digits: bigint | undefined
  readonly scale: number
}

function parts(text: string | undefined): Parts {
  return text === undefined ? EMPTY : (parseDecimal(text) ?? EMPTY)
}

function at({ digits, scale }: Parts, wanted: number): bigint | undefined {
  return digits === undefined ? undefined : digits * 10n ** BigInt(wanted - scale)
}

function fits(value: bigint | undefined): boolean {
  return value === undefined || Number.isSafeInteger(Number(value))
}
