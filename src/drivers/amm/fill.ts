import type { InstrumentSlot, LevelBuffer } from '../../core/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import type { DepthLevel } from './depth.ts'
import type { SwapTrade } from './logs.ts'
import type { Pool } from './pool.ts'
import type { PoolModel } from './pool-kind.ts'

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)
const encoder = new TextEncoder()

/** When something happened, and when it arrived. */
export interface Moment {
  /** Time of the block, epoch s; absent where the node did not say. */
  readonly timeS: number | undefined
  /** Arrival, epoch µs. */
  readonly localTimeUs: number
}

/** Adds the whole book of a pool to a batch. */
export function addBook(
  batch: FrameBatch,
  slot: InstrumentSlot,
  book: { readonly pool: Pool; readonly state: PoolModel; readonly feed: string },
  id: number,
  { timeS, localTimeUs }: Moment,
): void {
  const { pool, state, feed } = book
  const update = batch.book(slot, feed, true, localTimeUs)
  update.venueUs = timeS === undefined ? Number.NaN : timeS * 1_000_000
  update.last = id
  const [bids, asks] = (['bid', 'ask'] as const).map((side) => state.levels(side))
  const sides: readonly (readonly [LevelBuffer, readonly DepthLevel[]])[] = [
    [update.bids, bids ?? []],
    [update.asks, asks ?? []],
  ]
  if (sides.some(([buffer, levels]) => needsWide(buffer, levels, pool))) batch.needWide()
  for (const [buffer, levels] of sides) fill(buffer, levels, pool)
}

/** Adds a trade to a batch. */
export function addTrade(
  batch: FrameBatch,
  slot: InstrumentSlot,
  pool: Pool,
  trade: SwapTrade & { readonly id: string },
  { timeS, localTimeUs }: Moment,
): void {
  const update = batch.trade(slot, localTimeUs)
  update.venueUs = timeS === undefined ? Number.NaN : timeS * 1_000_000
  update.takerSide = trade.takerSide
  update.idBytes = encoder.encode(trade.id)
  update.idEnd = update.idBytes.length
  if (needsWide(update.level, [trade], pool)) batch.needWide()
  fill(update.level, [trade], pool)
}

function needsWide(buffer: LevelBuffer, levels: readonly DepthLevel[], pool: Pool): boolean {
  const [priceFactor, sizeFactor] = factors(buffer, pool)
  return levels.some(
    ({ price, size }) => price * priceFactor > MAX_SAFE || size * sizeFactor > MAX_SAFE,
  )
}

function fill(buffer: LevelBuffer, levels: readonly DepthLevel[], pool: Pool): void {
  const [priceFactor, sizeFactor] = factors(buffer, pool)
  buffer.reserve(levels.length)
  buffer.count = levels.length
  levels.forEach(({ price, size }, i) => {
    if (buffer.isWide) {
      buffer.widePrices[i] = price * priceFactor
      buffer.wideSizes[i] = size * sizeFactor
    } else {
      buffer.prices[i] = Number(price * priceFactor)
      buffer.sizes[i] = Number(size * sizeFactor)
    }
  })
}

/** The instrument's scales may have grown since. */
function factors(buffer: LevelBuffer, { priceScale, sizeScale }: Pool): readonly [bigint, bigint] {
  return [
    10n ** BigInt(buffer.priceScale - priceScale),
    10n ** BigInt(buffer.sizeScale - sizeScale),
  ]
}
