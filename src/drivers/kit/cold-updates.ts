import {
  type BookUpdate,
  type DecimalText,
  type LevelBuffer,
  parseDecimal,
  type Side,
  type TradeUpdate,
} from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { asArray, asDecimal } from './fields.ts'

/** Fills a REST snapshot's sides from `[price, size, …]` rows; the buffers take the scale that the digits need. */
export function fillLevels(
  update: BookUpdate,
  bids: readonly JsonValue[],
  asks: readonly JsonValue[],
): void {
  const sides = [bids, asks].map((rows) =>
    rows.map((row): Level => {
      const [price, size] = asArray(row, 'level')
      return { price: asDecimal(price, 'price'), size: asDecimal(size, 'size') }
    }),
  )
  fillSides(update, sides[0] ?? [], sides[1] ?? [])
}

/** A level as text. */
export interface Level {
  /** Exact price. */
  readonly price: DecimalText
  /** Exact size. */
  readonly size: DecimalText
}

/** Fills both sides from levels as text. Cold. */
export function fillSides(
  update: BookUpdate,
  bids: readonly Level[],
  asks: readonly Level[],
): void {
  const all = [...bids, ...asks]
  const priceScale = all.reduce(
    (scale, { price }) => Math.max(scale, scaleIn(price)),
    update.bids.priceScale,
  )
  const sizeScale = all.reduce(
    (scale, { size }) => Math.max(scale, scaleIn(size)),
    update.bids.sizeScale,
  )
  const isWide =
    update.bids.isWide ||
    all.some(({ price, size }) => isBeyond(price, priceScale) || isBeyond(size, sizeScale))
  fillBuffer(update.bids, bids, priceScale, sizeScale, isWide)
  fillBuffer(update.asks, asks, priceScale, sizeScale, isWide)
}

function fillBuffer(
  buffer: LevelBuffer,
  levels: readonly Level[],
  priceScale: number,
  sizeScale: number,
  isWide: boolean,
): void {
  buffer.clear(priceScale, sizeScale, isWide)
  buffer.reserve(levels.length)
  buffer.count = levels.length
  levels.forEach(({ price, size }, i) => {
    const exactPrice = scaledInteger(price, priceScale)
    const exactSize = scaledInteger(size, sizeScale)
    if (isWide) {
      buffer.widePrices[i] = exactPrice
      buffer.wideSizes[i] = exactSize
    } else {
      buffer.prices[i] = Number(exactPrice)
      buffer.sizes[i] = Number(exactSize)
    }
  })
}

/** A trade as text. */
export interface TradeText extends Level {
  /** The aggressor's side. */
  readonly takerSide: Side
  /** The venue's id. */
  readonly tradeId: string
  /** Epoch µs. */
  readonly venueTimeUs?: number
  /** Epoch µs. */
  readonly localTimeUs: number
}

const encoder = new TextEncoder()

/** Fills a trade slot from text. Cold. */
export function fillTrade(update: TradeUpdate, trade: TradeText): TradeUpdate {
  update.begin(update.slot, trade.localTimeUs)
  const priceScale = Math.max(update.slot.priceScale, scaleIn(trade.price))
  const sizeScale = Math.max(update.slot.sizeScale, scaleIn(trade.size))
  const isWide =
    update.slot.isWide || isBeyond(trade.price, priceScale) || isBeyond(trade.size, sizeScale)
  fillBuffer(update.level, [trade], priceScale, sizeScale, isWide)
  update.takerSide = trade.takerSide
  update.venueUs = trade.venueTimeUs ?? Number.NaN
  update.idBytes = encoder.encode(trade.tradeId)
  update.idEnd = update.idBytes.length
  return update
}

function scaleIn(text: DecimalText): number {
  return parseDecimal(text)?.scale ?? 0
}

function scaledInteger(text: DecimalText, scale: number): bigint {
  const parts = parseDecimal(text)
  return parts === undefined ? 0n : parts.digits * 10n ** BigInt(scale - parts.scale)
}

function isBeyond(text: DecimalText, scale: number): boolean {
  const value = scaledInteger(text, scale)
  return (value < 0n ? -value : value) > BigInt(Number.MAX_SAFE_INTEGER)
}
