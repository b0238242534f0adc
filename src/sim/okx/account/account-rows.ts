import { scaledText } from '../../../core/index.ts'
import { moneyText } from '../../account/money.ts'
import type { SimFill, SimOrder } from '../../account/sim-order.ts'
import type { SimPosition } from '../../account/sim-position.ts'
import type { SimBalance } from '../../account/wallets.ts'
import { MARK_SCALE } from '../../perpetual-state.ts'
import { instTypeOf } from '../okx-state.ts'
import { priceText, sizeText, timeText } from '../wire-text.ts'
import { isStop } from './algo-ids.ts'
import type { Row } from './order-row.ts'

/** A fill in lists. */
export function fillRow(fill: SimFill, order: SimOrder | undefined): Row {
  const { instrument, clientOrderId = '' } = fill
  const { spec } = instrument
  return {
    instType: instTypeOf(instrument),
    instId: spec.symbol,
    tradeId: String(fill.tradeId),
    ordId: fill.orderId,
    clOrdId: order !== undefined && isStop(order) ? '' : clientOrderId,
    billId: fill.fillId,
    tag: '',
    side: fill.side,
    posSide: 'net',
    fillPx: priceText(spec, fill.price),
    fillSz: sizeText(spec, fill.quantity),
    fee: moneyText(-fill.fee),
    feeCcy: fill.feeAsset,
    execType: fill.isMaker ? 'M' : 'T',
    fillPnl: moneyText(fill.realisedPnl),
    fillTime: timeText(fill.timeUs),
    ts: timeText(fill.timeUs),
  }
}

/** The balances of an account, in one row. Fields that do not apply to a spot account are empty. */
export function balanceRow(balances: readonly SimBalance[], nowUs: number): Row {
  const uTime = timeText(nowUs)
  return {
    uTime,
    totalEq: '',
    adjEq: '',
    details: balances.map(({ asset, total, locked, free }) => ({
      ccy: asset,
      eq: moneyText(total),
      cashBal: moneyText(total),
      availBal: moneyText(free),
      availEq: '',
      frozenBal: moneyText(locked),
      ordFrozen: moneyText(locked),
      upl: '0',
      uTime,
    })),
  }
}

/** A position. */
export function positionRow(position: SimPosition, nowUs: number): Row {
  const { instrument, quantity, entryPrice, unrealisedPnl, leverage } = position
  const { spec } = instrument
  return {
    instType: instTypeOf(instrument),
    instId: spec.symbol,
    posId: '616057041198907393',
    posSide: 'net',
    mgnMode: 'cross',
    pos: sizeText(spec, quantity),
    availPos: '',
    avgPx: quantity === 0 ? '' : scaledText(entryPrice, MARK_SCALE),
    upl: moneyText(unrealisedPnl),
    lever: String(leverage),
    ccy: spec.settle ?? spec.quote,
    realizedPnl: moneyText(position.realisedPnl),
    uTime: timeText(position.updatedUs),
    pTime: timeText(nowUs),
  }
}
