import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { okx } from '../../../src/drivers/okx/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { simulatedOkx } from '../../../src/sim/okx/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated OKX on a loopback port', () => {
  test('talks to a plain client: text ping, an answer for each argument, a snapshot', async () => {
    served = await serveVenue(simulatedOkx({ ports: realPorts }))
    const time = await fetch(`${served.rest['public']}/api/v5/public/time`)
    expect(await time.json()).toMatchObject({ code: '0', data: [{ ts: expect.any(String) }] })
    const socket = new WebSocket(served.streams['public'] ?? '')
    const frames: string[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(data.toString())
        if (frames.length === 4) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('ping')
    const args = [{ channel: 'books', instId: 'BTC-USDT' }]
    socket.send(JSON.stringify({ id: '1', op: 'subscribe', args }))
    await done
    expect(frames[0]).toBe('pong')
    const [ack, snapshot, update] = frames.slice(1).map((frame) => JSON.parse(frame) as unknown)
    expect(ack).toMatchObject({ id: '1', event: 'subscribe', arg: args[0] })
    expect(snapshot).toMatchObject({ action: 'snapshot', data: [{ prevSeqId: -1 }] })
    expect(update).toMatchObject({ action: 'update', data: [{ checksum: 0 }] })
    socket.terminate()
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedOkx({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: okx(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const views = await Promise.all(
      ['BTC/USDT', 'BTC/USDT:USDT', 'BTC/USD:BTC-270326'].map((pair) => market.book(pair).live()),
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
