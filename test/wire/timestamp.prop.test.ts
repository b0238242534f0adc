import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOfDays, daysSinceEpoch, readTimestampUs } from '../../src/wire/index.ts'

test('reads the time that Date reads, to the µs', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
      fc.nat(999),
      (date, micros) => {
        const text = date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`)
        expect(readTimestampUs(Buffer.from(text), 0, text.length)).toBe(
          date.getTime() * 1000 + micros,
        )
      },
    ),
  )
})

test.each([
  ['2023-10-06T17:35:55Z', 1696613755000000],
  ['2023-10-06T17:35:55.5+02:00', 1696606555500000],
  ['2023-10-04T16:25:00.000000000Z', 1696436700000000],
])('reads %s', (text, expected) => {
  expect(readTimestampUs(Buffer.from(text), 0, text.length)).toBe(expected)
})

test.each([
  '',
  '2023-10-06',
  '2023-10-06 17:35:55Z',
  '2023-10-06T17:35:55',
  'not a time at all!!!',
])('"%s" is no time', (text) => {
  expect(readTimestampUs(Buffer.from(text), 0, text.length)).toBeNaN()
})

test('days and dates are inverse', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      const { year, month, day } = dateOfDays(days)
      expect(daysSinceEpoch(year, month, day)).toBe(days)
    }),
  )
})
