import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Daemon, readDaemonConfig } from '../../src/daemon/index.ts'
import { bybit } from '../../src/drivers/bybit/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { settledBytes } from '../kit/settled-bytes.ts'
import type { VenuePlace } from './venue-child.ts'

/** A monitor in a process of its own: books and trades of every contract, kept and recorded to the disk. */

/** What a monitor process is told. */
export interface DaemonSetup {
  readonly place: VenuePlace
  readonly pairs: readonly string[]
  readonly depth: 20 | 50 | 'full'
  readonly warmUpMs: number
  readonly forMs: number
  readonly sampleEveryMs: number
}

/** What it saw. */
export interface DaemonCost {
  /** Frames a second. */
  readonly framesPerSecond: number
  /** Books that are live at the end. */
  readonly liveBooks: number
  /** Processor time ÷ time. */
  readonly busy: number
  /** How late the event loop turned, ms. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly most: number }
  /** What lives on the heap, sample by sample. */
  readonly heapMb: readonly number[]
  /** What the process has of the machine's memory, before and after all of it. */
  readonly residentMb: readonly [before: number, after: number]
}

process.on('message', (setup: DaemonSetup) => {
  run(setup).then(
    (cost) => process.send?.(cost),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))

async function run(setup: DaemonSetup): Promise<DaemonCost> {
  await shapesReady()
  const { place, pairs, depth, warmUpMs, forMs, sampleEveryMs } = setup
  const folder = mkdtempSync(join(tmpdir(), 'crossbook-bench-'))
  const ports = nodePorts({ keepAlive: true, waterfall: true })
  let frames = 0
  const daemon = await Daemon.start({
    ports,
    config: readDaemonConfig({
      role: 'monitor',
      venues: [
        {
          venue: 'bybit',
          products: ['linear'],
          urls: { streams: place.streams, rest: place.rest },
        },
      ],
      storage: { folder },
      subscriptions: pairs.map((pair) => ({
        venue: 'bybit',
        pair,
        channels: [{ channel: 'book', depth }, { channel: 'trade' }],
      })),
    }),
    // What is loaded on use is no part of a bundle.
    loadDriver: () => Promise.resolve(bybit()),
    tap: () => ({ incoming: () => (frames += 1), outgoing: () => {} }),
  })
  await sleep(warmUpMs)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const heapMb: number[] = []
  const before = await settledBytes()
  // What was compiled before may have to be again.
  await sleep(warmUpMs)
  let cpuUs = 0
  frames = 0
  for (let lastedMs = 0; lastedMs < forMs; lastedMs += sampleEveryMs) {
    // The collection that a sample needs is not the daemon's: nothing is counted while it runs.
    const cpu = process.cpuUsage()
    delay.enable()
    await sleep(sampleEveryMs)
    delay.disable()
    const { user, system } = process.cpuUsage(cpu)
    cpuUs += user + system
    globalThis.gc?.()
    heapMb.push(process.memoryUsage().heapUsed / 1e6)
  }
  const ms = (ns: number): number => ns / 1e6
  const cost = {
    framesPerSecond: frames / (forMs / 1000),
    liveBooks: daemon.status().books.filter(({ state }) => state === 'live').length,
    busy: cpuUs / 1000 / forMs,
    loopDelayMs: {
      p50: ms(delay.percentile(50)),
      p99: ms(delay.percentile(99)),
      most: ms(delay.max),
    },
    heapMb,
    residentMb: [before / 1e6, (await settledBytes()) / 1e6] as const,
  }
  await daemon.close()
  await ports.close()
  rmSync(folder, { recursive: true })
  return cost
}
