import type { BookLevels } from '../change-log.ts'
import type { DiffBatch } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { type BinanceProduct, PRODUCTS } from './products.ts'
import { levelTexts, wireText } from './wire-text.ts'

/** Writes epoch µs in the unit of a connection: ms, or µs where spot was asked for it. */
export type TimeUnit = (timeUs: number) => number

/** Times in ms. */
export const inMs: TimeUnit = (timeUs) => Math.floor(timeUs / 1000)

/** Times in µs; spot only. */
export const inUs: TimeUnit = (timeUs) => timeUs

/** The pair that futures messages name beside the symbol: `BTCUSD` of `BTCUSD_PERP`. */
export function pairOf(live: LiveInstrument): string {
  return live.spec.product === 'coinm' ? live.spec.base + live.spec.quote : live.spec.symbol
}

/** The field `st` of futures messages. */
export function streamTypeOf(live: LiveInstrument): number {
  return PRODUCTS[live.spec.product === 'coinm' ? 'coinm' : 'usdm'].streamType
}

/** A book diff, as text. */
export function depthUpdate(
  live: LiveInstrument,
  batch: DiffBatch,
  nowUs: number,
  time: TimeUnit,
): string {
  const { symbol, kind } = live.spec
  const text = wireText(live.spec)
  // Spot lists the best first; futures list both sides by rising price.
  const b = levelTexts(text, byPrice(batch.bids, kind === 'spot' ? -1 : 1))
  const a = levelTexts(text, byPrice(batch.asks, 1))
  const head = { e: 'depthUpdate', E: time(nowUs) }
  if (kind === 'spot') {
    // Spot ids have no holes: a batch covers every id since the batch before.
    return JSON.stringify({ ...head, s: symbol, U: batch.previousId + 1, u: batch.lastId, b, a })
  }
  return JSON.stringify({
    ...head,
    T: time(batch.timeUs),
    s: symbol,
    ps: pairOf(live),
    st: streamTypeOf(live),
    U: batch.firstId,
    u: batch.lastId,
    pu: batch.previousId,
    b,
    a,
  })
}

function byPrice(levels: BookLevels['bids'], direction: 1 | -1): BookLevels['bids'] {
  return levels.toSorted((x, y) => (x[0] - y[0]) * direction)
}

/** The best levels as a whole, as text. */
export function partialDepth(
  live: LiveInstrument,
  levels: number,
  previousId: number,
  nowUs: number,
  time: TimeUnit,
): string {
  const text = wireText(live.spec)
  const book = live.book(levels)
  const bids = levelTexts(text, book.bids)
  const asks = levelTexts(text, book.asks)
  if (live.spec.kind === 'spot') return JSON.stringify({ lastUpdateId: live.updateId, bids, asks })
  // Looks like a diff, is a whole top of book.
  return JSON.stringify({
    e: 'depthUpdate',
    E: time(nowUs),
    T: time(live.updatedUs),
    s: live.spec.symbol,
    ps: pairOf(live),
    st: streamTypeOf(live),
    U: previousId + 1,
    u: live.updateId,
    pu: previousId,
    b: bids,
    a: asks,
  })
}

/** The best bid and ask, as text; `undefined` while a side is empty. */
export function bookTicker(
  live: LiveInstrument,
  nowUs: number,
  time: TimeUnit,
): string | undefined {
  const bid = live.engine.best('bid')
  const ask = live.engine.best('ask')
  if (bid === undefined || ask === undefined) return undefined
  const text = wireText(live.spec)
  const best = {
    b: text.price(bid.price),
    B: text.size(bid.size),
    a: text.price(ask.price),
    A: text.size(ask.size),
  }
  const { symbol, kind } = live.spec
  if (kind === 'spot') return JSON.stringify({ u: live.updateId, s: symbol, ...best })
  return JSON.stringify({
    e: 'bookTicker',
    u: live.updateId,
    s: symbol,
    ps: pairOf(live),
    E: time(nowUs),
    T: time(live.updatedUs),
    ...best,
    st: streamTypeOf(live),
  })
}

/** A book snapshot as REST answers it. */
export function depthSnapshot(
  product: BinanceProduct,
  live: LiveInstrument,
  book: BookLevels,
  updateId: number,
  limit: number,
  nowUs: number,
): unknown {
  const text = wireText(live.spec)
  const sides = {
    bids: levelTexts(text, book.bids.slice(0, limit)),
    asks: levelTexts(text, book.asks.slice(0, limit)),
  }
  const times = { E: inMs(nowUs), T: inMs(live.updatedUs) }
  switch (product) {
    case 'spot':
      return { lastUpdateId: updateId, ...sides }
    case 'usdm':
      return { lastUpdateId: updateId, ...times, ...sides }
    case 'coinm':
      return {
        lastUpdateId: updateId,
        ...times,
        symbol: live.spec.symbol,
        pair: pairOf(live),
        ...sides,
      }
  }
}
