import { type BookUpdate, Decimal, LevelBuffer, type Levels } from '../core/index.ts'

/** A side of a book that takes changes. */
interface Side extends Levels {
  apply(levels: LevelBuffer): void
}

/**
 * Uncrosses a book that an update has crossed: what the update says is newer than all else, so the other side's best
 * level gives way; where both levels are of this update, the smaller size is taken from the larger.
 *
 * Each change is also added to the update, after its own rows. Cold: venues that need it cross rarely.
 */
export function uncross(bids: Side, asks: Side, update: BookUpdate): void {
  while (bids.count > 0 && asks.count > 0 && bids.priceDecimal(0).gte(asks.priceDecimal(0))) {
    const isBidNew = update.isSnapshot || tells(update.bids, bids.priceDecimal(0))
    const isAskNew = update.isSnapshot || tells(update.asks, asks.priceDecimal(0))
    if (isBidNew && !isAskNew) changeBest(asks, update.asks, new Decimal(0))
    else if (isAskNew && !isBidNew) changeBest(bids, update.bids, new Decimal(0))
    else net(bids, asks, update)
  }
}

/** Both levels are equally new: their sizes cancel. */
function net(bids: Side, asks: Side, update: BookUpdate): void {
  const bidSize = bids.sizeDecimal(0)
  const askSize = asks.sizeDecimal(0)
  const smaller = Decimal.min(bidSize, askSize)
  changeBest(bids, update.bids, bidSize.minus(smaller))
  changeBest(asks, update.asks, askSize.minus(smaller))
}

/** Gives the best level of a side another size; 0 removes it. */
function changeBest(side: Side, told: LevelBuffer, size: Decimal): void {
  const change = new LevelBuffer()
  change.clear(side.priceScale, side.sizeScale, told.isWide)
  const price = side.priceDecimal(0)
  for (const buffer of [change, told]) {
    const at = buffer.count
    buffer.reserve(at + 1)
    const scaledPrice = new Decimal(price, -buffer.priceScale)
    const scaledSize = new Decimal(size, -buffer.sizeScale)
    if (buffer.isWide) {
      buffer.widePrices[at] = BigInt(scaledPrice.toFixed())
      buffer.wideSizes[at] = BigInt(scaledSize.toFixed())
    }
    buffer.prices[at] = buffer.isWide ? Number.NaN : scaledPrice.toNumber()
    buffer.sizes[at] = buffer.isWide ? Number.NaN : scaledSize.toNumber()
    buffer.count = at + 1
  }
  side.apply(change)
}

/** Whether the update gave this price a size. */
function tells(levels: Levels, price: Decimal): boolean {
  for (let i = 0; i < levels.count; i += 1) {
    if (levels.priceDecimal(i).eq(price)) return true
  }
  return false
}
