import { expect, test } from 'vitest'
import { TRADING_KITS } from '../../simulation/trading/trading-kit.ts'
import { openGatewayWorld } from './gateway-world.ts'

test.each(TRADING_KITS.map((kit) => [kit.name, kit] as const))(
  '%s: what a turn asks of several orders is done to each, by REST',
  async (_, kit) => {
    const { send, place, amend, cancel, of } = await openGatewayWorld(kit, { orders: 'rest' })
    const orders = [place(), place()]
    await send(orders)
    await send(orders.map((order) => amend(order)))
    await send(orders.map((order) => cancel(order)))
    for (const order of orders) {
      expect(of(order)).toEqual(expect.arrayContaining(['acknowledged', 'amended', 'cancelled']))
      expect(of(order)).not.toContain('amendUnknown')
      expect(of(order)).not.toContain('cancelUnknown')
    }
  },
)

test.each(TRADING_KITS.map((kit) => [kit.name, kit] as const))(
  '%s: more orders than a limit holds go in parts that it does hold',
  async (_, kit) => {
    const { send, place, amend, of } = await openGatewayWorld(kit, { orders: 'rest' })
    const orders = Array.from({ length: 12 }, () => place())
    await send(orders, 4_000)
    for (const order of orders) expect(of(order)).not.toContain('notSent')
    await send(
      orders.slice(0, 11).map((order) => amend(order)),
      4_000,
    )
    for (const order of orders) expect(of(order)).not.toContain('notSent')
  },
)
