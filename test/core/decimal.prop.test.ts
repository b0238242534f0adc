import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal, type Rounding } from '../../src/core/index.ts'
import { NaiveDecimal } from '../reference/naive-decimal.ts'

/** Wide enough that the naive twin rounds nothing that is exact here. */
const Wide = NaiveDecimal.clone({ precision: 400 })
const MODES: Readonly<Record<Rounding, 0 | 1 | 4 | 6>> = { up: 0, down: 1, halfUp: 4, halfEven: 6 }

const digits = fc.oneof(
  fc.bigInt({ min: -200n, max: 200n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  // About 2^53, where doubles end.
  fc.bigInt({ min: -8n, max: 8n }).map((away) => 2n ** 53n + away),
  fc.bigInt({ min: -8n, max: 8n }).map((away) => -(2n ** 53n) + away),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  fc.nat(45).map((power) => 10n ** BigInt(power)),
)
const text = fc
  .tuple(digits, fc.integer({ min: -25, max: 40 }))
  .map(([value, scale]) => `${value}e${-scale}`)
const rounding = fc.constantFrom<Rounding>('up', 'down', 'halfUp', 'halfEven')
const RUNS = { numRuns: 3_000 }

/** One spelling for each value: equal ones are equal field by field. */
function demandCanonical({ digits: found, scale }: Decimal): void {
  expect(Object.is(found, -0)).toBe(false)
  if (typeof found === 'number') expect(Number.isSafeInteger(found)).toBe(true)
  else expect(Number.isSafeInteger(Number(found))).toBe(false)
  expect(scale).toBeGreaterThanOrEqual(0)
  if (scale > 0) expect(BigInt(found) % 10n === 0n).toBe(false)
}

function demandSame(found: Decimal, expected: NaiveDecimal): void {
  demandCanonical(found)
  expect(found.toFixed()).toBe(expected.isZero() ? '0' : expected.toFixed())
}

describe('Decimal does what another library does', () => {
  test('text, doubles and digits', () => {
    fc.assert(
      fc.property(text, (a) => {
        const [found, expected] = [new Decimal(a), new Wide(a)]
        demandSame(found, expected)
        expect(found.toNumber()).toBe(expected.toNumber() + 0)
        expect(found.precision()).toBe(expected.precision())
        expect(found.scale === 0).toBe(expected.isInteger())
        demandSame(found.abs(), expected.abs())
        demandSame(found.negated(), expected.negated())
        expect(JSON.parse(JSON.stringify(found))).toBe(found.toFixed())
        expect(new Decimal(found.toFixed())).toEqual(found)
        expect(new Decimal(found)).toEqual(found)
      }),
      RUNS,
    )
  })

  test('doubles', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (a) => {
        demandSame(new Decimal(a), new Wide(a))
        expect(new Decimal(a).toNumber()).toBe(a + 0)
      }),
      RUNS,
    )
  })

  test('sums, differences, products, remainders', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, other] = [new Decimal(a), new Decimal(b)]
        const [naive, naiveOther] = [new Wide(a), new Wide(b)]
        demandSame(one.plus(other), naive.plus(naiveOther))
        demandSame(one.minus(other), naive.minus(naiveOther))
        demandSame(one.times(other), naive.times(naiveOther))
        demandSame(Decimal.sum(one, other, one), naive.plus(naiveOther).plus(naive))
        if (other.isZero()) return
        demandSame(one.mod(other), naive.mod(naiveOther))
        demandSame(one.divToInt(other), naive.divToInt(naiveOther))
      }),
      RUNS,
    )
  })

  test('comparisons', () => {
    fc.assert(
      fc.property(text, fc.oneof(text, fc.constant('same')), (a, told) => {
        const b = told === 'same' ? a : told
        const [one, other] = [new Decimal(a), new Decimal(b)]
        const order = new Wide(a).comparedTo(b)
        expect(Math.sign(one.cmp(other))).toBe(order)
        expect([one.eq(other), one.lt(other), one.lte(other)]).toEqual([
          order === 0,
          order < 0,
          order <= 0,
        ])
        expect([one.gt(other), one.gte(other)]).toEqual([order > 0, order >= 0])
        demandSame(Decimal.max(one, other), Wide.max(a, b))
        demandSame(Decimal.min(one, other), Wide.min(a, b))
        expect([one.isNegative(), one.isZero(), one.isPositive()]).toEqual([
          new Wide(a).lt(0),
          new Wide(a).isZero(),
          new Wide(a).gt(0),
        ])
      }),
      RUNS,
    )
  })

  test('quotients, rounded once', () => {
    const to = fc.oneof(
      fc.record({ places: fc.integer({ min: -5, max: 40 }) }),
      fc.record({ digits: fc.integer({ min: 1, max: 60 }) }),
    )
    fc.assert(
      fc.property(text, text, to, rounding, (a, b, how, mode) => {
        const divisor = new Decimal(b)
        if (divisor.isZero()) return
        demandSame(new Decimal(a).div(divisor), new NaiveDecimal(a).div(b))
        const whole = new Wide(a).div(b)
        const expected =
          'places' in how
            ? whole.times(new Wide(10).pow(how.places)).toDecimalPlaces(0, MODES[mode])
            : whole.toSignificantDigits(how.digits, MODES[mode])
        const scale = 'places' in how ? how.places : 0
        demandSame(
          new Decimal(a).divRounded(divisor, how, mode),
          expected.times(new Wide(10).pow(-scale)),
        )
      }),
      RUNS,
    )
  })

  test('rounding', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), rounding, (a, count, mode) => {
        demandSame(
          new Decimal(a).toDecimalPlaces(count, mode),
          new Wide(a).toDecimalPlaces(count, MODES[mode]),
        )
        demandSame(
          new Decimal(a).divRounded(1, { digits: count + 1 }, mode),
          new Wide(a).toSignificantDigits(count + 1, MODES[mode]),
        )
      }),
      RUNS,
    )
  })
})
