import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { report } from './kit/report.ts'
import { INSTRUMENTS, UPDATES_PER_ORDER } from './trading/settings.ts'
import type { TraderCost, TraderSetup } from './trading/trader-child.ts'
import type { VenuePlace } from './trading/venue-child.ts'

/** From a frame's bytes to the signed order's: a whole trader, on a simulated venue in a process of its own. */

const WARM_UP_MS = 15_000
const FOR_MS = 30_000

const programs = await bundle({
  'trading-venue': 'bench/trading/venue-child.ts',
  'trading-trader': 'bench/trading/trader-child.ts',
})

function start(name: string): ChildProcess {
  // Without the loader of TypeScript that this process runs by: the children are bundled.
  return fork(programs[name] ?? '', { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } })
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a child ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  return message
}

const before = hiccup()
const venue = start('trading-venue')
const place = await answer<VenuePlace>(venue)
const trader = start('trading-trader')
const setup: TraderSetup = { place, warmUpMs: WARM_UP_MS, forMs: FOR_MS }
trader.send(setup)
const { latencyUs, frames, busy, unsent } = await answer<TraderCost>(trader)
trader.disconnect()
venue.disconnect()

const sorted = latencyUs.toSorted((a, b) => a - b)
const at = (part: number): string => String(sorted[Math.floor(part * (sorted.length - 1))] ?? NaN)
report({
  order: 80,
  title: 'Tick to trade: a frame in, a signed order out',
  text:
    `A whole trader in a process of its own: sockets, books of ${INSTRUMENTS} contracts, strategy, risk, journal on the disk (\`process\`), signature; one update in ${UPDATES_PER_ORDER} is answered with an order. ` +
    `The simulated venue runs in another process on this machine, and each order goes there and back. From the frame's arrival to the signed request, handed to the HTTP client's socket; ${FOR_MS / 1000} s after a warm-up. ${hiccupText([before, hiccup()])}.`,
  columns: ['', 'frames/s', 'orders', 'p50 µs', 'p99 µs', 'p99.9 µs', 'core busy', 'not sent'],
  rows: [
    [
      'crossbook',
      (frames / (FOR_MS / 1000)).toFixed(0),
      String(latencyUs.length),
      at(0.5),
      at(0.99),
      at(0.999),
      `${(busy * 100).toFixed(0)} %`,
      String(unsent),
    ],
  ],
})
