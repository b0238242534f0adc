import type { AccountEvent } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimOrder } from '../../account/sim-order.ts'
import { msOf } from '../futures-messages.ts'
import { RestRefusal } from '../rest-error.ts'
import { isoOf } from '../wire-text.ts'
import { END_WORDS } from './futures-feed-messages.ts'
import { currencies, fillRow, historyOrder, openOrderRow, positionRow } from './futures-rows.ts'
import type { PrivateParts } from './private-parts.ts'
import { WALLETS } from './rules.ts'
import { type SpotBody, textOf } from './spot-body.ts'
import { timeUsOf } from './times.ts'

/** One signed question. */
export interface FuturesQuestion {
  /** What it is asked of. */
  readonly parts: PrivateParts
  /** Whose. */
  readonly account: SimAccount
  /** Its parameters. */
  readonly body: SpotBody
}

/** A question: what it costs, and the fields of its answer as JSON text. */
export interface FuturesQuery {
  /** The cost. */
  readonly cost: (body: SpotBody) => number
  /** The fields. Throws RestRefusal. */
  readonly answer: (question: FuturesQuestion) => string
}

const PAGE_ROWS = 100
const ALL = Number.MAX_SAFE_INTEGER
const TWO = (): number => 2

/** Questions under `/derivatives/api/v3`, by endpoint. */
export const FUTURES_QUERIES: ReadonlyMap<string, FuturesQuery> = new Map<string, FuturesQuery>([
  ['openorders', { cost: TWO, answer: openOrders }],
  ['openpositions', { cost: TWO, answer: openPositions }],
  ['accounts', { cost: TWO, answer: wallets }],
  [
    'fills',
    { cost: (body) => (textOf(body, 'lastFillTime') === undefined ? 2 : 25), answer: fills },
  ],
  ['leveragepreferences', { cost: () => 10, answer: preferLeverage }],
  ['cancelallordersafter', { cost: () => 25, answer: cancelAfter }],
])

/** Whether an order is of derivatives. */
const isFutures = ({ instrument }: Pick<SimOrder, 'instrument'>): boolean =>
  instrument.spec.product === 'futures'

function openOrders({ account }: FuturesQuestion): string {
  return `"openOrders":[${account.openOrders().filter(isFutures).map(openOrderRow).join(',')}]`
}

function openPositions({ account }: FuturesQuestion): string {
  const held = account.positions().filter(({ quantity }) => quantity !== 0)
  return `"openPositions":[${held.map(positionRow).join(',')}]`
}

function wallets({ account }: FuturesQuestion): string {
  const flex = `"type":"multiCollateralMarginAccount","currencies":${currencies(account.balances(WALLETS.futures))}`
  return `"accounts":{"cash":{"type":"cashAccount","balances":{}},"flex":{${flex}}}`
}

/** The last ones before a moment, the newest first. */
function fills({ account, body }: FuturesQuestion): string {
  const before = textOf(body, 'lastFillTime')
  const beforeUs = before === undefined ? Number.POSITIVE_INFINITY : timeUsOf(before)
  const rows = account
    .fills({ limit: ALL })
    .filter((fill) => isFutures(fill) && msOf(fill.timeUs) * 1000 < beforeUs)
    .slice(-PAGE_ROWS)
    .toReversed()
  return `"fills":[${rows.map(fillRow).join(',')}]`
}

/** With a leverage margin is the contract's own, without one it is shared: a leverage is all that is kept here. */
function preferLeverage({ parts, account, body }: FuturesQuestion): string {
  const live = parts.state.market.find('futures', textOf(body, 'symbol') ?? '')
  if (live === undefined) throw new RestRefusal('invalidArgument')
  const leverage = textOf(body, 'maxLeverage')
  if (leverage !== undefined) account.setLeverage(live, Number(leverage))
  return '"status":"ok"'
}

function cancelAfter({ parts, account, body }: FuturesQuestion): string {
  const seconds = Number(textOf(body, 'timeout') ?? Number.NaN)
  if (!Number.isInteger(seconds) || seconds < 0) throw new RestRefusal('requiredArgumentMissing')
  account.cancelAllAfter(seconds === 0 ? false : seconds * 1000)
  const nowMs = msOf(parts.state.clock.nowUs())
  const trigger = seconds === 0 ? '0' : isoOf(nowMs + seconds * 1000)
  return `"status":{"currentTime":"${isoOf(nowMs)}","triggerTime":"${trigger}"}`
}

/** The history: events of orders or of triggers, a page at a time. */
export function historyAnswer(
  kind: 'orders' | 'triggers',
  { account, body }: FuturesQuestion,
): string {
  const symbol = textOf(body, 'tradeable')
  const sinceMs = Number(textOf(body, 'since') ?? 0)
  const elements = account.events
    .filter(({ timeUs }) => msOf(timeUs) >= sinceMs)
    .flatMap((event) => elementOf(kind, event, symbol))
  const asked = textOf(body, 'sort') === 'asc' ? elements : elements.toReversed()
  const from = Number(textOf(body, 'continuation_token') ?? 0)
  const page = asked.slice(from, from + PAGE_ROWS)
  const rest = from + PAGE_ROWS < asked.length ? `,"continuationToken":"${from + PAGE_ROWS}"` : ''
  return `"len":${page.length},"elements":[${page.join(',')}]${rest}`
}

function elementOf(
  kind: 'orders' | 'triggers',
  event: AccountEvent,
  symbol: string | undefined,
): readonly string[] {
  if (!('order' in event) || !isFutures(event.order)) return []
  const { order, timeUs, sequence } = event
  if (symbol !== undefined && order.instrument.spec.symbol !== symbol) return []
  const isTrigger = order.triggerPrice !== undefined && order.triggeredUs === undefined
  if (isTrigger !== (kind === 'triggers')) return []
  const told = isTrigger ? triggerEvent(event, order) : orderEvent(event, order)
  if (told === undefined) return []
  return [`{"uid":"${sequence}","timestamp":${msOf(timeUs)},"event":{${told}}}`]
}

function triggerEvent({ kind }: AccountEvent, order: SimOrder): string | undefined {
  if (kind === 'accepted')
    return `"OrderTriggerPlaced":{"order":${historyOrder(order)},"reason":"new_user_order"}`
  if (kind !== 'cancelled') return undefined
  return `"OrderTriggerCancelled":{"order":${historyOrder(order)},"reason":"cancelled_by_user"}`
}

function orderEvent(event: AccountEvent, order: SimOrder): string | undefined {
  const text = historyOrder(order)
  switch (event.kind) {
    case 'accepted':
    case 'triggered':
      return `"OrderPlaced":{"order":${text},"reason":"new_user_order"}`
    case 'filled': {
      const reason = order.status === 'filled' ? 'full_fill' : 'partial_fill'
      return `"OrderUpdated":{"oldOrder":${text},"newOrder":${text},"reason":"${reason}"}`
    }
    case 'amended':
      return `"OrderUpdated":{"oldOrder":${text},"newOrder":${text},"reason":"edited_by_user"}`
    case 'cancelled':
    case 'expired': {
      const reason = END_WORDS[order.endReason ?? 'venue']
      return `"OrderCancelled":{"order":${text},"reason":"${reason}"}`
    }
    case 'rejected':
    case 'balanceChanged':
    case 'positionChanged':
      return undefined
  }
}
