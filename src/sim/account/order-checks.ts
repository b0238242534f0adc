import type { LiveInstrument } from '../live-instrument.ts'
import type { AccountBook } from './account-book.ts'
import { reducible } from './account-gate.ts'
import { feeReserve } from './fee-reserve.ts'
import { moneyOf } from './money.ts'
import type { ReadTerms } from './order-terms.ts'
import type { Refusal } from './refusal.ts'
import type { SimOrder } from './sim-order.ts'
import type { TradingFloor } from './trading-floor.ts'

/** The last price that traded; `undefined` where none did. */
export function lastPriceOf(live: LiveInstrument): number | undefined {
  return live.lastTrade?.price
}

/** Whether a price has reached a trigger. */
export function isReached(order: ReadTerms, price: number): boolean {
  const { triggerPrice, triggerDirection } = order
  if (triggerPrice === undefined) return false
  return triggerDirection === 'falling' ? price <= triggerPrice : price >= triggerPrice
}

/** What of an order's size and price breaks the instrument's rules. */
export function checkLimits(floor: TradingFloor, terms: ReadTerms): Refusal | undefined {
  const { instrument, quantity, price, quoteQuantity } = terms
  const { spec } = instrument
  const least = floor.rules.minQuantityOf(spec)
  if (quoteQuantity === undefined && quantity < least) {
    return { kind: 'belowMinQuantity', found: quantity, least }
  }
  const last = lastPriceOf(instrument)
  const { priceBandPercent } = floor.rules
  if (price !== undefined && last !== undefined && priceBandPercent !== false) {
    const width = Math.floor((last * priceBandPercent) / 100)
    const band = { least: Math.max(spec.tick, last - width), most: last + width }
    if (price < band.least || price > band.most) {
      return { kind: 'priceOutOfRange', found: price, ...band }
    }
  }
  // The value of an inverse contract counts base, the least notional quote.
  if (terms.reduceOnly || spec.inverseContractSize !== undefined) return undefined
  const at = price ?? terms.triggerPrice ?? last ?? spec.start
  const found = quoteQuantity ?? floor.valueOf(instrument).of(at, quantity)
  const leastValue = moneyOf(spec.minNotional)
  return found < leastValue ? { kind: 'belowMinNotional', found, least: leastValue } : undefined
}

/** The size that a reduce-only order may have, or why it may not be. */
export function checkReducing(
  floor: TradingFloor,
  book: AccountBook,
  terms: ReadTerms,
): number | Refusal {
  const { instrument, quantity } = terms
  if (!terms.reduceOnly) return quantity
  const most = reducible(book.positionBook(instrument).quantity, terms)
  if (quantity <= most) return quantity
  if (most > 0 && floor.rules.reduceOnlyExcess === 'trim') return most
  return { kind: 'reduceOnlyRejected', asked: quantity, reducible: most }
}

/** Whether a post-only order would trade at once. */
export function checkPostOnly({ instrument, side, price }: ReadTerms): Refusal | undefined {
  const best = instrument.engine.best(side === 'buy' ? 'ask' : 'bid')?.price
  if (best === undefined || price === undefined) return undefined
  const takes = side === 'buy' ? best <= price : best >= price
  return takes ? { kind: 'postOnlyWouldTake', best } : undefined
}

/**
 * Whether the account can pay for an order; `instead` is an order of its own that the new one takes the place of.
 *
 * A limit is paid for at its price, a market order at what it would match now. Fees need funds of their own only where a spot
 * order pays them in what it gives.
 */
export function checkFunds(
  floor: TradingFloor,
  book: AccountBook,
  order: ReadTerms & Pick<SimOrder, 'quantity' | 'filledQuantity'>,
  instead?: SimOrder,
): Refusal | undefined {
  const { instrument: live, side } = order
  const value = floor.valueOf(live)
  const { kind, base, quote } = live.spec
  if (kind === 'spot') {
    const asset = side === 'buy' ? quote : base
    const held =
      instead === undefined || instead.status !== 'open' ? 0n : spotNeed(floor, book, instead)
    return lacking(book, value.wallet, asset, spotNeed(floor, book, order) - held)
  }
  if (order.reduceOnly) return undefined
  const counts = instead !== undefined && instead.status === 'open' && !instead.reduceOnly
  const worth = worthOf(floor, book, order) - (counts ? worthOf(floor, book, instead) : 0n)
  const after = side === 'buy' ? book.margin(live, worth) : book.margin(live, 0n, worth)
  return lacking(book, value.wallet, value.settle, after - book.margin(live))
}

/**
 * How much quote can buy of a size now, in whole lots; nothing where the first lot costs more. What the book does not have is
 * counted at its last price, so that the order ends unfilled, not filled with less.
 */
export function sizeForQuote(floor: TradingFloor, book: AccountBook, terms: ReadTerms): number {
  const { instrument: live } = terms
  const value = floor.valueOf(live)
  const { lot, start } = live.spec
  const lotsFor = (quote: bigint, price: number): number => Number(quote / value.of(price, lot))
  let left = terms.quoteQuantity ?? 0n
  let size = 0
  let last = start
  const most = Number.MAX_SAFE_INTEGER
  const rows = live.engine.preview({ side: 'buy', size: most, owner: book.name })
  for (const [price, rested] of rows) {
    const part = Math.min(Math.floor(rested / lot), lotsFor(left, price)) * lot
    size += part
    left -= value.of(price, part)
    if (part < rested) return size
    last = price
  }
  return size + lotsFor(left, last) * lot
}

function spotNeed(
  floor: TradingFloor,
  book: AccountBook,
  order: ReadTerms & Pick<SimOrder, 'filledQuantity'>,
): bigint {
  const leaves = order.quantity - order.filledQuantity
  const given =
    order.side === 'sell'
      ? floor.valueOf(order.instrument).base(leaves)
      : (order.quoteQuantity ?? worthOf(floor, book, order))
  return given + feeReserve(order, given, book.fees)
}

function worthOf(
  floor: TradingFloor,
  book: AccountBook,
  order: ReadTerms & Pick<SimOrder, 'filledQuantity'>,
): bigint {
  const { instrument: live, side, price } = order
  const value = floor.valueOf(live)
  const size = order.quantity - order.filledQuantity
  if (price !== undefined) return value.of(price, size)
  const rows = live.engine.preview({ side, size, owner: book.name })
  return rows.reduce((sum, [at, part]) => sum + value.of(at, part), 0n)
}

function lacking(
  book: AccountBook,
  wallet: string,
  asset: string,
  needed: bigint,
): Refusal | undefined {
  const { free } = book.balance(wallet, asset)
  if (needed <= 0n || needed <= free) return undefined
  return { kind: 'insufficientBalance', wallet, asset, needed, free }
}
