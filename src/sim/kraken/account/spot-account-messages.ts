import type { AccountEvent } from '../../account/account-log.ts'
import { moneyText } from '../../account/money.ts'
import type { SimFill, SimOrder } from '../../account/sim-order.ts'
import type { SimBalance } from '../../account/wallets.ts'
import { priceText, sizeText, timeText } from '../wire-text.ts'
import { WALLETS } from './rules.ts'
import { averageText, END_REASONS, feeFlag, orderType } from './spot-rows.ts'
import { spotOrderId, spotTradeId } from './wire-ids.ts'

/** Rows are text, since their numbers are bare and exact. */
type Fields = readonly string[]

const row = (...fields: readonly Fields[]): string => `{${fields.flat().join(',')}}`
const text = (key: string, value: string): string => `"${key}":${JSON.stringify(value)}`
const bare = (key: string, value: string): string => `"${key}":${value}`

const named = ({ orderId, clientOrderId }: SimOrder): Fields => [
  text('order_id', spotOrderId(orderId)),
  ...(clientOrderId === undefined ? [] : [text('cl_ord_id', clientOrderId)]),
]

const kind = (type: string, status: string, timeUs: number): Fields => [
  text('exec_type', type),
  text('order_status', status),
  text('timestamp', timeText(timeUs)),
]

const filled = (order: SimOrder): Fields => [
  bare('cum_qty', sizeText(order.instrument.spec, order.filledQuantity)),
  bare('cum_cost', moneyText(order.filledValue)),
  bare('avg_price', averageText(order)),
]

const terms = (order: SimOrder): Fields => {
  const { instrument, side, price, triggerPrice, quantity, timeInForce } = order
  const { spec } = instrument
  return [
    text('symbol', spec.symbol),
    text('side', side),
    text('order_type', orderType(order)),
    bare('order_qty', sizeText(spec, quantity)),
    text('time_in_force', timeInForce.toUpperCase()),
    ...(price === undefined ? [] : [bare('limit_price', priceText(spec, price))]),
    ...(triggerPrice === undefined ? [] : [bare('stop_price', priceText(spec, triggerPrice))]),
    text('fee_ccy_pref', feeFlag(order)),
  ]
}

/** An open order, whole, as a snapshot has it. */
export function openOrderRow(order: SimOrder): string {
  const status = order.filledQuantity > 0 ? 'partially_filled' : 'new'
  return row(named(order), terms(order), filled(order), kind('new', status, order.updatedUs))
}

/** The rows of `executions` that an event makes, each in a message of its own. */
export function executionRows(event: AccountEvent): readonly string[] {
  const { timeUs } = event
  switch (event.kind) {
    case 'accepted': {
      const { order } = event
      const pending = row(
        named(order),
        terms(order),
        filled(order),
        kind('pending_new', 'pending_new', timeUs),
      )
      return [pending, row(named(order), filled(order), kind('new', 'new', timeUs))]
    }
    case 'triggered':
      return [row(named(event.order), kind('status', 'new', timeUs))]
    case 'filled':
      return fillRows(event.order, event.fill)
    case 'amended': {
      const { order } = event
      const type = event.by === 'user' ? 'amended' : 'restated'
      return [row(named(order), terms(order), filled(order), kind(type, 'new', timeUs))]
    }
    case 'cancelled':
    case 'expired':
      return [endRow(event.order, timeUs)]
    case 'rejected':
    case 'balanceChanged':
    case 'positionChanged':
      return []
  }
}

/** The last trade says `partially_filled` like all others; that the order is filled comes on its own. */
function fillRows(order: SimOrder, fill: SimFill): readonly string[] {
  const { spec } = fill.instrument
  const trade = row(
    named(order),
    [
      text('symbol', spec.symbol),
      text('side', fill.side),
      text('order_type', orderType(order)),
      text('exec_id', spotTradeId(fill.fillId)),
      bare('trade_id', String(fill.tradeId)),
      bare('last_qty', sizeText(spec, fill.quantity)),
      bare('last_price', priceText(spec, fill.price)),
      text('liquidity_ind', fill.isMaker ? 'm' : 't'),
      bare('cost', moneyText(fill.value)),
      `"fees":[{${text('asset', fill.feeAsset)},${bare('qty', moneyText(fill.fee))}}]`,
    ],
    filled(order),
    kind('trade', 'partially_filled', fill.timeUs),
  )
  if (order.status !== 'filled') return [trade]
  return [trade, row(named(order), filled(order), kind('filled', 'filled', fill.timeUs))]
}

/** An end has neither symbol nor side nor our id. */
function endRow(order: SimOrder, timeUs: number): string {
  const { orderId, endReason = 'venue' } = order
  const bareName = [text('order_id', spotOrderId(orderId))]
  if (endReason === 'gtd') return row(bareName, filled(order), kind('expired', 'expired', timeUs))
  const reason = END_REASONS[endReason]
  const why = [text('cancel_reason', reason), text('reason', reason)]
  return row(bareName, filled(order), why, kind('canceled', 'canceled', timeUs))
}

/** An asset with its wallets, as a snapshot of `balances` has it. */
export function balanceRow({ asset, total }: SimBalance): string {
  const amount = moneyText(total)
  const wallet = `{${text('type', 'spot')},${text('id', 'main')},${bare('balance', amount)}}`
  return row([
    text('asset', asset),
    text('asset_class', 'currency'),
    bare('balance', amount),
    `"wallets":[${wallet}]`,
  ])
}

/** A ledger entry: a change of a total, which leaves the wallet with so much. */
export function ledgerRow(
  { asset, total, wallet }: SimBalance,
  before: bigint,
  { sequence, timeUs }: AccountEvent,
): string | undefined {
  if (wallet !== WALLETS.spot || total === before) return undefined
  return row([
    text('ledger_id', `L${spotTradeId(String(sequence)).slice(1)}`),
    text('ref_id', spotTradeId(String(sequence))),
    text('timestamp', timeText(timeUs)),
    text('type', 'trade'),
    text('asset', asset),
    text('asset_class', 'currency'),
    text('category', 'trade'),
    text('wallet_type', 'spot'),
    text('wallet_id', 'main'),
    bare('amount', moneyText(total - before)),
    bare('fee', '0'),
    bare('balance', moneyText(total)),
  ])
}
