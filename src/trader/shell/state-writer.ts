import { afterTurn } from '../../runtime/after-turn.ts'
import type { Log } from '../../runtime/ports.ts'
import type { Journal } from '../journal/index.ts'
import type { TraderSnapshot } from './trader-state.ts'

/** Where the state of a trader is written, and what it is. */
export interface StateWriterOptions {
  readonly journal: Journal
  /** Records after which it is written again. */
  readonly everyRecords: number
  /** What has to be waited for before the state is as it is to be written; `undefined` where nothing. */
  readonly prepare: () => Promise<unknown> | undefined
  /** Whether nobody has still to be told of what the state has. */
  readonly isSettled: () => boolean
  /** The state as it is. */
  readonly state: () => Omit<TraderSnapshot, 'version'>
}

/** Writes the state of a trader down whole, so that a restart need not read all that ever happened. */
export class StateWriter {
  readonly #options: StateWriterOptions
  #recordsAtLast: number

  /** A writer that counts the records from now on. */
  constructor(options: StateWriterOptions) {
    this.#options = options
    this.#recordsAtLast = options.journal.appendedSequence
  }

  /** Writes it where so many records were written since the last time that it is to be written again. */
  writeIfDue(log: Log): void {
    const { journal, everyRecords } = this.#options
    if (journal.appendedSequence - this.#recordsAtLast < everyRecords) return
    this.write().catch((error: unknown) =>
      // The journal itself tells when it has failed; without a snapshot the next start is longer.
      log.warn('Writing the state down failed', () => ({ error: String(error) })),
    )
  }

  /** Writes it; records before it may then be removed. @throws StorageError as `Journal.snapshot` does */
  async write(): Promise<void> {
    const { journal, state, prepare, isSettled } = this.#options
    this.#recordsAtLast = journal.appendedSequence
    const preparing = prepare()
    if (preparing !== undefined) await preparing
    // What waits is processed within a turn or two; strategies and core are then of one point.
    while (!isSettled()) await new Promise<void>(afterTurn)
    const snapshot: TraderSnapshot = { version: 1, ...state() }
    await journal.snapshot(new TextEncoder().encode(JSON.stringify(snapshot)))
  }
}
