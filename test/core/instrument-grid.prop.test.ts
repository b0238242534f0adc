import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Decimal, isOnGrid } from '../../src/core/index.ts'

const scaled = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: -9, max: 3 }))
    .map(([digits, exponent]) => new Decimal(`${digits}e${exponent}`))
const steps = fc.oneof(
  scaled(60),
  fc.constantFrom('0', '1', '0.01', '1e-8', '10', '0.05', '1e3').map((text) => new Decimal(text)),
)

test('a number is on a grid where it divides by the step without a rest, whatever the step', () => {
  fc.assert(
    fc.property(scaled(10_000_000), steps, (value, step) => {
      const isWhole = step.isZero() || value.mod(step).isZero()
      expect(isOnGrid(value, step)).toBe(isWhole)
      // Again, when the step is known.
      expect(isOnGrid(value, step)).toBe(isWhole)
    }),
    { numRuns: 2_000 },
  )
})
