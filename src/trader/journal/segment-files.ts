import type { AppendFile, Ports } from '../../runtime/ports.ts'
import { HASH_BYTES } from './chain-hash.ts'
import { HEAD_FILE, segmentFile } from './file-names.ts'
import type { JournalPosition } from './position.ts'
import { encodePositionFile } from './position-file.ts'
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts'

/** Bytes for a segment, in the order of writing. */
export interface Piece {
  /** Where they go: the open segment, or a new one that begins with this header. */
  readonly header: SegmentHeader | undefined
  /** Whole records. */
  readonly bytes: Uint8Array
}

const NO_STATE = new Uint8Array(0)

/**
 * The files of a journal's writer: one operation at a time, none tried twice.
 *
 * A segment is synced before the next one begins, whose header says how long it is; the head names a segment before a
 * record goes there. So only the last segment can be torn, and a missing one is missed.
 */
export class SegmentFiles {
  readonly #ports: Pick<Ports, 'files' | 'wallClock'>
  readonly #folder: string
  readonly #isSyncing: boolean
  #file: AppendFile | undefined
  #epoch = 0
  #oldestSegment: number
  #begun: JournalPosition | undefined
  #tail: Promise<void> = Promise.resolve()
  /** Operations that were asked for and are not done. */
  #pending = 0

  /** Nothing is touched yet. `isSyncing`: every write is synced. */
  constructor(
    ports: Pick<Ports, 'files' | 'wallClock'>,
    folder: string,
    isSyncing: boolean,
    oldestSegment: number,
  ) {
    this.#ports = ports
    this.#folder = folder
    this.#isSyncing = isSyncing
    this.#oldestSegment = oldestSegment
  }

  /** Writes bytes; done when they are as durable as asked. @throws StorageError */
  write({ header, bytes }: Piece): Promise<void> {
    return this.#inTurn(async () => {
      if (header !== undefined) await this.#begin(header)
      const file = this.#file
      if (bytes.length === 0 || file === undefined) return
      // A thread of the pool takes longer to wake than the system takes to copy some hundred bytes (decision 0030).
      if (this.#isSyncing || file.appendNow === undefined) await file.append(bytes)
      else file.appendNow(bytes)
      if (this.#isSyncing) await file.sync()
    })
  }

  /**
   * Writes bytes at once, where that makes them as durable as asked, nothing is under way, and no segment begins. Returns
   * whether it did. @throws StorageError
   */
  writeNow({ header, bytes }: Piece): boolean {
    if (header !== undefined || this.#isSyncing || this.#pending > 0) return false
    if (this.#file?.appendNow === undefined) return false
    this.#file.appendNow(bytes)
    return true
  }

  /** Puts all that was written on the device. @throws StorageError */
  sync(): Promise<void> {
    return this.#inTurn(async () => this.#file?.sync())
  }

  /** Says in the head that segments before this one are no longer needed; then they may be removed. @throws StorageError */
  keepFrom(segment: number): Promise<void> {
    return this.#inTurn(async () => {
      if (segment <= this.#oldestSegment || this.#begun === undefined) return
      await this.#writeHead(this.#begun, false, segment)
      this.#oldestSegment = segment
    })
  }

  /** Syncs, says in the head that this is the end, and closes. @throws StorageError */
  end(position: JournalPosition): Promise<void> {
    return this.#inTurn(async () => {
      await this.#file?.sync()
      await this.#writeHead(position, true, this.#oldestSegment)
    })
  }

  /** Lets go of the file. Idempotent. @throws StorageError */
  close(): Promise<void> {
    return this.#inTurn(async () => this.#file?.close())
  }

  async #begin(header: SegmentHeader): Promise<void> {
    await this.#file?.sync()
    await this.#file?.close()
    const bytes = encodeSegmentHeader(header)
    this.#file = await this.#ports.files.openAppend(`${this.#folder}/${segmentFile(header.index)}`)
    await this.#file.append(bytes)
    await this.#file.sync()
    this.#epoch = header.epoch
    this.#begun = {
      segment: header.index,
      offset: SEGMENT_HEADER_BYTES,
      sequence: header.firstSequence - 1,
      hash: bytes.subarray(SEGMENT_HEADER_BYTES - HASH_BYTES),
    }
    await this.#writeHead(this.#begun, false, this.#oldestSegment)
  }

  #writeHead(position: JournalPosition, isClosed: boolean, oldestSegment: number): Promise<void> {
    const head = {
      position,
      epoch: this.#epoch,
      createdUs: this.#ports.wallClock.nowUs(),
      oldestSegment,
      isClosed,
      state: NO_STATE,
    }
    const path = `${this.#folder}/${HEAD_FILE}`
    return this.#ports.files.replace(path, encodePositionFile('head', head))
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    this.#pending += 1
    const result = this.#tail.then(task)
    const done = (): void => {
      this.#pending -= 1
    }
    // Whoever asked for it hears of its failure; what is asked for after it is that one's affair.
    this.#tail = result.then(done, done)
    return result
  }
}
