/**
 * LZMA "alone" streams (`.lzma`: 13 bytes of header, one LZMA1 stream, no checksum) into bytes.
 *
 * Once per file, not per frame. The output is its own dictionary, so a distance may reach back over all of it. All
 * models stand in one array; the constants below are where each begins. Layout: the LZMA specification of Igor Pavlov's
 * SDK (public domain).
 */
import { RangeDecoder } from './range-decoder.ts'

const HEADER_BYTES = 13
const MOST_POSITIONS = 16

// Where the models of each kind begin. In numbers: sums at the top of a file stay in every bundle, used or not.
const IS_MATCH = 0
/** After `IS_MATCH`: 12 states by 16 positions. */
const IS_REP = 192
/** After 12 of `IS_REP`; so are the next three. */
const IS_REP_0 = 204
const IS_REP_1 = 216
const IS_REP_2 = 228
const IS_REP_0_LONG = 240
/** After 12 by 16 of `IS_REP_0_LONG`. */
const SLOT = 432
/** After 4 by 64 slots. */
const SPECIAL = 688
/** After 115 of `SPECIAL`. */
const ALIGN = 803
/** After 16 of `ALIGN`. A length coder has 514: choice, second choice, 8 low and 8 mid for each position, 256 high. */
const LENGTH = 819
const REP_LENGTH = 1333
const LITERAL = 1847

/** The distance that stands for the end of the stream. */
const END_MARKER = 0xffffffff

/**
 * The bytes that a stream holds.
 *
 * Returns `undefined` where the stream is cut, damaged, or holds more than `maxBytes`. Never throws. Damage inside
 * that still decodes to something cannot be seen: the format has no checksum.
 */
export function decodeLzma(stream: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const properties = stream[0] ?? 255
  if (stream.length < HEADER_BYTES + 5 || properties >= 225 || stream[HEADER_BYTES] !== 0) return
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const size = view.getBigUint64(5, true)
  const isSized = size !== 0xffffffffffffffffn
  if (isSized && size > BigInt(maxBytes)) return undefined
  const decoder = new LzmaDecoder(stream, view.getUint32(1, true), properties)
  return decoder.run(isSized ? Number(size) : undefined, maxBytes)
}

class LzmaDecoder {
  readonly #bits: RangeDecoder
  readonly #dictionaryBytes: number
  readonly #literalContextBits: number
  readonly #literalMask: number
  readonly #positionMask: number
  #output = new Uint8Array(65_536)
  #count = 0
  #state = 0
  #distances: [number, number, number, number] = [0, 0, 0, 0]

