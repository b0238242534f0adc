import type { PoolLog } from './logs.ts'

const MOST = 512

/**
 * Logs as a connection pushed them. They say nothing of what else is in their block, so that no book is built on them; but
 * they are in it, whatever else the node says.
 */
export class PushedLogs {
  #logs: PoolLog[] = []

  /** Notes a log. */
  add(log: PoolLog): void {
    this.#logs.push(log)
    if (this.#logs.length > MOST) this.#logs.shift()
  }

  /** Those of a block. */
  of(blockHash: string): readonly PoolLog[] {
    return this.#logs.filter((log) => log.blockHash === blockHash)
  }
}

/** Whether a list has a log. */
export function hasLog(logs: readonly PoolLog[], { index, pool }: PoolLog): boolean {
  return logs.some((log) => log.index === index && log.pool === pool)
}
