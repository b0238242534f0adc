import type { BookLevels } from '../change-log.ts'
import { dayStats } from '../day-stats.ts'
import type { DiffBatch } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { NumberedChange } from './classic-sequences.ts'
import {
  Digits,
  milliseconds,
  nanoseconds,
  priceText,
  sizeText,
  tradeIdText,
  volumeTexts,
  wireJson,
} from './wire-text.ts'

/** A classic message as text. Those of contracts have a number of their own beside the payload. */
export function classicMessage(topic: string, subject: string, data: unknown, sn?: number): string {
  return wireJson({ topic, type: 'message', subject, sn, data })
}

/**
 * Spot changes: `[price, size, sequence]`. Sequences that no level had, as those of hidden orders, are there with price
 * 0.
 */
export function changesMessage(topic: string, live: LiveInstrument, batch: DiffBatch): string {
  const { spec } = live
  const { previousId, lastId } = batch
  const hidden = Array.from({ length: lastId - previousId - 1 }, (_, i) => [
    '0',
    '0',
    String(previousId + 1 + i),
  ])
  const rows = (levels: BookLevels['bids']): string[][] =>
    levels.map(([price, size]) => [priceText(spec, price), sizeText(spec, size), String(lastId)])
  const data = {
    changes: { asks: [...hidden, ...rows(batch.asks)], bids: rows(batch.bids) },
    sequenceEnd: lastId,
    sequenceStart: previousId + 1,
    symbol: spec.symbol,
    time: milliseconds(batch.timeUs),
  }
  return classicMessage(topic, 'trade.l2update', data)
}

/** One change of a contract's book: `"price,side,size"`. */
export function changeMessage(
  topic: string,
  { spec }: LiveInstrument,
  { side, price, size, sequence }: NumberedChange,
  nowUs: number,
): string {
  const word = side === 'bid' ? 'buy' : 'sell'
  const change = `${priceText(spec, price)},${word},${sizeText(spec, size)}`
  const data = { sequence, change, timestamp: milliseconds(nowUs) }
  return classicMessage(topic, 'level2', data, sequence)
}

/** The best levels as a whole. Spot has sizes in quotes; contracts have bare lots, and a sequence. */
export function wholeMessage(
  topic: string,
  live: LiveInstrument,
  levels: number,
  sequence: number,
  nowUs: number,
): string {
  const book = live.book(levels)
  const timestamp = milliseconds(nowUs)
  if (live.spec.kind === 'spot') {
    const data = {
      asks: textLevels(live, book.asks),
      bids: textLevels(live, book.bids),
      timestamp,
    }
    return classicMessage(topic, 'level2', data)
  }
  const data = {
    bids: lotLevels(live, book.bids),
    sequence,
    timestamp,
    ts: timestamp,
    asks: lotLevels(live, book.asks),
  }
  return classicMessage(topic, 'level2', data, timestamp)
}

/** Levels with both numbers in quotes. */
export function textLevels(
  { spec }: LiveInstrument,
  levels: BookLevels['bids'],
): readonly (readonly [string, string])[] {
  return levels.map(([price, size]) => [priceText(spec, price), sizeText(spec, size)])
}

/** Levels whose sizes are bare lots. */
export function lotLevels(
  { spec }: LiveInstrument,
  levels: BookLevels['bids'],
): readonly (readonly [string, Digits])[] {
  return levels.map(([price, size]) => [priceText(spec, price), new Digits(sizeText(spec, size))])
}

/** Spot's best prices: one level a side, not a list of levels. */
export function level1Message(topic: string, live: LiveInstrument, nowUs: number): string {
  const { asks, bids } = live.book(1)
  const data = {
    asks: textLevels(live, asks)[0] ?? [],
    bids: textLevels(live, bids)[0] ?? [],
    timestamp: milliseconds(nowUs),
  }
  return classicMessage(topic, 'level1', data)
}

/** The best prices of a contract, with its last trade in the older channel. */
export function bestPricesMessage(
  topic: string,
  live: LiveInstrument,
  sequence: number,
  nowUs: number,
  last?: SimTrade,
): string {
  const { spec } = live
  const [bid, ask] = [live.book(1).bids[0], live.book(1).asks[0]]
  const ofTrade =
    last === undefined
      ? {}
      : {
          side: last.takerSide,
          size: new Digits(sizeText(spec, last.size)),
          price: priceText(spec, last.price),
          tradeId: tradeIdText(spec, last.id),
        }
  const data = {
    symbol: spec.symbol,
    sequence,
    ...ofTrade,
    bestBidSize: new Digits(sizeText(spec, bid?.[1] ?? 0)),
    bestBidPrice: priceText(spec, bid?.[0] ?? 0),
    bestAskPrice: priceText(spec, ask?.[0] ?? 0),
    bestAskSize: new Digits(sizeText(spec, ask?.[1] ?? 0)),
    ts: nanoseconds(nowUs),
  }
  return classicMessage(topic, last === undefined ? 'tickerV2' : 'ticker', data, sequence)
}

