import type { AccountId, BalanceTold, OrderEvent, PositionTold } from '../../core/index.ts'
import type { AccountStatement, StatementWish } from '../gateway/account-gateway.ts'
import { fillEvent, orderEvent } from '../gateway/row-events.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'
import { isSameInstrument } from '../strategy/same-instrument.ts'
import type { PaperLedger } from './paper-ledger.ts'
import { orderRow } from './paper-order.ts'

/** When something was asked for, and when the books were looked at, epoch µs. */
export interface AskedTimes {
  /** When the question left. */
  readonly askedTimeUs: number
  /** Now. */
  readonly nowUs: number
}

/** What is so in a paper account at one moment. */
export function paperStatement(
  ledger: PaperLedger,
  account: AccountId,
  wish: StatementWish,
  { askedTimeUs, nowUs }: AskedTimes,
): AccountStatement {
  const openOrders = ledger.open().map(orderRow)
  const at = { account, timeUs: nowUs, venueTimeUs: nowUs }
  const missing = wish.missing(openOrders, askedTimeUs)
  return {
    askedTimeUs,
    answeredTimeUs: nowUs,
    openOrders,
    orders: missing.flatMap(({ clientOrderId }) => {
      const order = ledger.order(clientOrderId)
      return order === undefined ? [] : [orderRow(order)]
    }),
    fills: ledger
      .orders()
      .flatMap(({ fills }) => fills)
      .filter((fill) =>
        wish.fills.some(
          ({ instrument, sinceUs }) =>
            fill.venueTimeUs >= sinceUs && isSameInstrument(fill.instrument, instrument),
        ),
      ),
    balances: ledger
      .balances()
      .filter(({ amount }) => !amount.isZero())
      .map(({ asset, amount }): BalanceTold => ({ ...at, type: 'balance', asset, total: amount })),
    positions: ledger.positions().map(
      ({ instrument, quantity, averageEntryPrice }): PositionTold => ({
        ...at,
        type: 'position',
        instrument,
        quantity,
        ...(averageEntryPrice !== undefined && { averageEntryPrice }),
      }),
    ),
    venueTimeUs: nowUs,
  }
}

/** What a paper venue knows of an order: what it tells, and the answer. */
export function paperAnswer(
  ledger: PaperLedger,
  { question, subject, clientOrderId, sinceUs }: UnknownQuestion,
  { account, askedTimeUs, nowUs: timeUs }: AskedTimes & { readonly account: AccountId },
): { readonly events: readonly OrderEvent[]; readonly answer: UnknownAnswer } {
  const order = ledger.order(clientOrderId)
  if (subject === 'fills') {
    const events = (order?.fills ?? []).map((fill) => fillEvent(fill, timeUs))
    return { events, answer: { type: 'answered', question, timeUs } }
  }
  const isOpen = order?.status === 'open'
  const isListed = subject === 'order' || (subject === 'openOrders') === isOpen
  if (order !== undefined && isListed) {
    const event = orderEvent(account, orderRow(order), { askedTimeUs, timeUs })
    return { events: [event], answer: { type: 'answered', question, timeUs } }
  }
  const isComplete = subject === 'openOrders' || ledger.reachesBackTo(sinceUs)
  return {
    events: [],
    answer: { type: 'absent', question, timeUs, venueTimeUs: timeUs, isComplete },
  }
}
