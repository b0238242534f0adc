import { mid } from '../../book/index.ts'
import {
  type Asset,
  Decimal,
  type Instrument,
  type OrderTerms,
  type SaidRefusal,
} from '../../core/index.ts'
import { minus, plus, times, ZERO } from '../portfolio/exact.ts'
import type { LiquidityPart } from './liquidity.ts'
import { reduceRefusal, refusal, ruleRefusal } from './paper-checks.ts'
import { type Commitment, commitmentOf, heldOf, neededAsset, valueOf } from './paper-funds.ts'
import type { PaperLedger } from './paper-ledger.ts'
import type { PaperMarket } from './paper-market.ts'
import type { ResolvedPaperOptions } from './paper-options.ts'
import type { PaperOrder } from './paper-order.ts'

/** An order that is to work. */
export interface WantedOrder {
  /** What is wanted. */
  readonly terms: OrderTerms
  /** How much of it is not filled. */
  readonly leaves: Decimal
  /** The order in whose place it comes. */
  readonly instead?: PaperOrder
}

/** What orders are judged by. */
export interface PaperVenue {
  /** Fees, leverage. */
  readonly options: Pick<ResolvedPaperOptions, 'account' | 'fees' | 'leverage'>
  /** Its books. */
  readonly ledger: PaperLedger
  /** The market of an instrument; `undefined` where it cannot be traded. */
  readonly marketOf: (instrument: Instrument) => PaperMarket | undefined
}

/** What an order would take of the book at once, or why it is refused. */
export function judgeOrder(
  venue: PaperVenue,
  wanted: WantedOrder,
): readonly LiquidityPart[] | SaidRefusal {
  const { terms, leaves } = wanted
  const { instrument, side, price, postOnly } = terms
  const market = venue.marketOf(instrument)
  if (market === undefined)
    return refusal('UNKNOWN_INSTRUMENT', `${instrument.pair} is not among the pairs`)
  const book = market.live()
  // Whether it would take, and at which price, nobody can say.
  if (book === undefined)
    return refusal('BOOK_NOT_LIVE', `the book of ${instrument.pair} is not live`)
  const wish = { side, quantity: leaves, ...(price !== undefined && { limit: price }) }
  const parts = market.liquidity.find(book, wish)
  if (postOnly && parts.length > 0)
    return refusal('POST_ONLY_WOULD_TAKE', `the book is at ${parts[0]?.price.toFixed()}`)
  return (
    ruleRefusal(terms, market.listing, parts[0]?.price) ??
    reduceRefusal({ ...terms, quantity: leaves }, venue.ledger.position(instrument)) ??
    fundsRefusal(venue, wanted, parts) ??
    parts
  )
}

/** A limit is paid for at its price, a market order at what it would take. */
function fundsRefusal(
  venue: PaperVenue,
  { terms, leaves, instead }: WantedOrder,
  parts: readonly LiquidityPart[],
): SaidRefusal | undefined {
  const { ledger, options } = venue
  const { instrument, price } = terms
  const value =
    price === undefined
      ? parts.reduce((sum, part) => plus(sum, valueOf(instrument, part.price, part.quantity)), ZERO)
      : valueOf(instrument, price, leaves)
  const of = neededAsset(terms)
  const others = ledger
    .open()
    .filter(({ clientOrderId }) => clientOrderId !== instead?.clientOrderId)
  const positions = ledger.positions()
  const { leverage } = options
  const held = (commitments: readonly Commitment[]): Decimal =>
    heldOf(of, { commitments, positions, leverage })
  const rest = others.map(commitmentOf)
  const before = held(instead === undefined ? rest : [...rest, commitmentOf(instead)])
  const after = held([...rest, { terms, leaves, value }])
  if (after.lte(before)) return undefined
  // On spot the fee is taken from what is received.
  const fee = instrument.contract === undefined ? ZERO : times(value, options.fees.taker)
  const needed = plus(after, Decimal.max(fee, ZERO))
  const there = plus(ledger.total(of), unrealisedLoss(venue, of))
  if (needed.lte(there)) return undefined
  const free = minus(there, before)
  return refusal(
    'INSUFFICIENT_BALANCE',
    `needs ${minus(needed, before).toFixed()} ${of}, free ${free.toFixed()}`,
  )
}

/** What positions have lost at the mid of their live books, 0 or less: a profit that is not realised pays for nothing. */
function unrealisedLoss({ ledger, marketOf }: PaperVenue, of: Asset): Decimal {
  let loss = ZERO
  for (const { instrument, quantity, cost } of ledger.positions()) {
    const book = marketOf(instrument)?.live()
    const price = book === undefined ? undefined : mid(book)
    if (instrument.contract?.settle !== of || price === undefined) continue
    loss = plus(loss, Decimal.min(minus(valueOf(instrument, price, quantity), cost), ZERO))
  }
  return loss
}
