import {
  BboUpdate,
  BookUpdate,
  ConfigError,
  type InstrumentSlot,
  type LevelBuffer,
  parseDecimal,
  TradeUpdate,
} from '../../core/index.ts'
import type { BboRow, BookDeltaRow, BookSnapshotRow, TradeRow } from '../../storage/index.ts'

type Texts = readonly [price: string, size: string]

const encoder = new TextEncoder()

/** The update that a row was made of. The instrument's scales grow to what it needs. @throws ConfigError as {@link scaled} does */
export function bookUpdateOf(
  row: BookDeltaRow | BookSnapshotRow,
  slot: InstrumentSlot,
): BookUpdate {
  const sides =
    row.type === 'bookSnapshot'
      ? ([row.bids, row.asks] as const)
      : ([row.bids.map(changeOf), row.asks.map(changeOf)] as const)
  slot.priceScale = Math.max(slot.priceScale, row.priceScale)
  slot.sizeScale = Math.max(slot.sizeScale, row.sizeScale)
  const update = new BookUpdate(slot)
  update.begin(slot, row.feed, row.type === 'bookSnapshot', row.localTimeUs)
  update.venueUs = row.venueTimeUs ?? Number.NaN
  update.first = row.firstId ?? Number.NaN
  update.last = row.lastId ?? Number.NaN
  update.prev = row.prevId ?? Number.NaN
  for (const [place, buffer] of [update.bids, update.asks].entries())
    fill(buffer, slot, sides[place] ?? [])
  return update
}

/** The print that a row was made of. @throws ConfigError as {@link scaled} does */
export function tradeUpdateOf(row: TradeRow, slot: InstrumentSlot): TradeUpdate {
  grow(slot, [[row.price, row.size]])
  const update = new TradeUpdate(slot)
  update.begin(slot, row.localTimeUs)
  update.venueUs = row.venueTimeUs ?? Number.NaN
  fill(update.level, slot, [[row.price, row.size]])
  update.takerSide = row.takerSide
  update.idBytes = encoder.encode(row.tradeId)
  update.idEnd = update.idBytes.length
  return update
}

/** The best prices that a row was made of. @throws ConfigError as {@link scaled} does */
export function bboUpdateOf(row: BboRow, slot: InstrumentSlot): BboUpdate {
  const sides = [
    [row.bidPrice, row.bidSize],
    [row.askPrice, row.askSize],
  ] as const
  grow(
    slot,
    sides.map(([price = '0', size = '0']): Texts => [price, size]),
  )
  const update = new BboUpdate(slot)
  update.begin(slot, row.localTimeUs)
  update.venueUs = row.venueTimeUs ?? Number.NaN
  update.last = row.lastId ?? Number.NaN
  for (const [place, [price, size]] of sides.entries()) {
    if (price !== undefined) update.levels.prices[place] = scaled(price, slot.priceScale, slot)
    if (size !== undefined) update.levels.sizes[place] = scaled(size, slot.sizeScale, slot)
  }
  return update
}

function changeOf([, price, size]: readonly [string, string, string]): Texts {
  return [price, size]
}

function grow(slot: InstrumentSlot, levels: readonly Texts[]): void {
  for (const [price, size] of levels) {
    slot.priceScale = Math.max(slot.priceScale, parseDecimal(price)?.scale ?? 0)
    slot.sizeScale = Math.max(slot.sizeScale, parseDecimal(size)?.scale ?? 0)
  }
}

function fill(buffer: LevelBuffer, slot: InstrumentSlot, levels: readonly Texts[]): void {
  buffer.reserve(levels.length)
  buffer.count = levels.length
  for (const [place, [price, size]] of levels.entries()) {
    buffer.prices[place] = scaled(price, slot.priceScale, slot)
    buffer.sizes[place] = scaled(size, slot.sizeScale, slot)
  }
}

/**
 * Decimal text as a scaled integer.
 *
 * @throws ConfigError `INVALID_NUMBER` where it is none, or does not fit 2^53: instruments that wide are not replayed
 */
function scaled(text: string, scale: number, { instrument }: InstrumentSlot): number {
  const parts = parseDecimal(text)
  const value =
    parts === undefined || parts.scale > scale
      ? Number.NaN
      : Number(parts.digits * 10n ** BigInt(scale - parts.scale))
  if (Number.isSafeInteger(value)) return value
  throw new ConfigError(
    'INVALID_NUMBER',
    `Replaying ${instrument.pair}: expected a decimal that fits 2^53 at ${scale} digits, was "${text.slice(0, 80)}"`,
  )
}
