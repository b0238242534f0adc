import type { Random } from '../ports.ts'

/**
 * A generator of which one seed gives one sequence, on every machine (sfc32).
 *
 * `fork` gives every part of a simulation a stream of its own, so that one part that draws more numbers does not change
 * what another part sees.
 */
export class SeededRandom implements Random {
  readonly #seed: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** Starts the sequence of a seed. */
  constructor(seed: string | number) {
    this.#seed = String(seed)
    this.#a = hashText(this.#seed, 0x9e3779b9)
    this.#b = hashText(this.#seed, 0x243f6a88)
    this.#c = hashText(this.#seed, 0xb7e15162)
    // The first outputs of sfc32 still show the seed.
    for (let i = 0; i < 12; i += 1) this.next()
  }

  /** Next number in [0, 1), a multiple of 2^-32. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }

  /** An integer in [0, `bound`); always draws exactly one number. */
  below(bound: number): number {
    return Math.floor(this.next() * bound)
  }

  /** A number in [`least`, `most`); always draws exactly one number. */
  between(least: number, most: number): number {
    return least + this.next() * (most - least)
  }

  /** `true` with this probability; always draws exactly one number. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A stream of its own for a named part; it does not depend on how many numbers were drawn here. */
  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${name}`)
  }
}

/** A 32-bit hash of a text, as a signed integer. */
function hashText(text: string, start: number): number {
  let value = start | 0
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
    value = (value << 13) | (value >>> 19)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return value ^ (value >>> 13)
}
