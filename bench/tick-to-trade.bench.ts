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
}

installPeers()
const programs = await bundle({
  venue: 'bench/trading/venue-child.ts',
  trader: 'bench/trading/trader-child.ts',
})
const trader = programs['trader'] ?? ''
const cases: readonly Case[] = [
  { name: 'crossbook, one update in 5', program: trader, updatesPerOrder: 5 },
  {
    name: 'crossbook, polling, one update in 5',
    program: trader,
    updatesPerOrder: 5,
    busyPoll: true,
  },
  { name: 'crossbook, one update in 50', program: trader, updatesPerOrder: 50 },
  { name: 'ccxt, one update in 5', program: 'bench/peers/ccxt-trader.mjs', updatesPerOrder: 5 },
]

function start(program: string): ChildProcess {
  // Without the loader of TypeScript that this process runs by: the children are bundled.
  return fork(program, { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } })
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a child ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  return message
}

async function measure({ program, updatesPerOrder, busyPoll = false }: Case): Promise<TraderCost> {
  const child = start(program)
  const times = { warmUpMs: WARM_UP_MS, forMs: FOR_MS }
  child.send({ place, key: API_KEY, depth: DEPTH, ...times, updatesPerOrder, busyPoll })
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

const before = hiccup()
const venue = start(programs['venue'] ?? '')
const place = await answer<VenuePlace>(venue)
const costs = cases.map((): TraderCost[] => [])
for (let round = 0; round < ROUNDS; round += 1)
  for (const [i, each] of cases.entries()) costs[i]?.push(await measure(each))
venue.disconnect()

const rows = cases.map(({ name }, i) => row(name, costs[i] ?? []))
report({
  id: 'tick-to-trade',
  order: 80,
  scope: `${rows[0]?.[1]} frames/s of ${INSTRUMENTS} contracts, ${DEPTH} levels a side`,
  title: 'Tick to trade: a frame in, a signed order out',
  text:
    `Whole traders, one after the other, ${ROUNDS} times ${FOR_MS / 1000} s each after a warm-up: a socket, books of ${INSTRUMENTS} contracts with ${DEPTH} levels a side, and in answer to one update in so many a signed order, handed to where it would leave; there it is refused. ` +
    `Ours with strategy, 28 risk checks and a journal on the disk (\`process\`), polling: with \`nodePorts({ busyPoll: true })\`; ccxt with \`watchOrderBook\` and \`createOrder\`, nothing checked or kept. The simulated venue runs in another process on this machine; ${hiccupText([before, hiccup()])}.`,
  columns: ['', 'frames/s', 'orders', 'p50 µs', 'p99 µs', 'p99.9 µs', 'core busy', 'not sent'],
  rows,
})
