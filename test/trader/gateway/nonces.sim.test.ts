import { expect, test } from 'vitest'
import type { Ports } from '../../../src/runtime/index.ts'
import { openAccountWorld } from './support/account-world.ts'
import { walletKit } from './support/wallet-kits.ts'

/** Calls that place an order. */
const PLACING = /AddOrder|sendorder/

test.each(['kraken spot', 'kraken futures'] as const)(
  '%s: an order that a question of the same key overtook is placed, once',
  async (name) => {
    let overtake: () => Promise<unknown> = () => Promise.resolve()
    let sent = 0
    /** Right before the first placing arrives, a question that was signed later is answered. */
    const wrap = (ports: Ports): Ports => ({
      ...ports,
      http: {
        exchange: async (request) => {
          if (!PLACING.test(request.url)) return ports.http.exchange(request)
          sent += 1
          if (sent === 1) await overtake()
          return ports.http.exchange(request)
        },
        close: () => ports.http.close(),
      },
    })
    const world = await openAccountWorld(walletKit(name), { wrap })
    const { protocol, http, instrument, venue } = world
    overtake = () => http.send(protocol.queries.openOrders(instrument))
    expect(await world.place(world.order())).toMatchObject({ type: 'acknowledged' })
    expect(sent).toBe(2)
    expect(venue.accounts?.find('main')?.openOrders()).toHaveLength(1)
  },
)
