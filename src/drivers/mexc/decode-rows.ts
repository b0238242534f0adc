/**
 * @hotpath The bodies of MEXC's hot protobuf frames into updates, fields in any order, unknown ones skipped, every part
 * that must be there checked. Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/mexc.md §Protobuf.
 *
 * A scalar that is left out is its default, which for text is "": no price, no size, no id.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import {
  openLevel,
  type ProtoReader,
  readProtoPrice,
  readProtoSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import { isHalf, lacksValue } from '../kit/lacks-value.ts'
import {
  ASK_PRICE,
  ASK_QUANTITY,
  ASKS,
  BBO_VERSION,
  BID_PRICE,
  BID_QUANTITY,
  BIDS,
  PRICE,
  QUANTITY,
  TIME,
  TO_VERSION,
  TRADE_ID,
  TRADE_TYPE,
  VERSION,
} from './proto-fields.ts'

const TAKER_BOUGHT = 1
const TAKER_SOLD = 2

/** A depth message; `isMerged`: it covers `fromVersion` to `toVersion`, else it is at one `version`. */
export function readDepth(
  reader: ProtoReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  isMerged: boolean,
): void {
  const start = reader.pos
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    switch (field) {
      case ASKS:
        readLevel(reader, update.asks, keeper)
        break
      case BIDS:
        readLevel(reader, update.bids, keeper)
        break
      case VERSION:
        if (reader.readText() && reader.textInteger()) update.first = reader.integer
        break
      case TO_VERSION:
        if (!isMerged) reader.skip()
        else if (reader.readText() && reader.textInteger()) update.last = reader.integer
        break
      default:
        reader.skip()
    }
  }
  if (!isMerged) update.last = update.first
  // A whole book may be without a version; a change without one cannot be placed.
  const isPlaced = update.first >= 0 && update.last >= 0
  if (!isPlaced && !update.isSnapshot) reader.fail('missing', start)
}

function readLevel(reader: ProtoReader, levels: LevelBuffer, keeper: ScaleKeeper): void {
  openLevel(levels)
  const n = levels.count - 1
  const start = reader.tagStart
  const outer = reader.enter()
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === PRICE) readProtoPrice(reader, levels, n, keeper)
    else if (field === QUANTITY) readProtoSize(reader, levels, n, keeper)
    else reader.skip()
  }
  reader.leave(outer)
  if (lacksValue(levels, n)) reader.fail('missing', start)
}

/** One trade. */
export function readDeal(reader: ProtoReader, update: TradeUpdate, keeper: ScaleKeeper): void {
  const start = reader.tagStart
  const outer = reader.enter()
  let tradeType = 0
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    switch (field) {
      case PRICE:
        readProtoPrice(reader, update.level, 0, keeper)
        break
      case QUANTITY:
        readProtoSize(reader, update.level, 0, keeper)
        break
      case TRADE_TYPE:
        if (reader.readInteger()) tradeType = reader.integer
        break
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case TRADE_ID:
        if (!reader.readText() || !reader.isAscii()) break
        update.idBytes = reader.bytes
        update.idStart = reader.textStart
        update.idEnd = reader.textEnd
        break
      default:
        reader.skip()
    }
  }
  reader.leave(outer)
  if (tradeType === TAKER_BOUGHT) update.takerSide = 'buy'
  else if (tradeType === TAKER_SOLD) update.takerSide = 'sell'
  else reader.fail('missing', start)
  if (lacksValue(update.level, 0)) reader.fail('missing', start)
}

/** A BBO; a side may be empty. Only those of a depth stream have the version of the book they are of. */
export function readBbo(
  reader: ProtoReader,
  update: BboUpdate,
  keeper: ScaleKeeper,
  hasVersion: boolean,
): void {
  const { levels } = update
  const start = reader.pos
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    switch (field) {
      case BID_PRICE:
        readProtoPrice(reader, levels, 0, keeper)
        break
      case BID_QUANTITY:
        readProtoSize(reader, levels, 0, keeper)
        break
      case ASK_PRICE:
        readProtoPrice(reader, levels, 1, keeper)
        break
      case ASK_QUANTITY:
        readProtoSize(reader, levels, 1, keeper)
        break
      case BBO_VERSION:
        if (!hasVersion) reader.skip()
        else if (reader.readText() && reader.textStart < reader.textEnd && reader.textInteger())
          update.last = reader.integer
        break
      default:
        reader.skip()
    }
  }
  if (isHalf(levels, 0) || isHalf(levels, 1)) reader.fail('missing', start)
}
