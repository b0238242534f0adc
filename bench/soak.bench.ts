import { monitorEventLoopDelay } from 'node:perf_hooks'
import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { answerOf, startProgram } from './kit/program.ts'
import { report } from './kit/report.ts'
import type { DaemonCost, DaemonSetup } from './trading/daemon-child.ts'
import type { VenuePlace } from './trading/venue-child.ts'

/** Ten minutes of a whole monitor: whether it grows, how late its loop is, what it costs. */

const INSTRUMENTS = 300
const DEPTH = 50
/** The venue's own books are watched by nobody. */
const EVENTS_PER_SECOND = 0.1
/** Of books and trades in turn. */
const PER_SECOND = 5_000
const WARM_UP_MS = 30_000
const FOR_MS = Number(process.env['SOAK_MS'] ?? 600_000)
const SAMPLES = 20
/** Of the samples, the first and the last so many are compared: one may stand anywhere in a wave. */
const COMPARED = 5

const programs = await bundle({
  venue: 'bench/trading/venue-child.ts',
  daemon: 'bench/trading/daemon-child.ts',
})

const before = hiccup()
const args = [INSTRUMENTS, EVENTS_PER_SECOND, PER_SECOND, 'made']
const venue = startProgram(programs['venue'] ?? '', args)
const place = await answerOf<VenuePlace>(venue)
const daemon = startProgram(programs['daemon'] ?? '', [], { execArgv: ['--expose-gc'] })
const setup: DaemonSetup = {
  place,
  pairs: Array.from({ length: INSTRUMENTS }, (_, i) => {
    const base = `${String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26))}X`
    return `${base}/USDT:USDT`
  }),
  depth: DEPTH,
  ...{ warmUpMs: WARM_UP_MS, forMs: FOR_MS, sampleEveryMs: FOR_MS / SAMPLES },
}
// This process does nothing meanwhile: how late its loop is, is the machine's. The daemon warms up twice.
const idle = monitorEventLoopDelay({ resolution: 1 })
setTimeout(() => idle.enable(), 2 * WARM_UP_MS).unref()
daemon.send(setup)
const cost = await answerOf<DaemonCost>(daemon)
idle.disable()
daemon.disconnect()
venue.disconnect()

const { heapMb, residentMb, loopDelayMs } = cost
const ms = (ns: number): string => (ns / 1e6).toFixed(2)
const mean = (part: readonly number[]): string =>
  (part.reduce((sum, each) => sum + each, 0) / part.length).toFixed(1)
report({
  id: 'soak',
  order: 84,
  scope: `${cost.framesPerSecond.toFixed(0)} frames/s of ${INSTRUMENTS} contracts, ${DEPTH} levels a side`,
  title: `A whole monitor for ${(FOR_MS / 60_000).toFixed(0)} minutes`,
  text:
    `A daemon in role monitor, recording to the disk: books of ${INSTRUMENTS} contracts with ${DEPTH} levels a side and their trades, from another process on this machine, in which the frames were made before: three levels a side change in one of a book, and each book begins again after 400. The heap after a full collection, the means of the first ${COMPARED} and the last ${COMPARED} of ${SAMPLES} samples; resident memory before and after all of it, once nothing is left to collect; ` +
    `the event loop's delay as Node measures it, timers of a millisecond included, and that of a process that does nothing meanwhile; ${hiccupText([before, hiccup()])}.`,
  columns: ['', 'the monitor', 'a process that does nothing'],
  rows: [
    ['frames/s', cost.framesPerSecond.toFixed(0), ''],
    ['books live at the end', String(cost.liveBooks), ''],
    ['heap, MB', `${mean(heapMb.slice(0, COMPARED))} → ${mean(heapMb.slice(-COMPARED))}`, ''],
    ['resident, MB', residentMb.map((each) => each.toFixed(1)).join(' → '), ''],
    ['event loop late by, p50 ms', loopDelayMs.p50.toFixed(2), ms(idle.percentile(50))],
    ['p99 ms', loopDelayMs.p99.toFixed(2), ms(idle.percentile(99))],
    ['most ms', loopDelayMs.most.toFixed(1), ms(idle.max)],
    ['core busy', `${(cost.busy * 100).toFixed(1)} %`, ''],
  ],
})
