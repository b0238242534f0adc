import type { SimCandle, SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimLiquidation, SimTrade } from '../sim-trade.ts'
import type { AggTrade } from './agg-trades.ts'
import { pairOf, streamTypeOf, type TimeUnit } from './book-messages.ts'
import { wireText } from './wire-text.ts'

/** One print, as text. */
export function tradeMessage(
  live: LiveInstrument,
  trade: SimTrade,
  nowUs: number,
  time: TimeUnit,
): string {
  const { spec } = live
  const text = wireText(spec)
  const isBuyerMaker = trade.takerSide === 'sell'
  const p = text.price(trade.price)
  const q = text.size(trade.size)
  const E = time(nowUs)
  const T = time(trade.timeUs)
  if (spec.kind === 'spot') {
    return JSON.stringify({
      e: 'trade',
      E,
      s: spec.symbol,
      t: trade.id,
      p,
      q,
      T,
      m: isBuyerMaker,
      M: true,
    })
  }
  return JSON.stringify({
    e: 'trade',
    E,
    T,
    s: spec.symbol,
    t: trade.id,
    p,
    q,
    X: 'MARKET',
    m: isBuyerMaker,
  })
}

/** An aggregated trade, as text. */
export function aggTradeMessage(
  live: LiveInstrument,
  trade: AggTrade,
  nowUs: number,
  time: TimeUnit,
): string {
  const { spec } = live
  const text = wireText(spec)
  const q = text.size(trade.size)
  const head = {
    e: 'aggTrade',
    E: time(nowUs),
    s: spec.symbol,
    a: trade.id,
    p: text.price(trade.price),
    q,
  }
  const tail = {
    f: trade.firstTradeId,
    l: trade.lastTradeId,
    T: time(trade.timeUs),
    m: trade.takerSide === 'sell',
  }
  if (spec.kind === 'spot') return JSON.stringify({ ...head, ...tail, M: true })
  // No retail-improvement fills are simulated, so the quantity without them is the quantity.
  const ordinary = spec.product === 'usdm' ? { nq: q } : {}
  return JSON.stringify({ ...head, ...ordinary, ...tail, st: streamTypeOf(live) })
}

/** A forced order, as text. */
export function forceOrderMessage(
  live: LiveInstrument,
  forced: SimLiquidation,
  nowUs: number,
  time: TimeUnit,
): string {
  const text = wireText(live.spec)
  const q = text.size(forced.size)
  const o = {
    s: live.spec.symbol,
    S: forced.side === 'sell' ? 'SELL' : 'BUY',
    o: 'LIMIT',
    f: 'IOC',
    q,
    p: text.price(forced.price),
    ap: text.price(forced.averagePrice),
    X: 'FILLED',
    l: q,
    z: q,
    T: time(forced.timeUs),
  }
  return JSON.stringify({
    e: 'forceOrder',
    E: time(nowUs),
    o,
    ps: pairOf(live),
    st: streamTypeOf(live),
  })
}

/** A bar, as text. */
export function klineMessage(
  live: LiveInstrument,
  interval: SimInterval,
  bar: SimCandle,
  nowUs: number,
  time: TimeUnit,
): string {
  const text = wireText(live.spec)
  const k = {
    t: time(bar.openTimeUs),
    T: time(bar.endTimeUs - 1),
    s: live.spec.symbol,
    i: interval,
    f: bar.firstTradeId,
    L: bar.lastTradeId,
    o: text.price(bar.open),
    c: text.price(bar.close),
    h: text.price(bar.high),
    l: text.price(bar.low),
    v: text.size(bar.volume),
    n: bar.count,
    x: nowUs >= bar.endTimeUs,
    q: text.value(bar.value),
    V: text.size(bar.buyVolume),
    Q: text.value(bar.buyValue),
    B: '0',
  }
  return JSON.stringify({ e: 'kline', E: time(nowUs), s: live.spec.symbol, k })
}

/** A bar as a row of a REST answer. */
export function klineRow(live: LiveInstrument, bar: Readonly<SimCandle>): unknown[] {
  const text = wireText(live.spec)
  return [
    Math.floor(bar.openTimeUs / 1000),
    text.price(bar.open),
    text.price(bar.high),
    text.price(bar.low),
    text.price(bar.close),
    text.size(bar.volume),
    Math.floor(bar.endTimeUs / 1000) - 1,
    text.value(bar.value),
    bar.count,
    text.size(bar.buyVolume),
    text.value(bar.buyValue),
    '0',
  ]
}
