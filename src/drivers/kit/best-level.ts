/**
 * @hotpath The best level of a side, of a message that tells a BBO as a short book. Allocates nothing. Bench: `bench/gate`.
 */
import type { LevelBuffer } from '../../core/index.ts'
import { type JsonReader, readPrice, readSize, type ScaleKeeper } from '../../wire/index.ts'
import { lacksValue } from './lacks-value.ts'

/** Reads the first of `[["27450.00","0.500"],…]` as level `i`; of `[]` nothing: the side is empty. */
export function readBestLevel(
  reader: JsonReader,
  levels: LevelBuffer,
  i: 0 | 1,
  keeper: ScaleKeeper,
): void {
  if (!reader.enterArray()) return
  let isFirst = true
  while (reader.nextItem()) {
    if (isFirst) readLevel(reader, levels, i, keeper)
    else reader.skipValue()
    isFirst = false
  }
}

function readLevel(reader: JsonReader, levels: LevelBuffer, i: 0 | 1, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterArray()) return
  if (reader.nextItem()) readPrice(reader, levels, i, keeper)
  if (reader.nextItem()) readSize(reader, levels, i, keeper)
  while (reader.nextItem()) reader.skipValue()
  if (lacksValue(levels, i)) reader.fail('badNumber', start)
}
