/**
 * @hotpath Which keys of a ladder have a level: a bit a place, 32 places looked at at a time. Called when the best level goes,
 * and once per level read in order. Allocates nothing. Bench: `bench/gate`.
 *
 * `present` is a ring of a power of two of words; a key's place is its last bits. All keys that are in it lie within one
 * turn of the ring, which is why a place says its key.
 */

/** The highest key below `key` that is there; there must be one. */
export function keyBelow(present: Int32Array, key: number): number {
  const last = present.length - 1
  const place = (key - 1) & ((present.length << 5) - 1)
  let at = place >>> 5
  let word = present[at]! & (-1 >>> (31 - (place & 31)))
  let wordKey = key - 1 - (place & 31)
  while (word === 0) {
    at = (at - 1) & last
    word = present[at]!
    wordKey -= 32
  }
  return wordKey + 31 - Math.clz32(word)
}

/** The lowest key from `low` on that is there; there must be one. */
export function lowestKey(present: Int32Array, low: number): number {
  const places = (present.length << 5) - 1
  let key = low
  for (;;) {
    const place = key & places
    const rest = present[place >>> 5]! >>> place
    if (rest !== 0) return key + 31 - Math.clz32(rest & -rest)
    key += 32 - (place & 31)
  }
}
