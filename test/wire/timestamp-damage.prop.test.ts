import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTimestampUs } from '../../src/wire/index.ts'

const LETTERS = '0123456789-:.TZ+ a'.split('')
const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/

/** The same, slowly. */
function naive(text: string): number {
  const match = FORM.exec(text)
  if (match === null) return Number.NaN
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = 0, minutes = 0] =
    match
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31)
    return Number.NaN
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return Number.NaN
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  const offset = (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1)
  return date.getTime() * 1000 - offset * 1e6 + Number(fraction.slice(0, 6).padEnd(6, '0'))
}

test('a damaged time is NaN, or exactly what its bytes say', () => {
  const texts = fc.constantFrom(
    '2023-10-06T17:35:55.440295Z',
    '2023-10-06T17:35:55Z',
    '2023-10-06T17:35:55.5+02:00',
    '2024-02-29T23:59:60.123456789-11:30',
  )
  const edits = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...LETTERS)), {
    maxLength: 3,
  })
  fc.assert(
    fc.property(texts, edits, fc.nat(40), (text, places, cut) => {
      const letters = text.split('')
      for (const [at, letter] of places) letters[at % letters.length] = letter
      const damaged = letters.slice(0, cut > 30 ? undefined : cut).join('')
      expect(readTimestampUs(Buffer.from(damaged), 0, damaged.length)).toBe(naive(damaged))
    }),
    { numRuns: 5000 },
  )
})
