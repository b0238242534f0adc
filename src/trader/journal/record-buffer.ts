import { crc32 } from '../../wire/crc32.ts'
import { viewOf } from './byte-numbers.ts'
import { chainHash, HASH_BYTES } from './chain-hash.ts'
import { encodeRecordHeader, RECORD_FRAME_BYTES, RECORD_HEADER_BYTES } from './record-format.ts'

const FIRST_BYTES = 4_096

/** Records that go out in one write, as they will stand in the file. */
export class RecordBuffer {
  // The hash before the first record stands in front, and is not written: what is hashed is one stretch of bytes.
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = viewOf(this.#bytes)
  #end = HASH_BYTES

  /** An empty buffer that continues a chain. */
  constructor(previousHash: Uint8Array) {
    this.#bytes.set(previousHash)
  }

  /** Empties it, to continue a chain; what {@link RecordBuffer.bytes} gave before is no longer so. */
  restart(previousHash: Uint8Array): void {
    this.#bytes.set(previousHash)
    this.#end = HASH_BYTES
  }

  /** Adds a record; returns the chain hash after it. */
  add(sequence: number, kind: number, isJson: boolean, payload: Uint8Array): Uint8Array {
    const start = this.#end
    const hashAt = start + RECORD_HEADER_BYTES + payload.length
    this.#grow(start + RECORD_FRAME_BYTES + payload.length)
    const bytes = this.#bytes
    bytes.set(payload, start + RECORD_HEADER_BYTES)
    const payloadCrc = crc32(payload)
    const payloadBytes = payload.length
    const header = { payloadBytes, kind, isJson, sequence, payloadCrc }
    encodeRecordHeader(bytes, this.#view, start, header)
    const hash = chainHash(bytes.subarray(start - HASH_BYTES, hashAt))
    bytes.set(hash, hashAt)
    this.#end = hashAt + HASH_BYTES
    return hash
  }

  /** How many bytes it takes, used or not. */
  get capacity(): number {
    return this.#bytes.length
  }

  /** The records; a view. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(HASH_BYTES, this.#end)
  }

  #grow(neededBytes: number): void {
    if (neededBytes <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(neededBytes, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = grown
    this.#view = viewOf(grown)
  }
}
