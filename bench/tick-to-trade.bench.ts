import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { installPeers } from './kit/peers.ts'
import { report } from './kit/report.ts'
import { API_KEY, DEPTH, INSTRUMENTS } from './trading/settings.ts'
import type { TraderCost } from './trading/trader-child.ts'
import type { VenuePlace } from './trading/venue-child.ts'

/** From a frame's bytes to the signed order's: whole traders in processes of their own, on one simulated venue. */

const ROUNDS = 2
const WARM_UP_MS = 10_000
const FOR_MS = 15_000

interface Case {
  readonly name: string
  readonly program: string
  readonly updatesPerOrder: number
  readonly busyPoll?: boolean
  readonly isRehearsed?: boolean
}

installPeers()
const programs = await bundle({
  venue: 'bench/trading/venue-child.ts',
  trader: 'bench/trading/trader-child.ts',
})
const trader = programs['trader'] ?? ''
const ccxt = 'bench/peers/ccxt-trader.mjs'

await run({
  id: 'tick-to-trade',
  order: 80,
  title: 'Tick to trade: a frame in, a signed order out',
  venue: [],
  about: 'The simulated venue runs in another process on this machine',
  cases: [
    ...ours(5),
    { name: 'ccxt, one update in 5', program: ccxt, updatesPerOrder: 5 },
    ...ours(50),
    ...rehearsed(50),
    { name: 'ccxt, one update in 50', program: ccxt, updatesPerOrder: 50 },
  ],
})
await run({
  id: 'tick-to-trade-20000',
  order: 81,
  title: 'The same at 20,000 frames a second',
  venue: [INSTRUMENTS, 0.1, 20_000, 'made'],
  about:
    'The frames were made before: three levels a side change in each, and each book begins again after 400',
  cases: [...ours(20), { name: 'ccxt, one update in 20', program: ccxt, updatesPerOrder: 20 }],
})

/** Ours, asleep between frames and never asleep. */
function ours(updatesPerOrder: number): readonly Case[] {
  const each = `one update in ${updatesPerOrder}`
  const common = { program: trader, updatesPerOrder }
  return [
    { name: `crossbook, ${each}`, ...common },
    { name: `crossbook, polling, ${each}`, ...common, busyPoll: true },
  ]
}

/** Likewise, with orders rehearsed meanwhile. */
function rehearsed(updatesPerOrder: number): readonly Case[] {
  return ours(updatesPerOrder).map((each) => ({
    ...each,
    name: each.name.replace('crossbook,', 'crossbook, rehearsed,'),
    isRehearsed: true,
  }))
}

interface Run {
  readonly id: string
  readonly order: number
  readonly title: string
  /** The arguments of the venue's process. */
  readonly venue: readonly (string | number)[]
  /** What is to be said of it. */
  readonly about: string
  readonly cases: readonly Case[]
}

async function run({ id, order, title, venue: asked, about, cases }: Run): Promise<void> {
  const before = hiccup()
  const venue = start(programs['venue'] ?? '', asked)
  const place = await answer<VenuePlace>(venue)
  const costs = cases.map((): TraderCost[] => [])
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [i, each] of cases.entries()) costs[i]?.push(await measure(place, each))
  venue.disconnect()
  const rows = cases.map(({ name }, i) => row(name, costs[i] ?? []))
  report({
    id,
    order,
    scope: `${rows[0]?.[1]} frames/s of ${INSTRUMENTS} contracts, ${DEPTH} levels a side`,
    title,
    text:
      `Whole traders, one after the other, ${ROUNDS} times ${FOR_MS / 1000} s each after a warm-up: a socket, books of ${INSTRUMENTS} contracts with ${DEPTH} levels a side, and in answer to one update in so many a signed order, handed to where it would leave; there it is refused. ` +
      `Ours with strategy, 28 risk checks and a journal on the disk (\`process\`), polling: with \`nodePorts({ busyPoll: true })\`, rehearsed: with \`Rehearsal.open\`; ccxt with \`watchOrderBook\` and \`createOrder\`, nothing checked or kept. ${about}; ${hiccupText([before, hiccup()])}.`,
    columns: ['', 'frames/s', 'orders', 'p50 µs', 'p99 µs', 'p99.9 µs', 'core busy', 'not sent'],
    rows,
  })
}

function start(program: string, asked: readonly (string | number)[] = []): ChildProcess {
  // Without the loader of TypeScript that this process runs by: the children are bundled.
  return fork(program, asked.map(String), {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a child ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  return message
}

async function measure(
  place: VenuePlace,
  { program, updatesPerOrder, busyPoll = false, isRehearsed = false }: Case,
): Promise<TraderCost> {
  const child = start(program)
  const times = { warmUpMs: WARM_UP_MS, forMs: FOR_MS }
  const how = { updatesPerOrder, busyPoll, isRehearsed }
  child.send({ place, key: API_KEY, depth: DEPTH, ...times, ...how })
  const cost = await answer<TraderCost>(child)
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
  return cost
}

function row(name: string, costs: readonly TraderCost[]): readonly string[] {
  const sorted = costs.flatMap(({ latencyUs }) => latencyUs).toSorted((a, b) => a - b)
  const at = (part: number): string => String(sorted[Math.floor(part * (sorted.length - 1))] ?? NaN)
  const sum = (of: (cost: TraderCost) => number): number =>
    costs.reduce((all, cost) => all + of(cost), 0)
  return [
    name,
    (sum(({ frames }) => frames) / ((costs.length * FOR_MS) / 1000)).toFixed(0),
    String(sorted.length),
    ...[0.5, 0.99, 0.999].map(at),
    `${((sum(({ busy }) => busy) / costs.length) * 100).toFixed(0)} %`,
    String(sum(({ unsent }) => unsent)),
  ]
}
