import { LevelBuffer } from '../../../src/core/index.ts'

/** A level, scaled. */
export type Row = readonly [price: number, size: number]

/** Rows as a decoder hands them over. */
export function bufferOf(rows: readonly Row[]): LevelBuffer {
  const buffer = new LevelBuffer()
  buffer.reserve(rows.length)
  for (const [i, [price, size]] of rows.entries()) {
    buffer.prices[i] = price
    buffer.sizes[i] = size
  }
  buffer.count = rows.length
  return buffer
}
