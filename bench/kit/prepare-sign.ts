import { createHmac } from 'node:crypto'
import type { AskedOrder, SignInput, Subject } from './cases.ts'
import type { Prepared } from './prepared.ts'
import { seeded } from './seeded.ts'
import type { Source } from './task.ts'

const INPUT: SignInput = {
  key: 'KEY00000000000000001',
  secret: 'secret-of-the-simulated-account-0001',
  symbol: 'BTCUSDT',
}

/** Orders to be written and signed, each verified: what it asks for, and its signature by another hand. */
export function prepareSign(subject: Subject, source: Source): Prepared {
  const under = subject.sign?.(INPUT)
  if (under === undefined) throw new Error('The subject signs nothing')
  if (!('orders' in source)) throw new Error('Frames are not signed')
  const orders = ordersOf(source.orders)
  let bytes = 0
  for (const order of orders) {
    const text = under.onOrder(order)
    verify(order, text)
    bytes += text.length
  }
  let kept = ''
  return {
    ready: { frames: orders.length, bytesPerFrame: bytes / orders.length },
    reset: () => {
      // Kept reachable, so that no work is thought to be without effect.
      if (kept === 'nothing') throw new Error('An order gave nothing')
    },
    pass: () => {
      for (let i = 0; i < orders.length; i += 1) kept = under.onOrder(orders[i]!)
    },
  }
}

function ordersOf(count: number): readonly AskedOrder[] {
  const next = seeded(1)
  return Array.from({ length: count }, (_, i) => ({
    side: next() < 0.5 ? 'buy' : 'sell',
    quantity: (0.001 + Math.floor(next() * 1000) / 1e5).toFixed(5),
    price: (60_000 + Math.floor(next() * 1e6) / 100).toFixed(2),
    clientOrderId: String(2 ** 40 + i),
  }))
}

function verify(order: AskedOrder, text: string): void {
  const at = text.lastIndexOf('&signature=')
  const query = new URLSearchParams(text)
  const signed = createHmac('sha256', INPUT.secret).update(text.slice(0, at)).digest('hex')
  const found = {
    symbol: query.get('symbol'),
    side: query.get('side'),
    type: query.get('type'),
    quantity: Number(query.get('quantity')),
    price: Number(query.get('price')),
    clientOrderId: query.get('newClientOrderId'),
    signature: query.get('signature'),
  }
  const expected = {
    symbol: INPUT.symbol,
    side: order.side.toUpperCase(),
    type: 'LIMIT',
    quantity: Number(order.quantity),
    price: Number(order.price),
    clientOrderId: order.clientOrderId,
    signature: signed,
  }
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`An order was written as ${text}, not ${JSON.stringify(expected)}`)
}
