import type { AccountEvent } from '../../account/account-log.ts'
import { moneyText } from '../../account/money.ts'
import { isAlive, type SimFill, type SimOrder } from '../../account/sim-order.ts'
import type { SimPosition } from '../../account/sim-position.ts'
import type { SimBalance } from '../../account/wallets.ts'
import { fixedText } from '../../fixed-text.ts'
import { MARK_SCALE } from '../../perpetual-state.ts'
import { wireText } from '../wire-text.ts'
import {
  clientIdOf,
  forceWord,
  isSpot,
  msOf,
  ordinaryType,
  sideWord,
  statusWord,
} from './order-rows.ts'
import { algoIdOf, isStop, isUntriggered, stopRow, stopStatus } from './stop-rows.ts'

/**
 * What USDⓈ-M's user data says of an event, in order. A fill is told twice: early and short, then whole. A stop order has
 * messages of its own until it triggers, and one more when what it became has ended. Dossier section 7.
 */
export function usdmFrames(event: AccountEvent): readonly object[] {
  switch (event.kind) {
    case 'accepted':
      return orderFrames(event, event.order, 'NEW')
    case 'amended':
      return orderFrames(event, event.order, 'AMENDMENT')
    case 'cancelled':
      return orderFrames(event, event.order, 'CANCELED')
    case 'expired':
      return orderFrames(event, event.order, 'EXPIRED')
    case 'triggered':
      return isSpot(event.order)
        ? []
        : [
            stopFrame(event, event.order, 'TRIGGERING'),
            stopFrame(event, event.order, 'TRIGGERED'),
            orderFrame(event, event.order, 'NEW'),
          ]
    case 'filled':
      return isSpot(event.order)
        ? []
        : [
            liteFrame(event, event.order, event.fill),
            ...orderFrames(event, event.order, 'TRADE', event.fill),
          ]
    case 'balanceChanged':
      return event.balance.wallet === 'futures' ? [accountFrame(event, event.balance)] : []
    case 'positionChanged':
      return [accountFrame(event, undefined, event.position)]
    case 'rejected':
      return []
  }
}

function orderFrames(
  event: AccountEvent,
  order: SimOrder,
  x: string,
  fill?: SimFill,
): readonly object[] {
  if (isSpot(order)) return []
  if (isUntriggered(order)) return [stopFrame(event, order, stopStatus(order))]
  const frame = orderFrame(event, order, x, fill)
  return isStop(order) && !isAlive(order) ? [frame, stopFrame(event, order, 'FINISHED')] : [frame]
}

function orderFrame(event: AccountEvent, order: SimOrder, x: string, fill?: SimFill): object {
  const text = wireText(order.instrument.spec)
  const timeMs = msOf(event.timeUs)
  return {
    e: 'ORDER_TRADE_UPDATE',
    E: timeMs,
    T: timeMs,
    o: {
      s: order.instrument.spec.symbol,
      c: clientIdOf(order),
      S: sideWord(order),
      o: ordinaryType(order),
      f: forceWord(order),
      q: text.size(order.quantity),
      p: text.price(order.price ?? 0),
      ap: '0',
      sp: '0',
      x,
      X: statusWord(order),
      i: Number(order.orderId),
      l: text.size(fill?.quantity ?? 0),
      z: text.size(order.filledQuantity),
      L: text.price(fill?.price ?? 0),
      ...(fill && { N: fill.feeAsset, n: moneyText(fill.fee) }),
      T: timeMs,
      t: fill?.tradeId ?? 0,
      b: '0',
      a: '0',
      m: fill?.isMaker ?? false,
      R: order.reduceOnly,
      wt: 'CONTRACT_PRICE',
      ot: ordinaryType(order),
      ps: 'BOTH',
      cp: false,
      rp: moneyText(fill?.realisedPnl ?? 0n),
      pP: false,
      si: 0,
      ss: 0,
      V: 'EXPIRE_MAKER',
      pm: 'NONE',
      gtd: order.expireTimeUs === undefined ? 0 : msOf(order.expireTimeUs),
      er: '0',
    },
  }
}

function liteFrame(event: AccountEvent, order: SimOrder, fill: SimFill): object {
  const text = wireText(order.instrument.spec)
  const timeMs = msOf(event.timeUs)
  return {
    e: 'TRADE_LITE',
    E: timeMs,
    T: timeMs,
    s: order.instrument.spec.symbol,
    q: text.size(order.quantity),
    p: text.price(order.price ?? 0),
    m: fill.isMaker,
    c: clientIdOf(order),
    S: sideWord(order),
    L: text.price(fill.price),
    l: text.size(fill.quantity),
    t: fill.tradeId,
    i: Number(order.orderId),
  }
}

function stopFrame(event: AccountEvent, order: SimOrder, X: string): object {
  const row = stopRow(order)
  const timeMs = msOf(event.timeUs)
  const isOrdinary = X === 'TRIGGERED' || X === 'FINISHED'
  return {
    e: 'ALGO_UPDATE',
    T: timeMs,
    E: timeMs,
    o: {
      caid: row['clientAlgoId'],
      aid: algoIdOf(order),
      at: 'CONDITIONAL',
      o: row['orderType'],
      s: row['symbol'],
      S: row['side'],
      ps: 'BOTH',
      f: row['timeInForce'],
      q: row['quantity'],
      X,
      ai: isOrdinary ? order.orderId : '',
      ap: '0',
      aq: isOrdinary ? row['actualQty'] : '0',
      act: ordinaryType(order),
      tp: row['triggerPrice'],
      p: row['price'],
      V: 'EXPIRE_MAKER',
      wt: 'CONTRACT_PRICE',
      pm: 'NONE',
      cp: false,
      pP: false,
      R: order.reduceOnly,
      tt: row['triggerTime'],
      gtd: row['goodTillDate'],
      ...(X === 'REJECTED' && { rm: order.endReason }),
    },
  }
}

/** A wallet or a position as it is now. */
function accountFrame(
  event: AccountEvent,
  balance: SimBalance | undefined,
  position?: SimPosition,
): object {
  const timeMs = msOf(event.timeUs)
  const B = balance === undefined ? [] : [walletRow(balance)]
  const P = position === undefined ? [] : [positionRow(position)]
  return { e: 'ACCOUNT_UPDATE', E: timeMs, T: timeMs, a: { m: 'ORDER', B, P } }
}

function walletRow({ asset, total }: SimBalance): object {
  return { a: asset, wb: moneyText(total), cw: moneyText(total), bc: '0' }
}

function positionRow(position: SimPosition): object {
  const { spec } = position.instrument
  return {
    s: spec.symbol,
    pa: wireText(spec).size(position.quantity),
    ep: fixedText(position.entryPrice, MARK_SCALE, MARK_SCALE),
    cr: moneyText(position.realisedPnl),
    up: moneyText(position.unrealisedPnl),
    mt: 'cross',
    iw: '0',
    ps: 'BOTH',
  }
}
