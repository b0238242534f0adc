import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { simulatedKucoin } from '../../../src/sim/kucoin/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('simulated KuCoin on a loopback port', () => {
  test('talks to a plain client: a token, a welcome in text, and on the unified socket binary frames', async () => {
    served = await serveVenue(simulatedKucoin({ ports: realPorts }))
    const answer = await fetch(`${served.rest['futures']}/api/v1/bullet-public`, { method: 'POST' })
    const { data } = (await answer.json()) as {
      data: { token: string; instanceServers: [{ endpoint: string }] }
    }
    const query = new URLSearchParams({ token: data.token, connectId: 'plain' })
    const first = (url: string) =>
      new Promise<readonly [text: string, isBinary: boolean]>((resolve, reject) => {
        const socket = new WebSocket(url)
        socket.once('error', reject)
        socket.once('message', (frame: Buffer, isBinary) => {
          resolve([frame.toString(), isBinary])
          socket.terminate()
        })
      })
    const classic = await first(`${data.instanceServers[0].endpoint}?${query.toString()}`)
    expect(classic).toEqual(['{"id":"plain","type":"welcome"}', false])
    const [text, isBinary] = await first(served.streams['spot'] ?? '')
    expect([JSON.parse(text), isBinary]).toMatchObject([{ message: 'welcome' }, true])
  })

  test('serves the driver over real sockets: books and statistics, their numbers those of the venue', async () => {
    const venue = simulatedKucoin({ ports: realPorts, limits: { snapshotDelayMs: 50 } })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: kucoin(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const day = new Promise<string>((resolve) => {
      market.subscribe('ticker', { pair: 'BTC/USDT' }, ({ highPrice }) => resolve(highPrice ?? ''))
    })
    const views = await Promise.all(
      ['BTC/USDT', 'BTC/USDT:USDT', 'BTC/USD:BTC-270326'].map((pair) => market.book(pair).live()),
    )
    expect(Number(await day)).toBeGreaterThan(0)
    venue.stop()
    for (const view of views) {
      const truth = venue.truth(view.instrument.product, view.instrument.symbol, view.lastId)
      const best = [view.bids.priceText(0), view.bids.sizeText(0)]
      expect(best).toEqual(truth?.bids[0])
      expect(view.bids.count).toBe(truth?.bids.length)
    }
  })
})
