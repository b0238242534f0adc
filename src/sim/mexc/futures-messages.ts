import type { SimCandle } from '../candles.ts'
import type { BookLevels } from '../change-log.ts'
import { dayStats } from '../day-stats.ts'
import type { DiffBatch } from '../diff-feed.ts'
import { divideRounded, fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { ListingState } from './mexc-state.ts'
import type { TradeGroup } from './trade-groups.ts'
import {
  amountNumber,
  contractSizeOf,
  jsonText,
  markNumber,
  msOf,
  priceNumber,
  RawNumber,
  sizeNumber,
} from './wire-text.ts'

/** A message of one contract, keys in the venue's order: what the data are comes behind them. */
export function push(channel: string, symbol: string, data: unknown, nowUs: number): string {
  return jsonText({ symbol, data, channel: `push.${channel}`, ts: msOf(nowUs) })
}

/** `[price, contracts, orders]`; a size of 0 removes. Orders are not counted here: there is one a level. */
export function levelRows(live: LiveInstrument, side: BookLevels['bids']): readonly unknown[] {
  return side.map(([price, size]) => [
    priceNumber(live.spec, price),
    sizeNumber(live.spec, size),
    size === 0 ? 0 : 1,
  ])
}

/** Changes of a book; merged ones tell the versions that they cover, in no order of prices. */
export function depthMessage(
  live: LiveInstrument,
  batch: DiffBatch,
  isMerged: boolean,
  nowUs: number,
): string {
  const { lastId, previousId } = batch
  const data = {
    cts: msOf(batch.timeUs),
    asks: levelRows(live, batch.asks),
    bids: levelRows(live, batch.bids),
    ...(isMerged ? { end: lastId, begin: previousId + 1 } : {}),
    version: lastId,
  }
  return push('depth', live.spec.symbol, data, nowUs)
}

/** The best levels as a whole. */
export function depthFullMessage(live: LiveInstrument, levels: number, nowUs: number): string {
  const book = live.book(levels)
  const data = {
    cts: msOf(live.updatedUs),
    asks: levelRows(live, book.asks),
    bids: levelRows(live, book.bids),
    version: live.updateId,
  }
  return push('depth.full', live.spec.symbol, data, nowUs)
}

/** The best levels of a book grouped by price: bids down, asks up to a multiple of the step. */
export function depthStepMessage(live: LiveInstrument, step: number, nowUs: number): string {
  const grouped = (
    side: BookLevels['bids'],
    round: (steps: number) => number,
  ): BookLevels['bids'] => {
    const sums = new Map<number, number>()
    for (const [price, size] of side) {
      const group = round(price / step) * step
      sums.set(group, (sums.get(group) ?? 0) + size)
    }
    return [...sums].slice(0, STEP_LEVELS)
  }
  const book = live.book()
  const data = {
    asks: levelRows(live, grouped(book.asks, Math.ceil)),
    bids: levelRows(live, grouped(book.bids, Math.floor)),
    version: live.updateId,
  }
  return push('depth.step', live.spec.symbol, data, nowUs)
}

const STEP_LEVELS = 20

/** A print: `T` 1 the taker bought, 2 sold; `O` 3: it opens and closes; `M` 2: no trade with oneself. */
export function dealRow(live: LiveInstrument, { last, size }: TradeGroup): unknown {
  const timeMs = msOf(last.timeUs)
  return {
    p: priceNumber(live.spec, last.price),
    v: sizeNumber(live.spec, size),
    T: last.takerSide === 'buy' ? 1 : 2,
    O: 3,
    M: 2,
    t: timeMs,
    i: String(last.id),
    cts: String(timeMs),
  }
}

/** The day's statistics of a contract, with mark, index and open interest. */
export function tickerRow(
  live: LiveInstrument,
  state: PerpetualState,
  nowUs: number,
): Readonly<Record<string, unknown>> {
  const { spec } = live
  const stats = dayStats(live, msOf(nowUs))
  const best = (side: 'bid' | 'ask'): unknown => {
    const level = live.engine.best(side)
    return level === undefined ? null : priceNumber(spec, level.price)
  }
  return {
    symbol: spec.symbol,
    lastPrice: priceNumber(spec, stats.last),
    riseFallRate: new RawNumber(rateText(stats.open, stats.last)),
    fairPrice: markNumber(state.markPrice),
    indexPrice: markNumber(state.indexPrice),
    volume24: sizeNumber(spec, stats.volume),
    amount24: amountNumber(spec, stats.value),
    maxBidPrice: priceNumber(spec, Math.round(stats.last * 1.1)),
    minAskPrice: priceNumber(spec, Math.round(stats.last * 0.9)),
    lower24Price: priceNumber(spec, stats.low),
    high24Price: priceNumber(spec, stats.high),
    timestamp: msOf(nowUs),
    bid1: best('bid'),
    ask1: best('ask'),
    holdVol: sizeNumber(spec, state.openInterest),
    fundingRate: markNumber(state.fundingRate),
    contractId: 10,
  }
}

/** A change as a fraction of where it started. */
function rateText(from: number, to: number): string {
  return fixedText(divideRounded(BigInt(to - from) * 10_000n, BigInt(from)), 4, 4)
}

/** A bar; the "real" prices are its own, as bars here do not open at the close before. */
export function klineRow(
  live: LiveInstrument,
  word: string,
  bar: Readonly<SimCandle>,
): Readonly<Record<string, unknown>> {
  const { spec } = live
  const [o, h, l, c] = [bar.open, bar.high, bar.low, bar.close].map((price) =>
    priceNumber(spec, price),
  )
  return {
    symbol: spec.symbol,
    interval: word,
    t: Math.floor(bar.openTimeUs / 1e6),
    ...{ o, c, h, l },
    a: amountNumber(spec, bar.value),
    q: sizeNumber(spec, bar.volume),
    ...{ ro: o, rc: c, rh: h, rl: l },
  }
}

/** The rate of the next settlement. */
export function fundingRow(live: LiveInstrument, state: PerpetualState): unknown {
  return {
    symbol: live.spec.symbol,
    rate: markNumber(state.fundingRate),
    nextSettleTime: state.nextFundingTimeMs,
  }
}

/** A contract as it is listed. */
export function contractRow(live: LiveInstrument, listing: ListingState): unknown {
  const { spec } = live
  const [unit, lot] = [new RawNumber(spec.tickSize), new RawNumber(spec.lotSize)]
  return {
    symbol: spec.symbol,
    displayName: spec.symbol,
    displayNameEn: `${spec.symbol} PERPETUAL`,
    positionOpenType: 3,
    baseCoin: spec.base,
    quoteCoin: spec.quote,
    baseCoinName: spec.base,
    settleCoin: spec.settle ?? spec.quote,
    contractSize: new RawNumber(contractSizeOf(spec)),
    minLeverage: 1,
    maxLeverage: 500,
    priceScale: spec.tickDigits,
    volScale: spec.sizeScale,
    amountScale: 4,
    priceUnit: unit,
    volUnit: lot,
    minVol: lot,
    maxVol: 5_000_000,
    limitMaxVol: 5_000_000,
    bidLimitPriceRate: 0.1,
    askLimitPriceRate: 0.1,
    takerFeeRate: 0.0002,
    makerFeeRate: 0.0001,
    maintenanceMarginRate: 0.004,
    initialMarginRate: 0.002,
    state: spec.status === undefined ? listing.state : Number(spec.status),
    isNew: false,
    isHidden: false,
    apiAllowed: listing.apiAllowed,
    futureType: 1,
    maxNumOrders: [200, 50],
    depthStepList: [spec.tickSize],
    indexOrigin: ['BITGET', 'BYBIT', 'BINANCE'],
    riskLimitType: 'BY_VOLUME',
    feeRateMode: 'NORMAL',
    triggerProtect: 0.05,
  }
}
