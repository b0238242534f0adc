/**
 * @hotpath The best bid and ask of the tickers of a message; the statistics beside them are read by decode-cold.ts.
 * Allocates nothing.
 */
import type { BboUpdate, InstrumentSlot } from '../../core/index.ts'
import { END, readPrice, readSize } from '../../wire/index.ts'
import { lacksValue } from '../kit/lacks-value.ts'
import type { RowContext } from './decode-trades.ts'
import {
  ASK_PRICE,
  ASK_SIZE,
  BID_PRICE,
  BID_SIZE,
  TICKER_KEYS,
  TICKER_PRODUCT,
} from './frame-keys.ts'
import { marketOfSymbol } from './symbols.ts'

const QUOTE = 34

// Places of the values in a frame, by their keys; one walk is over before the next begins.
const places = new Int32Array(5)

/** Reads a list of tickers; one without both prices and both sizes has no BBO. */
export function readBbos(context: RowContext, venueUs: number, localTimeUs: number): void {
  const { reader } = context
  if (!reader.enterArray()) return
  while (reader.nextItem()) readTicker(context, venueUs, localTimeUs)
}

function readTicker(context: RowContext, venueUs: number, localTimeUs: number): void {
  const { reader, table, batch } = context
  if (!reader.enterObject()) return
  let slot: InstrumentSlot | undefined
  places.fill(-1)
  for (let key = reader.nextKey(TICKER_KEYS); key !== END; key = reader.nextKey(TICKER_KEYS)) {
    reader.peek()
    if (key > TICKER_PRODUCT) places[key] = reader.pos
    if (key !== TICKER_PRODUCT || !reader.isString()) {
      reader.skipValue()
      continue
    }
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    slot = table.find(marketOfSymbol(bytes, textStart, textEnd), bytes, textStart, textEnd)
  }
  if (slot === undefined || reader.fault !== '' || !isWhole(reader.bytes)) return
  const end = reader.pos
  const update = batch.bbo(slot, localTimeUs)
  update.venueUs = venueUs
  readSides(context, update)
  if (reader.fault !== '') return
  reader.pos = end
  context.aliases.copyBbo(update)
}

/** Whether all four values are there and say something: entries of empty texts come on some channels. */
function isWhole(bytes: Uint8Array): boolean {
  for (let i = BID_PRICE; i <= ASK_SIZE; i += 1) {
    const at = places[i]!
    if (at < 0 || (bytes[at] === QUOTE && bytes[at + 1] === QUOTE)) return false
  }
  return true
}

function readSides({ reader, batch }: RowContext, { levels }: BboUpdate): void {
  for (let side = 0; side < 2; side += 1) {
    reader.pos = places[side === 0 ? BID_PRICE : ASK_PRICE]!
    if (!readPrice(reader, levels, side, batch)) return
    reader.pos = places[side === 0 ? BID_SIZE : ASK_SIZE]!
    if (!readSize(reader, levels, side, batch)) return
    // `null`: a side that has a price or a size has both.
    if (lacksValue(levels, side)) {
      reader.fail('badNumber', places[BID_PRICE]!)
      return
    }
  }
}
