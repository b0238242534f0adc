import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { SimTrade } from '../sim-trade.ts'
import { type Bar, barRow, barsOf, isPeriod } from './bars.ts'
import { stepTick } from './book-messages.ts'
import type { HtxState } from './htx-state.ts'
import { contractRow, shortSymbolRow, symbolRow } from './instrument-rows.ts'
import type { HtxProduct } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import {
  bestMembers,
  detailTick,
  fundingHistory,
  fundingRow,
  openInterestRow,
  tickersRow,
} from './stat-messages.ts'
import { tradeGroup } from './trade-messages.ts'
import { markText, timeOf, WireNumber, type WireValue } from './wire-text.ts'

/** One request as an endpoint sees it. */
interface EndpointCall {
  /** What the hosts share. */
  readonly state: HtxState
  /** The query. */
  readonly query: URLSearchParams
}

/** What an endpoint says: the members of its answer beside `status` and `ts`. */
export type Endpoint = (call: EndpointCall) => { readonly [key: string]: WireValue | undefined }

/** A product line's way of being asked for an instrument. */
interface Family {
  readonly products: readonly HtxProduct[]
  readonly key: 'symbol' | 'contract_code'
}

const SPOT: Family = { products: ['spot'], key: 'symbol' }
const LINEAR: Family = { products: ['linear-swap', 'linear-futures'], key: 'contract_code' }
const COIN_SWAP: Family = { products: ['coin-swap'], key: 'contract_code' }
const COIN_FUTURES: Family = { products: ['coin-futures'], key: 'symbol' }

const MOST_ROWS = 2000
const USUAL_BARS = 150

/** Endpoints of the spot host by path. */
export const SPOT_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/v1/common/symbols': ({ state }) => ({ data: listed(state, SPOT).map(symbolRow) }),
  '/v1/settings/common/market-symbols': ({ state }) => ({
    data: listed(state, SPOT).map(shortSymbolRow),
  }),
  '/v1/common/timestamp': ({ state }) => ({ data: nowMsOf(state) }),
  '/v2/market-status': ({ state }) => ({
    status: undefined,
    code: 200,
    message: 'success',
    data: { marketStatus: state.marketStatus },
  }),
  '/v2/reference/currencies': () => ({ status: undefined, code: 200, data: [] }),
  '/market/tickers': ({ state }) => ({
    data: listed(state, SPOT).map((live) => tickersRow(live, state.clock.nowUs())),
  }),
  // Not documented, and used by ccxt: the only one on spot that takes a span.
  '/market/history/candles': (call) => klines(call, SPOT, true),
  ...marketData('/market', SPOT),
}

/** Endpoints of market data of the futures host by path; they have a budget of their own. */
export const MARKET_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  ...marketData('/linear-swap-ex/market', LINEAR),
  ...marketData('/swap-ex/market', COIN_SWAP),
  ...marketData('/market', COIN_FUTURES),
}

/** Endpoints of reference data of the futures host by path. */
export const REFERENCE_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/v1/timestamp': () => ({}),
  '/heartbeat/': ({ state }) => ({ data: heartbeat(state) }),
  '/linear-swap-api/v1/swap_contract_info': linearContracts,
  '/swap-api/v1/swap_contract_info': (call) => ({ data: contracts(call, COIN_SWAP) }),
  '/api/v1/contract_contract_info': (call) => ({ data: contracts(call, COIN_FUTURES) }),
  '/linear-swap-api/v1/swap_open_interest': (call) => openInterest(call, LINEAR),
  '/swap-api/v1/swap_open_interest': (call) => openInterest(call, COIN_SWAP),
  '/api/v1/contract_open_interest': (call) => openInterest(call, COIN_FUTURES),
  '/linear-swap-api/v1/swap_batch_funding_rate': fundingRates,
  '/linear-swap-api/v1/swap_historical_funding_rate': (call) => pastFundings(call, LINEAR),
  '/swap-api/v1/swap_historical_funding_rate': (call) => pastFundings(call, COIN_SWAP),
  '/linear-swap-api/v1/swap_index': indexPrices,
}

