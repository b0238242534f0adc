import { expect, it } from 'vitest'
import { type AccountProtocol, venueOrderId } from '../../../src/core/index.ts'
import type { GatewayHandlers } from '../../../src/trader/gateway/account-gateway.ts'
import { TRADING_KITS } from '../../simulation/trading/trading-kit.ts'
import { openGatewayWorld } from './gateway-world.ts'

/** A protocol that counts what was signed, or written to a socket. */
function counted(protocol: AccountProtocol): { protocol: AccountProtocol; written: () => number } {
  let written = 0
  const { orders } = protocol
  const { socket } = orders
  const count = <Answer>(answer: Answer): Answer => {
    written += 1
    return answer
  }
  const call: AccountProtocol['orders']['call'] = (asked) => {
    const made = orders.call(asked)
    const { request } = made
    const sign: typeof request.sign = (of, stamp) => count(request.sign?.(of, stamp) ?? of)
    return { ...made, request: { ...request, sign } }
  }
  const frame: NonNullable<typeof socket>['frame'] = (asked) => {
    const made = socket?.frame(asked)
    return made && { ...made, write: (stamp) => count(made.write(stamp)) }
  }
  return {
    protocol: {
      ...protocol,
      orders: { ...orders, call, ...(socket && { socket: { ...socket, frame } }) },
    },
    written: () => written,
  }
}

/** By REST everywhere, over a socket where the venue has one for the product. */
const WAYS = TRADING_KITS.flatMap((kit) => [
  [kit.name, 'rest', kit] as const,
  ...(kit.name === 'kraken futures' ? [] : [[kit.name, 'socket', kit] as const]),
])

it.each(WAYS)(
  '%s: a rehearsal writes and signs by %s what it then does not send',
  async (_, orders, kit) => {
    const { protocol, written } = counted(kit.protocol)
    const world = await openGatewayWorld({ ...kit, protocol }, { orders })
    const rehearsal = world.gateway.rehearsal()
    const told: string[] = []
    let connections = 0
    const handlers: GatewayHandlers = {
      onEvent: ({ type }) => told.push(type),
      onConnected: () => (connections += 1),
      onLost: () => expect.unreachable(),
      onRefused: () => expect.unreachable(),
      onFault: (detail) => expect.unreachable(detail),
    }
    await rehearsal.start(handlers)
    expect([rehearsal.isConnected(), connections]).toEqual([true, 1])
    const before = written()
    // More than any venue takes in the time.
    for (let i = 0; i < 500; i += 1) rehearsal.send([world.place()])
    const order = world.place()
    rehearsal.send([world.amend(order, venueOrderId('1'))])
    rehearsal.send([world.cancel(order, venueOrderId('1'))])
    await world.runtime.run({ forMs: 100 })
    expect(written() - before).toBe(502)
    const placed = Array.from({ length: 500 }, () => 'acknowledged')
    expect(told).toEqual([...placed, 'amended', 'cancelled'])
    expect(world.sent).toEqual({ calls: [], frames: [] })
    expect(world.account.orders()).toEqual([])
    await world.runtime.settle(rehearsal.close())
  },
)
