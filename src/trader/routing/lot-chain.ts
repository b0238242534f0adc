import { Decimal } from '../../core/index.ts'

/**
 * Lots of which each divides the next larger one: as they are where they do, as those of most venues, which are powers of ten;
 * else the larger one is raised to the least common multiple. What is on the raised lot is on the venue's own, too.
 */
export function chainLots(lots: readonly Decimal[]): readonly Decimal[] {
  const places = Math.max(0, ...lots.map((lot) => lot.scale))
  const whole = lots.map((lot) => BigInt(new Decimal(lot, -places).toFixed()))
  const raised = new Map<bigint, bigint>()
  let below = 1n
  for (const lot of whole.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    below = leastCommonMultiple(below, lot)
    raised.set(lot, below)
  }
  return whole.map((lot) => new Decimal(raised.get(lot) ?? lot, places))
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}
