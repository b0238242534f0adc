import type { SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { RequestContext } from '../venue-host.ts'
import { depthData } from './book-feed.ts'
import { cutBook, mergedBook } from './book-view.ts'
import type { CoinexMaintenance, CoinexState } from './coinex-state.ts'
import { listingRow } from './listing-row.ts'
import { type CoinexMarket, DEPTHS, MERGE_INTERVALS } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import { dealRows, fundingRow, indexData, stateRow, tickerRow } from './stat-rows.ts'
import { markText, priceText, sizeText, timeMs, valueText } from './wire-text.ts'

/** One request as an endpoint sees it. */
interface EndpointCall {
  /** What the hosts share. */
  readonly state: CoinexState
  /** Which half of the venue the path names. */
  readonly market: CoinexMarket
  /** The query. */
  readonly query: URLSearchParams
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** What an endpoint says: its data, and the place of a page in a list. */
interface EndpointAnswer {
  /** The data. */
  readonly data: unknown
  /** Whether there is more. */
  readonly pagination?: { readonly has_next: boolean }
}

/** One endpoint. @throws RestRefusal with the venue's code. */
export type Endpoint = (call: EndpointCall) => EndpointAnswer

const BAD_ARGUMENT = 4004
const MOST_MARKETS = 10

/** Endpoints of no half. */
export const COMMON: Readonly<Record<string, Endpoint>> = {
  ping: () => ({ data: { result: 'pong' } }),
  time: ({ state }) => ({ data: { timestamp: state.nowMs } }),
  'assets/all-deposit-withdraw-config': ({ state }) => ({ data: assetRows(state) }),
  'maintain/info': ({ state }) => ({ data: state.maintenances.map(maintenanceRow) }),
}

/** Endpoints of both halves. */
export const SHARED: Readonly<Record<string, Endpoint>> = {
  market: (call) => ({
    data: several(call).map((live) => listingRow(live, call.state.isClosing)),
  }),
  ticker: (call) => ({ data: several(call).map((live) => ticker(call.state, live)) }),
  depth,
  deals,
  kline,
}

/** Endpoints of one half only. */
export const OWN: Readonly<Record<CoinexMarket, Readonly<Record<string, Endpoint>>>> = {
  spot: { index: spotIndexes },
  futures: {
    'funding-rate': (call) => ({
      data: several(call).flatMap((live) =>
        live.perpetual === undefined ? [] : [fundingRow(live, live.perpetual)],
      ),
    }),
    'funding-rate-history': pastFundings,
    'liquidation-history': pastLiquidations,
  },
}

function asked({ query }: EndpointCall, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') throw bad(`${name} is required`)
  return value
}

function bad(message: string): RestRefusal {
  return new RestRefusal(BAD_ARGUMENT, message)
}

function one(call: EndpointCall): LiveInstrument {
  return found(call, asked(call, 'market'))
}

function found({ state, market }: EndpointCall, symbol: string): LiveInstrument {
  const live = state.find(market, symbol)
  if (live === undefined) throw bad(`market ${symbol} does not exist`)
  return live
}

/** The markets that `market` lists, all where it is absent. */
function several(call: EndpointCall): readonly LiveInstrument[] {
  const names = call.query.get('market') ?? ''
  if (names === '') return call.state.all(call.market)
  const symbols = names.split(',')
  if (symbols.length > MOST_MARKETS) throw bad('too many markets')
  return symbols.map((symbol) => found(call, symbol))
}

function limitOf({ query }: EndpointCall, usual: number, most: number): number {
  const text = query.get('limit')
  const limit = text === null ? usual : Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1) throw bad('invalid limit')
  return Math.min(limit, most)
}

function ticker(state: CoinexState, live: LiveInstrument): unknown {
  const row = tickerRow(state, live)
  const { index_price, mark_price } = stateRow(state, live)
  return live.perpetual === undefined ? row : { ...row, index_price, mark_price }
}

function depth(call: EndpointCall): EndpointAnswer {
  const live = one(call)
  const limit = Number(asked(call, 'limit'))
  const interval = asked(call, 'interval')
  if (!DEPTHS.includes(limit) || !MERGE_INTERVALS.has(interval)) throw bad('invalid depth')
  const { snapshotAgeMs } = call.context
  const agoUs = call.state.clock.nowUs() - snapshotAgeMs * 1000
  const updateId = snapshotAgeMs > 0 ? live.updateIdAt(agoUs) : undefined
  const book = (updateId === undefined ? undefined : live.bookAt(updateId)) ?? live.book()
  const shown = cutBook(mergedBook(live.spec, book, interval), limit)
  return { data: depthData(live, true, shown, shown, live.updatedUs) }
}

/** The newest first. */
function deals(call: EndpointCall): EndpointAnswer {
  const live = one(call)
  const lastId = Number(call.query.get('last_id') ?? 0)
  const rows = live.trades.filter(({ id }) => id > lastId)
  return { data: dealRows(live, rows.slice(-limitOf(call, 100, 1000))) }
}

const PERIODS: Readonly<Record<string, SimInterval>> = {
  '1min': '1m',
  '3min': '3m',
  '5min': '5m',
  '15min': '15m',
  '30min': '30m',
  '1hour': '1h',
  '2hour': '2h',
  '4hour': '4h',
  '6hour': '6h',
  '12hour': '12h',
  '1day': '1d',
  '3day': '3d',
  '1week': '1w',
}

/**
 * The newest bars, oldest first. As live answers have it, not as documented: `volume` is the value in quote and `value` the
 * volume in base.
 */
function kline(call: EndpointCall): EndpointAnswer {
  const live = one(call)
  const { spec } = live
  const interval = PERIODS[asked(call, 'period')]
  if (interval === undefined) throw bad('invalid period')
  const bars = live
    .candles(interval)
    .all()
    .slice(-limitOf(call, 100, 1000))
  const data = bars.map((bar) => ({
    market: spec.symbol,
    created_at: timeMs(bar.openTimeUs),
    open: priceText(spec, bar.open),
    close: priceText(spec, bar.close),
    high: priceText(spec, bar.high),
    low: priceText(spec, bar.low),
    volume: valueText(spec, bar.value),
    value: sizeText(spec, bar.volume),
  }))
  return { data }
}

function spotIndexes(call: EndpointCall): EndpointAnswer {
  const data = several(call).flatMap((live) => {
    const index = indexData(call.state, live)
    if (index === undefined) return []
    const { index_price: price } = index
    return [{ market: live.spec.symbol, created_at: call.state.nowMs, price, sources: [] }]
  })
  return { data }
}

function contractOf(call: EndpointCall): readonly [LiveInstrument, PerpetualState] {
  const live = one(call)
  if (live.perpetual === undefined) throw bad('no contract')
  return [live, live.perpetual]
}

/** The newest first, a page of the span asked for. */
function pastFundings(call: EndpointCall): EndpointAnswer {
  const [live, contract] = contractOf(call)
  const rows = contract.fundings
    .filter(({ timeMs: at }) => isWithin(call, at))
    .toReversed()
    .map(({ timeMs: at, rate }) => ({
      market: live.spec.symbol,
      funding_time: at,
      theoretical_funding_rate: markText(rate),
      actual_funding_rate: markText(rate),
    }))
  return page(call, rows)
}

function pastLiquidations(call: EndpointCall): EndpointAnswer {
  const live = one(call)
  const { spec } = live
  const rows = call.state
    .liquidationsOf(live)
    .filter(({ timeUs }) => isWithin(call, timeMs(timeUs)))
    .map((forced) => ({
      market: spec.symbol,
      // Of the position, not of the order that closed it.
      side: forced.side === 'sell' ? 'long' : 'short',
      liq_price: priceText(spec, forced.averagePrice),
      liq_amount: sizeText(spec, forced.size),
      bkr_price: priceText(spec, forced.price),
      created_at: timeMs(forced.timeUs),
    }))
  return page(call, rows)
}

function isWithin({ query }: EndpointCall, atMs: number): boolean {
  const [start, end] = [query.get('start_time'), query.get('end_time')]
  return (start === null || atMs >= Number(start)) && (end === null || atMs <= Number(end))
}

function page(call: EndpointCall, rows: readonly unknown[]): EndpointAnswer {
  const limit = limitOf(call, 10, 1000)
  const first = (Number(call.query.get('page') ?? 1) - 1) * limit
  const data = rows.slice(first, first + limit)
  return { data, pagination: { has_next: first + limit < rows.length } }
}

function maintenanceRow(maintenance: CoinexMaintenance): unknown {
  const { startedAtMs, endedAtMs, scope, protectedUntilMs } = maintenance
  const isProtected = protectedUntilMs !== undefined
  return {
    started_at: startedAtMs,
    ended_at: endedAtMs,
    protect_duration_start: isProtected ? endedAtMs : 0,
    protect_duration_end: isProtected ? protectedUntilMs : 0,
    announce_enabled: false,
    announce_url: '',
    scope,
  }
}

/** The coins of all markets, each of one chain: clients ask for them before they look at markets. */
function assetRows(state: CoinexState): readonly unknown[] {
  const specs = state.market.instruments().map(({ spec }) => spec)
  const coins = new Set(specs.flatMap(({ base, quote }) => [base, quote]))
  return [...coins].map((ccy) => ({
    asset: {
      ccy,
      deposit_enabled: true,
      withdraw_enabled: true,
      inter_transfer_enabled: true,
      is_st: false,
    },
    chains: [
      {
        chain: 'CSC',
        min_deposit_amount: '0.8',
        min_withdraw_amount: '8',
        deposit_enabled: true,
        withdraw_enabled: true,
        deposit_delay_minutes: 0,
        safe_confirmations: 10,
        irreversible_confirmations: 20,
        deflation_rate: '0',
        withdrawal_fee: '0.026',
        withdrawal_precision: 8,
        memo: '',
        is_memo_required_for_deposit: false,
        explorer_asset_url: '',
      },
    ],
  }))
}
