import { mid } from '../../book/index.ts'
import type { AccountId, Decimal, Instrument, RouteLeg } from '../../core/index.ts'
import { isEnded, isUnknown, type Oms } from '../oms/index.ts'
import type { Portfolio } from '../portfolio/index.ts'
import { instrumentKey, type MarketView, type RiskManager, type RiskView } from '../risk/index.ts'
import type { Route, RouteCandidate, RouteCap, RouteHealth } from '../routing/index.ts'
import { legRules } from '../routing/leg-rules.ts'
import type { RoutingPort } from '../routing/routing-options.ts'
import { spendable } from './spendable.ts'

/** What is looked at for candidates. */
export interface RouteSources {
  /** All orders. */
  readonly oms: Oms
  /** Limits and trading states. */
  readonly risk: RiskManager
  /** Markets, and the time. */
  readonly world: RiskView
  /** Balances. */
  readonly portfolio: Portfolio
}

/** The legs of a route as they are now, in their order. */
export function routeCandidates(
  route: Route,
  sources: RouteSources,
  port: RoutingPort,
): readonly RouteCandidate[] {
  const unknown = unknownOrders(sources.oms)
  return route.legs.map((told, place): RouteCandidate => {
    const market = sources.world.market(told.instrument)
    const leg: RouteLeg = { ...told, instrument: market?.instrument ?? unlisted(told.instrument) }
    return {
      leg,
      book: market?.book,
      fees: port.fees(leg),
      caps: capsOf(route, leg, market, sources),
      health: {
        ...healthOf(route, place, sources, port),
        ...stateOf(route, leg, market, sources),
        isReady: port.isReady(leg.account),
        unknownOrders: unknown.get(leg.account) ?? 0,
      },
    }
  })
}

function unlisted(instrument: Instrument): Instrument {
  return { ...instrument, status: 'unknown' }
}

function unknownOrders({ active }: Oms): ReadonlyMap<AccountId, number> {
  const counts = new Map<AccountId, number>()
  for (const { status, terms } of active.values())
    if (isUnknown(status)) counts.set(terms.account, (counts.get(terms.account) ?? 0) + 1)
  return counts
}

function subjectOf({ strategy }: Route, { instrument, account }: RouteLeg) {
  return { strategy, account, venue: instrument.venue, instrument: instrumentKey(instrument) }
}

function stateOf(
  route: Route,
  leg: RouteLeg,
  market: MarketView | undefined,
  { risk, world }: RouteSources,
): Pick<RouteHealth, 'tradingState' | 'recentErrors' | 'bookAgeMs' | 'maxBookAgeMs'> {
  const subject = subjectOf(route, leg)
  const limit = risk.limit('maxBookAgeMs', subject)
  const book = market?.book
  return {
    tradingState: risk.isKilled(subject) ? 'halted' : risk.tradingState(subject),
    recentErrors: risk.orderErrors(leg.account, world.nowUs),
    bookAgeMs: book?.state === 'live' ? Math.max(0, world.nowUs - book.localTimeUs) / 1_000 : 0,
    maxBookAgeMs: limit === false ? false : limit.toNumber(),
  }
}

/** What this route itself has met at a leg. */
function healthOf(
  route: Route,
  place: number,
  { world }: RouteSources,
  { coolOffMs }: RoutingPort,
): Pick<RouteHealth, 'refusal' | 'workingOrder'> {
  const own = route.orders.filter(({ leg }) => leg === place)
  const refused = own.findLast(({ refusedTimeUs }) => refusedTimeUs !== undefined)
  const isLate = (refused?.refusedTimeUs ?? 0) > world.nowUs - coolOffMs * 1_000
  const working = route.style === 'take' ? own.find(({ status }) => !isEnded(status)) : undefined
  return {
    ...(refused?.refusal !== undefined && isLate && { refusal: refused.refusal }),
    ...(working !== undefined && { workingOrder: working.clientOrderId }),
  }
}

/** What limits and balances leave for one order. Limits of exposure are risk's to check: what it denies is routed elsewhere. */
function capsOf(
  route: Route,
  leg: RouteLeg,
  market: MarketView | undefined,
  sources: RouteSources,
): readonly RouteCap[] {
  const { risk, world } = sources
  const { instrument, account } = leg
  const subject = subjectOf(route, leg)
  const caps: RouteCap[] = []
  const maxQuantity = risk.limit('maxQuantity', subject)
  if (maxQuantity !== false)
    caps.push({
      name: 'MAX_QUANTITY',
      quantity: maxQuantity.times(legRules(instrument).unitBase),
    })
  const maxNotional = risk.limit('maxNotional', subject)
  const rate = world.rate(instrument.quote)
  const leastPrice = valuation(market)
  if (maxNotional !== false && rate !== undefined)
    caps.push({
      name: 'MAX_NOTIONAL',
      notional: maxNotional.div(rate),
      ...(leastPrice !== undefined && { leastPrice }),
    })
  if (instrument.market !== 'spot') return caps
  const asset = route.side === 'buy' ? instrument.quote : instrument.base
  const left = spendable(account, asset, sources)
  caps.push(
    route.side === 'buy'
      ? { name: 'BALANCE', notional: left, isWithFee: true }
      : { name: 'BALANCE', quantity: left },
  )
  return caps
}

function valuation(market: MarketView | undefined): Decimal | undefined {
  const { book, mark, last } = market ?? {}
  return mark ?? (book?.state === 'live' ? mid(book) : undefined) ?? last
}
