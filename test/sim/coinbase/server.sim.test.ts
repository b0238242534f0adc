import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { simulatedCoinbase } from '../../../src/sim/coinbase/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated Coinbase on a loopback port', () => {
  test('talks to a plain client: an acknowledgement, a snapshot, an update', async () => {
    served = await serveVenue(simulatedCoinbase({ ports: realPorts }))
    const time = await fetch(`${served.rest['advanced']}/api/v3/brokerage/time`)
    expect(await time.json()).toMatchObject({ epochMillis: expect.any(String) })
    const socket = new WebSocket(served.streams['advanced'] ?? '')
    const frames: unknown[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(JSON.parse(data.toString()))
        if (frames.length === 3) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'subscribe', channel: 'level2', product_ids: ['BTC-USD'] }))
    await done
    expect(frames).toMatchObject([
      { channel: 'subscriptions', sequence_num: 0 },
      { channel: 'l2_data', sequence_num: 1, events: [{ type: 'snapshot' }] },
      { channel: 'l2_data', sequence_num: 2, events: [{ type: 'update' }] },
    ])
    socket.terminate()
  })

  test('serves the driver over real sockets, both feeds', async () => {
    const venue = simulatedCoinbase({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    const urls = { streams, rest }
    await using market = await MarketData.open({ driver: coinbase(), ports: nodePorts(), urls })
    await using exchange = await MarketData.open({
      driver: coinbase({ feed: 'exchange' }),
      ports: nodePorts(),
      urls,
    })
    const views = await Promise.all([
      market.book('BTC/USDC').live(),
      market.book('BTC/USDC:USDC').live(),
      exchange.book('BTC/USD').live(),
    ])
    venue.stop()
    for (const view of views) {
      expect(view.bids.count).toBeGreaterThan(50)
      expect(view.bids.priceNumber(0)).toBeLessThan(view.asks.priceNumber(0))
    }
  })
})
