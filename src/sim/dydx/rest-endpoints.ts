import type { LiveInstrument } from '../live-instrument.ts'
import type { RequestContext } from '../venue-host.ts'
import { barRow, barsOf, isResolution } from './bars.ts'
import type { DydxState } from './dydx-state.ts'
import { RestRefusal } from './rest-error.ts'
import { bookSnapshot, fundingRows, marketRows, tradeRow } from './rows.ts'
import { isoOf } from './wire-text.ts'

/** One request as an endpoint sees it. */
export interface EndpointCall {
  /** What the hosts share. */
  readonly state: DydxState
  /** The query. */
  readonly query: URLSearchParams
  /** The market in the path; empty where the path has none. */
  readonly ticker: string
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

const MOST_ROWS = 1000
const USUAL_BARS = 100

/** The endpoints that name no market, by path. */
export const VENUE_ENDPOINTS: Readonly<Record<string, (call: EndpointCall) => unknown>> = {
  time({ state }) {
    const timeUs = state.clock.nowUs()
    return { iso: isoOf(timeUs), epoch: Math.floor(timeUs / 1000) / 1000 }
  },
  height: ({ state: { blocks } }) => ({
    height: String(blocks.height),
    time: isoOf(blocks.timeUs),
  }),
  perpetualMarkets(call) {
    const ticker = call.query.get('market')
    const lives = ticker === null ? call.state.market.instruments() : [liveOf({ ...call, ticker })]
    return { markets: marketRows(call.state, lives.slice(0, limitOf(call, MOST_ROWS))) }
  },
}

/** The endpoints of one market, by the path before its ticker. */
export const MARKET_ENDPOINTS: Readonly<Record<string, (call: EndpointCall) => unknown>> = {
  'orderbooks/perpetualMarket': book,
  'trades/perpetualMarket': trades,
  'candles/perpetualMarkets': candles,
  historicalFunding: fundings,
}

function liveOf({ state, ticker }: EndpointCall): LiveInstrument {
  const live = state.find(ticker)
  if (live === undefined) throw new RestRefusal(400, 'ticker must be a valid ticker (BTC-USD, etc)')
  return live
}

function limitOf({ query }: EndpointCall, usual: number): number {
  const text = query.get('limit')
  const limit = text === null ? usual : Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_ROWS)
    throw new RestRefusal(
      400,
      `limit must be a positive integer that is not greater than max: ${MOST_ROWS}`,
    )
  return limit
}

/** Times are compared as they are written: the same form everywhere, to the ms. */
function momentOf({ query }: EndpointCall, name: string): string | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text))
    throw new RestRefusal(400, `${name} must be a valid ISO 8601 date`)
  return text
}

function book(call: EndpointCall): unknown {
  const live = liveOf(call)
  const { snapshotAgeMs } = call.context
  const agedId =
    snapshotAgeMs > 0 ? live.updateIdAt(call.state.clock.nowUs() - snapshotAgeMs * 1000) : undefined
  const then = agedId === undefined ? undefined : live.bookAt(agedId)
  return bookSnapshot(live, then ?? live.book())
}

/** Newest first. */
function trades(call: EndpointCall): unknown {
  const live = liveOf(call)
  const { blocks } = call.state
  blocks.catchUp()
  const before = momentOf(call, 'createdBeforeOrAt')
  const rows = blocks
    .tradesOf(live)
    .toReversed()
    .filter(({ timeUs }) => before === undefined || isoOf(timeUs) <= before)
  return {
    trades: rows.slice(0, limitOf(call, MOST_ROWS)).map((trade) => tradeRow(live, trade)),
  }
}

/** Newest first; a bar that starts at the end of the span is not in it. */
function candles(call: EndpointCall): unknown {
  const live = liveOf(call)
  const resolution = call.query.get('resolution') ?? ''
  if (!isResolution(resolution))
    throw new RestRefusal(400, 'resolution must be a valid Candle Resolution, one of 1MIN, …')
  const from = momentOf(call, 'fromISO')
  const to = momentOf(call, 'toISO')
  const bars = barsOf(live, resolution).filter(({ openTimeUs }) => {
    const startedAt = isoOf(openTimeUs)
    return (from === undefined || startedAt >= from) && (to === undefined || startedAt < to)
  })
  const rows = bars.slice(0, limitOf(call, USUAL_BARS))
  return { candles: rows.map((bar) => barRow(live, resolution, bar)) }
}

/** Newest first. */
function fundings(call: EndpointCall): unknown {
  const before = momentOf(call, 'effectiveBeforeOrAt')
  const rows = fundingRows(call.state, liveOf(call)).filter(
    ({ effectiveAt }) => before === undefined || effectiveAt <= before,
  )
  return { historicalFunding: rows.slice(0, limitOf(call, MOST_ROWS)) }
}
