import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimLiquidation, SimTrade } from '../sim-trade.ts'
import type { Depth } from './channels.ts'
import { priceText, sizeText, timeMs, tradeIdText } from './wire-text.ts'

/** A message, as text. Spot and the best level write `ts` before `type`, the others after it. */
export function push(
  topic: string,
  type: 'snapshot' | 'delta',
  ts: number,
  rest: Readonly<Record<string, unknown>>,
  isTimeFirst: boolean,
): string {
  return JSON.stringify(isTimeFirst ? { topic, ts, type, ...rest } : { topic, type, ts, ...rest })
}

type LevelRow = readonly string[]

/** `[price, size]`, size 0 removing; of `rpi` a third is what only retail may have, which here is nothing. */
export function levelRows(
  { spec }: LiveInstrument,
  levels: BookLevels['bids'],
  isRpi = false,
): readonly LevelRow[] {
  return levels.map(([price, size]) => {
    const row = [priceText(spec, price), sizeText(spec, size)]
    return isRpi ? [...row, '0'] : row
  })
}

/** Where a message stands in its depth's numbering. */
export interface BookPlace {
  /** What it is told as. */
  readonly type: 'snapshot' | 'delta'
  /** `u`. */
  readonly u: number
  /** `seq`: id of the book inside the venue, equal on all depths. */
  readonly updateId: number
  /** When the message is made, epoch µs. */
  readonly nowUs: number
}

/** Snapshot or changes of a book, as text. */
export function bookMessage(
  depth: Depth,
  live: LiveInstrument,
  levels: BookLevels,
  place: BookPlace,
): string {
  const { symbol, kind } = live.spec
  const isRpi = depth === 'rpi'
  const data = {
    s: symbol,
    b: levelRows(live, levels.bids, isRpi),
    a: levelRows(live, levels.asks, isRpi),
    u: place.u,
    seq: place.updateId,
  }
  const isTimeFirst = kind === 'spot' || depth === '1'
  const body = { data, cts: timeMs(live.updatedUs) }
  return push(`orderbook.${depth}.${symbol}`, place.type, timeMs(place.nowUs), body, isTimeFirst)
}

/** The trades of one taker order, as text. */
export function tradesMessage(
  live: LiveInstrument,
  trades: readonly SimTrade[],
  updateId: number,
  nowUs: number,
): string {
  const { symbol, kind } = live.spec
  const data = trades.map((trade) => tradeRow(live, trade, updateId))
  return push(`publicTrade.${symbol}`, 'snapshot', timeMs(nowUs), { data }, kind === 'spot')
}

function tradeRow({ spec }: LiveInstrument, trade: SimTrade, seq: number): unknown {
  const { symbol, kind } = spec
  const row = {
    i: tradeIdText(spec, trade.id),
    T: timeMs(trade.timeUs),
    p: priceText(spec, trade.price),
    v: sizeText(spec, trade.size),
    S: sideText(trade.takerSide),
    s: symbol,
    BT: false,
    RPI: false,
    seq,
  }
  return kind === 'spot' ? row : { ...row, L: trade.takerSide === 'buy' ? 'PlusTick' : 'MinusTick' }
}

/** `Buy`, `Sell`. */
export function sideText(side: 'buy' | 'sell'): string {
  return side === 'buy' ? 'Buy' : 'Sell'
}

/** Positions closed by force, as text: the side is that of the position, the price its bankruptcy price. */
export function liquidationsMessage(
  { spec }: LiveInstrument,
  forced: readonly SimLiquidation[],
  nowUs: number,
): string {
  const data = forced.map(({ side, size, price, timeUs }) => ({
    T: timeMs(timeUs),
    s: spec.symbol,
    S: sideText(side === 'sell' ? 'buy' : 'sell'),
    v: sizeText(spec, size),
    p: priceText(spec, price),
  }))
  return push(`allLiquidation.${spec.symbol}`, 'snapshot', timeMs(nowUs), { data }, false)
}
