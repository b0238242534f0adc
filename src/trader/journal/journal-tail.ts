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
  #position: JournalPosition
  #bufferedBytes = 0
  /** One that was written: a new one for each order is what a collector has most to do with. */
  #spare: RecordBuffer | undefined

  /** Continues a journal from where it ends. */
  constructor(
    position: JournalPosition,
    epoch: number,
    maxSegmentBytes: number,
    wallClock: WallClock,
  ) {
    this.#position = position
    this.#epoch = epoch
    this.#maxSegmentBytes = maxSegmentBytes
    this.#wallClock = wallClock
  }

  /** Where the next record will stand. */
  position(): JournalPosition {
    return this.#position
  }

  /** Bytes that are not written, those of the write under way too. */
  bufferedBytes(): number {
    return this.#bufferedBytes
  }

  /** Adds a record, and returns its number. */
  add(kind: number, isJson: boolean, payload: Uint8Array): number {
    const bytes = RECORD_FRAME_BYTES + payload.length
    const group = this.#groupFor(bytes)
    const sequence = this.#position.sequence + 1
    group.buffer.add(sequence, kind, isJson, payload)
    group.lastSequence = sequence
    const { segment, offset } = this.#position
    this.#position = { segment, offset: offset + bytes, sequence, hash: group.buffer.lastHash() }
    this.#bufferedBytes += bytes
    return sequence
  }

  /** Begins a segment: what is added from now on goes there. */
  beginSegment(): RecordGroup {
    const { segment, offset, sequence, hash } = this.#position
    const header: SegmentHeader = {
      index: segment + 1,
      epoch: this.#epoch,
      firstSequence: sequence + 1,
      previousBytes: offset,
      createdUs: this.#wallClock.nowUs(),
      previousHash: hash,
    }
    const link = encodeSegmentHeader(header).slice(-HASH_BYTES)
    const next = { segment: header.index, offset: SEGMENT_HEADER_BYTES, sequence, hash: link }
    this.#position = next
    return { header, buffer: new RecordBuffer(link), lastSequence: sequence }
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
    this.#bufferedBytes -= buffer.bytes().length
    if (buffer.capacity <= MOST_SPARE_BYTES) this.#spare = buffer
  }

  /** Lets go of everything: nothing more will be written. */
  drop(): void {
    this.#groups.length = 0
    this.#bufferedBytes = 0
  }

  #groupFor(bytes: number): OpenGroup {
    const { offset } = this.#position
    const isFull = offset > SEGMENT_HEADER_BYTES && offset + bytes > this.#maxSegmentBytes
    const open = this.#groups.at(-1)
    if (open !== undefined && !isFull) return open
    const { hash, sequence } = this.#position
    const group = isFull
      ? this.beginSegment()
      : { header: undefined, buffer: this.#bufferAfter(hash), lastSequence: sequence }
    this.#groups.push(group)
    return group
  }

  #bufferAfter(hash: Uint8Array): RecordBuffer {
    const spare = this.#spare
    if (spare === undefined) return new RecordBuffer(hash)
    this.#spare = undefined
    spare.restart(hash)
    return spare
  }
}
