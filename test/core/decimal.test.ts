import { Decimal as OtherDecimal } from 'decimal.js'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/core/index.ts'

describe('Decimal', () => {
  test.each([
    ['61737.63', '61737.63'],
    ['-0.50', '-0.5'],
    ['+5', '5'],
    ['-0', '0'],
    ['0.000', '0'],
    ['7.548E+4', '75480'],
    ['1e-18', '0.000000000000000001'],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901234567890.123', '123456789012345678901234567890.123'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
    [-0, '0'],
    [12345678901234567890n, '12345678901234567890'],
  ])('of %s is %s', (value, expected) => {
    expect(new Decimal(value).toFixed()).toBe(expected)
    expect(String(new Decimal(value))).toBe(expected)
  })

  test.each([
    [6_173_763, 2, '61737.63'],
    [-5, 3, '-0.005'],
    [500, 2, '5'],
    [5, -3, '5000'],
    ['1.5', 2, '0.015'],
    [123_456_789_012_345_678_901n, 18, '123.456789012345678901'],
  ])('takes a scaled integer: %s at scale %s is %s', (value, scale, expected) => {
    expect(new Decimal(value, scale)).toEqual(new Decimal(expected))
  })

  test.each([
    ['NaN'],
    ['Infinity'],
    [''],
    [' 1'],
    ['1 '],
    ['.'],
    ['.5'],
    ['5.'],
    ['-'],
    ['1e'],
    ['0x10'],
    ['1_000'],
    ['1,5'],
    ['--1'],
    [Number.NaN],
    [Number.NEGATIVE_INFINITY],
    // What would fill the memory is no price.
    ['1e1000'],
    [`1e${'9'.repeat(30)}`],
    ['9'.repeat(1_001)],
    [{}],
    [undefined],
  ])('of %s is refused', (value) => {
    expect(() => new Decimal(value as never)).toThrow(
      expect.objectContaining({
        code: 'INVALID_NUMBER',
        message: expect.stringContaining('expected digits'),
      }),
    )
  })

  test('of another library is taken by its text', () => {
    expect(new Decimal('0.1').plus(new OtherDecimal('0.2') as never).toFixed()).toBe('0.3')
  })

  test.each(['div', 'mod', 'divToInt'] as const)('%s of 0 is refused', (method) => {
    expect(() => new Decimal(1)[method](0)).toThrow('expected a divisor other than 0')
    expect(() => new Decimal(0)[method]('0.00')).toThrow('expected a divisor other than 0')
  })

  test('a quotient has 60 digits; sums and products have all', () => {
    expect(new Decimal(2).div(3).toFixed()).toBe(`0.${'6'.repeat(59)}7`)
    const nines = '9'.repeat(60)
    expect(new Decimal(nines).plus('0.4').toFixed()).toBe(`${nines}.4`)
    expect(new Decimal(nines).times(nines).precision()).toBe(120)
  })

  test('operators are refused: they would compare text', () => {
    expect(() => new Decimal(9) < new Decimal(10)).toThrow('An operator was used on the Decimal 9')
    expect(() => Number(new Decimal(9))).toThrow('expected a method such as plus, gt or toNumber')
    expect(String(new Decimal(9))).toBe('9')
  })
})
