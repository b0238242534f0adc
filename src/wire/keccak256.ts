/**
 * Keccak-256 as Ethereum uses it (the padding of 2011, not SHA3-256's), in 64-bit integers: short, and slow enough that it
 * is for names and addresses, not for data. Checked with an independent implementation: keccak256.prop.test.ts.
 */
const RATE_BYTES = 136
const ROUNDS = 24
const MASK = 0xffff_ffff_ffff_ffffn

/** One bit of each round's constant is drawn from a shift register (FIPS 202, §3.2.5), seven a round. */
const ROUND_CONSTANTS = /* @__PURE__ */ roundConstants()

/** The hash of bytes: 32 bytes. */
export function keccak256(data: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((data.length + 1) / RATE_BYTES) * RATE_BYTES)
  padded.set(data)
  padded[data.length] = 1
  padded[padded.length - 1] = (padded.at(-1) ?? 0) | 0x80
  const words = new DataView(padded.buffer)
  const lanes = Array.from({ length: 25 }, () => 0n)
  for (let block = 0; block < padded.length; block += RATE_BYTES) {
    for (let i = 0; i < RATE_BYTES / 8; i += 1)
      lanes[i] = lane(lanes, i) ^ words.getBigUint64(block + 8 * i, true)
    for (const constant of ROUND_CONSTANTS) round(lanes, constant)
  }
  const hash = new DataView(new ArrayBuffer(32))
  for (let i = 0; i < 4; i += 1) hash.setBigUint64(8 * i, lane(lanes, i), true)
  return new Uint8Array(hash.buffer)
}

/** θ, ρ and π, χ, ι. Lanes stand row by row: the lane at x, y is the one at 5y + x. */
function round(lanes: bigint[], constant: bigint): void {
  const columns = [0, 1, 2, 3, 4].map((x) =>
    [0, 5, 10, 15, 20].reduce((sum, y) => sum ^ lane(lanes, x + y), 0n),
  )
  for (let i = 0; i < 25; i += 1) {
    const change = lane(columns, (i + 4) % 5) ^ rotated(lane(columns, (i + 1) % 5), 1)
    lanes[i] = lane(lanes, i) ^ change
  }
  let [x, y] = [1, 0]
  let moving = lane(lanes, 1)
  for (let t = 0; t < 24; t += 1) {
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
    const at = 5 * y + x
    const next = lane(lanes, at)
    lanes[at] = rotated(moving, (((t + 1) * (t + 2)) / 2) % 64)
    moving = next
  }
  for (let row = 0; row < 25; row += 5) {
    const old = lanes.slice(row, row + 5)
    for (let i = 0; i < 5; i += 1)
      lanes[row + i] = lane(old, i) ^ (~lane(old, (i + 1) % 5) & MASK & lane(old, (i + 2) % 5))
  }
  lanes[0] = lane(lanes, 0) ^ constant
}

function rotated(value: bigint, by: number): bigint {
  return ((value << BigInt(by)) | (value >> BigInt(64 - by))) & MASK
}

function lane(lanes: readonly bigint[], at: number): bigint {
  return lanes[at] ?? 0n
}

function roundConstants(): readonly bigint[] {
  let register = 1
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j += 1) {
      if ((register & 1) === 1) constant |= 1n << BigInt(2 ** j - 1)
      register = (register << 1) ^ ((register >> 7) * 0x171)
    }
    return constant
  })
}
