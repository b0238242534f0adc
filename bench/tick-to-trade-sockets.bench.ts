import { compareTraders, type TraderCase } from './trading/compared-traders.ts'
import { INSTRUMENTS } from './trading/settings.ts'

/** From a frame's bytes to the signed order's: frames come by sockets, several of them in one read now and then. */

const TIMES = { rounds: 3, warmUpMs: 7_000, forMs: 6_000 }

await compareTraders({
  id: 'tick-to-trade-sockets',
  order: 82,
  title: 'Tick to trade with sockets',
  venue: [],
  about: 'The simulated venue runs in another process on this machine',
  cases: [
    ...ours(5),
    { name: 'ccxt, one update in 5', isPeer: true, updatesPerOrder: 5 },
    ...ours(50),
    ...rehearsed(50),
    { name: 'ccxt, one update in 50', isPeer: true, updatesPerOrder: 50 },
  ],
  ...TIMES,
})
await compareTraders({
  id: 'tick-to-trade-sockets-20000',
  order: 83,
  title: 'Tick to trade with sockets at 20,000 frames a second',
  venue: [INSTRUMENTS, 0.1, 20_000, 'made'],
  about:
    'The frames were made before, in another process on this machine: three levels a side change in each, and each book begins again after 400',
  cases: [...ours(20), { name: 'ccxt, one update in 20', isPeer: true, updatesPerOrder: 20 }],
  ...TIMES,
})

/** Ours, asleep between frames and never asleep. */
function ours(updatesPerOrder: number): readonly TraderCase[] {
  const each = `one update in ${updatesPerOrder}`
  return [
    { name: `crossbook, ${each}`, updatesPerOrder },
    { name: `crossbook, polling, ${each}`, updatesPerOrder, busyPoll: true },
  ]
}

/** Likewise, with orders rehearsed meanwhile. */
function rehearsed(updatesPerOrder: number): readonly TraderCase[] {
  return ours(updatesPerOrder).map((each) => ({
    ...each,
    name: each.name.replace('crossbook,', 'crossbook, rehearsed,'),
    isRehearsed: true,
  }))
}
