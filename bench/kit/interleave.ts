import { median, spread } from './stats.ts'
import type { Garbage, HistoryTask, IndicatorTask, Ready, Task, VenueTask } from './task.ts'
import { Worker } from './worker.ts'

/** Frames that garbage is counted over at least, so that what happens once does not count. */
const GARBAGE_FRAMES = 40_000

/** One measured row. */
export interface Row {
  readonly name: string
  readonly frames: number
  readonly bytesPerFrame: number
  readonly levelsPerFrame?: number
  /** Median of the rounds. */
  readonly nsPerFrame: number
  /** One time per round. */
  readonly times: readonly number[]
  /** Middle half of the rounds ÷ their median. */
  readonly spread: number
  readonly garbage: Garbage
}

/**
 * Measures tasks against each other: every case in its own process, slices in turn and in alternating order, so that
 * all see the same machine; medians of the rounds. Garbage is counted afterwards in processes of its own.
 */
export async function interleave(
  program: string,
  tasks: readonly (Task | VenueTask)[],
  options: { readonly rounds: number; readonly sliceMs: number },
): Promise<Row[]> {
  const running: (Ready & { worker: Worker; times: number[] })[] = []
  try {
    for (const task of tasks) {
      const worker = new Worker(program, task)
      running.push({ worker, times: [], ...(await worker.start()) })
    }
    for (let round = 0; round < options.rounds; round += 1) {
      for (const each of round % 2 === 0 ? running : running.toReversed()) {
        each.times.push((await each.worker.slice(options.sliceMs)).nsPerFrame)
      }
    }
  } finally {
    for (const { worker } of running) worker.stop()
  }
  const rows: Row[] = []
  for (const { worker, times, frames, bytesPerFrame, levelsPerFrame = 0 } of running) {
    const { name } = worker.task
    const garbage = await garbageOf(program, worker.task, Math.max(frames, GARBAGE_FRAMES))
    rows.push({
      name,
      frames,
      bytesPerFrame,
      levelsPerFrame,
      nsPerFrame: median(times),
      times,
      spread: spread(times),
      garbage,
    })
  }
  return rows
}

/** Counts the garbage of a task in a process of its own. */
export async function garbageOf(
  program: string,
  task: Task | VenueTask | IndicatorTask | HistoryTask,
  frames: number,
): Promise<Garbage> {
  const worker = new Worker(program, task)
  try {
    await worker.start()
    return await worker.garbage(frames)
  } finally {
    worker.stop()
  }
}
