import { type JsonObject, keccak256 } from '../../wire/index.ts'
import type { Pool } from './pool.ts'

const DIGITS = 512
/**
 * Which pools a block may have logs of, as far as its head's bloom filter tells: each log sets three bits for its address
 * and three for each of its topics (Ethereum's Yellow Paper, §4.3.1). A filter can say "maybe" of what is not there, and
 * never "no" of what is.
 */
export class BlockFilter {
  readonly #marks: ReadonlyMap<string, PoolMarks>

  /** A filter for some pools. */
  constructor(pools: Iterable<Pool>) {
    const known = new Map<string, Bits>()
    const bits = (hex: string): Bits => {
      const found = known.get(hex) ?? bitsOf(hex)
      known.set(hex, found)
      return found
    }
    this.#marks = new Map(
      [...pools].map(({ id, kind }) => [
        id,
        {
          always: [kind.emitter, ...(kind.isKeyed ? [id] : [])].map(bits),
          oneOf: kind.changes.map(bits),
        },
      ]),
    )
  }

  /** Whether a block may have logs that change a pool. */
  mayHold(bloom: string | undefined, { id }: Pool): boolean {
    const marks = this.#marks.get(id)
    if (bloom === undefined || marks === undefined) return true
    return (
      marks.always.every((each) => hasAll(bloom, each)) &&
      marks.oneOf.some((each) => hasAll(bloom, each))
    )
  }
}

type Bits = readonly number[]

/** What each log of a pool sets: the contract, the key where there is one, and the first topic of one of its events. */
interface PoolMarks {
  readonly always: readonly Bits[]
  readonly oneOf: readonly Bits[]
}

/**
 * The bloom of a head, as digits without `0x`. `undefined` where it tells nothing: it is absent or of another length, or
 * empty, as it is on chains that do not fill it; a block without any logs looks the same.
 */
export function readBloom({ logsBloom }: JsonObject): string | undefined {
  if (typeof logsBloom !== 'string' || !/^0x[0-9a-f]{512}$/i.test(logsBloom)) return undefined
  const digits = logsBloom.slice(2).toLowerCase()
  return /^0+$/.test(digits) ? undefined : digits
}

/** The three bits of an address or a topic: eleven from each of the first three pairs of bytes of its hash. */
function bitsOf(hex: string): Bits {
  const bytes = Uint8Array.from(hex.slice(2).match(/../g) ?? [], (digits) => Number(`0x${digits}`))
  const pairs = new DataView(keccak256(bytes).buffer)
  return [0, 2, 4].map((at) => pairs.getUint16(at) & 2047)
}

/** The last digit has bits 0 to 3. */
function hasAll(bloom: string, bits: Bits): boolean {
  return bits.every((bit) => {
    const digit = Number.parseInt(bloom.charAt(DIGITS - 1 - (bit >> 2)), 16)
    return (digit & (1 << (bit & 3))) !== 0
  })
}
