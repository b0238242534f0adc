import type { SimOrder } from '../../account/sim-order.ts'
import { instTypeOf } from '../okx-state.ts'
import { priceText, sizeText, timeText } from '../wire-text.ts'
import { algoIdOf } from './algo-ids.ts'
import type { Row, RowChange } from './order-row.ts'

/** What a stop is called by where it is. */
export type AlgoState = 'live' | 'effective' | 'canceled' | 'order_failed'

/** Where a stop is: what was triggered is effective, whatever became of its order. */
export function algoStateOf({ status, triggeredUs }: SimOrder): AlgoState {
  if (triggeredUs !== undefined) return 'effective'
  if (status === 'untriggered') return 'live'
  return status === 'cancelled' ? 'canceled' : 'order_failed'
}

/** A stop, in lists and on the channel. */
export function algoRow(order: SimOrder, change: RowChange = {}): Row {
  const { instrument, price, triggerPrice = 0, endReason } = order
  const { spec } = instrument
  const state = algoStateOf(order)
  return {
    algoId: algoIdOf(order.orderId),
    algoClOrdId: order.clientOrderId ?? '',
    clOrdId: '',
    instType: instTypeOf(instrument),
    instId: spec.symbol,
    ordId: state === 'effective' ? order.orderId : '',
    ordIdList: state === 'effective' ? [order.orderId] : [],
    ordType: 'conditional',
    side: order.side,
    posSide: 'net',
    tdMode: spec.kind === 'spot' ? 'cash' : 'cross',
    sz: sizeText(spec, order.quantity),
    slTriggerPx: priceText(spec, triggerPrice),
    slTriggerPxType: 'last',
    slOrdPx: price === undefined ? '-1' : priceText(spec, price),
    tpTriggerPx: '',
    tpOrdPx: '',
    ordPx: '',
    triggerPx: '',
    state,
    reduceOnly: String(order.reduceOnly),
    failCode: state === 'order_failed' ? failCodeOf(endReason) : '',
    amendResult: change.amendResult ?? '',
    reqId: change.reqId ?? '',
    cTime: timeText(order.createdUs),
    uTime: timeText(order.updatedUs),
    triggerTime: order.triggeredUs === undefined ? '' : timeText(order.triggeredUs),
  }
}

function failCodeOf(endReason: SimOrder['endReason']): string {
  return endReason === 'insufficientBalance' ? '51008' : '51169'
}
