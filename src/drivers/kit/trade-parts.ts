/**
 * @hotpath Parts of a trade as most venues write them. Allocates nothing. Bench: `bench/gate`.
 */
import type { TradeUpdate } from '../../core/index.ts'
import type { JsonReader } from '../../wire/index.ts'

/** Reads the taker's side, in the venue's words for one that bought and one that sold. Any other word is a fault. */
export function readTakerSide(
  reader: JsonReader,
  update: TradeUpdate,
  buyWord: string,
  sellWord: string,
): boolean {
  if (!reader.readString()) return false
  if (reader.textIs(buyWord)) update.takerSide = 'buy'
  else if (reader.textIs(sellWord)) update.takerSide = 'sell'
  else return reader.fail('wrongType', reader.textStart)
  return true
}

/** Reads an id that is text: a range of the frame's bytes, so that no string is made unless asked. */
export function readTextId(reader: JsonReader, update: TradeUpdate): boolean {
  if (!reader.readString()) return false
  if (reader.textIsEscaped) return reader.fail('badString', reader.textStart)
  update.idBytes = reader.bytes
  update.idStart = reader.textStart
  update.idEnd = reader.textEnd
  return true
}
