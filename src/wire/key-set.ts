/**
 * @hotpath Keys of objects: one hash while the key is scanned, one probe, one comparison, once per key of every frame. No
 * allocation. Bench: `bench/gate`.
 */
const QUOTE = 34
const COLON = 58

/** A closed set of object keys, looked up by bytes: one hash while the key is scanned, one probe, one comparison. */
export class KeySet {
  /** The keys, in the order given; a key's place is its id. */
  readonly keys: readonly string[]
  readonly #bytes: readonly Uint8Array[]
  readonly #slots: Int16Array
  readonly #shift: number

  /** Builds a set; ids are the places in `keys`. */
  constructor(keys: readonly string[]) {
    this.keys = keys
    this.#bytes = keys.map((key) => Uint8Array.from(key, (letter) => letter.charCodeAt(0)))
    const { slots, shift } = collisionFree(this.#bytes)
    this.#slots = slots
    this.#shift = shift
  }

  /** The id of the key at `start..end` whose hash, step by step, is `hash`; -1 where it is not in the set. */
  find(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots
    const id = slots[(hash >>> this.#shift) & (slots.length - 1)]!
    if (id < 0) return -1
    const key = this.#bytes[id]!
    const length = key.length
    if (end - start !== length) return -1
    for (let i = 0; i < length; i += 1) if (key[i] !== bytes[start + i]) return -1
    return id
  }

  /** The place after `"key":` where exactly that stands at `start`, without white space; -1 where anything else does. */
  skipKey(id: number, bytes: Uint8Array, start: number): number {
    const key = this.#bytes[id]!
    const end = start + 1 + key.length
    if (bytes[start] !== QUOTE || bytes[end] !== QUOTE || bytes[end + 1] !== COLON) return -1
    for (let i = 0; i < key.length; i += 1) if (key[i] !== bytes[start + 1 + i]) return -1
    return end + 2
  }
}

/** Start of a hash. */
export const HASH_START: number = 0x811c9dc5 | 0

/** One step of the hash that keys and symbols are found by (FNV-1a). */
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

/** The hash of a range of bytes. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START
  for (let i = start; i < end; i += 1) hash = hashStep(hash, bytes[i]!)
  return hash
}

function collisionFree(keys: readonly Uint8Array[]): { slots: Int16Array; shift: number } {
  const hashes = keys.map((key) => hashBytes(key, 0, key.length))
  for (let size = 8; size <= 8192; size *= 2) {
    if (size < keys.length * 2) continue
    for (let shift = 0; shift < 20; shift += 1) {
      const slots = new Int16Array(size).fill(-1)
      const isFree = hashes.every((hash, id) => {
        const at = (hash >>> shift) & (size - 1)
        if (slots[at] !== -1) return false
        slots[at] = id
        return true
      })
      if (isFree) return { slots, shift }
    }
  }
  throw new RangeError('KeySet: two keys are equal, or there are too many')
}
