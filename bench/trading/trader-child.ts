import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AccountProtocol, accountId, asset, Secret, strategyId } from '../../src/core/index.ts'
import { account as bybitAccount } from '../../src/drivers/bybit/account/index.ts'
import { bybit } from '../../src/drivers/bybit/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { MarketData } from '../../src/market/index.ts'
import type { StepLatency } from '../../src/runtime/index.ts'
import { createAddressLimits, nodePorts } from '../../src/runtime/node/index.ts'
import type { HttpExchange, Ports } from '../../src/runtime/ports.ts'
import { VenueGateway } from '../../src/trader/gateway/venue-gateway.ts'
import { Rehearsal, Trader, type TraderOptions } from '../../src/trader/index.ts'
import { fedSockets, InnerFeed } from './inner-feed.ts'
import { OrderClock } from './order-clock.ts'
import { arrivalsUs, prober } from './prober.ts'
import { API_KEY, DEPTH } from './settings.ts'
import type { VenuePlace } from './venue-child.ts'

/**
 * A trader in a process of its own, with everything that is real up to the order's bytes: sockets, journal on the disk, private
 * stream. Where they would be written, the order is refused: its venue costs nothing, and the next finds nothing open.
 */

/** What a trader process is told. */
interface TraderSetup {
  readonly place: VenuePlace
  readonly warmUpMs: number
  readonly forMs: number
  /** One update in so many is answered with an order. */
  readonly updatesPerOrder: number
  /** Whether the process never sleeps. */
  readonly busyPoll: boolean
  /** Whether orders are rehearsed meanwhile. */
  readonly isRehearsed: boolean
  /** Frames a second that this process tells itself, in place of those of the venue. */
  readonly innerPerSecond?: number
}

/** What it saw. */
export interface TraderCost {
  /** From a frame's arrival to the signed request's bytes, µs, each order's. */
  readonly latencyUs: readonly number[]
  /** Frames in the measured time. */
  readonly frames: number
  /** Processor time ÷ time. */
  readonly busy: number
  /** Orders that were asked for and were not sent. */
  readonly unsent: number
  /** How long each step took, from the start on. */
  readonly steps: readonly StepLatency[]
}

const ORDER_PATH = '/v5/order/create'
const REFUSAL = new TextEncoder().encode(
  '{"retCode":110007,"retMsg":"ab not enough for new order","result":{},"retExtInfo":{},"time":0}',
)
/** In the body of an order. */
const ORDER_ID = /"orderLinkId":"(\d+)"/
const AT_ONCE = { count: 1_000_000, perMs: 1000 }

process.on('message', (setup: TraderSetup) => {
  run(setup).then(
    (cost) => process.send?.(cost),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))

async function run(setup: TraderSetup): Promise<TraderCost> {
  const { place, warmUpMs, forMs, updatesPerOrder, busyPoll, isRehearsed, innerPerSecond } = setup
  await shapesReady()
  const clock = new OrderClock()
  let frames = 0
  const nodes = nodePorts({ keepAlive: true, waterfall: true, busyPoll })
  const ports = watched(nodes, (request) => {
    // What the measurement takes is not the order's.
    const sentUs = nodes.wallClock.nowUs()
    const [, id] = ORDER_ID.exec(request.body ?? '') ?? []
    if (id !== undefined) clock.sent(id, sentUs)
  })
  const driver = bybit()
  const { streams, rest, accountStreams, accountRest } = place
  const feed = innerPerSecond === undefined ? undefined : new InnerFeed(innerPerSecond)
  const market = await MarketData.open({
    driver,
    ports:
      feed === undefined
        ? ports
        : {
            ...ports,
            sockets: fedSockets(ports.sockets, {
              url: streams['linear'] ?? '',
              depth: DEPTH,
              feed,
            }),
          },
    products: ['linear'],
    urls: { streams, rest },
    tap: { incoming: () => (frames += 1), outgoing: () => {} },
  })
  const folder = mkdtempSync(join(tmpdir(), 'crossbook-bench-'))
  const account = accountId('main')
  const gateway = new VenueGateway({
    account,
    protocol: unlimited(
      bybitAccount({
        account,
        credentials: { key: API_KEY.key, secret: new Secret(API_KEY.secret) },
      }),
    ),
    products: ['linear'],
    instruments: market.instruments(),
    environment: 'production',
    urls: { streams: accountStreams, rest: accountRest },
    // Its limits are not those that market data know.
    ports: { ...ports, addressLimits: createAddressLimits(ports) },
    isHalted: () => false,
  })
  const strategy = strategyId('prober')
  const options: TraderOptions = {
    ports,
    journal: { folder },
    markets: new Map([[driver.facts.venue, market]]),
    gateways: [gateway],
    definitions: [prober],
    strategies: [
      {
        strategy,
        kind: 'prober',
        legs: market.instruments().map((instrument) => ({ instrument, account })),
        depth: DEPTH,
        events: ['book'],
        params: { updatesPerOrder },
      },
    ],
    risk: {
      // All others at their defaults.
      limits: (
        [
          ['maxNotional', '100000'],
          ['maxOrdersPerSecond', '10000'],
          ['maxOrdersPerMinute', '600000'],
          ['priceCollarBps', '500'],
          ['maxOrderErrors', false],
        ] as const
      ).map(([name, value]) => ({ name, scope: { type: 'global' }, value })),
    },
    portfolio: { reportingAsset: asset('USDT') },
    // A busy machine takes the processor away for longer than the strategy may take.
    callBudget: { maxCallMs: 1_000 },
    onEvent: (event) => {
      if (event.type !== 'publish' || event.order.status !== 'inFlight') return
      clock.decided(event.order.clientOrderId, arrivalsUs[Number(event.order.reason)] ?? Number.NaN)
    },
  }
  const trader = await Trader.open(options)
  const rehearsal = isRehearsed ? await Rehearsal.open(options) : undefined
  await trader.ready()
  await sleep(warmUpMs)
  clock.restart()
  frames = 0
  const cpu = process.cpuUsage()
  const begunAt = performance.now()
  await sleep(forMs)
  const { user, system } = process.cpuUsage(cpu)
  const cost = {
    latencyUs: clock.latencyUs(),
    frames,
    busy: (user + system) / 1000 / (performance.now() - begunAt),
    unsent: clock.unsent(),
    steps: nodes.waterfall?.steps() ?? [],
  }
  if (rehearsal !== undefined && rehearsal.status().denied > 0)
    throw new Error(`rehearsals were denied: ${JSON.stringify(rehearsal.status())}`)
  feed?.close()
  await rehearsal?.close()
  await trader.close()
  await market.close()
  await nodes.close()
  rmSync(folder, { recursive: true })
  return cost
}

/** The ports, with a look at each order where it is handed to the socket; there it is refused. */
function watched(ports: Ports, look: (request: HttpExchange) => void): Ports {
  return {
    ...ports,
    http: {
      exchange: (request) => {
        if (!request.url.endsWith(ORDER_PATH)) return ports.http.exchange(request)
        look(request)
        return Promise.resolve({ status: 200, headers: {}, body: REFUSAL })
      },
      close: () => ports.http.close(),
    },
  }
}

/** The venue's limits on orders would be what is measured. */
function unlimited(protocol: AccountProtocol): AccountProtocol {
  const { facts } = protocol
  const orderBudgets = Object.fromEntries(
    Object.keys(facts.orderBudgets).map((name) => [name, AT_ONCE]),
  )
  const rest = facts.rest.map((service) => ({ ...service, budget: AT_ONCE }))
  return { ...protocol, facts: { ...facts, orderBudgets, rest } }
}
