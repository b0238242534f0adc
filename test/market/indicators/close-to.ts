import { expect } from 'vitest'
import { NaiveDecimal as Decimal } from '../../reference/naive-decimal.ts'
import { exact } from '../../reference/naive-indicators.ts'

/**
 * Expects a double within 10^-12 of an exact value, relative to it; relative to `scale` where that is given, for what is
 * a difference of larger values.
 */
export function expectClose(
  found: number | undefined,
  wanted: Decimal | undefined,
  scale?: Decimal | number,
): void {
  if (wanted === undefined || found === undefined) {
    expect(found).toBe(wanted)
    return
  }
  const allowed = new Decimal(scale ?? wanted).abs().times(1e-12)
  const distance = wanted.minus(exact(found)).abs()
  // Deep inside a property, a plain comparison is all that is fast.
  if (distance.lte(allowed)) return
  expect.fail(`${found ?? 'nothing'} is ${distance.toString()} from ${wanted.toString()}`)
}
