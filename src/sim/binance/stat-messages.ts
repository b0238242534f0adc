import { type DayStats, dayStats } from '../day-stats.ts'
import { fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { MARK_SCALE, type PerpetualState } from '../perpetual-state.ts'
import { pairOf, streamTypeOf, type TimeUnit } from './book-messages.ts'
import type { TickerWindow } from './stream-names.ts'
import { percentText, type WireText, wireText } from './wire-text.ts'

const HOUR_MS = 3_600_000
const WINDOWS_MS: Readonly<Record<TickerWindow, number>> = {
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
  '1d': 24 * HOUR_MS,
  '24h': 24 * HOUR_MS,
}
/** What mark and index prices are written with, whatever the tick. */
const MARK_DIGITS = 8

/** Statistics of a rolling window as the stream says them. */
export function tickerEvent(
  live: LiveInstrument,
  window: TickerWindow,
  nowUs: number,
  time: TimeUnit,
): unknown {
  const { spec } = live
  const stats = dayStats(live, Math.floor(nowUs / 1000), WINDOWS_MS[window])
  const text = wireText(spec)
  const head = {
    e: window === '24h' ? '24hrTicker' : `${window}Ticker`,
    E: time(nowUs),
    s: spec.symbol,
  }
  const change = {
    p: text.price(stats.last - stats.open),
    P: percentText(stats.open, stats.last),
    w: text.average(stats.volume, stats.value),
  }
  const tail = tickerTail(stats, text, time)
  if (spec.kind !== 'spot') {
    const Q = text.size(stats.lastSize)
    return {
      ...head,
      ...change,
      c: text.price(stats.last),
      Q,
      ...tail,
      ps: pairOf(live),
      st: streamTypeOf(live),
    }
  }
  if (window !== '24h') return { ...head, ...change, c: text.price(stats.last), ...tail }
  const bid = live.engine.best('bid')
  const ask = live.engine.best('ask')
  return {
    ...head,
    ...change,
    x: text.price(stats.open),
    c: text.price(stats.last),
    Q: text.size(stats.lastSize),
    b: text.price(bid?.price ?? 0),
    B: text.size(bid?.size ?? 0),
    a: text.price(ask?.price ?? 0),
    A: text.size(ask?.size ?? 0),
    ...tail,
  }
}

/** The short form of the day's statistics. */
export function miniTickerEvent(live: LiveInstrument, nowUs: number, time: TimeUnit): unknown {
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  const text = wireText(live.spec)
  const event = {
    e: '24hrMiniTicker',
    E: time(nowUs),
    s: live.spec.symbol,
    c: text.price(stats.last),
    o: text.price(stats.open),
    h: text.price(stats.high),
    l: text.price(stats.low),
    v: text.size(stats.volume),
    q: text.value(stats.value),
  }
  return live.spec.kind === 'spot' ? event : { ...event, ps: pairOf(live), st: streamTypeOf(live) }
}

/** Mark price and funding; dated contracts have no funding and say so with empty texts. */
export function markPriceEvent(
  live: LiveInstrument,
  state: PerpetualState,
  nowUs: number,
  time: TimeUnit,
): unknown {
  const isPerpetual = live.spec.kind === 'perpetual'
  return {
    e: 'markPriceUpdate',
    E: time(nowUs),
    s: live.spec.symbol,
    p: markText(state.markPrice),
    ap: markText(state.averageMarkPrice),
    i: markText(state.indexPrice),
    P: markText(state.indexPrice),
    r: isPerpetual ? markText(state.fundingRate) : '',
    T: isPerpetual ? time(state.nextFundingTimeMs * 1000) : 0,
    st: streamTypeOf(live),
  }
}

/** The index of a COIN-M pair. */
export function indexPriceEvent(
  live: LiveInstrument,
  state: PerpetualState,
  nowUs: number,
  time: TimeUnit,
): unknown {
  return { e: 'indexPriceUpdate', E: time(nowUs), i: pairOf(live), p: markText(state.indexPrice) }
}

/** A listing or its change of status. */
export function contractInfoEvent(
  live: LiveInstrument,
  status: string,
  nowUs: number,
  time: TimeUnit,
): unknown {
  const { spec } = live
  return {
    e: 'contractInfo',
    E: time(nowUs),
    s: spec.symbol,
    ps: pairOf(live),
    ct: spec.kind === 'perpetual' ? 'PERPETUAL' : 'CURRENT_QUARTER',
    dt: spec.expiryTimeMs ?? NEVER_DELIVERED_MS,
    ot: ONBOARDED_MS,
    cs: status,
    bks: [{ bs: 1, bnf: 0, bnc: 5000, mmr: 0.01, cf: 0, mi: 21, ma: 50 }],
    st: streamTypeOf(live),
  }
}

/** Text of a number at the scale of marks and rates. */
export function markText(value: number | bigint): string {
  return fixedText(value, MARK_SCALE, MARK_DIGITS)
}

/** Delivery date of what is never delivered, epoch ms. */
export const NEVER_DELIVERED_MS = 4_133_404_800_000

/** Listing date of everything simulated, epoch ms. */
export const ONBOARDED_MS = 1_569_398_400_000

function tickerTail(
  stats: DayStats,
  text: WireText,
  time: TimeUnit,
): Record<string, string | number> {
  return {
    o: text.price(stats.open),
    h: text.price(stats.high),
    l: text.price(stats.low),
    v: text.size(stats.volume),
    q: text.value(stats.value),
    O: time(stats.openTimeMs * 1000),
    C: time(stats.closeTimeMs * 1000),
    F: stats.firstTradeId,
    L: stats.lastTradeId,
    n: stats.count,
  }
}
