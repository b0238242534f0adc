/**
 * @hotpath A size whose sign says a side (`-108`, `"-108.5"`): the magnitude goes into the buffer, the sign is told. No
 * allocation on the fast path. Bench: `bench/gate`.
 */
import type { LevelBuffer } from '../core/index.ts'
import type { JsonReader } from './json-reader.ts'
import { isDigit } from './json-text.ts'
import type { ScaleKeeper } from './scale-keeper.ts'
import { readSize, scanFast } from './scan-decimal.ts'

const QUOTE = 34
const MINUS = 45

/**
 * Reads a decimal, bare or quoted, as the size of level `i`, without its sign; `reader.boolean` says whether there was a
 * minus. Returns `false` at a fault.
 */
export function readSignedSize(
  reader: JsonReader,
  levels: LevelBuffer,
  i: number,
  keeper: ScaleKeeper,
): boolean {
  reader.peek()
  const { bytes, pos } = reader
  const isQuoted = bytes[pos] === QUOTE
  const signAt = isQuoted ? pos + 1 : pos
  reader.boolean = bytes[signAt] === MINUS
  if (!reader.boolean) return readSize(reader, levels, i, keeper)
  if (!isDigit(bytes[signAt + 1])) return reader.fail('badNumber', signAt + 1)
  if (!isQuoted) {
    reader.pos = signAt + 1
    return readSize(reader, levels, i, keeper)
  }
  const next = levels.isWide ? -1 : scanFast(reader, bytes, signAt + 1, levels.sizeScale)
  if (next >= 0 && bytes[next] === QUOTE) {
    levels.sizes[i] = reader.scaled
    reader.pos = next + 1
    return true
  }
  if (!readSize(reader, levels, i, keeper)) return false
  if (levels.isWide) levels.wideSizes[i] = -(levels.wideSizes[i] ?? 0n)
  else levels.sizes[i] = -levels.sizes[i]!
  return true
}
