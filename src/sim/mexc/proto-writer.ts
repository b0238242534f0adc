const MORE = 128
const VARINT = 0
const LENGTH = 2

const encoder = new TextEncoder()

/**
 * Writes one protobuf message (proto3): a field that has its default (0, empty text) is left out, as every encoder does.
 */
export class ProtoWriter {
  #bytes: number[] = []

  /** Writes an integer from 0 to 2^53. */
  integer(field: number, value: number): this {
    if (value === 0) return this
    this.#tag(field, VARINT)
    this.#varint(value)
    return this
  }

  /** Writes text. */
  text(field: number, value: string): this {
    return value === '' ? this : this.#block(field, encoder.encode(value))
  }

  /** Writes a message; one without fields is written too: that it is there says something. */
  message(field: number, value: ProtoWriter): this {
    return this.#block(field, value.#bytes)
  }

  /** The message. */
  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  #block(field: number, bytes: ArrayLike<number>): this {
    this.#tag(field, LENGTH)
    this.#varint(bytes.length)
    for (let i = 0; i < bytes.length; i += 1) this.#bytes.push(bytes[i] ?? 0)
    return this
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType)
  }

  #varint(value: number): void {
    let left = value
    // No shifts: they are of 32 bits.
    for (; left >= MORE; left = Math.floor(left / MORE)) this.#bytes.push((left % MORE) + MORE)
    this.#bytes.push(left)
  }
}
