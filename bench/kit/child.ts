import v8 from 'node:v8'
import { type Prepared, prepare } from './prepare.ts'
import type { Garbage, Order, Slice } from './task.ts'

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
    work = await prepare(order.task)
    timed(work, WARM_MS)
    timed(work, 50)
    return work.ready
  }
  if (work === undefined) throw new Error('No task was given')
  return 'slice' in order ? timed(work, order.slice) : collected(work, order.garbage)
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

/** Bytes and collections of at least `frames` frames; exact, because the young generation is pinned. */
export function collected(prepared: Prepared, frames: number): Garbage {
  let bytes = 0
  let collections = 0
  let done = 0
  while (done < frames) {
    prepared.reset()
    globalThis.gc?.()
    const profiler = new v8.GCProfiler()
    profiler.start()
    const before = usedBytes()
    prepared.pass()
    const after = usedBytes()
    const { statistics } = profiler.stop()
    let at = before
    for (const { beforeGC, afterGC } of statistics) {
      const heap = beforeGC.heapStatistics
      bytes += heap.usedHeapSize - at
      at = afterGC.heapStatistics.usedHeapSize
    }
    bytes += after - at
    collections += statistics.length
    done += prepared.ready.frames
  }
  return { bytesPerFrame: bytes / done, collectionsPerMillion: (collections * 1e6) / done }
}

const usedBytes = (): number => process.memoryUsage().heapUsed
