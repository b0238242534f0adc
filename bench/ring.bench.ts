import { report } from './kit/report.ts'
import { hops, type Lane, NUMBERS, portLane, ringLane, throughput } from './kit/ring-runs.ts'
import { median, spread } from './kit/stats.ts'

/** Records from one thread to another: over a shared ring by each way of waiting, and over a message port. */

const ROUNDS = 5
const HOPS = 5_000
/** How many are published at a time, where they are not one by one: as what comes of one read of a socket. */
const BATCH = 16

interface Case {
  readonly name: string
  readonly records: number
  readonly lane: (records: number, isTimed: boolean) => Promise<Lane>
  readonly perSecond: number[]
  readonly p50Us: number[]
  readonly p99Us: number[]
}

const cases: readonly Case[] = [
  ...(['spin', 'yield', 'wait'] as const).map((waiting) =>
    newCase(`ring, the reader waits by \`${waiting}\``, 5_000_000, (records, isTimed) =>
      ringLane(waiting, records, isTimed),
    ),
  ),
  newCase(
    `ring, published ${BATCH} at a time, the reader waits by \`spin\``,
    8_000_000,
    (records, isTimed) => ringLane('spin', records, isTimed, isTimed ? 1 : BATCH),
  ),
  newCase('`MessagePort`', 200_000, async (records, isTimed) => portLane(records, isTimed)),
]

for (let round = 0; round < ROUNDS; round += 1) {
  for (const { lane, records, perSecond, p50Us, p99Us } of cases) {
    perSecond.push(await throughput(await lane(records, false), records))
    const hopsNs = await hops(await lane(HOPS, true), HOPS)
    p50Us.push((hopsNs[HOPS >> 1] ?? Number.NaN) / 1_000)
    p99Us.push((hopsNs[Math.floor(HOPS * 0.99)] ?? Number.NaN) / 1_000)
  }
}
report({
  id: 'threads',
  order: 90,
  title: 'Between threads',
  text:
    `Records of ${NUMBERS} numbers from the main thread to another: as many as go through, and how long one is under way ` +
    `where they come one in 100 µs, each published by itself. Medians of ${ROUNDS} rounds in turn; the sums of all records are compared.`,
  columns: ['', 'M records/s', 'spread', 'hop p50, µs', 'hop p99, µs'],
  rows: cases.map(({ name, perSecond, p50Us, p99Us }) => [
    name,
    (median(perSecond) / 1e6).toFixed(2),
    `${(100 * spread(perSecond)).toFixed(0)} %`,
    median(p50Us).toFixed(2),
    median(p99Us).toFixed(1),
  ]),
})

function newCase(name: string, records: number, lane: Case['lane']): Case {
  return { name, records, lane, perSecond: [], p50Us: [], p99Us: [] }
}
