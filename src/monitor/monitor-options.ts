import { ConfigError, type InstrumentSlot, type OrderBook } from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import type { BatcherOptions } from '../storage/index.ts'

/** The live books, as their keeper shows them; what the recorder takes its snapshots from. */
export interface BookSource {
  /** The book of a feed, in whatever state; `undefined` where nobody keeps one. */
  find(slot: InstrumentSlot, feed: string): OrderBook | undefined
  /** Levels a side that the keeper cuts the feed's book to after each change; `undefined` where it does not. */
  truncateTo(slot: InstrumentSlot, feed: string): number | undefined
}

/** How the recorder works. */
export interface MonitorOptions extends BatcherOptions {
  /** The name under which it subscribed; `slowConsumer` events of this name mark a hole. @defaultValue `'recorder'` */
  readonly name?: string
  /** Time between two snapshots of a live book that changes, in ms. @defaultValue 60,000 ms */
  readonly snapshotEveryMs?: number
}

/** The ports that the recorder needs. */
export type MonitorPorts = Pick<
  Ports,
  'ids' | 'log' | 'metrics' | 'monotonicClock' | 'random' | 'timers' | 'wallClock'
>

/** How often the recorder looks what is due. */
export const TICK_MS = 100

const NS_PER_MS = 1_000_000

/** How the recorder works unless told otherwise. */
export const MONITOR_DEFAULTS: Required<Pick<MonitorOptions, 'name' | 'snapshotEveryMs'>> =
  Object.freeze({ name: 'recorder', snapshotEveryMs: 60_000 })

/**
 * Time between two snapshots of a book, in ns.
 *
 * @throws ConfigError `INVALID_OPTIONS`
 */
export function snapshotEveryNs(everyMs: number): number {
  if (everyMs >= TICK_MS) return everyMs * NS_PER_MS
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Setting up the recorder: expected snapshotEveryMs of at least ${TICK_MS} ms, was ${everyMs}`,
  )
}
