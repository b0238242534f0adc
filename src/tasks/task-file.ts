import { CrossbookError } from '../core/index.ts'
import type { FilePort, Log, TimerHandle, Timers } from '../runtime/ports.ts'
import { problemsText, type ReadTasks, readTasks, type TaskProblem } from './read-tasks.ts'
import type { SubscriptionTask } from './subscription-task.ts'
import type { TaskSource } from './task-source.ts'

/** What a task file is watched with. */
export interface TaskFileOptions {
  /** Where it is. */
  readonly path: string
  /** Its name as a source. @defaultValue `file <path>` */
  readonly name?: string
  /** Files, timers and log. */
  readonly ports: { readonly files: FilePort; readonly timers: Timers; readonly log: Log }
  /** How often it is read beside being watched, in ms; `false`: only when the watch says so. @defaultValue 5,000 */
  readonly pollEveryMs?: number | false
  /** Told what is wrong with the file, beside a line in the log; the last good list stays. */
  readonly onProblems?: (problems: readonly TaskProblem[]) => void
}

const POLL_EVERY_MS = 5_000

/** A watched file of tasks. The last good list stays while the file is missing or broken. */
export class TaskFile implements TaskSource {
  /** Its name as a source. */
  readonly name: string
  readonly #options: TaskFileOptions
  #listener: ((tasks: readonly SubscriptionTask[]) => void) | undefined
  #watch: { close(): void } | undefined
  #timer: TimerHandle | undefined
  #reading: Promise<void> | undefined
  #mustReadAgain = false
  #lastText: string | undefined
  #lastProblem = ''
  #isClosed = false

  /** Reads nothing yet. */
  constructor(options: TaskFileOptions) {
    this.#options = options
    this.name = options.name ?? `file ${options.path}`
  }

  /** {@inheritDoc TaskSource.start} */
  async start(listener: (tasks: readonly SubscriptionTask[]) => void): Promise<void> {
    const { ports, path } = this.#options
    this.#listener = listener
    this.#watch = ports.files.watch(path, () => void this.#read())
    await this.#read()
  }

  /** {@inheritDoc TaskSource.close} */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#watch?.close()
    this.#timer?.cancel()
    await this.#reading
  }

  /** Same as {@link TaskFile.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** One read at a time; a change seen meanwhile is read after it, so the last state always wins. */
  #read(): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    if (this.#reading !== undefined) {
      this.#mustReadAgain = true
      return this.#reading
    }
    this.#timer?.cancel()
    this.#reading = this.#readAll().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #readAll(): Promise<void> {
    do {
      this.#mustReadAgain = false
      await this.#readOnce()
    } while (this.#mustReadAgain && !this.#isClosed)
    const { pollEveryMs = POLL_EVERY_MS, ports } = this.#options
    if (pollEveryMs !== false && !this.#isClosed) {
      this.#timer = ports.timers.after(pollEveryMs, () => void this.#read())
    }
  }

  async #readOnce(): Promise<void> {
    let text: string
    try {
      text = new TextDecoder().decode(await this.#options.ports.files.read(this.#options.path))
    } catch (error) {
      if (!(error instanceof CrossbookError)) throw error
      // Also the moment between the two steps of a replacement; what was read before stays.
      this.#complain([{ path: this.#options.path, message: error.message }])
      return
    }
    if (text === this.#lastText) {
      this.#lastProblem = ''
      return
    }
    const read = readText(text, this.#options.path)
    if (read.type === 'problems') {
      this.#complain(read.problems)
      return
    }
    this.#lastText = text
    this.#lastProblem = ''
    if (!this.#isClosed) this.#listener?.(read.tasks)
  }

  /** Tells what is wrong: once for each thing that is, not at every reading. */
  #complain(problems: readonly TaskProblem[]): void {
    const text = problemsText(problems)
    if (text === this.#lastProblem) return
    this.#lastProblem = text
    const { path, ports, onProblems } = this.#options
    ports.log.warn('A task file cannot be used; the last good list stays', () => ({
      path,
      problems: text,
    }))
    onProblems?.(problems)
  }
}

/** The tasks in a text; what is no JSON is one problem, in the parser's words. */
function readText(text: string, path: string): ReadTasks {
  try {
    return readTasks(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { type: 'problems', problems: [{ path, message: `expected JSON: ${error.message}` }] }
  }
}
