import { Decimal } from '../../../core/index.ts'
import { moneyText } from '../../account/money.ts'
import type { EndReason, SimFill, SimOrder } from '../../account/sim-order.ts'
import { instTypeOf } from '../okx-state.ts'
import { contractValueOf, priceText, sizeText, timeText } from '../wire-text.ts'
import { algoIdOf, isStop } from './algo-ids.ts'

/** A row as the wire has it. */
export type Row = Readonly<Record<string, unknown>>

const CANCEL_SOURCES: Readonly<Record<EndReason, string>> = {
  user: '1',
  deadMan: '20',
  venue: '0',
  selfTrade: '32',
  ioc: '14',
  fok: '13',
  noLiquidity: '14',
  postOnly: '31',
  reduceOnly: '17',
  gtd: '0',
  insufficientBalance: '0',
}

/** What a change of an order adds to its row on the channel. */
export interface RowChange {
  /** The fill that it tells. */
  readonly fill?: SimFill
  /** What became of a change of terms, and of which request; who changed them. */
  readonly amendResult?: string
  readonly amendSource?: string
  readonly reqId?: string
  /** Why a change of terms failed. */
  readonly code?: string
  readonly msg?: string
}

/** An order in lists; what was filled last is in the same fields as on the channel. */
export function orderRow(order: SimOrder, lastFill?: SimFill): Row {
  const { instrument, clientOrderId = '', type, endReason } = order
  const { spec } = instrument
  const wasStop = isStop(order)
  return {
    instType: instTypeOf(instrument),
    instId: spec.symbol,
    ordId: order.orderId,
    clOrdId: wasStop ? '' : clientOrderId,
    algoId: wasStop ? algoIdOf(order.orderId) : '',
    algoClOrdId: wasStop ? clientOrderId : '',
    tag: '',
    side: order.side,
    posSide: 'net',
    tdMode: spec.kind === 'spot' ? 'cash' : 'cross',
    ordType: wordOf(order),
    px: order.price === undefined ? '' : priceText(spec, order.price),
    sz: quoteText(order) ?? sizeText(spec, order.quantity),
    tgtCcy: type === 'market' && spec.kind === 'spot' ? unitOf(order) : '',
    state: stateOf(order),
    accFillSz: sizeText(spec, order.filledQuantity),
    avgPx: averagePrice(order),
    ...fillFields(order, lastFill),
    fee: moneyText(-order.fee),
    feeCcy: order.feeAsset,
    rebate: '0',
    rebateCcy: '',
    pnl: '0',
    lever: '',
    reduceOnly: String(order.reduceOnly),
    category: 'normal',
    source: wasStop ? '7' : '',
    cancelSource: endReason === undefined ? '' : CANCEL_SOURCES[endReason],
    cTime: timeText(order.createdUs),
    uTime: timeText(order.updatedUs),
  }
}

/** An order on the channel. */
export function orderPush(order: SimOrder, change: RowChange): Row {
  const { fill } = change
  return {
    ...orderRow(order, fill),
    fillFee: fill === undefined ? '0' : moneyText(-fill.fee),
    fillFeeCcy: fill?.feeAsset ?? '',
    fillPnl: fill === undefined ? '0' : moneyText(fill.realisedPnl),
    amendResult: change.amendResult ?? '',
    amendSource: change.amendSource ?? '',
    reqId: change.reqId ?? '',
    stpMode: 'cancel_maker',
    code: change.code ?? '0',
    msg: change.msg ?? '',
  }
}

function stateOf({ status, filledQuantity }: SimOrder): string {
  switch (status) {
    case 'filled':
      return 'filled'
    case 'cancelled':
    case 'expired':
      return 'canceled'
    case 'open':
    case 'untriggered':
      return filledQuantity > 0 ? 'partially_filled' : 'live'
  }
}

function wordOf({ type, timeInForce, postOnly, instrument }: SimOrder): string {
  if (type === 'market' || type === 'stopMarket')
    return instrument.spec.kind === 'spot' || type === 'stopMarket' ? 'market' : 'optimal_limit_ioc'
  if (postOnly) return 'post_only'
  return timeInForce === 'ioc' || timeInForce === 'fok' ? timeInForce : 'limit'
}

function quoteText({ quoteQuantity }: SimOrder): string | undefined {
  return quoteQuantity === undefined ? undefined : moneyText(quoteQuantity)
}

function unitOf({ quoteQuantity }: SimOrder): string {
  return quoteQuantity === undefined ? 'base_ccy' : 'quote_ccy'
}

const PRICE_DIGITS = 12

function averagePrice(order: SimOrder): string {
  const { instrument, filledQuantity, filledValue } = order
  if (filledQuantity === 0) return ''
  const { spec } = instrument
  const size = new Decimal(sizeText(spec, filledQuantity)).times(
    spec.kind === 'spot' ? 1 : contractValueOf(spec),
  )
  const value = new Decimal(moneyText(filledValue))
  const isInverse = spec.inverseContractSize !== undefined
  return (isInverse ? size.div(value) : value.div(size)).toDecimalPlaces(PRICE_DIGITS).toFixed()
}

function fillFields({ instrument }: SimOrder, fill: SimFill | undefined): Row {
  const { spec } = instrument
  if (fill === undefined)
    return { fillPx: '', fillSz: '0', fillTime: '', tradeId: '', execType: '' }
  return {
    fillPx: priceText(spec, fill.price),
    fillSz: sizeText(spec, fill.quantity),
    fillTime: timeText(fill.timeUs),
    tradeId: String(fill.tradeId),
    execType: fill.isMaker ? 'M' : 'T',
  }
}
