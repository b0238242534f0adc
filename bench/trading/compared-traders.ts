import { once } from 'node:events'
import { bundle } from '../kit/bundle.ts'
import { hiccup, hiccupText } from '../kit/hiccup.ts'
import { installPeers } from '../kit/peers.ts'
import { answerOf, startProgram } from '../kit/program.ts'
import { report } from '../kit/report.ts'
import { median } from '../kit/stats.ts'
import { API_KEY, DEPTH, INSTRUMENTS } from './settings.ts'
import type { TraderCost } from './trader-child.ts'
import type { VenuePlace } from './venue-child.ts'

/** Whole traders in processes of their own, on one simulated venue, one after the other. */

/** One trader. */
export interface TraderCase {
  readonly name: string
  /** Ours, or ccxt's. */
  readonly isPeer?: boolean
  /** One update in so many is answered with an order. */
  readonly updatesPerOrder: number
  /** Frames a second that it tells itself; absent: the venue tells them by a socket. */
  readonly innerPerSecond?: number
  readonly busyPoll?: boolean
  readonly isRehearsed?: boolean
}

/** Traders that are compared. */
export interface Comparison {
  readonly id: string
  readonly order: number
  readonly title: string
  /** The arguments of the venue's process. */
  readonly venue: readonly (string | number)[]
  /** How frames come to them. */
  readonly about: string
  readonly cases: readonly TraderCase[]
  /** How often each takes its turn, and for how long. */
  readonly rounds: number
  readonly warmUpMs: number
  readonly forMs: number
}

/** Measures traders against each other, and reports. */
export async function compareTraders(comparison: Comparison): Promise<void> {
  const { cases, rounds, forMs } = comparison
  installPeers()
  const programs = await bundle({
    venue: 'bench/trading/venue-child.ts',
    trader: 'bench/trading/trader-child.ts',
    feed: 'bench/trading/inner-feed.ts',
  })
  const before = hiccup()
  const venue = startProgram(programs['venue'] ?? '', comparison.venue)
  const place = await answerOf<VenuePlace>(venue)
  const costs = cases.map((): TraderCost[] => [])
  for (let round = 0; round < rounds; round += 1)
    for (const [i, each] of cases.entries())
      costs[i]?.push(await measure(programs, place, each, comparison))
  venue.disconnect()
  const rows = cases.map(({ name }, i) => row(name, costs[i] ?? [], forMs))
  report({
    id: comparison.id,
    order: comparison.order,
    scope: `${rows[0]?.[1]} frames/s of ${INSTRUMENTS} contracts, ${DEPTH} levels a side`,
    title: comparison.title,
    text:
      `Whole traders, one after the other, ${rounds} times ${forMs / 1000} s each after a warm-up: books of ${INSTRUMENTS} contracts with ${DEPTH} levels a side, and in answer to one update in so many a signed order, handed to where it would leave; there it is refused. ` +
      `Ours with strategy, 28 risk checks and a journal on the disk (\`process\`), polling: with \`nodePorts({ busyPoll: true })\`, rehearsed: with \`Rehearsal.open\`; ccxt with \`watchOrderBook\` and \`createOrder\`, nothing checked or kept. ${comparison.about}. Medians of the rounds, and the least and the most of them; ${hiccupText([before, hiccup()])}.`,
    columns: [
      ...['', 'frames/s', 'orders', 'p50 µs', 'in rounds', 'p99 µs', 'of rounds'],
      ...['p99.9 µs', 'core busy', 'not sent'],
    ],
    rows,
  })
}

async function measure(
  { trader = '', feed }: Readonly<Record<string, string>>,
  place: VenuePlace,
  { isPeer = false, busyPoll = false, isRehearsed = false, ...asked }: TraderCase,
  { warmUpMs, forMs }: Comparison,
): Promise<TraderCost> {
  const child = startProgram(isPeer ? 'bench/peers/ccxt-trader.mjs' : trader)
  const how = { ...asked, busyPoll, isRehearsed, feed }
  child.send({ place, key: API_KEY, depth: DEPTH, warmUpMs, forMs, ...how })
  const cost = await answerOf<TraderCost>(child)
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
  return cost
}

function row(name: string, costs: readonly TraderCost[], forMs: number): readonly string[] {
  const sum = (of: (cost: TraderCost) => number): number =>
    costs.reduce((all, cost) => all + of(cost), 0)
  const [p50, p99, p999] = [0.5, 0.99, 0.999].map((part) =>
    costs.map(({ latencyUs }) => quantile(latencyUs, part)),
  )
  return [
    name,
    (sum(({ frames }) => frames) / ((costs.length * forMs) / 1000)).toFixed(0),
    String(sum(({ latencyUs }) => latencyUs.length)),
    ...[...told(p50), ...told(p99), told(p999)[0] ?? ''],
    `${((sum(({ busy }) => busy) / costs.length) * 100).toFixed(0)} %`,
    String(sum(({ unsent }) => unsent)),
  ]
}

function quantile(latencyUs: readonly number[], part: number): number {
  const sorted = latencyUs.toSorted((a, b) => a - b)
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
}

/** The median of rounds, and from where to where they go. */
function told(ofRounds: readonly number[] = []): readonly [string, string] {
  return [
    median(ofRounds).toFixed(0),
    `${Math.min(...ofRounds).toFixed(0)} to ${Math.max(...ofRounds).toFixed(0)}`,
  ]
}
