import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { simulatedHyperliquid } from '../../../src/sim/hyperliquid/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { realPorts } from '../support/ports.ts'
import { GREETING } from './support.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated Hyperliquid on a loopback port', () => {
  test('talks to a plain client: greeting, ping, an answer that repeats, a whole book', async () => {
    served = await serveVenue(simulatedHyperliquid({ ports: realPorts }))
    const status = await fetch(`${served.rest['info']}/info`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'exchangeStatus' }),
    })
    expect(await status.json()).toMatchObject({ time: expect.any(Number) })
    const socket = new WebSocket(served.streams['public'] ?? '')
    const frames: string[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(data.toString())
        if (frames.length === 4) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('{"method":"ping"}')
    socket.send('{"method":"subscribe","subscription":{"type":"l2Book","coin":"@107","fast":true}}')
    await done
    expect(frames[0]).toBe(GREETING)
    const [pong, ack, book] = frames.slice(1).map((frame) => JSON.parse(frame) as unknown)
    expect(pong).toEqual({ channel: 'pong' })
    expect(ack).toMatchObject({ data: { subscription: { coin: '@107', fast: true } } })
    expect(book).toMatchObject({ channel: 'l2Book', data: { coin: '@107', fast: true } })
    socket.terminate()
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedHyperliquid({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: hyperliquid(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const views = await Promise.all(
      ['BTC/USDC:USDC', 'XYZ-SILVER/USDC:USDC', 'PURR/USDC'].map((pair) =>
        market.book(pair, 'bbo').live(),
      ),
    )
    venue.stop()
    for (const view of views) {
      const truth = venue.truth(view.instrument.product, view.instrument.symbol, view.lastId)
      expect([view.bids.priceText(0), view.bids.sizeText(0)]).toEqual(truth?.bids[0])
      expect(view.bids.count).toBe(5)
    }
  })
})
