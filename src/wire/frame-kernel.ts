/**
 * @hotpath Drives the kernel, a WebAssembly module that reads a frame by its shape (`kernel/`): 64-bit words take
 * eight digits at once, which JavaScript cannot. The frame is copied into the kernel's memory (10 to 25 ns), what it says
 * is copied out. No allocation. Bench: `bench/gate`.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, Side, TradeUpdate } from '../core/index.ts'

/** Outcome of a scan: the frame was read. Where it is not as the shape says, 0: another reader then decides. */
export const IS_READ = 1
/** It names an instrument that the kernel does not know yet: `keepName` tells which, then it is scanned again. */
export const IS_NAMED = 2

// Where things stand in the memory: kernel/memory.ts has the sums, which would stay in every bundle.
const NUMBERS = 2_048
const NUMBER_COUNT = 12
const RESULTS = 2_144
const BIDS = 4_096
const MOST_LEVELS = 4_096
const ASKS = 69_632
const PROGRAMS = 135_168
const PROGRAM_BYTES = 131_072
const FRAME = 528_384
const MOST_BYTES = 524_288

/** By whether the taker sold: a look, for a branch would be foreseen wrongly as often as not. */
const SIDES: readonly Side[] = ['buy', 'sell']

/** What is used of it: TypeScript has the types of WebAssembly only among those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly scan: (program: number, owner: number, length: number) => number
  readonly keepName: (instrument: number, priceScale: number, sizeScale: number) => number
}

/** See the head of this file. One for a process: a frame is read in one go, so decoders share it. */
export class FrameKernel {
  readonly #scan: KernelExports['scan']
  readonly #keepName: KernelExports['keepName']
  readonly #frame: Uint8Array
  readonly #numbers: Float64Array
  readonly #results: Int32Array
  readonly #bids: Float64Array
  readonly #asks: Float64Array
  readonly #programs: DataView
  readonly #known = new Map<string, number>()
  #programEnd = 0
  #length = 0

  /** A kernel of compiled code in hexadecimal digits. Throws where the process may not compile WebAssembly. */
  constructor(code: string) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(code)))
    const { memory, scan, keepName } = exports as KernelExports
    const { buffer } = memory
    this.#scan = scan
    this.#keepName = keepName
    this.#frame = new Uint8Array(buffer, FRAME, MOST_BYTES + 1)
    this.#numbers = new Float64Array(buffer, NUMBERS, NUMBER_COUNT)
    this.#results = new Int32Array(buffer, RESULTS, 10)
    this.#bids = new Float64Array(buffer, BIDS, 2 * MOST_LEVELS)
    this.#asks = new Float64Array(buffer, ASKS, 2 * MOST_LEVELS)
    this.#programs = new DataView(buffer, PROGRAMS, PROGRAM_BYTES)
  }

  /** Takes a shape's program in, once however often it is made; its address, 0 where there is no room left. Cold. */
  addProgram(program: Uint8Array): number {
    const key = program.join(' ')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.#programEnd + program.length > PROGRAM_BYTES) return 0
    for (const [i, byte] of program.entries()) this.#programs.setUint8(this.#programEnd + i, byte)
    const address = PROGRAMS + this.#programEnd
    this.#programEnd += (program.length + 7) & ~7
    this.#known.set(key, address)
    return address
  }

  /** Takes a frame in; `false` where it is too long. */
  load(frame: Uint8Array): boolean {
    const { length } = frame
    if (length > MOST_BYTES) return false
    const bytes = this.#frame
    bytes.set(frame)
    // No JSON text has it: it stops every scan, whatever stands behind it.
    bytes[length] = 0
    this.#length = length
    return true
  }

  /** Reads the frame by a program; `owner`, not 0, tells whose names are meant. */
  scan(program: number, owner: number): number {
    return this.#scan(program, owner, this.#length)
  }

  /** After {@link IS_NAMED}: which number that instrument has for the owner, and its scales; `false`: too many digits. */
  keepName(instrument: number, priceScale: number, sizeScale: number): boolean {
    return this.#keepName(instrument, priceScale, sizeScale) === 1
  }

  /** Number of the frame's instrument. */
  get instrument(): number {
    return this.#results[6]!
  }

  /** Where the name stands in the frame. */
  get nameStart(): number {
    return this.#results[4]!
  }

  /** Where it ends. */
  get nameEnd(): number {
    return this.#results[5]!
  }

  /** The number that a venue gave the message; NaN where the shape has none. */
  get message(): number {
    return this.#numbers[7]!
  }

  /** Fills a book's update that was begun for the frame's instrument. Whoever took it before may have widened its levels. */
  fillBook(update: BookUpdate): void {
    const numbers = this.#numbers
    const results = this.#results
    update.venueUs = numbers[0]!
    update.first = numbers[1]!
    update.last = numbers[2]!
    update.prev = numbers[3]!
    update.checksum = numbers[4]!
    update.priceDigits = results[2]!
    update.sizeDigits = results[3]!
    const { bids, asks } = update
    const { priceScale, sizeScale } = update.slot
    bids.clear(priceScale, sizeScale, false)
    asks.clear(priceScale, sizeScale, false)
    copyLevels(this.#bids, results[0]!, bids)
    copyLevels(this.#asks, results[1]!, asks)
  }

  /** Fills best prices of the frame's instrument. */
  fillBbo(update: BboUpdate): void {
    const numbers = this.#numbers
    const { levels, slot } = update
    levels.clear(slot.priceScale, slot.sizeScale, false)
    levels.count = 2
    const { prices, sizes } = levels
    prices[0] = numbers[8]!
    sizes[0] = numbers[9]!
    prices[1] = numbers[10]!
    sizes[1] = numbers[11]!
    update.venueUs = numbers[0]!
    update.last = numbers[2]!
  }

  /** Fills a trade of the frame's instrument; its id is a range of the frame. */
  fillTrade(update: TradeUpdate, frame: Uint8Array): void {
    const numbers = this.#numbers
    const results = this.#results
    const { level, slot } = update
    level.clear(slot.priceScale, slot.sizeScale, false)
    level.count = 1
    level.prices[0] = numbers[8]!
    level.sizes[0] = numbers[9]!
    update.venueUs = numbers[0]!
    update.takerSide = SIDES[results[7]!]!
    update.idBytes = frame
    update.idStart = results[8]!
    update.idEnd = results[9]!
  }
}

function copyLevels(pairs: Float64Array, count: number, levels: LevelBuffer): void {
  if (count === 0) return
  if (count > levels.prices.length) levels.reserve(count)
  levels.count = count
  const { prices, sizes } = levels
  for (let i = 0; i < count; i += 1) {
    prices[i] = pairs[2 * i]!
    sizes[i] = pairs[2 * i + 1]!
  }
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i += 1)
    bytes[i] = digitOf(hex.charCodeAt(2 * i)) * 16 + digitOf(hex.charCodeAt(2 * i + 1))
  return bytes
}

/** Of '0' to '9' and 'a' to 'f'. */
function digitOf(code: number): number {
  return code < 0x3a ? code - 0x30 : code - 0x57
}
