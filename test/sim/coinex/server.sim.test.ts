import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { simulatedCoinex } from '../../../src/sim/coinex/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated CoinEx on a loopback port', () => {
  test('talks to a plain client in packed binary frames: a pong, an answer, a whole book, a change', async () => {
    const venue = simulatedCoinex({ ports: realPorts })
    served = await serveVenue(venue)
    const time = await fetch(`${served.rest['public']}/v2/time`)
    expect(await time.json()).toMatchObject({ code: 0, data: { timestamp: expect.any(Number) } })
    const socket = new WebSocket(served.streams['spot'] ?? '')
    const frames: unknown[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        expect([isBinary, data[0], data[1]]).toEqual([true, 0x1f, 0x8b])
        frames.push(JSON.parse(gunzipSync(data).toString()))
        if (frames.length === 4) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('{"method":"server.ping","params":{},"id":1}')
    const market_list = [['BTCUSDT', 50, '0', false]]
    socket.send(JSON.stringify({ method: 'depth.subscribe', params: { market_list }, id: 2 }))
    await done
    expect(frames).toMatchObject([
      { id: 1, code: 0, data: { result: 'pong' } },
      { id: 2, code: 0, message: 'OK' },
      { method: 'depth.update', data: { is_full: true }, id: null },
      { method: 'depth.update', data: { is_full: false } },
    ])
    socket.terminate()
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedCoinex({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: coinex(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    // Nothing moves from here on, so that there is one truth.
    venue.stop()
    const views = await Promise.all(
      ['BTC/USDT', 'BTC/USDT:USDT', 'BTC/USD:BTC'].map((pair) => market.book(pair).live()),
    )
    for (const view of views) {
      const truth = venue.truth(view.instrument.product, view.instrument.symbol)
      const best = [view.bids.priceText(0), view.bids.sizeText(0)]
      expect(best).toEqual(truth?.bids[0])
      expect(view.bids.count).toBe(Math.min(50, truth?.bids.length ?? 0))
    }
  })
})
