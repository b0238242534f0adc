import type { AccountEvent } from '../../account/account-log.ts'
import { moneyText } from '../../account/money.ts'
import type { SimFill, SimOrder } from '../../account/sim-order.ts'
import { wireText } from '../wire-text.ts'
import {
  clientIdOf,
  forceWord,
  isSpot,
  msOf,
  sideWord,
  statusWord,
  typeWord,
} from './order-rows.ts'

/** What spot's user data says of an event; `undefined` where it says nothing. Dossier section 7. */
export function spotFrame(event: AccountEvent): object | undefined {
  switch (event.kind) {
    case 'accepted':
      return isSpot(event.order) ? report(event, event.order, 'NEW') : undefined
    case 'filled':
      return isSpot(event.order) ? report(event, event.order, 'TRADE', event.fill) : undefined
    case 'amended':
      return isSpot(event.order) ? report(event, event.order, 'REPLACED') : undefined
    case 'cancelled':
      return isSpot(event.order) ? cancelled(event, event.order) : undefined
    case 'expired': {
      const isPrevented = event.order.endReason === 'selfTrade'
      const word = isPrevented ? 'TRADE_PREVENTION' : 'EXPIRED'
      return isSpot(event.order) ? report(event, event.order, word) : undefined
    }
    case 'balanceChanged': {
      const { asset, free, locked, wallet } = event.balance
      if (wallet !== 'spot') return undefined
      const timeMs = msOf(event.timeUs)
      const row = { a: asset, f: moneyText(free), l: moneyText(locked) }
      return { e: 'outboundAccountPosition', E: timeMs, u: timeMs, B: [row] }
    }
    case 'triggered':
    case 'rejected':
    case 'positionChanged':
      return undefined
  }
}

/** On a cancel `c` is the cancel's own id, and `C` the order's. */
function cancelled(event: AccountEvent, order: SimOrder): object {
  const c = `cancel_${order.orderId}`
  return { ...report(event, order, 'CANCELED'), c, C: clientIdOf(order) }
}

function report(event: AccountEvent, order: SimOrder, x: string, fill?: SimFill): object {
  const text = wireText(order.instrument.spec)
  const timeMs = msOf(event.timeUs)
  return {
    e: 'executionReport',
    E: timeMs,
    s: order.instrument.spec.symbol,
    c: clientIdOf(order),
    S: sideWord(order),
    o: typeWord(order),
    f: forceWord(order),
    q: text.size(order.quantity),
    p: text.price(order.price ?? 0),
    P: text.price(order.triggerPrice ?? 0),
    F: '0.00000000',
    g: -1,
    C: '',
    x,
    X: statusWord(order),
    r: 'NONE',
    i: Number(order.orderId),
    l: text.size(fill?.quantity ?? 0),
    z: text.size(order.filledQuantity),
    L: text.price(fill?.price ?? 0),
    n: moneyText(fill?.fee ?? 0n),
    N: fill?.feeAsset ?? null,
    T: timeMs,
    t: fill?.tradeId ?? -1,
    I: event.sequence,
    w: order.status === 'open',
    m: fill?.isMaker ?? false,
    M: false,
    O: msOf(order.createdUs),
    Z: moneyText(order.filledValue),
    Y: moneyText(fill?.value ?? 0n),
    Q: moneyText(order.quoteQuantity ?? 0n),
    W: msOf(order.triggeredUs ?? order.createdUs),
    V: 'EXPIRE_MAKER',
  }
}
