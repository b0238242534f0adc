import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { simulatedBybit } from '../../../src/sim/bybit/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated Bybit on a loopback port', () => {
  test('talks to a plain client: JSON ping, one answer a request, a snapshot, changes', async () => {
    served = await serveVenue(simulatedBybit({ ports: realPorts }))
    const time = await fetch(`${served.rest['v5']}/v5/market/time`)
    expect(await time.json()).toMatchObject({
      retCode: 0,
      result: { timeNano: expect.any(String) },
    })
    const socket = new WebSocket(served.streams['spot'] ?? '')
    const frames: string[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(data.toString())
        if (frames.length === 4) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('{"req_id":"9","op":"ping"}')
    socket.send('{"req_id":"1","op":"subscribe","args":["orderbook.50.BTCUSDT"]}')
    await done
    const [pong, ack, snapshot, change] = frames.map((frame) => JSON.parse(frame) as unknown)
    expect(pong).toMatchObject({ ret_msg: 'pong' })
    expect(ack).toMatchObject({ success: true, req_id: '1', op: 'subscribe' })
    expect(snapshot).toMatchObject({ topic: 'orderbook.50.BTCUSDT', type: 'snapshot' })
    expect(change).toMatchObject({ topic: 'orderbook.50.BTCUSDT', type: 'delta' })
    socket.terminate()
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedBybit({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: bybit(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const pairs = ['BTC/USDT', 'BTC/USDT:USDT', 'BTC/USD:BTC-270326']
    const views = await Promise.all(pairs.map((pair) => market.book(pair).live()))
    venue.stop()
    for (const view of views) {
      const truth = venue.truth(view.instrument.product, view.instrument.symbol, view.lastId)
      expect([view.bids.priceText(0), view.bids.sizeText(0)]).toEqual(truth?.bids[0])
      expect(view.bids.count).toBe(truth?.bids.length)
    }
  })
})
