/** The bits of a range coder as LZMA writes them, with models that adapt; once per file, not per frame. */

const HALF = 1024
const TOP = 0x1000000
/** A first byte that says nothing, and four of the code. */
const OPENING_BYTES = 5

/** See the head of this file. Bytes beyond the input read as 0; {@link RangeDecoder.isBeyondInput} tells. */
export class RangeDecoder {
  readonly #input: Uint8Array
  readonly #models: Uint16Array
  #at: number
  #range = 0xffffffff
  #code = 0

  /** Reads from `start`; every model begins undecided. */
  constructor(input: Uint8Array, start: number, models: number) {
    this.#input = input
    this.#models = new Uint16Array(models).fill(HALF)
    this.#at = start + 1
    for (let i = 1; i < OPENING_BYTES; i += 1) this.#code = this.#code * 256 + this.#nextByte()
  }

  /** Whether more bytes were read than there are: the stream was cut. */
  isBeyondInput(): boolean {
    return this.#at > this.#input.length
  }

  /** Whether nothing is left but what an encoder flushes at the end. */
  isAtEnd(): boolean {
    this.#normalize()
    return this.#code === 0
  }

  /** The value of `bits` bits, highest first, each with its own model. */
  tree(models: number, bits: number): number {
    let symbol = 1
    for (let i = 0; i < bits; i += 1) symbol = (symbol << 1) | this.bit(models + symbol)
    return symbol - (1 << bits)
  }

  /** As {@link RangeDecoder.tree}, lowest bit first. */
  reverseTree(models: number, bits: number): number {
    let symbol = 1
    let value = 0
    for (let i = 0; i < bits; i += 1) {
      const bit = this.bit(models + symbol)
      symbol = (symbol << 1) | bit
      value |= bit << i
    }
    return value
  }

  /** One bit with the model at a place. */
  bit(model: number): 0 | 1 {
    this.#normalize()
    const chance = this.#models[model] ?? HALF
    const bound = (this.#range >>> 11) * chance
    if (this.#code < bound) {
      this.#range = bound
      this.#models[model] = chance + ((2048 - chance) >> 5)
      return 0
    }
    this.#range -= bound
    this.#code -= bound
    this.#models[model] = chance - (chance >> 5)
    return 1
  }

  /** One bit that is as likely 0 as 1. */
  directBit(): 0 | 1 {
    this.#normalize()
    this.#range = this.#range >>> 1
    if (this.#code < this.#range) return 0
    this.#code -= this.#range
    return 1
  }

  #normalize(): void {
    if (this.#range >= TOP) return
    this.#range *= 256
    this.#code = this.#code * 256 + this.#nextByte()
  }

  #nextByte(): number {
    const byte = this.#input[this.#at] ?? 0
    this.#at += 1
    return byte
  }
}
