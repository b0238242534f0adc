// Numbers in files: little-endian, 64 bits for what counts bytes, records or µs.

const WORD = 2 ** 32

/** A view of the bytes from an offset on. */
export function viewOf(bytes: Uint8Array, offset = 0): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.byteLength - offset)
}

/** Writes a safe integer of at least 0. */
export function setCount(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % WORD, true)
  view.setUint32(offset + 4, Math.floor(value / WORD), true)
}

/** Reads an integer; one beyond 2^53 comes inexact, and equals nothing that is expected. */
export function getCount(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true))
}