  constructor(input: Uint8Array, dictionaryBytes: number, properties: number) {
    const literalPositionBits = Math.floor(properties / 9) % 5
    this.#dictionaryBytes = Math.max(dictionaryBytes, 4096)
    this.#literalContextBits = properties % 9
    this.#literalMask = (1 << literalPositionBits) - 1
    this.#positionMask = (1 << Math.floor(properties / 45)) - 1
    const literals = 0x300 << (this.#literalContextBits + literalPositionBits)
    this.#bits = new RangeDecoder(input, HEADER_BYTES, LITERAL + literals)
  }

  run(size: number | undefined, maxBytes: number): Uint8Array | undefined {
    for (;;) {
      if (this.#count === size && this.#bits.isAtEnd()) break
      const isMatch = this.#isMatch()
      // Every byte that was read beyond the end stands for a stream that was cut.
      if (this.#bits.isBeyondInput()) return undefined
      if (!isMatch) this.#literal()
      else {
        const length = this.#isRepeated() ? this.#repeatedLength() : this.#matchLength()
        const isEnd = this.#distances[0] === END_MARKER && length > 0
        if (isEnd && (size === undefined || size === this.#count)) {
          if (!this.#bits.isAtEnd()) return undefined
          break
        }
        if (isEnd || !this.#copy(length)) return undefined
      }
      if (this.#count > (size ?? maxBytes)) return undefined
    }
    return this.#bits.isBeyondInput() ? undefined : this.#output.slice(0, this.#count)
  }

  #isMatch(): boolean {
    const place = this.#state * MOST_POSITIONS + (this.#count & this.#positionMask)
    return this.#bits.bit(IS_MATCH + place) === 1
  }

  #isRepeated(): boolean {
    return this.#bits.bit(IS_REP + this.#state) === 1
  }

  #literal(): void {
    const last = this.#count === 0 ? 0 : (this.#output[this.#count - 1] ?? 0)
    const bits = this.#literalContextBits
    const context = ((this.#count & this.#literalMask) << bits) + (last >> (8 - bits))
    const models = LITERAL + 0x300 * context
    let symbol = 1
    if (this.#state >= 7) {
      let match = this.#output[this.#count - this.#distances[0] - 1] ?? 0
      while (symbol < 0x100) {
        const matchBit = (match >> 7) & 1
        match <<= 1
        const bit = this.#bits.bit(models + ((1 + matchBit) << 8) + symbol)
        symbol = (symbol << 1) | bit
        if (bit !== matchBit) break
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bits.bit(models + symbol)
    this.#put(symbol & 0xff)
    this.#state -= this.#state < 4 ? this.#state : this.#state < 10 ? 3 : 6
  }

  /** A match at a new distance; sets it. */
  #matchLength(): number {
    const length = this.#length(LENGTH)
    this.#state = this.#state < 7 ? 7 : 10
    const [a, b, c] = this.#distances
    this.#distances = [this.#distance(length), a, b, c]
    return length + 2
  }

  /** A match at one of the last four distances, which moves to the front. */
  #repeatedLength(): number {
    const state = this.#state
    const [a, b, c, d] = this.#distances
    if (this.#bits.bit(IS_REP_0 + state) === 0) {
      const place = state * MOST_POSITIONS + (this.#count & this.#positionMask)
      if (this.#bits.bit(IS_REP_0_LONG + place) === 0) {
        this.#state = state < 7 ? 9 : 11
        return 1
      }
    } else if (this.#bits.bit(IS_REP_1 + state) === 0) this.#distances = [b, a, c, d]
    else if (this.#bits.bit(IS_REP_2 + state) === 0) this.#distances = [c, a, b, d]
    else this.#distances = [d, a, b, c]
    const length = this.#length(REP_LENGTH)
    this.#state = state < 7 ? 8 : 11
    return length + 2
  }

  #length(models: number): number {
    const position = (this.#count & this.#positionMask) * 8
    if (this.#bits.bit(models) === 0) return this.#bits.tree(models + 2 + position, 3)
    const mid = models + 2 + MOST_POSITIONS * 8
    if (this.#bits.bit(models + 1) === 0) return 8 + this.#bits.tree(mid + position, 3)
    return 16 + this.#bits.tree(mid + MOST_POSITIONS * 8, 8)
  }

  #distance(length: number): number {
    const slot = this.#bits.tree(SLOT + Math.min(length, 3) * 64, 6)
    if (slot < 4) return slot
    const bits = (slot >> 1) - 1
    const base = (2 | (slot & 1)) * 2 ** bits
    if (slot < 14) return base + this.#bits.reverseTree(SPECIAL + base - slot, bits)
    let direct = 0
    for (let i = 4; i < bits; i += 1) direct = direct * 2 + this.#bits.directBit()
    return base + direct * 16 + this.#bits.reverseTree(ALIGN, 4)
  }

  #copy(length: number): boolean {
    const distance = this.#distances[0] + 1
    if (distance > this.#count || distance > this.#dictionaryBytes) return false
    for (let i = 0; i < length; i += 1) this.#put(this.#output[this.#count - distance] ?? 0)
    return true
  }

  #put(byte: number): void {
    if (this.#count === this.#output.length) {
      const grown = new Uint8Array(this.#count * 2)
      grown.set(this.#output)
      this.#output = grown
    }
    this.#output[this.#count] = byte
    this.#count += 1
  }
}
