/**
 * @hotpath Reads what a `ByteWriter` wrote, a whole list per call. Allocation budget: none. Bench:
 * `bench/history.bench.ts`.
 */

const DOUBLE_BYTES = 8
/** Shifts up to here stay within an int. */
const LAST_INT_SHIFT = 21

/** Reads bytes from the start to the end. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  /** Begins at the first byte. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Whether everything was read. */
  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** Reads `count` whole numbers to the front of `values`. */
  numbers(values: Float64Array, count: number): void {
    const bytes = this.#bytes
    let at = this.#at
    for (let i = 0; i < count; i += 1) {
      let byte = bytes[at]!
      at += 1
      let value = byte & 127
      let shift = 7
      while (byte > 127 && shift <= LAST_INT_SHIFT) {
        byte = bytes[at]!
        at += 1
        value |= (byte & 127) << shift
        shift += 7
      }
      if (byte <= 127) {
        values[i] = value
        continue
      }
      let wide = value
      let factor = 2 ** shift
      while (byte > 127) {
        byte = bytes[at]!
        at += 1
        wide += (byte & 127) * factor
        factor *= 128
      }
      values[i] = wide
    }
    this.#at = at
  }

  /** Reads `count` numbers of eight bytes to the front of `values`. */
  doubles(values: Float64Array, count: number): void {
    for (let i = 0; i < count; i += 1) {
      values[i] = this.#view.getFloat64(this.#at, true)
      this.#at += DOUBLE_BYTES
    }
  }

  /** Reads a whole number that was written as text. Cold. */
  bigInteger(): bigint {
    let text = ''
    for (let byte = this.#bytes[this.#at]!; byte !== 0; byte = this.#bytes[this.#at]!) {
      text += String.fromCharCode(byte)
      this.#at += 1
    }
    this.#at += 1
    return BigInt(text)
  }
}
