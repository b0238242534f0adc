/**
 * @hotpath Character tests of the reader, inlined where they are called.
 */
const ZERO = 48
const NINE = 57

/** Whether a byte is an ASCII digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte! >= ZERO && byte! <= NINE
}

/** Bytes that the escape at `i` takes, 0 where it is none, -1 where the message ends inside it. */
export function escapeLength(bytes: Uint8Array, i: number): number {
  const kind = bytes[i + 1]
  if (kind === undefined) return -1
  if (kind === 117) {
    for (let k = 2; k < 6; k += 1) {
      if (bytes[i + k] === undefined) return -1
      const byte = bytes[i + k]! | 32
      if (!isDigit(bytes[i + k]) && !(byte >= 97 && byte <= 102)) return 0
    }
    return 6
  }
  // " \ / b f n r t
  return kind === 34 ||
    kind === 92 ||
    kind === 47 ||
    kind === 98 ||
    kind === 102 ||
    kind === 110 ||
    kind === 114 ||
    kind === 116
    ? 2
    : 0
}

/** The text of a range of UTF-8 bytes. */
export function utf8(bytes: Uint8Array, start: number, end: number): string {
  return utf8Decoder.decode(bytes.subarray(start, end))
}

const utf8Decoder = new TextDecoder()
