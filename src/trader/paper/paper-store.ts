import { StorageError } from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import { Journal, type JournalOptions, recordJson, replayJournal } from '../journal/index.ts'
import type { Plain } from '../oms/order-json.ts'
import { PaperLedger, type PaperSnapshot } from './paper-ledger.ts'
import type { PaperRecord } from './paper-record.ts'

type StorePorts = Pick<Ports, 'files' | 'wallClock' | 'monotonicClock' | 'metrics'>

const RECORD_KIND = 1
const SNAPSHOT_EVERY = 50_000

/**
 * Where a paper venue's books are written down: a journal of its own. What is told of a change is told once it is committed,
 * so that nobody ever learned something that the venue then forgets.
 */
export class PaperStore {
  readonly #journal: Journal | undefined
  readonly #ledger: PaperLedger
  #sequence = 0
  #isBroken = false
  #sinceSnapshot = 0

  private constructor(journal: Journal | undefined, ledger: PaperLedger) {
    this.#journal = journal
    this.#ledger = ledger
  }

  /**
   * Opens the journal, and makes the books again that it tells of.
   *
   * @throws StorageError as `Journal.open` and `replayJournal` do
   */
  static async open(
    ports: StorePorts,
    options: JournalOptions | false,
    ledger: PaperLedger,
  ): Promise<PaperStore> {
    if (options === false) return new PaperStore(undefined, ledger)
    const journal = await Journal.open(ports, options)
    try {
      const { snapshot, records } = await replayJournal(ports.files, options.folder)
      // What a journal gives back is what was written, byte for byte: its hashes say so.
      if (snapshot !== undefined)
        ledger.restore(JSON.parse(new TextDecoder().decode(snapshot.state)) as PaperSnapshot)
      for await (const record of records) ledger.replay(recordJson(record) as Plain<PaperRecord>)
      return new PaperStore(journal, ledger)
    } catch (error) {
      await journal.close()
      throw error
    }
  }

  /** Writes a record down; where that fails, `committed` says so. */
  keep(record: PaperRecord): void {
    if (this.#journal === undefined || this.#isBroken) return
    const appended = this.#journal.appendJson(RECORD_KIND, PaperLedger.plain(record))
    // One record that is missing, and the books can never be made again.
    if (typeof appended === 'number') this.#sequence = appended
    else this.#isBroken = true
    this.#sinceSnapshot += 1
  }

  /** Resolves once everything that was kept so far is committed. @throws StorageError `JOURNAL_FAILED` where it never will be */
  async committed(): Promise<void> {
    if (this.#journal === undefined) return
    if (this.#isBroken) throw this.#journal.failure() ?? tooSlow()
    await this.#journal.committed(this.#sequence)
  }

  /** Writes the books down whole, where that is due. @throws StorageError as `Journal.snapshot` does */
  async snapshotWhenDue(): Promise<void> {
    if (this.#sinceSnapshot >= SNAPSHOT_EVERY) await this.#snapshot()
  }

  /** Writes the books down whole, and closes the journal. Idempotent. @throws StorageError `JOURNAL_FAILED` */
  async close(): Promise<void> {
    const isWhole = this.#journal?.status().state === 'open' && !this.#isBroken
    if (isWhole && this.#ledger.isOpened) await this.#snapshot()
    await this.#journal?.close()
  }

  async #snapshot(): Promise<void> {
    this.#sinceSnapshot = 0
    const state = new TextEncoder().encode(JSON.stringify(this.#ledger.snapshot()))
    await this.#journal?.snapshot(state)
  }
}

function tooSlow(): StorageError {
  return new StorageError(
    'JOURNAL_FAILED',
    'Writing down the books of a paper account: the disk is too slow; start again',
  )
}
