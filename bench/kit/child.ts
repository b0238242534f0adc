import v8 from 'node:v8'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { prepareHistory } from './history.ts'
import { prepareIndicators } from './indicators.ts'
import { prepare } from './prepare.ts'
import type { Prepared } from './prepared.ts'
import { median } from './stats.ts'
import type { Garbage, HistoryTask, IndicatorTask, Order, Slice, Task, VenueTask } from './task.ts'
import { prepareVenue } from './venue-prepare.ts'

/** One case in a process of its own: its heap, its compiled code, its garbage. Driven by messages of the parent. */

const WARM_MS = 1_200

let work: Prepared | undefined

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))

async function obey(order: Order): Promise<object> {
  if ('task' in order) {
    const { task } = order
    await shapesReady()
    work = await preparedFor(task)
    timed(work, WARM_MS)
    timed(work, 50)
    return work.ready
  }
  if (work === undefined) throw new Error('No task was given')
  return 'slice' in order ? timed(work, order.slice) : collected(work, order.garbage)
}

async function preparedFor(
  task: Task | VenueTask | IndicatorTask | HistoryTask,
): Promise<Prepared> {
  if ('venue' in task) return prepareVenue(task.venue.path, task.venue.work)
  if (task.work === 'history') return prepareHistory()
  return task.work === 'indicators' ? prepareIndicators() : prepare(task)
}

/** Whole passes until `ms` of measured time are over. */
function timed(prepared: Prepared, ms: number): Slice {
  let ns = 0
  let passes = 0
  while (ns < ms * 1e6) {
    prepared.reset()
    const start = process.hrtime.bigint()
    prepared.pass()
    ns += Number(process.hrtime.bigint() - start)
    passes += 1
  }
  return { nsPerFrame: ns / passes / prepared.ready.frames }
}

/** Passes that garbage is counted over at least. */
const PASSES = 9

/**
 * Bytes and collections of at least `frames` frames. The median of the passes: a function that is compiled late puts
 * its code on the heap once, in one of them. The heap is collected before the first only: what is old is counted in
 * whole free areas (0.2 MB), and after each collection the first small old object takes one anew.
 */
function collected(prepared: Prepared, frames: number): Garbage {
  const bytes: number[] = []
  let collections = 0
  globalThis.gc?.()
  while (bytes.length < PASSES || bytes.length * prepared.ready.frames < frames) {
    prepared.reset()
    const profiler = new v8.GCProfiler()
    profiler.start()
    let at = usedBytes()
    let allocated = 0
    prepared.pass()
    const after = usedBytes()
    const { statistics } = profiler.stop()
    for (const { beforeGC, afterGC } of statistics) {
      allocated += beforeGC.heapStatistics.usedHeapSize - at
      at = afterGC.heapStatistics.usedHeapSize
    }
    bytes.push((allocated + after - at) / prepared.ready.frames)
    collections += statistics.length
  }
  const done = bytes.length * prepared.ready.frames
  return { bytesPerFrame: median(bytes), collectionsPerMillion: (collections * 1e6) / done }
}

const usedBytes = (): number => process.memoryUsage().heapUsed
