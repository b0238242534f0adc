import { type ChildProcess, fork } from 'node:child_process'
import type {
  Garbage,
  HistoryTask,
  IndicatorTask,
  Order,
  Ready,
  Slice,
  Task,
  VenueTask,
} from './task.ts'

const SEMI_SPACE_MIB = 16

/** The flags of every measured process: the largest young generation that V8 takes by default, pinned. */
const NODE_FLAGS: readonly string[] = [
  '--expose-gc',
  `--min-semi-space-size=${SEMI_SPACE_MIB}`,
  `--max-semi-space-size=${SEMI_SPACE_MIB}`,
]

/** A process that measures one case. */
export class Worker {
  readonly task: Task | VenueTask | IndicatorTask | HistoryTask
  readonly #child: ChildProcess

  /** Starts the process; `program` is the bundled child. */
  constructor(program: string, task: Task | VenueTask | IndicatorTask | HistoryTask) {
    this.task = task
    // The loader that runs the harness itself has no business in a measured process, nor has a proxy.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(
        ([key]) => key !== 'NODE_OPTIONS' && !/_proxy$/i.test(key),
      ),
    )
    this.#child = fork(program, [], { execArgv: [...NODE_FLAGS], env })
  }

  /** Loads, verifies, warms up. */
  start(): Promise<Ready> {
    return this.#ask<Ready>({ task: this.task })
  }

  /** Measures for `ms`. */
  slice(ms: number): Promise<Slice> {
    return this.#ask<Slice>({ slice: ms })
  }

  /** Counts the garbage of `frames` frames. */
  garbage(frames: number): Promise<Garbage> {
    return this.#ask<Garbage>({ garbage: frames })
  }

  /** Ends the process. */
  stop(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  #ask<T>(order: Order): Promise<T> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => {
        reject(new Error(`${this.task.name}: the process ended with ${code}`))
      }
      this.#child.once('exit', onExit)
      this.#child.once('message', (answer: T & { error?: string }) => {
        this.#child.off('exit', onExit)
        if (answer.error === undefined) resolve(answer)
        else reject(new Error(`${this.task.name}: ${answer.error}`))
      })
      this.#child.send(order)
    })
  }
}
