import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createHistogram } from '../../src/runtime/histogram.ts'

const values = fc.array(
  fc.oneof(
    fc.double({ min: 1e-5, max: 1e13, noNaN: true }),
    fc.integer({ min: 1, max: 5_000 }),
    fc.constant(0),
  ),
  { minLength: 1, maxLength: 300 },
)

describe('createHistogram', () => {
  test.prop([values, fc.double({ min: 0, max: 1, noNaN: true })])(
    'gives quantiles within 1 % of the value at that rank',
    (recorded, q) => {
      const histogram = createHistogram()
      for (const value of recorded) histogram.record(value)
      const sorted = recorded.toSorted((a, b) => a - b)
      const rank = Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length)))
      const exact = sorted[rank - 1] ?? Number.NaN
      expect(Math.abs(histogram.quantile(q) - exact)).toBeLessThanOrEqual(exact * 0.01)
      expect(histogram.count()).toBe(recorded.length)
    },
  )

  test.prop([values])('knows the least and the greatest value exactly', (recorded) => {
    const histogram = createHistogram()
    for (const value of recorded) histogram.record(value)
    expect(histogram.quantile(0)).toBe(Math.min(...recorded))
    expect(histogram.quantile(1)).toBe(Math.max(...recorded))
  })

  it('takes negative numbers as 0, leaves NaN out, and survives numbers beyond its buckets', () => {
    const histogram = createHistogram()
    for (const value of [-5, Number.NaN, 1e300, Number.POSITIVE_INFINITY]) histogram.record(value)
    expect(histogram.count()).toBe(3)
    expect(histogram.quantile(0)).toBe(0)
    expect(histogram.quantile(0.6)).toBeGreaterThan(1e13)
  })

  it('is empty at first and after a reset', () => {
    const histogram = createHistogram()
    histogram.record(1)
    histogram.reset()
    expect(histogram.count()).toBe(0)
    expect(histogram.sum()).toBe(0)
    expect(histogram.quantile(0.5)).toBeNaN()
  })
})
