import { utf8 } from './json-text.ts'
import { HASH_START, hashStep } from './key-set.ts'

/** Longer texts are ids and signatures, which do not come again. */
const MOST_BYTES = 24
const SLOTS = 2_048

/**
 * Texts of bytes, remembered: names of fields, words and symbols come again in every message, and a look costs a tenth of
 * making the string anew. Bounded: a text takes the place of the one that was in its slot.
 */
export class TextPool {
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '')

  /** The text of a range of UTF-8 bytes. */
  textOf(bytes: Uint8Array, start: number, end: number): string {
    const length = end - start
    if (length > MOST_BYTES) return utf8(bytes, start, end)
    let hash = HASH_START
    for (let i = start; i < end; i += 1) hash = hashStep(hash, bytes[i] ?? 0)
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
    const known = this.#texts[slot] ?? ''
    if (known.length === length && isText(known, bytes, start)) return known
    const text = utf8(bytes, start, end)
    // What is not ASCII has fewer letters than bytes, and would never be found again.
    if (text.length === length) this.#texts[slot] = text
    return text
  }
}

function isText(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) !== bytes[start + i]) return false
  return true
}
