import { Decimal, type Side } from '../../core/index.ts'
import type { LegRules } from './leg-rules.ts'
import { lotsIn } from './leg-rules.ts'
import { aggressivePrice } from './order-price.ts'
import type { RouteCandidate, RouteCap } from './route-candidate.ts'
import type { RouteRequest } from './route-plan.ts'

/** A level that an order may take, with all better ones. */
export interface OfferLevel {
  /** What an order has to say to reach it. */
  readonly orderPrice: Decimal
  /** What one base costs there, fee included; below 0 where it is what a seller gets. */
  readonly cost: Decimal
  /** How much is there, in base. */
  readonly sizeBase: Decimal
  /** How many lots all levels down to here have. */
  readonly reach: bigint
}

/** Levels of a leg that a request may take. */
export interface OfferLevels {
  /** Best first. */
  readonly levels: readonly OfferLevel[]
  /** The most lots of one order. */
  readonly most: bigint
  /** What bounds it: a cap by name, or what the book has within the price. */
  readonly bound: string
}

const ONE = new Decimal(1)

/**
 * Reads what a live book has within the request's price, as far as it is wanted and allowed. A price with fee counts the fee at
 * the trade's own price, whichever asset it is paid in.
 */
export function offerLevels(
  { book, fees, caps }: RouteCandidate,
  { side, quantity, price: limit }: RouteRequest,
  { lotBase, unitBase, tickSize }: LegRules,
): OfferLevels {
  const levels: OfferLevel[] = []
  if (book?.state !== 'live' || fees === undefined) return { levels, most: 0n, bound: 'book' }
  const rows = side === 'buy' ? book.asks : book.bids
  const withFee = side === 'buy' ? ONE.plus(fees.taker) : ONE.minus(fees.taker).negated()
  let sum = new Decimal(0)
  let most = 0n
  for (let row = 0; row < rows.count && sum.lt(quantity); row += 1) {
    const price = rows.priceDecimal(row)
    const orderPrice = aggressivePrice({ side, price, tickSize, limit })
    if (orderPrice === undefined) break
    const sizeBase = rows.sizeDecimal(row).times(unitBase)
    sum = sum.plus(sizeBase)
    const reach = lotsIn(Decimal.min(sum, quantity), lotBase)
    levels.push({ orderPrice, cost: price.times(withFee), sizeBase, reach })
    const cap = tightest(caps, { side, price: orderPrice, fee: fees.taker, lotBase })
    if (cap.lots < reach)
      return { levels, most: cap.lots > most ? cap.lots : most, bound: cap.name }
    most = reach
  }
  return { levels, most, bound: 'book' }
}

/** What the caps leave of an order at a price, in lots. */
export function tightest(
  caps: readonly RouteCap[],
  at: {
    readonly side: Side
    readonly price: Decimal
    readonly fee: Decimal
    readonly lotBase: Decimal
  },
): { readonly lots: bigint; readonly name: string } {
  let lots: bigint | undefined
  let name = ''
  for (const cap of caps) {
    const left = lotsOf(cap, at)
    if (lots !== undefined && left >= lots) continue
    lots = left
    name = cap.name
  }
  return { lots: lots ?? BigInt(Number.MAX_SAFE_INTEGER), name }
}

function lotsOf(cap: RouteCap, { price, fee, lotBase }: Parameters<typeof tightest>[1]): bigint {
  if ('quantity' in cap) return lotsIn(cap.quantity, lotBase)
  const { notional, leastPrice, isWithFee } = cap
  const at = leastPrice === undefined ? price : Decimal.max(price, leastPrice)
  // A rebate is paid after the trade: nobody can spend it before.
  const factor = isWithFee === true && fee.gt(0) ? ONE.plus(fee) : ONE
  return lotsIn(notional, at.times(factor).times(lotBase))
}