/** Spot's last trade and best prices. */
export function tickerMessage(topic: string, live: LiveInstrument, nowUs: number): string {
  const { spec } = live
  const { bids, asks } = live.book(1)
  const last = live.trades.at(-1)
  const data = {
    bestAsk: priceText(spec, asks[0]?.[0] ?? 0),
    bestAskSize: sizeText(spec, asks[0]?.[1] ?? 0),
    bestBid: priceText(spec, bids[0]?.[0] ?? 0),
    bestBidSize: sizeText(spec, bids[0]?.[1] ?? 0),
    price: priceText(spec, last?.price ?? spec.start),
    sequence: String(live.updateId),
    size: sizeText(spec, last?.size ?? 0),
    time: milliseconds(nowUs),
  }
  const isOfAll = topic.endsWith(':all')
  return classicMessage(topic, isOfAll ? spec.symbol : 'trade.ticker', data)
}

/** A print. Spot's time is ns in quotes, that of contracts bare. */
export function tradeMessage(topic: string, live: LiveInstrument, trade: SimTrade): string {
  const { spec } = live
  const id = tradeIdText(spec, trade.id)
  const parties = {
    takerOrderId: String(trade.takerOrderId),
    makerOrderId: String(trade.makerOrderId),
  }
  if (spec.kind === 'spot') {
    const data = {
      ...parties,
      price: priceText(spec, trade.price),
      sequence: id,
      side: trade.takerSide,
      size: sizeText(spec, trade.size),
      symbol: spec.symbol,
      time: nanoseconds(trade.timeUs).toString(),
      tradeId: id,
      type: 'match',
    }
    return classicMessage(topic, 'trade.l3match', data)
  }
  const data = {
    symbol: spec.symbol,
    sequence: trade.id,
    side: trade.takerSide,
    size: new Digits(sizeText(spec, trade.size)),
    price: priceText(spec, trade.price),
    ...parties,
    tradeId: id,
    ts: nanoseconds(trade.timeUs),
  }
  return classicMessage(topic, 'match', data, trade.id)
}

/** Spot's statistics of a day: bare numbers, two payloads deep. */
export function spotDayMessage(topic: string, live: LiveInstrument, nowUs: number): string {
  const { spec } = live
  const stats = dayStats(live, milliseconds(nowUs))
  const { bids, asks } = live.book(1)
  const price = (value: number): Digits => new Digits(priceText(spec, value))
  const size = (value: number | bigint): Digits => new Digits(sizeText(spec, value))
  const data = {
    askSize: size(asks[0]?.[1] ?? 0),
    baseCurrency: spec.base,
    bidSize: size(bids[0]?.[1] ?? 0),
    board: 1,
    buy: price(bids[0]?.[0] ?? 0),
    changePrice: price(stats.last - stats.open),
    close: price(stats.last),
    datetime: milliseconds(nowUs),
    high: price(stats.high),
    lastTradedPrice: price(stats.last),
    low: price(stats.low),
    market: 'USDS',
    markets: ['USDS'],
    open: price(stats.open),
    quoteCurrency: spec.quote,
    sell: price(asks[0]?.[0] ?? 0),
    symbol: spec.symbol,
    symbolCode: spec.symbol,
    trading: true,
    vol: size(stats.volume),
    volValue: new Digits(volumeTexts(spec, stats.volume, stats.value).turnover),
  }
  return classicMessage(topic, 'trade.snapshot', { sequence: String(live.updateId), data })
}

/** A contract's statistics of a day: volume in coins, USD on inverse ones. */
export function contractDayMessage(topic: string, live: LiveInstrument, nowUs: number): string {
  const { spec } = live
  const stats = dayStats(live, milliseconds(nowUs))
  const { coins, turnover } = volumeTexts(spec, stats.volume, stats.value)
  const price = (value: number): Digits => new Digits(priceText(spec, value))
  const data = {
    highPrice: price(stats.high),
    lastPrice: price(stats.last),
    lowPrice: price(stats.low),
    price24HoursBefore: price(stats.open),
    priceChg: price(stats.last - stats.open),
    priceChgPct: new Digits((Math.round((stats.last / stats.open - 1) * 1e4) / 1e4).toFixed(4)),
    symbol: spec.symbol,
    ts: nanoseconds(nowUs),
    turnover: new Digits(turnover),
    volume: new Digits(coins),
  }
  return classicMessage(topic, 'snapshot.24h', data)
}
