import { ConfigError } from '../core/index.ts'
import { problemsText, readTasks } from './read-tasks.ts'
import type { SubscriptionTask } from './subscription-task.ts'

/** Somewhere that tasks come from. */
export interface TaskSource extends AsyncDisposable {
  /** Its name; the consumer that its tasks are counted for. */
  readonly name: string
  /**
   * Calls `listener` with the whole list now and after every change, until closed. Resolves after the first call, or
   * when it is clear that there is no list yet. `listener` must not throw.
   */
  start(listener: (tasks: readonly SubscriptionTask[]) => void): Promise<void>
  /** Stops. Idempotent. */
  close(): Promise<void>
}

/**
 * A source whose tasks stand in the configuration and never change.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function configTasks(name: string, value: unknown): TaskSource {
  const read = readTasks(value)
  if (read.type === 'problems') {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Reading the tasks of ${name}: ${problemsText(read.problems)}`,
      {
        context: { source: name, problems: read.problems.length },
      },
    )
  }
  const { tasks } = read
  const close = async () => {}
  return { name, start: async (listener) => listener(tasks), close, [Symbol.asyncDispose]: close }
}
