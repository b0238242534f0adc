import type { ExchangeDriver, RateLimit } from '../../core/index.ts'
import { demand, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import { requestsOf } from './requests.ts'
import type { ConformanceWorld, Passed } from './world.ts'

/** Chapter N: connections. */
export const CONNECTION_CLAUSES: readonly Clause[] = [
  {
    id: 'N1',
    text: 'has every topic confirmed that it subscribes, and again after each reconnect',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      holdAll(bench.driver, world)
      await world.runtime.run({ forMs: 60_000 })
      demandNone(unconfirmed(world))
      for (const { origin } of Object.values(world.venue.streams)) world.runtime.network.cut(origin)
      await world.runtime.run({ forMs: 60_000 })
      demandNone(unconfirmed(world))
    },
  },
  {
    id: 'N2',
    text: 'keeps to the venue’s rate of messages on a connection, and of new connections',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      holdAll(bench.driver, world)
      for (let i = 0; i < 3; i += 1) {
        await world.runtime.run({ forMs: 30_000 })
        for (const { origin } of Object.values(world.venue.streams))
          world.runtime.network.cut(origin)
      }
      await world.runtime.run({ forMs: 30_000 })
      const problems: string[] = []
      for (const { id, outbound } of bench.driver.facts.streams) {
        const sent = world.sent.filter(({ source }) => source.endpoint === id)
        for (const source of new Set(sent.map((each) => each.source))) {
          const own = sent.filter((each) => each.source === source)
          const most = mostWithin(own, outbound)
          if (most > outbound.count)
            problems.push(
              `${id}: ${most} messages in ${outbound.perMs} ms, allowed are ${outbound.count}`,
            )
        }
      }
      demandNone(problems)
    },
  },
  {
    id: 'N3',
    text: 'stays connected for ten quiet minutes: pings go both ways',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open({ pool: { silentMs: 3_600_000 } })
      for (const { pair } of world.examples()) world.market.hold(pair, { channel: 'trade' })
      await world.runtime.run({ forMs: 20_000 })
      world.venue.market.stop()
      const lost: string[] = []
      world.market.subscribe('connection', {}, ({ endpoint, state, reason }) => {
        if (state === 'lost') lost.push(`${endpoint}: ${reason}`)
      })
      await world.runtime.run({ forMs: 600_000 })
      demandNone(lost)
      demand(world.market.connections().length > 0, () => 'no connection was opened')
    },
  },
  {
    id: 'N4',
    text: 'dials nothing but the hosts of its facts',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      holdAll(bench.driver, world)
      await world.runtime.run({ forMs: 30_000 })
      const known = new Set(hostsOf(bench.driver))
      const dialled = [...new Set(world.runtime.network.dials().map(({ host }) => host))]
      demand(dialled.length > 0, () => 'nothing was dialled')
      demandNone(
        dialled.filter((host) => !known.has(host)).map((host) => `${host} is not of its facts`),
      )
    },
  },
  {
    id: 'N5',
    text: 'leaves no socket behind, and dials no more, once it is closed',
    needsVenue: true,
    check: async (bench) => {
      const world = await bench.open()
      holdAll(bench.driver, world)
      await world.runtime.run({ forMs: 20_000 })
      await world[Symbol.asyncDispose]()
      const dials = world.runtime.network.dials().length
      await world.runtime.run({ forMs: 600_000 })
      demand(world.runtime.network.socketCount() === 0, () => 'a socket is still open')
      demand(world.runtime.network.dials().length === dials, () => 'it dialled after it was closed')
    },
  },
  {
    id: 'N6',
    text: 'ends what nobody listens to: once the last user is gone, no more of it arrives',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const leases = world
        .examples()
        .map(({ pair }) => world.market.hold(pair, { channel: 'trade' }))
      await world.runtime.run({ forMs: 20_000 })
      for (const lease of leases) await lease.close()
      await world.runtime.run({ forMs: 30_000 })
      const wanted = world.market.connections().reduce((sum, each) => sum + each.wanted, 0)
      demand(wanted === 0, () => `${wanted} topics are still wanted`)
      const before = world.received.length
      await world.runtime.run({ forMs: 60_000 })
      demand(
        world.received.length === before,
        () => `${world.received.length - before} messages still came`,
      )
    },
  },
]

function holdAll(driver: ExchangeDriver, world: ConformanceWorld): void {
  for (const { pair, product } of world.examples())
    for (const request of requestsOf(driver, product)) {
      if (request.channel !== 'candle' || request.interval === '1m')
        world.market.hold(pair, request)
    }
}

function unconfirmed(world: ConformanceWorld): readonly string[] {
  const connections = world.market.connections()
  demand(connections.length > 0, () => 'no connection was opened')
  return connections
    .filter(({ wanted, confirmed }) => wanted !== confirmed)
    .map(
      ({ source, wanted, confirmed }) =>
        `${source.endpoint}: ${confirmed} of ${wanted} are confirmed`,
    )
}

function mostWithin(passed: readonly Passed[], { perMs }: RateLimit): number {
  return Math.max(
    0,
    ...passed.map(
      ({ atMs: from }) => passed.filter(({ atMs }) => atMs >= from && atMs < from + perMs).length,
    ),
  )
}

/** The hosts that a driver's facts name for production. */
function hostsOf({ facts }: ExchangeDriver): readonly string[] {
  const urls = Object.values(facts.urls.production ?? {})
  return urls
    .flatMap(({ streams, rest }) => [...Object.values(streams), ...Object.values(rest)])
    .map((url) => new URL(url.replace(/^ws/, 'http')).host)
}
