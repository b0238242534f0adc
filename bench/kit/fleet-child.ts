import type { Instrument, Market } from '../../src/core/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import type { SimulatedName } from '../../src/sim/index.ts'
import { Unpacker } from './fleet-messages.ts'
import { driverOf } from './venue-drivers.ts'

/** A subscriber of books in a process of its own: decoders, continuity, books; messages come by a pipe. */

/** What a subscriber process is told first. */
export interface FleetSetup {
  readonly venues: readonly {
    readonly name: SimulatedName
    readonly market: Market
    readonly instruments: readonly Instrument[]
  }[]
}

/** What one venue's messages cost. */
interface VenueCost {
  messages: number
  ns: number
}

/** What a subscriber process says of the time between `begin` and `end`. */
export interface FleetCost {
  /** By venue. */
  readonly venues: readonly VenueCost[]
  /** Books that are live. */
  readonly liveBooks: number
  /** Processor time ÷ time, the pipe included. */
  readonly busy: number
  /** Of the whole process. */
  readonly residentBytes: number
  /** From the pipe's chunk to the subscriber, ns, of every update told. */
  readonly latencyNs: readonly number[]
}

const unpacker = new Unpacker()
let replays: FrameReplay[] = []
let costs: VenueCost[] = []
let latencies = new Float64Array(0)
let told = 0
let chunkAt = 0
let isOn = false
let begunAt = 0
let cpu = process.cpuUsage()

const now = (): number => performance.now() * 1e6

process.on('message', (order: FleetSetup | 'begin' | 'end') => {
  if (order === 'begin') begin()
  else if (order === 'end') end()
  else void open(order)
})
process.on('disconnect', () => process.exit(0))

async function open({ venues }: FleetSetup): Promise<void> {
  await shapesReady()
  replays = venues.map(
    ({ name, market, instruments }) =>
      new FrameReplay({
        driver: driverOf(name),
        market,
        instruments,
        onBook: ({ verdict }) => {
          if (!isOn || (verdict !== 'apply' && verdict !== 'replace')) return
          if (told < latencies.length) latencies[told] = now() - chunkAt
          told += 1
        },
      }),
  )
  costs = venues.map(() => ({ messages: 0, ns: 0 }))
  process.stdin.on('data', (chunk: Buffer) => {
    chunkAt = now()
    unpacker.add(chunk, take)
  })
  process.send?.('ready')
}

function take(venue: number, url: string, bytes: Uint8Array): void {
  const from = now()
  const localTimeUs = Math.floor(from / 1000)
  if (url === '') replays[venue]?.frame(bytes, localTimeUs)
  else replays[venue]?.answer(url, bytes, localTimeUs)
  const cost = costs[venue]
  if (!isOn || cost === undefined) return
  cost.messages += 1
  cost.ns += now() - from
}

function begin(): void {
  latencies = new Float64Array(200_000)
  isOn = true
  cpu = process.cpuUsage()
  begunAt = now()
}

function end(): void {
  isOn = false
  const { user, system } = process.cpuUsage(cpu)
  const cost: FleetCost = {
    venues: costs,
    liveBooks: replays.flatMap(({ books }) => books).filter(({ state }) => state === 'live').length,
    busy: ((user + system) * 1000) / (now() - begunAt),
    residentBytes: process.memoryUsage().rss,
    latencyNs: [...latencies.subarray(0, Math.min(told, latencies.length))],
  }
  process.send?.(cost)
}
