import type { LevelBuffer } from '../../core/index.ts'
import type { WideLevelsText } from './records.ts'

/** Levels as plain data, beyond 2^53 too. Cold: what is wide is rare. */
export function wideText(levels: LevelBuffer): WideLevelsText {
  const { priceScale, sizeScale, isWide, count } = levels
  const prices: ArrayLike<number | bigint | undefined> = isWide ? levels.widePrices : levels.prices
  const sizes: ArrayLike<number | bigint | undefined> = isWide ? levels.wideSizes : levels.sizes
  const rows = Array.from(
    { length: count },
    (_, i) => [textOf(prices[i]), textOf(sizes[i])] as const,
  )
  return { priceScale, sizeScale, isWide, levels: rows }
}

/** Reads them back. */
export function readWide(text: WideLevelsText, into: LevelBuffer): void {
  const { priceScale, sizeScale, isWide, levels } = text
  into.clear(priceScale, sizeScale, isWide)
  into.reserve(levels.length)
  into.count = levels.length
  for (const [i, [price, size]] of levels.entries()) {
    into.prices[i] = isWide || price === null ? Number.NaN : Number(price)
    into.sizes[i] = isWide || size === null ? Number.NaN : Number(size)
    if (isWide && price !== null) into.widePrices[i] = BigInt(price)
    if (isWide && size !== null) into.wideSizes[i] = BigInt(size)
  }
}

function textOf(value: number | bigint | undefined): string | null {
  return value === undefined || Number.isNaN(value) ? null : String(value)
}
