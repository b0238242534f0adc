/**
 * @hotpath Numbers as bytes, seven bits a byte, the lowest first; the last byte of a number is below 128. A whole list is
 * written per call: a double passed to a call that is not inlined would be boxed. Allocation budget: none but growth by
 * doubling. Bench: `bench/history.bench.ts`.
 */

const FIRST_CAPACITY = 1_024
/** 2^53 has 54 bits: eight times seven are enough. */
const MOST_BYTES = 8
const DOUBLE_BYTES = 8
/** From here on the bit operators of a number would lose digits. */
const BEYOND_INT = 2 ** 31

/** Bytes that grow at the end. */
export class ByteWriter {
  /** Bytes written. */
  length = 0
  #bytes = new Uint8Array(FIRST_CAPACITY)
  #view = new DataView(this.#bytes.buffer)

  /** Bytes it occupies. */
  get capacity(): number {
    return this.#bytes.length
  }

  /** Writes the first `count` of some whole numbers from 0 to 2^53. */
  numbers(values: Float64Array, count: number): void {
    this.#reserve(count * MOST_BYTES)
    const bytes = this.#bytes
    let at = this.length
    for (let i = 0; i < count; i += 1) {
      let value = values[i]!
      while (value >= BEYOND_INT) {
        const low = value & 127
        bytes[at] = low | 128
        at += 1
        value = (value - low) / 128
      }
      let rest = value | 0
      while (rest > 127) {
        bytes[at] = (rest & 127) | 128
        at += 1
        rest >>>= 7
      }
      bytes[at] = rest
      at += 1
    }
    this.length = at
  }

  /** Writes the first `count` of some numbers as they are, eight bytes each. */
  doubles(values: Float64Array, count: number): void {
    this.#reserve(count * DOUBLE_BYTES)
    for (let i = 0; i < count; i += 1) {
      this.#view.setFloat64(this.length, values[i]!, true)
      this.length += DOUBLE_BYTES
    }
  }

  /** Writes a whole number of any length as text. Cold. */
  bigInteger(value: bigint): void {
    const text = value.toString()
    this.#reserve(text.length + 1)
    for (let i = 0; i < text.length; i += 1) this.#bytes[this.length + i] = text.charCodeAt(i)
    this.#bytes[this.length + text.length] = 0
    this.length += text.length + 1
  }

  /** A copy of the first `length` bytes, of exactly that length. */
  copy(length: number): Uint8Array {
    return this.#bytes.slice(0, length)
  }

  /** Empties it; one that grew above `mostCapacity` gives its memory back. */
  clear(mostCapacity: number): void {
    this.length = 0
    if (this.#bytes.length > mostCapacity) this.#replace(new Uint8Array(FIRST_CAPACITY))
  }

  #reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.#bytes.length) return
    const bytes = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    bytes.set(this.#bytes.subarray(0, this.length))
    this.#replace(bytes)
  }

  #replace(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}
