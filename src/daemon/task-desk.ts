import { CrossbookError } from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import {
  configTasks,
  SubscriptionManager,
  type SubscriptionTask,
  TaskFile,
  type TaskSource,
  taskKey,
} from '../tasks/index.ts'
import type { DaemonConfig } from './config.ts'
import type { HistoryDesk } from './history-desk.ts'
import type { VenueDesk } from './venue-desk.ts'

/** What a {@link TaskDesk} is made of. */
export interface TaskDeskParts {
  /** Everything ambient. */
  readonly ports: Ports
  /** The desk of a venue; `undefined` where it is not open. */
  readonly desk: (venue: string) => VenueDesk | undefined
  /** Keeps the last minutes of what tasks ask for; absent: nothing is kept. */
  readonly histories: HistoryDesk | undefined
}

/** Reads the tasks of a daemon, and hands them to the venues as these come and tasks change. */
export class TaskDesk {
  readonly #parts: TaskDeskParts
  readonly #manager = new SubscriptionManager()
  readonly #sources: TaskSource[] = []
  readonly #refused = new Map<string, string>()

  /** Reads nothing yet. */
  constructor(parts: TaskDeskParts) {
    this.#parts = parts
  }

  /** Reads the sources and hands out what they say. @throws ConfigError where the task file cannot be read as one */
  async start({
    subscriptions,
    taskFile,
  }: Pick<DaemonConfig, 'subscriptions' | 'taskFile'>): Promise<void> {
    const { ports } = this.#parts
    if (subscriptions !== undefined) this.#sources.push(configTasks('config', { subscriptions }))
    if (taskFile !== undefined) this.#sources.push(new TaskFile({ path: taskFile, ports }))
    for (const source of this.#sources)
      await source.start((tasks) => this.#onTasks(source.name, tasks))
  }

  /** Tasks that a venue refused, with the reason. */
  get refused(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#refused)
  }

  /** Sends what is missing between what is wanted and what was asked for; tasks of venues that are not open yet wait. */
  handOut(): void {
    const { desk, histories } = this.#parts
    const { subscribe, unsubscribe } = this.#manager.plan()
    const reachable = subscribe.filter(({ venue }) => desk(venue) !== undefined)
    const plan = this.#manager.apply({ subscribe: reachable, unsubscribe })
    for (const task of plan.unsubscribe) {
      void histories?.drop(task)
      void desk(task.venue)?.stop(task)
    }
    for (const task of plan.subscribe) this.#startTask(task)
  }

  /** Reads no more. Idempotent. */
  async close(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.close()))
  }

  #onTasks(source: string, tasks: readonly SubscriptionTask[]): void {
    this.#manager.desire({ source, tasks })
    this.handOut()
  }

  #startTask(task: SubscriptionTask): void {
    const key = taskKey(task)
    const { desk, histories } = this.#parts
    try {
      const at = desk(task.venue)
      at?.start(task)
      if (at !== undefined) histories?.keep(task, at.market)
      this.#refused.delete(key)
    } catch (error) {
      if (!(error instanceof CrossbookError)) throw error
      this.#manager.refuse(task)
      this.#refused.set(key, error.message)
      this.#parts.ports.log.error('A task was refused', () => ({
        task: key,
        code: error.code,
        error: error.message,
      }))
    }
  }
}
