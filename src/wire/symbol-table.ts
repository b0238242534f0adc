/**
 * @hotpath Symbols and stream names in frame bytes → small integers, without making a string. Open addressing over a
 * power-of-two table, keys in one growing byte array; grows before it is two thirds full. Bench: `bench/gate`.
 */
import { hashBytes } from './key-set.ts'

const INITIAL_SLOTS = 64

/** Byte strings with an integer each. */
export class SymbolTable {
  #slots: Int32Array = new Int32Array(INITIAL_SLOTS).fill(-1)
  readonly #hashes: number[] = []
  readonly #keys: Uint8Array[] = []
  readonly #values: number[] = []

  /** The value of the key at `start..end`; -1 where it is not in the table. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.findHashed(hashBytes(bytes, start, end), bytes, start, end)
  }

  /** As {@link SymbolTable.find}, where the hash of the range is already known. */
  findHashed(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    const length = end - start
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = slots[at]!
      if (entry < 0) return -1
      if (this.#hashes[entry] === hash && this.#keys[entry]!.length === length) {
        const key = this.#keys[entry]!
        let i = 0
        while (i < length && key[i] === bytes[start + i]) i += 1
        if (i === length) return this.#values[entry]!
      }
    }
  }

  /** Sets the value of a key; the bytes are copied. */
  set(bytes: Uint8Array, value: number): void {
    const hash = hashBytes(bytes, 0, bytes.length)
    if (this.findHashed(hash, bytes, 0, bytes.length) >= 0) {
      const entry = this.#keys.findIndex((key, i) => this.#hashes[i] === hash && equal(key, bytes))
      this.#values[entry] = value
      return
    }
    this.#keys.push(bytes.slice())
    this.#hashes.push(hash)
    this.#values.push(value)
    if (this.#keys.length * 3 > this.#slots.length * 2) this.#grow()
    else this.#place(this.#keys.length - 1)
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1
    let at = this.#hashes[entry]! & mask
    while (this.#slots[at]! >= 0) at = (at + 1) & mask
    this.#slots[at] = entry
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1)
    for (let entry = 0; entry < this.#keys.length; entry += 1) this.#place(entry)
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
