import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { RequestContext } from '../venue-host.ts'
import { assetKey, isNamed, oldName, pairNames } from './assets.ts'
import { barsOf } from './bars.ts'
import type { KrakenState } from './kraken-state.ts'
import { BAR_MINUTES } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import { averageText, isoOf, priceText, type SideLevels, sizeText } from './wire-text.ts'

/** One request as an endpoint sees it. */
export interface SpotCall {
  /** What the hosts share. */
  readonly state: KrakenState
  /** The query. */
  readonly query: URLSearchParams
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

const OHLC_ROWS = 720
const TRADE_ROWS = 1000
const DEPTH_ROWS = 500

/** Spot's public endpoints: what stands under `result`. */
export const SPOT_ENDPOINTS: Readonly<Record<string, (call: SpotCall) => unknown>> = {
  Time: ({ state }) => {
    const seconds = secondsOf(state)
    return { unixtime: seconds, rfc1123: isoOf(seconds * 1000) }
  },
  SystemStatus: ({ state }) => ({
    status: state.system,
    timestamp: `${isoOf(secondsOf(state) * 1000).slice(0, 19)}Z`,
  }),
  Assets: ({ state }) => {
    const codes = state.market.instruments('spot').flatMap(({ spec }) => [spec.base, spec.quote])
    return Object.fromEntries([...new Set(codes)].map((code) => [assetKey(code), assetRow(code)]))
  },
  AssetPairs: (call) =>
    Object.fromEntries(
      asked(call).map((live) => [pairNames(live.spec).key, pairRow(live, call.state)]),
    ),
  Depth: (call) => byPair(call, depth),
  Trades: trades,
  OHLC: ohlc,
  Ticker: (call) =>
    Object.fromEntries(
      asked(call).map((live) => [pairNames(live.spec).key, tickerRow(live, call.state)]),
    ),
}

function secondsOf(state: KrakenState): number {
  return Math.floor(state.clock.nowUs() / 1e6)
}

/** The pairs that `pair` names, all where it is absent. */
function asked({ state, query }: SpotCall): readonly LiveInstrument[] {
  const listed = state.market.instruments('spot')
  const names = query.get('pair')
  if (names === null) return listed
  return names.split(',').map((name) => {
    const live = listed.find(({ spec }) => isNamed(spec, name))
    if (live === undefined) throw new RestRefusal('EQuery:Unknown asset pair')
    return live
  })
}

function one(call: SpotCall): LiveInstrument {
  const [live] = call.query.has('pair') ? asked(call) : []
  if (live === undefined) throw new RestRefusal('EGeneral:Invalid arguments')
  return live
}

function byPair(
  call: SpotCall,
  row: (live: LiveInstrument, call: SpotCall) => unknown,
): Record<string, unknown> {
  const live = one(call)
  return { [pairNames(live.spec).key]: row(live, call) }
}

function countOf({ query }: SpotCall, usual: number, most: number): number {
  const text = query.get('count')
  const count = text === null ? usual : Number(text)
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RestRefusal('EGeneral:Invalid arguments:count')
  }
  return Math.min(count, most)
}

function assetRow(code: string): unknown {
  return {
    aclass: 'currency',
    altname: oldName(code),
    decimals: 10,
    display_decimals: 5,
    collateral_value: 1,
    status: 'enabled',
  }
}

function pairRow(live: LiveInstrument, state: KrakenState): unknown {
  const { spec } = live
  const { altname, wsname, base, quote } = pairNames(spec)
  return {
    altname,
    wsname,
    aclass_base: 'currency',
    base,
    aclass_quote: 'currency',
    quote,
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: spec.tickDigits,
    lot_decimals: spec.sizeScale,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, 0.4]],
    fees_maker: [[0, 0.25]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: spec.lotSize,
    costmin: spec.minNotional,
    tick_size: spec.tickSize,
    status: state.statusOf(live),
  }
}

