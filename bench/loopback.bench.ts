import type { ChildProcess } from 'node:child_process'
import { bundle } from './kit/bundle.ts'
import { type Hiccup, hiccup, hiccupText } from './kit/hiccup.ts'
import { installPeers, peer } from './kit/peers.ts'
import { answerOf, startProgram } from './kit/program.ts'
import { report } from './kit/report.ts'
import { median } from './kit/stats.ts'
import type {
  Received,
  ReceiverSetup,
  SenderPlace,
  SenderSetup,
  SendOrder,
  Sent,
  Way,
} from './loopback/messages.ts'

/** A frame sent on the loopback, until the subscriber was called with the updated book. */

const LEVELS = 1_000
const ROUNDS = 5
const WARM_UP_S = 2
const PACED = { perSecond: 5_000, seconds: 5 }
/** A frame that is later than this waited for a process that the machine or a collection had stopped. */
const STOPPED_US = 300
const FAST = { perSecond: 140_000, seconds: 1.5 }
const OWN: readonly Entrant[] = [
  { name: 'an empty callback on a bare socket', way: 'bare' },
  { name: 'an empty callback on `ws`', way: 'ws' },
  { name: 'crossbook', way: 'crossbook' },
]
const ALL: readonly Entrant[] = [
  ...OWN,
  { name: 'ccxt, `await watchOrderBook`', way: { peer: peer('ccxt') } },
]

interface Entrant {
  readonly name: string
  readonly way: Way
}

installPeers()

const programs = await bundle({
  'loopback-sender': 'bench/loopback/sender-child.ts',
  'loopback-receiver': 'bench/loopback/receiver-child.ts',
})

interface Run {
  readonly p50Us: number
  readonly p99Us: number
  /** Of those that no stop made late. */
  readonly unstoppedP99Us: number
  /** Part of all frames that one did. */
  readonly stopped: number
  readonly perSecond: number
  readonly receivedPerSecond: number
  readonly lost: number
}

const before = hiccup()
const sender = start('loopback-sender')
const framesOf = ({ perSecond, seconds }: typeof PACED): number => perSecond * (seconds + WARM_UP_S)
sender.send({
  levels: LEVELS,
  frames: Math.max(framesOf(PACED), FAST.perSecond * FAST.seconds),
} satisfies SenderSetup)
const place = await answerOf<SenderPlace>(sender)
const paced = ALL.map((): Run[] => [])
for (let round = 0; round < ROUNDS; round += 1) {
  const entrants = [...ALL.entries()]
  for (const [i, { way }] of round % 2 === 0 ? entrants : entrants.toReversed())
    paced[i]?.push(await run(way, PACED.perSecond, framesOf(PACED)))
}
const fast: Run[] = []
for (const { way } of OWN) fast.push(await run(way, FAST.perSecond, FAST.perSecond * FAST.seconds))
sender.disconnect()
const after = hiccup()

const scope = `${place.bytesPerFrame} B, ${LEVELS.toLocaleString('en')} levels a side`
report({
  id: 'loopback',
  order: 82,
  title: `Loopback: a frame sent to the subscriber with the updated book, ${PACED.perSecond.toLocaleString('en')}/s`,
  scope,
  text: text(
    `Medians of ${ROUNDS} rounds in turn, ${PACED.seconds} s each after a warm-up; a client that tells several frames at once has told each of them then. A frame that came later than ${STOPPED_US / 1000} ms waited for a process that the machine or a collection had stopped: where those are about one in a hundred, they alone decide p99`,
  ),
  columns: [
    '',
    'p50 µs',
    'p99 µs',
    `later than ${STOPPED_US / 1000} ms, %`,
    'p99 of the others µs',
    'lost',
  ],
  rows: ALL.map(({ name }, i) => {
    const runs = paced[i] ?? []
    const middle = (of: (run: Run) => number): string => median(runs.map(of)).toFixed(1)
    const lost = runs.reduce((sum, run) => sum + run.lost, 0)
    return [
      name,
      middle(({ p50Us }) => p50Us),
      middle(({ p99Us }) => p99Us),
      middle(({ stopped }) => stopped * 100),
      middle(({ unstoppedP99Us }) => unstoppedP99Us),
      String(lost),
    ]
  }),
})
report({
  id: 'loopback-fast',
  order: 83,
  title: `Loopback at ${FAST.perSecond.toLocaleString('en')} frames/s`,
  scope,
  text: text(
    `${FAST.seconds} s, a part of it the warm-up; sent at the rate that the sender reached`,
  ),
  columns: ['', 'frames/s sent', 'k frames/s received', 'p50 µs', 'p99 µs', 'lost'],
  rows: fast.map(({ perSecond, receivedPerSecond, p50Us, p99Us, lost }, i) => [
    OWN[i]?.name ?? '',
    perSecond.toFixed(0),
    (receivedPerSecond / 1_000).toFixed(1),
    p50Us.toFixed(1),
    p99Us.toFixed(1),
    String(lost),
  ]),
})

function text(how: string): string {
  const noise: readonly Hiccup[] = [before, after]
  return `A sender on the other core, ${place.bytesPerFrame} B a frame, and a receiver, each in a process of its own: bytes of a bare socket behind their length, whose callback does nothing, messages of \`ws\` likewise, and a market-data client with a book of ${LEVELS.toLocaleString('en')} levels a side. ${how}; ${hiccupText(noise)}.`
}

/** One connection; the first part of what came is not counted. */
async function run(way: Way, perSecond: number, frames: number): Promise<Run> {
  const receiver = start('loopback-receiver')
  try {
    const isReady = answerOf<'ready'>(receiver)
    receiver.send({ way, place, frames } satisfies ReceiverSetup)
    await isReady
    const isReceived = answerOf<Received>(receiver)
    sender.send({ perSecond, frames } satisfies SendOrder)
    const sent = await answerOf<Sent>(sender)
    const { atUs, count } = await isReceived
    const from = Math.min(perSecond * WARM_UP_S, Math.floor(frames / 4))
    const delaysUs = atUs.map((us, n) => us - (sent.atUs[n] ?? Number.NaN)).subarray(from, count)
    const sorted = delaysUs.toSorted()
    const at = (part: number, of = sorted): number =>
      of[Math.floor(part * (of.length - 1))] ?? Number.NaN
    const unstopped = sorted.filter((us) => us <= STOPPED_US)
    const passedUs = (times: Float64Array, n: number): number =>
      (times[n - 1] ?? Number.NaN) - (times[0] ?? Number.NaN)
    return {
      p50Us: at(0.5),
      p99Us: at(0.99),
      unstoppedP99Us: at(0.99, unstopped),
      stopped: 1 - unstopped.length / sorted.length,
      perSecond: (frames / passedUs(sent.atUs, frames)) * 1e6,
      receivedPerSecond: (count / passedUs(atUs, count)) * 1e6,
      lost: frames - count,
    }
  } finally {
    receiver.disconnect()
  }
}

function start(name: string): ChildProcess {
  return startProgram(programs[name] ?? '', [], { serialization: 'advanced' })
}