function marketData(path: string, family: Family): Readonly<Record<string, Endpoint>> {
  return {
    [`${path}/history/kline`]: (call) => klines(call, family, family !== SPOT),
    [`${path}/history/trade`]: (call) => pastTrades(call, family),
    [`${path}/depth`]: (call) => depth(call, family),
    [`${path}/detail/merged`]: (call) => merged(call, family),
  }
}

function nowMsOf({ clock }: HtxState): number {
  return timeOf(clock.nowUs())
}

function listed(state: HtxState, { products }: Family): readonly LiveInstrument[] {
  return products.flatMap((product) => state.market.instruments(product))
}

function liveOf({ state, query }: EndpointCall, family: Family): LiveInstrument {
  const name = query.get(family.key) ?? ''
  const live = state.find(name)
  if (live !== undefined && family.products.some((product) => product === live.spec.product)) {
    return live
  }
  throw family === SPOT
    ? new RestRefusal('invalid-parameter', 'invalid symbol')
    : new RestRefusal('bad-request', `invalid ${family.key}`)
}

/** Contracts are unknown to reference data under a number. */
function contractOf(call: EndpointCall, family: Family): LiveInstrument | undefined {
  const code = call.query.get('contract_code')
  if (code === null) return undefined
  const live = call.state.find(code)
  if (live === undefined || !family.products.some((product) => product === live.spec.product)) {
    throw new RestRefusal(1332, "This contract doesn't exist.")
  }
  return live
}

function countOf({ query }: EndpointCall, name: string, usual: number, most: number): number {
  const text = query.get(name)
  const count = text === null || text === '' ? usual : Number(text)
  if (!Number.isSafeInteger(count) || count < 1 || count > most) {
    throw new RestRefusal('bad-request', `invalid ${name}, valid range: [1,${most}]`)
  }
  return count
}

/** A count wins over a span; spot has the newest first, futures the oldest. */
function klines(call: EndpointCall, family: Family, takesSpan: boolean): ReturnType<Endpoint> {
  const live = liveOf(call, family)
  const period = call.query.get('period') ?? ''
  if (!isPeriod(period)) throw new RestRefusal('invalid-parameter', 'invalid period')
  const bars = chosen(call, barsOf(live, period), family, takesSpan)
  const rows = family === SPOT ? bars.toReversed() : bars
  return {
    ch: `market.${live.spec.symbol}.kline.${period}`,
    data: rows.map((bar) => barRow(live, bar)),
  }
}

function chosen(
  call: EndpointCall,
  bars: readonly Bar[],
  family: Family,
  takesSpan: boolean,
): readonly Bar[] {
  const second = (name: string): number | undefined => {
    const text = call.query.get(name)
    return text === null || text === '' ? undefined : Number(text)
  }
  const [from, to] = takesSpan ? [second('from'), second('to')] : [undefined, undefined]
  const hasCount = call.query.get('size') !== null
  if (family !== SPOT && hasCount) return bars.slice(-countOf(call, 'size', USUAL_BARS, MOST_ROWS))
  const inside = bars.filter(({ openTimeUs }) => {
    const at = openTimeUs / 1_000_000
    return at >= (from ?? Number.NEGATIVE_INFINITY) && at <= (to ?? Number.POSITIVE_INFINITY)
  })
  const size = countOf(
    call,
    'size',
    hasCount || from === undefined ? USUAL_BARS : MOST_ROWS,
    MOST_ROWS,
  )
  return from === undefined ? inside.slice(-size) : inside.slice(0, size)
}

/** The newest trades in groups of one taker order, newest group first. */
function pastTrades(call: EndpointCall, family: Family): ReturnType<Endpoint> {
  const live = liveOf(call, family)
  const groups: SimTrade[][] = []
  for (const trade of live.trades.slice(-countOf(call, 'size', 1, MOST_ROWS))) {
    const group = groups.at(-1)
    if (group?.[0]?.takerOrderId === trade.takerOrderId) group.push(trade)
    else groups.push([trade])
  }
  return {
    ch: `market.${live.spec.symbol}.trade.detail`,
    data: groups.toReversed().map((group) => tradeGroup(live, group, 'trade-id')),
  }
}

