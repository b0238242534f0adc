import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { simulatedMexc } from '../../../src/sim/mexc/index.ts'
import { decodeFrame } from '../../support/mexc-proto.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated MEXC on a loopback port', () => {
  test('talks to a plain client: answers as text, data as binary frames', async () => {
    served = await serveVenue(simulatedMexc({ ports: realPorts }))
    const time = await fetch(`${served.rest['spot']}/api/v3/time`)
    expect(await time.json()).toEqual({ serverTime: expect.any(Number) })
    const socket = new WebSocket(served.streams['spot'] ?? '')
    const frames: (readonly [Buffer, boolean])[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer, isBinary) => {
        frames.push([data, isBinary])
        if (frames.length === 3) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    const channel = 'spot@public.aggre.depth.v3.api.pb@100ms@BTCUSDT'
    socket.send('{"method":"PING"}')
    socket.send(JSON.stringify({ method: 'SUBSCRIPTION', params: [channel], id: 3 }))
    await done
    expect(frames.map(([, isBinary]) => isBinary)).toEqual([false, false, true])
    expect(frames.slice(0, 2).map(([data]) => JSON.parse(data.toString()) as unknown)).toEqual([
      { id: 0, code: 0, msg: 'PONG' },
      { id: 3, code: 0, msg: channel },
    ])
    expect(decodeFrame(frames[2]?.[0] ?? new Uint8Array())).toMatchObject({
      channel,
      publicAggreDepths: { toVersion: expect.any(String) },
    })
    socket.terminate()
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedMexc({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: mexc(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const views = await Promise.all(
      ['BTC/USDT', 'BTC/USDT:USDT', 'BTC/USD:BTC'].map((pair) => market.book(pair).live()),
    )
    venue.stop()
    for (const view of views) {
      const truth = venue.truth(view.instrument.product, view.instrument.symbol, view.lastId)
      const best = [view.bids.priceText(0), view.bids.sizeText(0)]
      expect(best).toEqual(truth?.bids[0])
      expect(view.bids.count).toBe(truth?.bids.length)
    }
  })
})
