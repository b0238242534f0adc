import type { Ticker as CcxtTicker, Trade as CcxtTrade, OHLCV } from 'ccxt'
import type { Candle, Trade as OwnTrade, Ticker } from '../../../src/core/index.ts'
import { scaledText } from '../../../src/core/index.ts'
import type { LiveInstrument } from '../../../src/sim/index.ts'
import type { CcxtLine } from './adapter.ts'
import { plain } from './book-text.ts'

/** A trade, the same for whoever tells it. */
export interface TradeText {
  readonly timeMs: number
  readonly id: string
  /** Price, size and the taker's side. */
  readonly terms: string
  readonly size: number
}

/** As ccxt tells it; where it tells the maker's side, with the other one. */
export function ccxtTrade(trade: CcxtTrade, tellsMakerSide = false): TradeText {
  const { id = '', price, amount = 0, side = '', timestamp = 0 } = trade
  const takerSide = tellsMakerSide ? (side === 'buy' ? 'sell' : 'buy') : side
  const terms = `${plain(price)} ${plain(amount)} ${takerSide}`
  return { timeMs: timestamp, id, terms, size: amount }
}

/** As we tell it. */
export function ownTrade(trade: OwnTrade): TradeText {
  return {
    timeMs: Math.floor((trade.venueTimeUs ?? 0) / 1000),
    id: trade.tradeId(),
    terms: `${trade.priceText()} ${trade.sizeText()} ${trade.takerSide}`,
    size: Number(trade.sizeText()),
  }
}

/**
 * As ccxt would tell ours, where it reads the venue's ns as doubles: a trade at the very beginning of a millisecond may come
 * to be of the one before. The venue tells whole µs here.
 */
export function withDoubleNs(text: TradeText, { venueTimeUs = 0 }: OwnTrade): TradeText {
  return { ...text, timeMs: Math.floor((venueTimeUs * 1000) / 1e6) }
}

/** As it happened. */
export function trueTrade(
  { spec }: LiveInstrument,
  trade: LiveInstrument['trades'][number],
): TradeText {
  const size = scaledText(trade.size, spec.sizeScale)
  return {
    timeMs: Math.floor(trade.timeUs / 1000),
    id: String(trade.id),
    terms: `${scaledText(trade.price, spec.priceScale)} ${size} ${trade.takerSide}`,
    size: Number(size),
  }
}

/** Trades by time, those of one moment by their ids. */
export function oldestFirst(trades: readonly TradeText[]): readonly TradeText[] {
  return trades.toSorted((a, b) => a.timeMs - b.timeMs || Number(BigInt(a.id) - BigInt(b.id)))
}

/** Past trades in the form in which two tellers can be compared. */
export function comparedTrades(
  trades: readonly TradeText[],
  ids: CcxtLine['tradeIds'] = 'ordered',
): readonly TradeText[] {
  if (ids === 'ordered') return trades
  const told = ids === 'untold' ? trades.map((trade) => ({ ...trade, id: '' })) : trades
  return told.toSorted((a, b) => a.timeMs - b.timeMs || (a.id + a.terms < b.id + b.terms ? -1 : 1))
}

/** A bar as ccxt tells it: open time in ms, then open, high, low, close, and volume where both count it alike. */
export function ccxtBar(bar: OHLCV | undefined, isSizeBase: boolean): string {
  return (bar ?? [])
    .slice(0, isSizeBase ? 6 : 5)
    .map(plain)
    .join(' ')
}

/** A bar as we tell it, in the same words. */
export function ownBar(bar: Candle | undefined, isSizeBase: boolean): string {
  if (bar === undefined) return ''
  const { openTimeUs, open, high, low, close, volume } = bar
  const values = [open, high, low, close, ...(isSizeBase ? [volume] : [])]
  return [openTimeUs / 1000, ...values.map(Number)].map(plain).join(' ')
}

/**
 * Statistics of a day: what both of two tellers say, field by field.
 *
 * ccxt counts volume in base, we as the venue counts sizes: they are the same where a size of one is one of base.
 */
export function sharedTicker(
  other: CcxtTicker,
  own: Ticker,
  isSizeBase: boolean,
): readonly (readonly [field: string, other: string, own: string])[] {
  const pairs = [
    ['last', other.last, own.lastPrice],
    ['high', other.high, own.highPrice],
    ['low', other.low, own.lowPrice],
    ['open', other.open, own.openPrice],
    ['bid', other.bid, own.bidPrice],
    ['ask', other.ask, own.askPrice],
    ['bid size', other.bidVolume, own.bidSize],
    ['ask size', other.askVolume, own.askSize],
    ['volume', isSizeBase ? other.baseVolume : undefined, own.volume],
  ] as const
  return pairs.flatMap(([field, theirs, ours]) =>
    theirs === undefined || ours === undefined
      ? []
      : [[field, plain(theirs), plain(Number(ours))] as const],
  )
}
