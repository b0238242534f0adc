import { keccak256 } from '../../wire/index.ts'

const BYTES = 256
const known = new Map<string, bigint>()

/** The bloom filter of addresses and topics, as heads have it: `0x` and 512 digits. */
export function bloomOf(values: Iterable<string>): string {
  let bits = 0n
  for (const value of values) bits |= bitsOf(value)
  return `0x${bits.toString(16).padStart(2 * BYTES, '0')}`
}

/** Three bits of 2048, each named by the low eleven bits of a pair of bytes of the hash. Hashing is slow: kept. */
function bitsOf(value: string): bigint {
  const found = known.get(value)
  if (found !== undefined) return found
  const hash = keccak256(Buffer.from(value.slice(2), 'hex'))
  const bits = [0, 2, 4].reduce((sum, at) => {
    const pair = 256 * (hash[at] ?? 0) + (hash[at + 1] ?? 0)
    return sum | (1n << BigInt(pair % 2048))
  }, 0n)
  known.set(value, bits)
  return bits
}
