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
  // Algebra.
  globalState: 'e76c01e4',
  tickTable: 'c677e3e0',
  liquidityCooldown: '17e25b3c',
  maxLiquidityPerTick: '70cf754a',
  // Uniswap v2, and the pools of another curve that answer like it.
  getReserves: '0902f1ac',
  stable: '22be3de1',
  // Uniswap v4's StateView.
  getSlot0: 'c815641c',
  getLiquidity: 'fa6793d5',
  getTickBitmap: '1c7ccb4c',
  getTickLiquidity: 'caedab54',
  poolManager: 'dc4c90d3',
  // Multicall3.
  aggregate3: '82ad56cb',
  getBlockNumber: '42cbb15c',
  getCurrentBlockTimestamp: '0f28c97d',
  // Arbitrum's ArbSys.
  arbBlockNumber: 'a3b1b31d',
} as const

/** What logs begin with: the hash of the event's name. */
export const TOPICS = {
  swap: '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67',
  /** Pancake's, with two more words behind. */
  swapWithProtocolFees: '0x19b47279256b2a23a1665c810c8d55a1758940ee09377d4f8d26497a3577dc83',
  mint: '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde',
  burn: '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c',
  /** Algebra's, of both directions. */
  fee: '0x598b9f043c813aa6be3426ca60d1c65d17256312890be5118dab55b0775ebe2a',
  /** Algebra's where each direction has its own. */
  feesByDirection: '0x8a89de70856bccec096661388f305b9a75f5f65cb0d8a0e1e803c39dabedb57f',
  reserves: '0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1',
  /** Uniswap v2's. */
  exchange: '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822',
  /** Uniswap v4's, all of whose second topic is the pool's id. */
  keyedSwap: '0x40e9cecb9f5f1f1c5b9c97dec2917b7ee92e57ba5563708daca94dd84ad7112f',
  keyedLiquidity: '0xf208f4912782fd25c7f114ca3723a2d5dd6f3bcc3ac8db5af63baa85f711d5ec',
  keyedProtocolFee: '0xe9c42593e71f84403b84352cd168d693e2c9fcd1fdbcc3feb21d92b43e6696f9',
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
