import { expect, it, onTestFinished } from 'vitest'
import { levelTexts } from '../../src/core/index.ts'
import { Daemon, readDaemonConfig } from '../../src/daemon/index.ts'
import { nodePorts, nodeThreads } from '../../src/runtime/node/index.ts'
import { SIMULATORS, type SimulatedName, serveVenue } from '../../src/sim/index.ts'
import { threadModule } from '../runtime/support/threads.ts'

const VENUES: readonly SimulatedName[] = ['binance', 'okx', 'kraken']
const PAIR = 'BTC/USDT'
/** What every venue here vouches for. */
const LEVELS = 10

it('keeps the venues of a daemon in threads, with the books that the venues have', async () => {
  const ports = nodePorts()
  const open = async (name: SimulatedName) => {
    const venue = (await SIMULATORS[name]())({ ports, seed: 3, warmUpMs: 2_000 })
    return { name, venue, served: await serveVenue(venue) }
  }
  const venues = await Promise.all(VENUES.map(open))
  const config = readDaemonConfig({
    venues: venues.map(({ name, served: { streams, rest } }) => ({
      venue: name,
      urls: { streams, rest },
    })),
    subscriptions: VENUES.map((venue) => ({ venue, pair: PAIR, channels: ['book', 'trade'] })),
    threads: { marketData: 2 },
  })
  const modules = new URL('../market/threaded/support/market-thread.ts', import.meta.url)
  const told: Promise<void>[] = []
  const daemon = await Daemon.start({
    config,
    ports,
    threadPort: nodeThreads({ maxHeapMb: 512 }),
    threadModule: await threadModule(modules),
    onMarket: (market) =>
      told.push(
        new Promise((resolve) => {
          market.subscribe('trade', { pair: PAIR }, () => resolve())
        }),
      ),
  })
  onTestFinished(async () => {
    await daemon.close()
    for (const { served } of venues) await served.close()
    await ports.close()
  })
  expect(daemon.status()).toMatchObject({
    venues: expect.arrayContaining([...VENUES]),
    waiting: {},
  })
  const books = daemon.books()
  expect(books.length).toBe(VENUES.length)
  await Promise.all([...books.map(({ handle }) => handle.live()), ...told])
  for (const { venue } of venues) venue.market.stop()
  for (const { task, handle } of books) {
    const venue = venues.find(({ name }) => name === task.venue)?.venue
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const { view } = handle
        if (view.state !== 'live') return
        const { product, market, symbol } = view.instrument
        const truth = venue?.truth(venue.market.find(product, symbol) ? product : market, symbol)
        const isEqual = (['bids', 'asks'] as const).every(
          (side) =>
            JSON.stringify(levelTexts(view[side], LEVELS)) ===
            JSON.stringify(truth?.[side].slice(0, LEVELS)),
        )
        if (isEqual) resolve()
      }
      handle.onChange(look)
      look()
    })
  }
  await daemon.close()
  expect(books.map(({ handle }) => handle.view.state)).toEqual(VENUES.map(() => 'closed'))
})
