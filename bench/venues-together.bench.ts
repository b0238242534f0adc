import type { DepthChoice } from '../src/core/index.ts'
import { loadDriver } from '../src/drivers/registry.ts'
import { SIMULATORS } from '../src/sim/registry.ts'
import { bundle } from './kit/bundle.ts'
import type { FleetCost, FleetSetup } from './kit/fleet-child.ts'
import { runFleet } from './kit/fleet-run.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { report } from './kit/report.ts'
import { captureFleet, type FleetMember } from './kit/venue-fleet.ts'

/** Five hundred books of ten venues in one subscriber process, and each venue's fifty in one of their own. */

const NAMES = [
  'okx',
  'binance',
  'bybit',
  'coinbase',
  'gate',
  'htx',
  'hyperliquid',
  'kraken',
  'kucoin',
  'mexc',
] as const
const BOOKS_EACH = 50
const FOR_MS = 15_000
/** Whole books come every five seconds there, those of five levels every half second. */
const DEPTHS: Partial<Record<(typeof NAMES)[number], DepthChoice>> = { hyperliquid: 'bbo' }
const PER_SECOND = 5_000
const MEASURED = 5 * PER_SECOND

const members: FleetMember[] = []
for (const name of NAMES) {
  const depth = DEPTHS[name]
  const member = { driver: await loadDriver(name), simulate: await SIMULATORS[name]() }
  members.push(depth === undefined ? member : { ...member, depth })
}
const { messages, instruments } = await captureFleet(members, {
  booksEach: BOOKS_EACH,
  forMs: FOR_MS,
})
const setup: FleetSetup = {
  venues: NAMES.map((name, i) => ({
    name,
    market: instruments[i]?.[0]?.market ?? 'spot',
    instruments: instruments[i] ?? [],
  })),
}
const { 'fleet-child': program = '' } = await bundle({ 'fleet-child': 'bench/kit/fleet-child.ts' })
const pace = { warmUp: messages.length - MEASURED, perSecond: PER_SECOND }
const before = hiccup()
const together = await runFleet(program, setup, messages, pace)
const alone: FleetCost[] = []
for (const only of NAMES.keys())
  alone.push(await runFleet(program, setup, messages, { ...pace, only }))

const rows: string[][] = []
let aloneNs = 0
let togetherNs = 0
for (const [i, name] of NAMES.entries()) {
  const own = alone[i]?.venues[i]
  const among = together.venues[i]
  if (own === undefined || among === undefined) continue
  aloneNs += own.ns
  togetherNs += among.ns
  rows.push([
    `${name} alone`,
    String(own.messages),
    (own.ns / own.messages).toFixed(0),
    (among.ns / among.messages).toFixed(0),
    (among.ns / among.messages / (own.ns / own.messages)).toFixed(2),
    ...common(alone[i]),
  ])
}
const count = together.venues.reduce((sum, venue) => sum + venue.messages, 0)
rows.push([
  'ten together',
  String(count),
  (aloneNs / count).toFixed(0),
  (togetherNs / count).toFixed(0),
  (togetherNs / aloneNs).toFixed(2),
  ...common(together),
])

function common(cost: FleetCost | undefined): string[] {
  if (cost === undefined) return []
  const sorted = cost.latencyNs.toSorted((a, b) => a - b)
  const at = (part: number): string =>
    ((sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN) / 1000).toFixed(1)
  return [
    `${(cost.busy * 100).toFixed(1)} %`,
    (cost.residentBytes / 1e6).toFixed(0),
    at(0.5),
    at(0.99),
    String(cost.liveBooks),
  ]
}

report({
  id: 'venues-together',
  order: 71,
  title: 'One venue and ten: pipe to subscriber',
  text:
    `A subscriber process of its own: decoders, continuity, 50 books of each venue; simulated venues were listened to before, and what they sent comes by a pipe, ${PER_SECOND} messages a second of all ten, ${MEASURED / PER_SECOND} s after a warm-up. ` +
    'A venue alone gets its own messages at the same times. Busy is processor time of the whole process, its pipe and compilers included; resident memory is of the whole process; latency is from the chunk of the pipe, which holds several messages, to the subscriber. ' +
    `The last row has the mean of all messages: each venue alone, and together. ${hiccupText([before, hiccup()])}.`,
  columns: [
    '',
    'messages',
    'ns/message alone',
    'together',
    'ratio',
    'core busy',
    'resident, MB',
    'to subscriber, p50 µs',
    'p99 µs',
    'live books',
  ],
  rows,
})
