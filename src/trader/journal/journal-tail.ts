import type { WallClock } from '../../runtime/ports.ts'
import { HASH_BYTES } from './chain-hash.ts'
import type { JournalPosition } from './position.ts'
import { RecordBuffer } from './record-buffer.ts'
import { RECORD_FRAME_BYTES } from './record-format.ts'
import { encodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts'

/** Records of one segment that go out in one write. */
export interface RecordGroup {
  /** The header of the segment that they begin; `undefined` where they go to the one before. */
  readonly header: SegmentHeader | undefined
  /** The records. */
  readonly buffer: RecordBuffer
  /** The last of them. */
  readonly lastSequence: number
}

type OpenGroup = { -readonly [Key in keyof RecordGroup]: RecordGroup[Key] }

/** A buffer that grew beyond this is not kept. */
const MOST_SPARE_BYTES = 65_536

/** The end of a journal in memory: what was appended and is not written, and where the next record will stand. */
export class JournalTail {
  readonly #epoch: number
  readonly #maxSegmentBytes: number
  readonly #wallClock: WallClock
  readonly #groups: OpenGroup[] = []
  #segment: number
  #offset: number
  #sequence: number
  /** The newest: the hash behind its last record is the journal's. */
  #newest: RecordBuffer
  #bufferedBytes = 0
  /** One that was written: a new one for each order is what a collector has most to do with. */
  #spare: RecordBuffer | undefined

  /** Continues a journal from where it ends. */
  constructor(
    { segment, offset, sequence, hash }: JournalPosition,
    epoch: number,
    maxSegmentBytes: number,
    wallClock: WallClock,
  ) {
    this.#segment = segment
    this.#offset = offset
    this.#sequence = sequence
    this.#newest = new RecordBuffer(hash)
    this.#epoch = epoch
    this.#maxSegmentBytes = maxSegmentBytes
    this.#wallClock = wallClock
  }

  /** Where the next record will stand. */
  position(): JournalPosition {
    return {
      segment: this.#segment,
      offset: this.#offset,
      sequence: this.#sequence,
      hash: this.#newest.hash(),
    }
  }

  /** The number of the last record that was added. */
  get sequence(): number {
    return this.#sequence
  }

  /** Bytes that are not written, those of the write under way too. */
  bufferedBytes(): number {
    return this.#bufferedBytes
  }

  /** Adds a record, and returns its number. */
  add(kind: number, isJson: boolean, payload: Uint8Array): number {
    const group = this.#groupFor(RECORD_FRAME_BYTES + payload.length)
    const { buffer } = group
    const sequence = this.#sequence + 1
    const before = buffer.size
    buffer.add(sequence, kind, isJson, payload)
    const bytes = buffer.size - before
    group.lastSequence = sequence
    this.#sequence = sequence
    this.#offset += bytes
    this.#bufferedBytes += bytes
    return sequence
  }

  /** Begins a segment: what is added from now on goes there. */
  beginSegment(): RecordGroup {
    const header: SegmentHeader = {
      index: this.#segment + 1,
      epoch: this.#epoch,
      firstSequence: this.#sequence + 1,
      previousBytes: this.#offset,
      createdUs: this.#wallClock.nowUs(),
      previousHash: this.#newest.hash(),
    }
    this.#segment = header.index
    this.#offset = SEGMENT_HEADER_BYTES
    this.#newest = new RecordBuffer(encodeSegmentHeader(header).subarray(-HASH_BYTES))
    return { header, buffer: this.#newest, lastSequence: this.#sequence }
  }

  /** Makes the hash of the last record now: the next one does not wait for it then. */
  hashAhead(): void {
    this.#newest.hash()
  }

  /** The oldest group that waits to be written. */
  oldest(): RecordGroup | undefined {
    return this.#groups[0]
  }

  /** Takes the oldest group, to be written; records that are appended meanwhile go to another. */
  next(): RecordGroup | undefined {
    return this.#groups.shift()
  }

  /** The group that was taken is written, and its bytes are of no use any more. */
  written({ buffer }: RecordGroup): void {
    this.#bufferedBytes -= buffer.size
    if (buffer.capacity <= MOST_SPARE_BYTES) this.#spare = buffer
  }

  /** Lets go of everything: nothing more will be written. */
  drop(): void {
    this.#groups.length = 0
    this.#bufferedBytes = 0
  }

  #groupFor(bytes: number): OpenGroup {
    const offset = this.#offset
    const isFull = offset > SEGMENT_HEADER_BYTES && offset + bytes > this.#maxSegmentBytes
    const open = this.#groups.at(-1)
    if (open !== undefined && !isFull) return open
    const group = isFull
      ? this.beginSegment()
      : { header: undefined, buffer: this.#nextBuffer(), lastSequence: this.#sequence }
    this.#groups.push(group)
    return group
  }

  #nextBuffer(): RecordBuffer {
    // It begins a segment, and the hash before its first record is written.
    if (this.#newest.isEmpty) return this.#newest
    const hash = this.#newest.hash()
    const buffer = this.#spare ?? new RecordBuffer(hash)
    this.#spare = undefined
    buffer.continue(hash)
    this.#newest = buffer
    return buffer
  }
}
