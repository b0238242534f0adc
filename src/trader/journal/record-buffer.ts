import { crc32 } from '../../wire/crc32.ts'
import { viewOf } from './byte-numbers.ts'
import { chainHash, HASH_BYTES } from './chain-hash.ts'
import { encodeRecordHeader, RECORD_FRAME_BYTES, RECORD_HEADER_BYTES } from './record-format.ts'

const FIRST_BYTES = 4_096

/**
 * Records that go out in one write, as they will stand in the file. A hash is made when something follows it: an order does
 * not wait for that of its record.
 */
export class RecordBuffer {
  // The hash before the first record stands in front: what is hashed is one stretch of bytes.
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = viewOf(this.#bytes)
  #end = HASH_BYTES
  /** Where the hash before the last record begins. */
  #last = 0
  /** The hash behind it, once it was made. */
  #hash: Uint8Array | undefined
  /** Where what is to be written begins: the hash in front may be in the file already. */
  #begin = HASH_BYTES

  /** An empty buffer that begins a segment: its header, which ends with that hash, is written before. */
  constructor(hash: Uint8Array) {
    this.#bytes.set(hash)
    this.#hash = hash
  }

  /** Empties it, to continue in the segment behind a hash; what {@link RecordBuffer.bytes} gave before is no longer so. */
  continue(hash: Uint8Array): void {
    this.#bytes.set(hash)
    this.#hash = hash
    this.#end = HASH_BYTES
    this.#last = 0
    this.#begin = 0
  }

  /** Adds a record. */
  add(sequence: number, kind: number, isJson: boolean, payload: Uint8Array): void {
    const payloadBytes = payload.length
    this.#grow(this.#end + RECORD_FRAME_BYTES + payloadBytes)
    const bytes = this.#bytes
    let start = this.#end
    if (!this.isEmpty) {
      bytes.set(this.hash(), start)
      start += HASH_BYTES
    }
    bytes.set(payload, start + RECORD_HEADER_BYTES)
    const header = { payloadBytes, kind, isJson, sequence, payloadCrc: crc32(payload) }
    encodeRecordHeader(bytes, this.#view, start, header)
    this.#hash = undefined
    this.#last = start - HASH_BYTES
    this.#end = start + RECORD_HEADER_BYTES + payloadBytes
  }

  /** The chain hash behind its last record, made once; that in front where there is none. */
  hash(): Uint8Array {
    this.#hash ??= chainHash(this.#bytes.subarray(this.#last, this.#end))
    return this.#hash
  }

  /** Whether it has no record. */
  get isEmpty(): boolean {
    return this.#end === HASH_BYTES
  }

  /** Bytes that are to be written. */
  get size(): number {
    return this.isEmpty ? 0 : this.#end - this.#begin
  }

  /** How many bytes it takes, used or not. */
  get capacity(): number {
    return this.#bytes.length
  }

  /** What is to be written; a view. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(this.#end - this.size, this.#end)
  }

  #grow(neededBytes: number): void {
    if (neededBytes <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(neededBytes, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = grown
    this.#view = viewOf(grown)
  }
}
