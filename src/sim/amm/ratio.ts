/** Square-root prices of ticks. The factors are derived, not copied: each is 2^128 ÷ 1.0001^(2^i ÷ 2) to the nearest. */

/** Binary places that the derivation carries: far more than the 128 that are kept. */
const PLACES = 512n
const BITS = 20

const FACTORS: readonly bigint[] = deriveFactors()

function deriveFactors(): bigint[] {
  const one = 1n << PLACES
  const factors: bigint[] = []
  let value = squareRoot((one * one * 10_000n) / 10_001n)
  for (let i = 0; i < BITS; i += 1) {
    factors.push((value + (1n << (PLACES - 129n))) >> (PLACES - 128n))
    value = (value * value) >> PLACES
  }
  return factors
}

function squareRoot(value: bigint): bigint {
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

const known = new Map<number, bigint>()

/** The square-root price × 2^96 of a tick. */
export function ratioAt(tick: number): bigint {
  const found = known.get(tick)
  if (found !== undefined) return found
  const product = FACTORS.reduce(
    (ratio, factor, i) => (((Math.abs(tick) >> i) & 1) === 1 ? (ratio * factor) >> 128n : ratio),
    1n << 128n,
  )
  const ratio = tick > 0 ? ((1n << 256n) - 1n) / product : product
  const result = (ratio + 0xffff_ffffn) >> 32n
  known.set(tick, result)
  return result
}