function depth(call: EndpointCall, family: Family): ReturnType<Endpoint> {
  const live = liveOf(call, family)
  const type = call.query.get('type') ?? 'step0'
  const levels = type === 'step6' ? 20 : Number(call.query.get('depth') ?? 150)
  if (type !== 'step0' && type !== 'step6')
    throw new RestRefusal('invalid-parameter', 'invalid type')
  const ch = `market.${live.spec.symbol}.depth.${type}`
  return { ch, tick: stepTick(ch, live, levels, call.state.clock.nowUs()) }
}

function merged(call: EndpointCall, family: Family): ReturnType<Endpoint> {
  const live = liveOf(call, family)
  const tick = detailTick(live, call.state.clock.nowUs())
  // The body is an object of members.
  const members = tick as { readonly [key: string]: WireValue }
  return {
    ch: `market.${live.spec.symbol}.detail.merged`,
    tick: { ...members, ...bestMembers(live) },
  }
}

function contracts(call: EndpointCall, family: Family): readonly WireValue[] {
  const { state } = call
  const one = contractOf(call, family)
  return (one === undefined ? listed(state, family) : [one]).map((live) =>
    contractRow(live, state.contractStatusOf(live), live.perpetual?.nextFundingTimeMs ?? 0),
  )
}

/** Swaps alone unless asked for futures or all. */
function linearContracts(call: EndpointCall): ReturnType<Endpoint> {
  const type = call.query.get('business_type') ?? 'swap'
  const products: readonly HtxProduct[] =
    type === 'all' ? LINEAR.products : [type === 'futures' ? 'linear-futures' : 'linear-swap']
  return { data: contracts(call, { ...LINEAR, products }) }
}

function openInterest(call: EndpointCall, family: Family): ReturnType<Endpoint> {
  const one = contractOf(call, family)
  const lives = one === undefined ? listed(call.state, family) : [one]
  return {
    data: lives.flatMap((live) =>
      live.perpetual === undefined ? [] : [openInterestRow(live, live.perpetual)],
    ),
  }
}

function fundingRates({ state }: EndpointCall): ReturnType<Endpoint> {
  const nowUs = state.clock.nowUs()
  return {
    data: state.market
      .instruments('linear-swap')
      .flatMap((live) =>
        live.perpetual === undefined ? [] : [fundingRow(live, live.perpetual, nowUs)],
      ),
  }
}

function pastFundings(call: EndpointCall, family: Family): ReturnType<Endpoint> {
  const live = contractOf(call, family)
  const state: PerpetualState | undefined =
    live?.spec.kind === 'perpetual' ? live.perpetual : undefined
  if (live === undefined || state === undefined) {
    throw new RestRefusal(1332, "This contract doesn't exist.")
  }
  const size = countOf(call, 'page_size', 20, 100)
  const index = countOf(call, 'page_index', 1, 1_000_000)
  const all = fundingHistory(live, state)
  return {
    data: {
      total_page: Math.ceil(all.length / size),
      current_page: index,
      total_size: all.length,
      data: all.slice((index - 1) * size, index * size),
    },
  }
}

function indexPrices({ state }: EndpointCall): ReturnType<Endpoint> {
  return {
    data: listed(state, LINEAR).flatMap(({ spec, perpetual }) =>
      perpetual === undefined
        ? []
        : [
            {
              index_price: new WireNumber(markText(perpetual.indexPrice)),
              index_ts: nowMsOf(state),
              contract_code: spec.symbol,
            },
          ],
    ),
  }
}

function heartbeat(state: HtxState): WireValue {
  const up = (part: Parameters<HtxState['recoveryOf']>[0]): number =>
    state.recoveryOf(part) === undefined ? 1 : 0
  return {
    heartbeat: up('futures'),
    swap_heartbeat: up('swap'),
    linear_swap_heartbeat: up('linear-swap'),
  }
}
