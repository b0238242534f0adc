/**
 * Packs bytes as an LZMA "alone" stream of literals only: legal, and hardly smaller than what it holds. For a simulated
 * venue, which must not know the reader.
 */

/** lc 3, lp 0, pb 2: as the venue's own files have it. */
const PROPERTIES = 0x5d
const DICTIONARY_BYTES = 4 * 1024 * 1024
const POSITIONS = 4
const LITERAL_MODELS = 0x300
const TOP = 0x1000000
const BEYOND_32_BITS = 0x100000000

/** The stream of some bytes, their number in its header and no end marker. */
export function packLiterals(bytes: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(13))
  header.setUint8(0, PROPERTIES)
  header.setUint32(1, DICTIONARY_BYTES, true)
  header.setBigUint64(5, BigInt(bytes.length), true)
  const encoder = new RangeEncoder(POSITIONS + LITERAL_MODELS * 8)
  bytes.forEach((byte, at) => {
    encoder.bit(at % POSITIONS, 0)
    const before = at === 0 ? 0 : (bytes[at - 1] ?? 0)
    const models = POSITIONS + LITERAL_MODELS * (before >> 5)
    let symbol = 1
    for (let shift = 7; shift >= 0; shift -= 1) {
      const bit = ((byte >> shift) & 1) as 0 | 1
      encoder.bit(models + symbol, bit)
      symbol = (symbol << 1) | bit
    }
  })
  return Buffer.concat([new Uint8Array(header.buffer), encoder.finish()])
}

class RangeEncoder {
  readonly #models: Uint16Array
  readonly #out: number[] = []
  #low = 0
  #range = 0xffffffff
  #cache = 0
  #pending = 1

  constructor(models: number) {
    this.#models = new Uint16Array(models).fill(1024)
  }

  bit(model: number, bit: 0 | 1): void {
    const chance = this.#models[model] ?? 1024
    const bound = (this.#range >>> 11) * chance
    if (bit === 0) {
      this.#range = bound
      this.#models[model] = chance + ((2048 - chance) >> 5)
    } else {
      this.#low += bound
      this.#range -= bound
      this.#models[model] = chance - (chance >> 5)
    }
    while (this.#range < TOP) {
      this.#range *= 256
      this.#shift()
    }
  }

  finish(): Uint8Array {
    for (let i = 0; i < 5; i += 1) this.#shift()
    return Uint8Array.from(this.#out)
  }

  /** Lets the highest byte go once no carry can reach it any more. */
  #shift(): void {
    if (this.#low < 0xff000000 || this.#low >= BEYOND_32_BITS) {
      const carry = this.#low >= BEYOND_32_BITS ? 1 : 0
      for (let byte = this.#cache; this.#pending > 0; this.#pending -= 1) {
        this.#out.push((byte + carry) & 0xff)
        byte = 0xff
      }
      this.#cache = Math.floor((this.#low % BEYOND_32_BITS) / TOP)
    }
    this.#pending += 1
    this.#low = (this.#low % TOP) * 256
  }
}
