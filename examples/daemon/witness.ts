import { asset, Decimal, scaledText } from 'crossbook'
import { isAlive, moneyText, type SimAccount, type SimFill, type SimOrder } from 'crossbook/sim'
import { accountId, isEnded, type Order, type TradingCore } from 'crossbook/trader'

/** What a trader keeps whole of orders that have ended. */
const KEPT_ORDERS = 10_000
const KEPT_US = 3_000_000_000

/** What was compared at the end, and what was not equal, one sentence each. */
export interface Comparison {
  readonly orders: number
  /** Orders of a long run that ended long ago: the trader keeps the newest whole, and of these only what they made. */
  readonly forgotten: number
  readonly fills: number
  readonly balances: number
  readonly positions: number
  /** Venues where something was traded. */
  readonly fillVenues: number
  readonly differences: readonly string[]
}

/** The simulated venue's own account beside what the trader believes of it. */
export interface ComparedAccount {
  readonly name: string
  /** The venue's own books: the truth, whatever its wire told. */
  readonly theirs: SimAccount
  readonly wallet: string
  /** The trader; `undefined` where it was never opened. */
  readonly core: TradingCore | undefined
}

/** Compares accounts: orders, fills, balances and positions must be equal to the last digit. */
export function compare(accounts: readonly ComparedAccount[]): Comparison {
  const parts = accounts.map(compareAccount)
  const sum = (count: (part: Comparison) => number) =>
    parts.reduce((total, part) => total + count(part), 0)
  return {
    orders: sum(({ orders }) => orders),
    forgotten: sum(({ forgotten }) => forgotten),
    fills: sum(({ fills }) => fills),
    balances: sum(({ balances }) => balances),
    positions: sum(({ positions }) => positions),
    fillVenues: sum(({ fillVenues }) => fillVenues),
    differences: parts.flatMap(({ differences }) => differences),
  }
}

function compareAccount(account: ComparedAccount): Comparison {
  const { name, theirs, wallet, core } = account
  const ours = [...(core?.oms.orders.values() ?? [])].filter(({ terms }) => terms.account === name)
  const all = theirs.orders()
  const kept = keptOf(all, core)
  const ids = new Set(kept.map(({ orderId }) => orderId))
  const fills = theirs.fills().filter(({ orderId }) => ids.has(orderId))
  const balances = theirs.balances(wallet)
  const positions = theirs.positions()
  return {
    orders: kept.length,
    forgotten: all.length - kept.length,
    fills: fills.length,
    balances: balances.length,
    positions: positions.length,
    fillVenues: fills.length > 0 ? 1 : 0,
    differences: [
      ...orderDifferences(ours, kept),
      ...fillDifferences(ours, fills),
      ...(core === undefined ? [] : moneyDifferences(account, core)),
    ].map((difference) => `${name}: ${difference}`),
  }
}

function orderDifferences(ours: readonly Order[], theirs: readonly SimOrder[]): readonly string[] {
  const byId = new Map(theirs.map((order) => [order.clientOrderId ?? '', order]))
  const problems = ours.flatMap(({ clientOrderId, status, filledQuantity }) => {
    const venue = byId.get(clientOrderId)
    byId.delete(clientOrderId)
    if (venue === undefined)
      return ['denied', 'rejected', 'absent'].includes(status)
        ? []
        : [`order ${clientOrderId} is ${status}, and never was at the venue`]
    const filled = sizeOf(venue.filledQuantity, venue)
    const isOpen = venue.status === 'open' || venue.status === 'untriggered'
    return isOpen !== isEnded(status) && filledQuantity.eq(filled)
      ? []
      : [
          `order ${clientOrderId} is ${status} with ${filledQuantity.toFixed()}, at the venue ${venue.status} with ${filled.toFixed()}`,
        ]
  })
  return [...problems, ...[...byId.keys()].map((id) => `the venue has order ${id}, and we do not`)]
}

/**
 * The venue's orders without those that the trader has let go of: the oldest, after 10,000 that ended, or an hour. Nothing is let
 * go of before, so in a shorter run an order that is missing is a difference.
 */
function keptOf(theirs: readonly SimOrder[], core: TradingCore | undefined): readonly SimOrder[] {
  const known = new Set<string>(core?.oms.orders.keys())
  const isFull = known.size >= KEPT_ORDERS
  const newestUs = theirs.reduce((latest, { updatedUs }) => Math.max(latest, updatedUs), 0)
  return theirs.filter((order) => {
    const mayBeGone = isFull || newestUs - order.updatedUs > KEPT_US
    return known.has(order.clientOrderId ?? '') || isAlive(order) || !mayBeGone
  })
}

/** By what they say: a venue may write the ids of its fills in a form of its own. */
function fillDifferences(ours: readonly Order[], theirs: readonly SimFill[]): readonly string[] {
  const own = ours.flatMap(({ clientOrderId, fills }) =>
    fills.map(({ price, quantity }) => told(clientOrderId, price, quantity)),
  )
  const real = theirs.map((fill) => {
    const price = new Decimal(scaledText(fill.price, fill.instrument.spec.priceScale))
    return told(fill.clientOrderId, price, sizeOf(fill.quantity, fill))
  })
  const isSame = own.toSorted().join() === real.toSorted().join()
  return isSame ? [] : [`we have ${own.length} fills, the venue ${real.length}, or they differ`]
}

function moneyDifferences(
  { name, theirs, wallet }: ComparedAccount,
  { portfolio }: TradingCore,
): readonly string[] {
  const account = accountId(name)
  const balances = theirs.balances(wallet).flatMap((balance) => {
    const ours = portfolio.inventory(account, asset(balance.asset)).total.toFixed()
    const real = moneyText(balance.total)
    return ours === real ? [] : [`${balance.asset}: ${ours}, at the venue ${real}`]
  })
  const held = portfolio.netted().positions.filter((position) => position.account === account)
  const positions = theirs.positions().flatMap(({ instrument, quantity }) => {
    const { symbol, product } = instrument.spec
    const position = held.find(
      (each) => each.instrument.symbol === symbol && each.instrument.product === product,
    )
    const ours = position?.quantity ?? new Decimal(0)
    const real = sizeOf(quantity, { instrument })
    return ours.eq(real) ? [] : [`${symbol}: ${ours.toFixed()}, at the venue ${real.toFixed()}`]
  })
  return [...balances, ...positions]
}

function sizeOf(scaled: number, { instrument }: Pick<SimOrder, 'instrument'>): Decimal {
  return new Decimal(scaledText(scaled, instrument.spec.sizeScale))
}

function told(clientOrderId: string | undefined, price: Decimal, quantity: Decimal): string {
  return `${clientOrderId ?? 'nobody'} ${quantity.toFixed()} at ${price.toFixed()}`
}
