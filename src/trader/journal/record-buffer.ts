import { crc32 } from '../../wire/crc32.ts'
import { chainHash, HASH_BYTES } from './chain-hash.ts'
import { encodeRecordHeader, RECORD_FRAME_BYTES, RECORD_HEADER_BYTES } from './record-format.ts'

const FIRST_BYTES = 4_096

/** Records that go out in one write, as they will stand in the file. */
export class RecordBuffer {
  // The hash before the first record stands in front, and is not written: what is hashed is one stretch of bytes.
  #bytes = new Uint8Array(FIRST_BYTES)
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

  /** Adds a record. */
  add(sequence: number, kind: number, isJson: boolean, payload: Uint8Array): void {
    const start = this.#end
    const hashAt = start + RECORD_HEADER_BYTES + payload.length
    this.#grow(start + RECORD_FRAME_BYTES + payload.length)
    const bytes = this.#bytes
    bytes.set(payload, start + RECORD_HEADER_BYTES)
    const payloadCrc = crc32(payload)
    const payloadBytes = payload.length
    encodeRecordHeader(bytes, start, { payloadBytes, kind, isJson, sequence, payloadCrc })
    bytes.set(chainHash(bytes.subarray(start - HASH_BYTES, hashAt)), hashAt)
    this.#end = hashAt + HASH_BYTES
  }

  /** How many bytes it takes, used or not. */
  get capacity(): number {
    return this.#bytes.length
  }

  /** The records; a view. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(HASH_BYTES, this.#end)
  }

  /** The chain hash after the last record; a copy. */
  lastHash(): Uint8Array {
    return this.#bytes.slice(this.#end - HASH_BYTES, this.#end)
  }

  #grow(neededBytes: number): void {
    if (neededBytes <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(neededBytes, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = grown
  }
}
