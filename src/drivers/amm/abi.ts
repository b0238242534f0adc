import { ProtocolError } from '../../core/index.ts'

/** Words of 32 bytes as contracts take and give them. docs/venues/amm.md §Contracts. */

const WORD_DIGITS = 64
const HEX = /^0x(?:[0-9a-f]{2})*$/i

/** What contracts are asked, by the first four bytes of the name's hash. Recomputed in the tests. */
export const SELECTORS = {
  slot0: '3850c7bd',
  liquidity: '1a686502',
  ticks: 'f30dba93',
  tickBitmap: '5339c296',
  token0: '0dfe1681',
  token1: 'd21220a7',
  fee: 'ddca3f43',
  tickSpacing: 'd0c93a7c',
  decimals: '313ce567',
  aggregate3: '82ad56cb',
  getBlockNumber: '42cbb15c',
  getCurrentBlockTimestamp: '0f28c97d',
  getPopulatedTicksInWord: '351fb478',
} as const

/** What logs begin with: the hash of the event's name. */
export const TOPICS = {
  swap: '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67',
  /** Pancake's, with two more words behind. */
  swapWithProtocolFees: '0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83',
  mint: '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde',
  burn: '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c',
} as const

/** An unsigned number, or a signed one in two's complement, as a word without `0x`. */
export function wordOf(value: bigint | number): string {
  return BigInt.asUintN(256, BigInt(value)).toString(16).padStart(WORD_DIGITS, '0')
}

/** An address as a word. */
export function addressWord(address: string): string {
  return address.slice(2).toLowerCase().padStart(WORD_DIGITS, '0')
}

/** Calldata: a selector and its words. */
export function callData(selector: keyof typeof SELECTORS, ...words: readonly string[]): string {
  return `0x${SELECTORS[selector]}${words.join('')}`
}

/** Bytes that a contract gave or a log carries, read by words. */
export class Words {
  readonly #hex: string

  /** Takes hexadecimal text. Throws ProtocolError where it is none. */
  constructor(hex: string) {
    if (!HEX.test(hex)) throw malformed(`expected bytes in hexadecimal, was "${hex.slice(0, 40)}"`)
    this.#hex = hex.slice(2)
  }

  /** Whole words. */
  get count(): number {
    return Math.floor(this.#hex.length / WORD_DIGITS)
  }

  /** Word `at` as an unsigned number of `bits` bits. Throws where it is missing or has more. */
  unsigned(at: number, bits = 256): bigint {
    const value = BigInt(`0x${this.#text(at)}`)
    if (value >> BigInt(bits) !== 0n) throw malformed(`word ${at} has more than ${bits} bits`)
    return value
  }

  /** Word `at` as a signed number, sign-extended from `bits` bits. Throws where it is missing or has more. */
  signed(at: number, bits = 256): bigint {
    const value = BigInt.asIntN(256, BigInt(`0x${this.#text(at)}`))
    if (BigInt.asIntN(bits, value) !== value)
      throw malformed(`word ${at} has more than ${bits} bits with its sign`)
    return value
  }

  /** Word `at` as a place or a count in these bytes. */
  index(at: number): number {
    const value = this.unsigned(at)
    if (value > BigInt(this.#hex.length)) throw malformed(`word ${at} points behind the end`)
    return Number(value)
  }

  /** Word `at` as an address in lower case. */
  address(at: number): string {
    return `0x${this.unsigned(at, 160).toString(16).padStart(40, '0')}`
  }

  /** `length` bytes from byte `start`, as bytes of their own. */
  slice(start: number, length: number): Words {
    const part = this.#hex.slice(start * 2, (start + length) * 2)
    if (part.length !== length * 2) throw malformed(`${length} bytes at ${start} are not there`)
    return new Words(`0x${part}`)
  }

  /** A copy from byte `start` to the end. */
  from(start: number): Words {
    return new Words(`0x${this.#hex.slice(start * 2)}`)
  }

  #text(at: number): string {
    const text = this.#hex.slice(at * WORD_DIGITS, (at + 1) * WORD_DIGITS)
    if (text.length !== WORD_DIGITS) throw malformed(`word ${at} is not there`)
    return text
  }
}

/** One read of a contract. */
export interface ContractRead {
  /** Which contract. */
  readonly to: string
  /** What it is asked. */
  readonly data: string
}

/** Calldata of Multicall3's `aggregate3`: all reads of one block, each of which may fail alone. */
export function aggregateData(reads: readonly ContractRead[]): string {
  const tuples = reads.map(({ to, data }) => {
    const bytes = data.slice(2)
    const padded = bytes.padEnd(Math.ceil(bytes.length / WORD_DIGITS) * WORD_DIGITS, '0')
    // Target, whether it may fail, where the bytes begin (behind these three words), how many they are.
    return [addressWord(to), wordOf(1), wordOf(96), wordOf(bytes.length / 2), padded].join('')
  })
  const offsets: string[] = []
  let at = reads.length * 32
  for (const tuple of tuples) {
    offsets.push(wordOf(at))
    at += tuple.length / 2
  }
  return callData('aggregate3', wordOf(32), wordOf(reads.length), ...offsets, ...tuples)
}

/** What `aggregate3` gave for each read; `undefined` where that one failed. */
export function readAggregate(hex: string, count: number): readonly (Words | undefined)[] {
  const whole = new Words(hex)
  const list = whole.from(whole.index(0))
  const found = list.index(0)
  if (found !== count) throw malformed(`expected ${count} results, were ${found}`)
  const body = list.from(32)
  return Array.from({ length: count }, (_, i) => {
    const result = body.from(body.index(i))
    const isGood = result.unsigned(0) === 1n
    const start = result.index(1)
    const bytes = result.slice(start + 32, result.from(start).index(0))
    return isGood && bytes.count > 0 ? bytes : undefined
  })
}

/** What was read is not what the contract documents. */
export function malformed(detail: string): ProtocolError {
  return new ProtocolError('MALFORMED_RESPONSE', `Reading a contract's answer: ${detail}`)
}
