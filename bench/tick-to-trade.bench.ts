import { compareTraders, type TraderCase } from './trading/compared-traders.ts'
import { INSTRUMENTS } from './trading/settings.ts'

/** From a frame's bytes to the signed order's, within one process: frames are handed over one by one. */

const SILENT_VENUE = [INSTRUMENTS, 0.1, 8_000, 'silent'] as const
const ABOUT =
  'Frames were made before, and are handed over within the process, evenly spaced, each in a turn of its own: as if a socket had brought it; the process never sleeps'
const TIMES = { rounds: 7, warmUpMs: 6_000, forMs: 5_000 }

await compareTraders({
  id: 'tick-to-trade',
  order: 80,
  title: 'Tick to trade within a process: a frame in, a signed order out',
  venue: SILENT_VENUE,
  about: ABOUT,
  cases: bothOf(5_000, 5),
  ...TIMES,
})
await compareTraders({
  id: 'tick-to-trade-20000',
  order: 81,
  title: 'The same at 20,000 frames a second',
  venue: SILENT_VENUE,
  about: ABOUT,
  cases: bothOf(20_000, 20),
  ...TIMES,
})

function bothOf(innerPerSecond: number, updatesPerOrder: number): readonly TraderCase[] {
  const each = `one update in ${updatesPerOrder}`
  return [
    { name: `crossbook, ${each}`, updatesPerOrder, innerPerSecond },
    { name: `ccxt, ${each}`, isPeer: true, updatesPerOrder, innerPerSecond },
  ]
}
