import type { AppendFile, FilePort } from '../../runtime/ports.ts'
import type { RecoveredSegment } from './recover-stream.ts'
import { recoverStream } from './recover-stream.ts'
import { hourOf, type SegmentName, segmentName, segmentPath } from './segment-name.ts'
import { endSegment } from './stream-folder.ts'

/** The limits of a stream's files. */
export interface StreamLogLimits {
  /** Most bytes of a segment. */
  readonly maxSegmentBytes: number
  /** How many batch ids are known, to drop batches that come again. */
  readonly rememberedBatches: number
}

interface OpenSegment {
  readonly name: SegmentName
  readonly file: AppendFile
  /** Bytes that are whole members and on the device. */
  wholeBytes: number
}

/**
 * Appends members to the segments of one stream. One call at a time.
 *
 * A failed append may leave half a member behind, and after a failed sync nobody knows what the device holds. So the
 * segment then ends at its last acknowledged byte, and the batch goes to a new one.
 */
export class StreamLog {
  readonly #files: FilePort
  readonly #folder: string
  readonly #limits: StreamLogLimits
  // Insertion order is age.
  readonly #recentIds = new Set<string>()
  #last: SegmentName | undefined
  #open: OpenSegment | undefined
  #ending: OpenSegment | undefined
  #isLoaded = false

  /** A log that has not looked at its folder yet. */
  constructor(files: FilePort, folder: string, limits: StreamLogLimits) {
    this.#files = files
    this.#folder = folder
    this.#limits = limits
  }

  /** Repairs what a crash left, once; later calls do nothing. @throws StorageError */
  async load(): Promise<readonly RecoveredSegment[]> {
    if (this.#isLoaded) return []
    const { rememberedBatches } = this.#limits
    const start = await recoverStream(this.#files, this.#folder, rememberedBatches)
    this.#last = start.last
    for (const id of start.recentIds) this.#remember(id)
    this.#isLoaded = true
    return start.recovered
  }

  /** Whether a batch is stored already. */
  has(id: string): boolean {
    return this.#recentIds.has(id)
  }

  /**
   * Appends the member of a batch and returns when it is on the device.
   *
   * @throws StorageError `STORE_WRITE_FAILED`; the batch may then be given again.
   */
  async append(id: string, fromTimeUs: number, member: Uint8Array): Promise<void> {
    const hour = hourOf(fromTimeUs)
    const open = this.#open
    if (open !== undefined) {
      const isFull = open.wholeBytes + member.length > this.#limits.maxSegmentBytes
      if (isFull || hour > open.name.hour) this.#retire(open)
    }
    await this.#endRetired()
    this.#open ??= await this.#start(hour)
    const segment = this.#open
    try {
      await segment.file.append(member)
      await segment.file.sync()
    } catch (error) {
      this.#retire(segment)
      throw error
    }
    segment.wholeBytes += member.length
    this.#remember(id)
  }

  /** Ends the open segment. @throws StorageError */
  async close(): Promise<void> {
    if (this.#open !== undefined) this.#retire(this.#open)
    await this.#endRetired()
  }

  #retire(segment: OpenSegment): void {
    this.#open = undefined
    this.#ending = segment
  }

  async #endRetired(): Promise<void> {
    const segment = this.#ending
    if (segment === undefined) return
    // What was acknowledged is on the device: a close that fails cannot take it back, and cannot be tried twice.
    await segment.file.close().catch(() => undefined)
    await endSegment(this.#files, this.#folder, segment.name, segment.wholeBytes)
    this.#ending = undefined
  }

  async #start(hour: number): Promise<OpenSegment> {
    const last = this.#last
    // Rows that come late stay behind those before them: the order of names is the order of writing.
    const from = last === undefined ? hour : Math.max(hour, last.hour)
    const sequence = last !== undefined && last.hour === from ? last.sequence + 1 : 1
    const name = segmentName(from, sequence, true)
    const file = await this.#files.openAppend(`${this.#folder}/${segmentPath(name)}`)
    this.#last = name
    return { name, file, wholeBytes: 0 }
  }

  #remember(id: string): void {
    this.#recentIds.add(id)
    if (this.#recentIds.size <= this.#limits.rememberedBatches) return
    for (const oldest of this.#recentIds) {
      this.#recentIds.delete(oldest)
      break
    }
  }
}
