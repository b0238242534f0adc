import { moneyText } from '../../account/money.ts'
import type { SimFill, SimOrder } from '../../account/sim-order.ts'
import { RestRefusal } from '../rest-error.ts'
import { wireText } from '../wire-text.ts'
import { isSpot, msOf, sideWord } from './order-rows.ts'
import { demandSymbol, type PrivateCall, timeOf } from './private-call.ts'

const DAY_MS = 86_400_000
const SPAN_MS = { spot: DAY_MS, usdm: 7 * DAY_MS }
const MOST_ROWS = 1000
const USUAL_ROWS = 500

/** Orders of an instrument by the time they were made, oldest first: of a span, from an id on, or the newest. */
export function pastOrders(
  call: PrivateCall,
  idName: string | undefined,
  isWanted: (order: SimOrder) => boolean,
): readonly SimOrder[] {
  const all = call.account
    .orders({ instrument: demandSymbol(call), limit: Number.MAX_SAFE_INTEGER })
    .filter(isWanted)
  return pageOf(call, all, idName, ({ orderId, createdUs }) => [BigInt(orderId), createdUs])
}

/** Fills of an instrument, likewise, and of one order where it is named. */
export function pastFills(call: PrivateCall): readonly Record<string, unknown>[] {
  const instrument = demandSymbol(call)
  const orderId = call.params.get('orderId') ?? undefined
  const all = call.account.fills({
    instrument,
    ...(orderId !== undefined && { orderId }),
    limit: Number.MAX_SAFE_INTEGER,
  })
  return pageOf(call, all, 'fromId', ({ tradeId, timeUs }) => [BigInt(tradeId), timeUs]).map(
    fillRow,
  )
}

function pageOf<Row>(
  call: PrivateCall,
  rows: readonly Row[],
  idName: string | undefined,
  keyOf: (row: Row) => readonly [id: bigint, timeUs: number],
): readonly Row[] {
  const limit = Math.min(Number(call.params.get('limit') ?? USUAL_ROWS), MOST_ROWS)
  const fromId = idName === undefined ? null : call.params.get(idName)
  if (fromId !== null) return rows.filter((row) => keyOf(row)[0] >= BigInt(fromId)).slice(0, limit)
  const fromMs = timeOf(call, 'startTime')
  const untilMs = timeOf(call, 'endTime') ?? Number.POSITIVE_INFINITY
  if (fromMs === undefined) return rows.slice(-limit)
  if (Number.isFinite(untilMs) && untilMs - fromMs > SPAN_MS[call.product])
    throw new RestRefusal(-1127, 'More than 24 hours between startTime and endTime.')
  return rows
    .filter((row) => {
      const timeMs = msOf(keyOf(row)[1])
      return timeMs >= fromMs && timeMs <= untilMs
    })
    .slice(0, limit)
}

function fillRow(fill: SimFill): Record<string, unknown> {
  const text = wireText(fill.instrument.spec)
  const isBuyer = fill.side === 'buy'
  const row = {
    symbol: fill.instrument.spec.symbol,
    id: fill.tradeId,
    orderId: Number(fill.orderId),
    price: text.price(fill.price),
    qty: text.size(fill.quantity),
    quoteQty: moneyText(fill.value),
    commission: moneyText(fill.fee),
    commissionAsset: fill.feeAsset,
    time: msOf(fill.timeUs),
  }
  if (isSpot(fill)) {
    return { ...row, orderListId: -1, isBuyer, isMaker: fill.isMaker, isBestMatch: true }
  }
  return {
    ...row,
    side: sideWord(fill),
    positionSide: 'BOTH',
    realizedPnl: moneyText(fill.realisedPnl),
    buyer: isBuyer,
    maker: fill.isMaker,
  }
}
