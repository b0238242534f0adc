import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import { type ServedVenue, serveVenue } from '../../../src/sim/index.ts'
import { simulatedKraken } from '../../../src/sim/kraken/index.ts'
import { realPorts } from '../support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

/** A plain client: what it receives first, after a message of its own. */
async function firstFrames(url: string, message: object, count: number): Promise<unknown[]> {
  const socket = new WebSocket(url)
  const frames: unknown[] = []
  const done = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      frames.push(JSON.parse(data.toString()))
      if (frames.length === count) resolve()
    })
  })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify(message))
  await done
  socket.terminate()
  return frames
}

describe('simulated Kraken on loopback ports', () => {
  test('talks to a plain client of spot: status, an answer for each symbol, a snapshot', async () => {
    served = await serveVenue(simulatedKraken({ ports: realPorts }))
    const time = await fetch(`${served.rest['spot']}/0/public/Time`)
    expect(await time.json()).toMatchObject({ error: [], result: { unixtime: expect.any(Number) } })
    const params = { channel: 'book', symbol: ['BTC/USD'], depth: 25 }
    const message = { method: 'subscribe', params, req_id: 1 }
    const [status, ack, snapshot, update] = await firstFrames(
      served.streams['spot'] ?? '',
      message,
      4,
    )
    expect(status).toMatchObject({ channel: 'status', data: [{ system: 'online' }] })
    expect(ack).toMatchObject({ method: 'subscribe', req_id: 1, success: true })
    expect(snapshot).toMatchObject({ channel: 'book', type: 'snapshot' })
    expect(update).toMatchObject({ type: 'update', data: [{ checksum: expect.any(Number) }] })
  })

  test('talks to a plain client of futures: version, answer, snapshot, numbered changes', async () => {
    served = await serveVenue(simulatedKraken({ ports: realPorts }))
    const message = { event: 'subscribe', feed: 'book', product_ids: ['PF_XBTUSD'] }
    const url = served.streams['futures'] ?? ''
    const [info, ack, snapshot, update] = (await firstFrames(url, message, 4)) as { seq: number }[]
    expect(info).toMatchObject({ event: 'info', version: 1 })
    expect(ack).toMatchObject({ event: 'subscribed', feed: 'book' })
    expect(snapshot).toMatchObject({ feed: 'book_snapshot', product_id: 'PF_XBTUSD' })
    expect(update?.seq).toBe((snapshot?.seq ?? 0) + 1)
  })

  test('serves the driver over real sockets: books live, their numbers those of the venue', async () => {
    const venue = simulatedKraken({ ports: realPorts })
    served = await serveVenue(venue)
    const { streams, rest } = served
    await using market = await MarketData.open({
      driver: kraken(),
      ports: nodePorts(),
      urls: { streams, rest },
    })
    const books = [
      market.book('BTC/USD', 'full'),
      market.book('BTC/USD:USD'),
      market.book('BTC/USD:BTC-270326'),
    ]
    await Promise.all(books.map((book) => book.live()))
    venue.stop()
    // What the venue sent before it stopped is still on its way.
    await expect.poll(() => books.map(({ view }) => problemOf(view, venue))).toEqual([[], [], []])
  })
})

/** Levels of a book that are not the venue's. */
function problemOf(
  view: ReturnType<MarketData['book']>['view'],
  venue: ReturnType<typeof simulatedKraken>,
): string[] {
  if (view.state !== 'live') return [view.state]
  const truth = venue.truth(view.instrument.product, view.instrument.symbol)
  return (['bids', 'asks'] as const).flatMap((side) => {
    const levels = view[side]
    const shown = Array.from({ length: levels.count }, (_, i) =>
      [levels.priceText(i), levels.sizeText(i)].join(' '),
    )
    const wanted = truth?.[side].map((level) => level.join(' ')) ?? []
    return shown.join() === wanted.join() ? [] : [`${side} of ${view.instrument.symbol}`]
  })
}