/** `[price, size, when]`; the venue's clock in whole seconds stands for when. */
function depth(live: LiveInstrument, call: SpotCall): unknown {
  const count = countOf(call, 100, DEPTH_ROWS)
  const nowUs = call.state.clock.nowUs()
  const { snapshotAgeMs } = call.context
  const agedId = snapshotAgeMs > 0 ? live.updateIdAt(nowUs - snapshotAgeMs * 1000) : undefined
  const book = live.bookAt(agedId ?? live.updateId) ?? live.book()
  const rows = (levels: SideLevels): unknown[] =>
    levels
      .slice(0, count)
      .map(([price, size]) => [
        priceText(live.spec, price),
        sizeText(live.spec, size),
        Math.floor(nowUs / 1e6),
      ])
  return { asks: rows(book.asks), bids: rows(book.bids) }
}

/** `[price, size, seconds, b|s, m|l, misc, id]` after `since`, which is in ns. */
function trades(call: SpotCall): unknown {
  const live = one(call)
  const since = call.query.get('since')
  const afterUs = since === null ? Number.NEGATIVE_INFINITY : sinceUs(since)
  const count = countOf(call, TRADE_ROWS, TRADE_ROWS)
  const newer = live.trades.filter(({ timeUs }) => timeUs > afterUs)
  const found = since === null ? newer.slice(-count) : newer.slice(0, count)
  const rows = found.map((trade) => [
    priceText(live.spec, trade.price),
    sizeText(live.spec, trade.size),
    trade.timeUs / 1e6,
    trade.takerSide === 'buy' ? 'b' : 's',
    'm',
    '',
    trade.id,
  ])
  const lastUs = found.at(-1)?.timeUs ?? 0
  return { [pairNames(live.spec).key]: rows, last: `${Math.floor(lastUs)}000` }
}

/** Nanoseconds do not fit a number: the last three digits are cut. Whole seconds are taken, too. */
function sinceUs(text: string): number {
  const digits = /^\d+$/.test(text) ? text : '0'
  return digits.length > 13 ? Number(digits.slice(0, -3)) : Number(digits) * 1e6
}

/** `[seconds, open, high, low, close, vwap, volume, count]`; the last row is the bar under way. */
function ohlc(call: SpotCall): unknown {
  const live = one(call)
  const minutes = Number(call.query.get('interval') ?? 1)
  if (!BAR_MINUTES.includes(minutes)) throw new RestRefusal('EGeneral:Invalid arguments:interval')
  const { spec } = live
  const since = Number(call.query.get('since') ?? 0) * 1e6
  const bars = barsOf(live, minutes)
    .filter(({ openTimeUs }) => openTimeUs > since)
    .slice(-OHLC_ROWS)
  const rows = bars.map((bar) => [
    bar.openTimeUs / 1e6,
    ...[bar.open, bar.high, bar.low, bar.close].map((price) => priceText(spec, price)),
    averageText(spec, bar.volume, bar.value),
    sizeText(spec, bar.volume),
    bar.count,
  ])
  const last = (bars.at(-2)?.openTimeUs ?? 0) / 1e6
  return { [pairNames(spec).key]: rows, last }
}

function tickerRow(live: LiveInstrument, state: KrakenState): unknown {
  const { spec, engine } = live
  const day = dayStats(live, Math.floor(state.clock.nowUs() / 1000))
  const best = (side: 'bid' | 'ask'): string[] => {
    const { price, size } = engine.best(side) ?? { price: 0, size: 0 }
    return [priceText(spec, price), '1', sizeText(spec, size)]
  }
  const twice = (text: string): string[] => [text, text]
  return {
    a: best('ask'),
    b: best('bid'),
    c: [priceText(spec, day.last), sizeText(spec, day.lastSize)],
    v: twice(sizeText(spec, day.volume)),
    p: twice(averageText(spec, day.volume, day.value)),
    t: [day.count, day.count],
    l: twice(priceText(spec, day.low)),
    h: twice(priceText(spec, day.high)),
    o: priceText(spec, day.open),
  }
}
