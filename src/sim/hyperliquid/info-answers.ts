import type { LiveInstrument } from '../live-instrument.ts'
import type { RequestContext } from '../venue-host.ts'
import { bookData, bookOf } from './book-messages.ts'
import { candleRow } from './candle-rows.ts'
import { midText } from './contexts.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'
import type { HyperliquidLimits } from './limits.ts'
import { contextsOf, dexRows, metaOf, spotContexts, spotMeta } from './listings.ts'
import { isInterval, isRecord, readBookPlan } from './subscriptions.ts'
import { tradeRow } from './trade-rows.ts'
import { markText, timeMs } from './wire-text.ts'

/** One question, of REST or of a post on the socket. */
export interface InfoCall {
  /** What the hosts share. */
  readonly state: HyperliquidState
  /** The venue's limits. */
  readonly limits: HyperliquidLimits
  /** What is asked. */
  readonly question: Readonly<Record<string, unknown>>
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** An answer: its body, and what its rows cost beside the question itself. */
export interface InfoAnswer {
  /** The body; `null` where there is no such coin. */
  readonly body: unknown
  /** Cost of the rows. */
  readonly rowWeight: number
}

/** `undefined` where the question cannot be read. */
type Answer = (call: InfoCall) => InfoAnswer | undefined

const BARS = 5000
const FUNDINGS = 500

const plain = (body: unknown): InfoAnswer => ({ body, rowWeight: 0 })
const rows = (body: readonly unknown[], perWeight: number): InfoAnswer => ({
  body,
  rowWeight: Math.floor(body.length / perWeight),
})
const NO_COIN = plain(null)

const ANSWERS: Readonly<Record<string, Answer>> = {
  exchangeStatus: ({ state }) =>
    plain({ time: timeMs(state.clock.nowUs()), specialStatuses: null }),
  meta: (call) => ofDex(call, (dex) => metaOf(call.state, dex)),
  metaAndAssetCtxs: (call) =>
    ofDex(call, (dex) => [metaOf(call.state, dex), contextsOf(call.state, dex)]),
  allPerpMetas: ({ state }) => plain(state.dexes().map((dex) => metaOf(state, dex))),
  perpDexs: ({ state }) => plain(dexRows(state)),
  spotMeta: ({ state }) => plain(spotMeta(state)),
  spotMetaAndAssetCtxs: ({ state }) => plain([spotMeta(state), spotContexts(state)]),
  allMids: ({ state }) =>
    plain(
      Object.fromEntries(
        [...state.ofDex(''), ...state.market.instruments('spot')].flatMap((live) => {
          const mid = midText(state, live)
          return mid === null ? [] : [[live.spec.symbol, mid]]
        }),
      ),
    ),
  l2Book: book,
  recentTrades: (call) => {
    const live = coinOf(call, call.question['coin'])
    if (live === undefined) return NO_COIN
    const newest = live.trades.slice(-call.limits.recentTrades).toReversed()
    return rows(
      newest.map((trade) => tradeRow(live, trade)),
      20,
    )
  },
  candleSnapshot: candles,
  fundingHistory: fundings,
}

/** Answers a question; `undefined` where it is none of this venue. */
export function answerInfo(call: InfoCall): InfoAnswer | undefined {
  const { type } = call.question
  return typeof type === 'string' ? ANSWERS[type]?.(call) : undefined
}

function coinOf({ state }: InfoCall, coin: unknown): LiveInstrument | undefined {
  return typeof coin === 'string' ? state.find(coin) : undefined
}

function ofDex({ state, question }: InfoCall, make: (dex: string) => unknown): InfoAnswer {
  const dex = question['dex'] ?? ''
  return typeof dex === 'string' && state.dexes().includes(dex) ? plain(make(dex)) : NO_COIN
}

function book(call: InfoCall): InfoAnswer | undefined {
  const { state, question, context } = call
  const live = coinOf(call, question['coin'])
  if (live === undefined) return NO_COIN
  const plan = readBookPlan(question)
  if (typeof plan === 'string') return undefined
  const now = bookOf(live, state.isDelisted(live.spec.symbol))
  const { snapshotAgeMs } = context
  if (snapshotAgeMs === 0) return plain(bookData(live, now, plan, state.stamp(live)))
  const thenUs = state.clock.nowUs() - snapshotAgeMs * 1000
  const then = live.bookAt(live.updateIdAt(thenUs) ?? live.updateId)
  return plain(bookData(live, then ?? now, plan, timeMs(thenUs)))
}

function candles(call: InfoCall): InfoAnswer | undefined {
  const { req } = call.question
  if (!isRecord(req)) return undefined
  const { interval } = req
  const span = spanOf(req)
  if (!isInterval(interval) || span === undefined) return undefined
  const live = coinOf(call, req['coin'])
  if (live === undefined) return NO_COIN
  const [startMs, endMs] = span
  // The bar that the beginning falls into is one of them.
  const found = live
    .candles(interval)
    .all()
    .filter(({ openTimeUs, endTimeUs }) => endTimeUs > startMs * 1000 && openTimeUs <= endMs * 1000)
    .slice(-BARS)
  return rows(
    found.map((bar) => candleRow(live, interval, bar)),
    60,
  )
}

function fundings(call: InfoCall): InfoAnswer | undefined {
  const span = spanOf(call.question)
  if (span === undefined) return undefined
  const live = coinOf(call, call.question['coin'])
  if (live === undefined) return NO_COIN
  const [startMs, endMs] = span
  const found = (live.perpetual?.fundings ?? []).filter(
    (each) => each.timeMs >= startMs && each.timeMs <= endMs,
  )
  const told = found.slice(0, FUNDINGS).map((each) => ({
    coin: live.spec.symbol,
    fundingRate: markText(each.rate),
    premium: markText(each.rate),
    time: each.timeMs,
  }))
  return rows(told, 20)
}

/** A span must have a beginning. */
function spanOf(
  of: Readonly<Record<string, unknown>>,
): readonly [startMs: number, endMs: number] | undefined {
  const { startTime, endTime } = of
  if (typeof startTime !== 'number') return undefined
  return [startTime, typeof endTime === 'number' ? endTime : Number.POSITIVE_INFINITY]
}
