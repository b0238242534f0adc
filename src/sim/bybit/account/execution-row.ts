import { moneyOf, moneyText } from '../../account/money.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import { leavesOf, type SimFill, type SimOrder } from '../../account/sim-order.ts'
import { markText, priceText, sizeText, timeMs } from '../wire-text.ts'
import { idText } from './wire-ids.ts'

/** A fill with the order as it is after it. */
export interface ToldFill {
  /** Whose. */
  readonly account: SimAccount
  /** The fill. */
  readonly fill: SimFill
  /** Its order. */
  readonly order: SimOrder
}

/** A fill as it stands in lists and on the stream; lists leave the coin of a contract's fee out. */
export function executionRow(
  { account, fill, order }: ToldFill,
  isList: boolean,
): Readonly<Record<string, unknown>> {
  const { instrument, price, quantity, isMaker, timeUs, orderId } = fill
  const { spec } = instrument
  const isSpot = spec.kind === 'spot'
  const { makerBps, takerBps } = account.book.fees
  return {
    category: spec.product,
    symbol: spec.symbol,
    closedSize: isSpot ? '' : '0',
    execFee: moneyText(fill.fee),
    execId: idText(spec, fill.fillId),
    execPrice: priceText(spec, price),
    execQty: sizeText(spec, quantity),
    execType: 'Trade',
    execValue: moneyText(fill.value),
    feeRate: moneyText(moneyOf(isMaker ? makerBps : takerBps) / 10_000n),
    feeCurrency: isList && !isSpot ? '' : fill.feeAsset,
    markPrice: markText(instrument.perpetual?.markPrice ?? 0n),
    leavesQty: sizeText(spec, leavesOf(order)),
    orderId: idText(spec, orderId),
    orderLinkId: fill.clientOrderId ?? '',
    orderPrice: order.price === undefined ? '0' : priceText(spec, order.price),
    orderQty: sizeText(spec, order.quantity),
    orderType: order.price === undefined ? 'Market' : 'Limit',
    stopOrderType: order.triggerPrice === undefined ? 'UNKNOWN' : 'Stop',
    side: fill.side === 'buy' ? 'Buy' : 'Sell',
    execTime: String(timeMs(timeUs)),
    isLeverage: '0',
    isMaker,
    seq: instrument.updateId,
    execPnl: moneyText(fill.realisedPnl),
    createType: 'CreateByUser',
    extraFees: '',
  }
}
