import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { gate } from '../../../src/drivers/gate/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { simulatedGate } from '../../../src/sim/gate/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated Gate on a loopback port', () => {
  test('talks to a plain client: pong, answer, whole book, changes', async () => {
    served = await serveVenue(simulatedGate({ ports: realPorts }))
    const time = await fetch(`${served.rest['public']}/spot/time`)
    expect(await time.json()).toEqual({ server_time: expect.any(Number) })
    const socket = new WebSocket(served.streams['spot'] ?? '')
    const frames: string[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        frames.push(data.toString())
        if (frames.length === 4) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send('{"time":1763683200,"channel":"spot.ping"}')
    const payload = ['ob.BTC_USDT.50']
    socket.send(JSON.stringify({ id: 1, channel: 'spot.obu', event: 'subscribe', payload }))
    await done
    const [pong, answer, whole, change] = frames.map((frame) => JSON.parse(frame) as unknown)
    expect(pong).toMatchObject({ channel: 'spot.pong' })
    expect(answer).toMatchObject({ id: 1, event: 'subscribe', result: { status: 'success' } })
    expect(whole).toMatchObject({ event: 'update', result: { full: true, s: payload[0] } })
    expect(change).toMatchObject({ event: 'update', result: { U: expect.any(Number) } })
    socket.terminate()
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedGate({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: gate(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const pairs = ['BTC/USDT', 'ETH/USDT:USDT', 'BTC/USD:BTC', 'BTC/USDT:USDT-270326']
    const views = await Promise.all(pairs.map((pair) => market.book(pair).live()))
    venue.stop()
    for (const view of views) {
      const truth = venue.truth(view.instrument.product, view.instrument.symbol, view.lastId)
      const best = [view.bids.priceText(0), view.bids.sizeText(0)]
      expect(best).toEqual(truth?.bids[0])
    }
  })
})
