import { divideRounded } from '../fixed-text.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { AccountBook } from './account-book.ts'
import type { ContractValue } from './contract-value.ts'
import { moneyOf, roundMoney } from './money.ts'
import type { SimFill, SimOrder } from './sim-order.ts'

/** A match of an order that is to be booked. */
export interface Match {
  /** The order as it is before. */
  readonly order: SimOrder
  /** The print. */
  readonly trade: SimTrade
  /** Whether the order rested. */
  readonly isMaker: boolean
  /** The id that this side of it gets. */
  readonly fillId: string
}

// A basis point is a ten-thousandth; moneyOf has made it 10^18.
const BPS = 10_000n * 10n ** 18n

/**
 * Books a match into an account: money, position, order, fill, and what is told of it.
 *
 * A fee is a part of what was traded, in the asset that the order pays fees in; rounded half away from zero.
 */
export function bookMatch(
  book: AccountBook,
  match: Match,
  value: ContractValue,
  digits: number,
): SimFill {
  const { order, trade, isMaker, fillId } = match
  const { instrument, side, orderId, clientOrderId, feeAsset } = order
  const worth = value.of(trade.price, trade.size)
  const { kind, base } = instrument.spec
  const charged = kind === 'spot' && feeAsset === base ? value.base(trade.size) : worth
  const bps = moneyOf(isMaker ? book.fees.makerBps : book.fees.takerBps)
  const fee = roundMoney(divideRounded(charged * bps, BPS), digits)
  const realisedPnl = moveMoney(book, match, value, fee)
  const fill: SimFill = Object.freeze({
    fillId,
    tradeId: trade.id,
    orderId,
    ...(clientOrderId !== undefined && { clientOrderId }),
    account: book.name,
    instrument,
    side,
    price: trade.price,
    quantity: trade.size,
    value: worth,
    fee,
    feeAsset,
    isMaker,
    realisedPnl,
    timeUs: trade.timeUs,
  })
  const filledQuantity = order.filledQuantity + trade.size
  const filled: SimOrder = Object.freeze({
    ...order,
    filledQuantity,
    filledValue: order.filledValue + worth,
    fee: order.fee + fee,
    status: filledQuantity === order.quantity ? 'filled' : 'open',
    updatedUs: trade.timeUs,
  })
  book.put(filled)
  book.store.addFill(fill)
  book.note({ kind: 'filled', order: filled, fill })
  book.noteBalances(instrument)
  if (instrument.spec.kind !== 'spot') {
    book.note({ kind: 'positionChanged', position: book.position(instrument) })
  }
  return fill
}

function moveMoney(
  book: AccountBook,
  { order, trade }: Match,
  value: ContractValue,
  fee: bigint,
): bigint {
  const { instrument, side, feeAsset } = order
  const { kind, base, quote } = instrument.spec
  const { wallet } = value
  if (kind !== 'spot') {
    const pnl = book.positionBook(instrument).trade(side, trade.price, trade.size, trade.timeUs)
    book.wallets.add(wallet, value.settle, pnl - fee)
    return pnl
  }
  const sign = side === 'buy' ? 1n : -1n
  book.wallets.add(wallet, base, sign * value.base(trade.size))
  book.wallets.add(wallet, quote, -sign * value.of(trade.price, trade.size))
  book.wallets.add(wallet, feeAsset, -fee)
  return 0n
}
