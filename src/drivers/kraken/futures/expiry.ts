import { daysSinceEpoch } from '../../../wire/index.ts'

const DAY_US = 86_400_000_000
const HOUR_US = 3_600_000_000

/**
 * Epoch µs of the last trade of a contract whose symbol ends with `YYMMDD`: 16:00 in London, which is 15:00 UTC from the
 * last Sunday of March to that of October (listing of 2021-07: 210730 and 210924 end at 15:00, 211231 at 16:00).
 * `undefined` where the text is no day.
 */
export function expiryOfDay(day: string): number | undefined {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(day)
  if (match === null) return undefined
  const [year, month, date] = [2000 + Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || date < 1 || date > 31) return undefined
  const days = daysSinceEpoch(year, month, date)
  const isSummer = days >= lastSunday(year, 3) && days < lastSunday(year, 10)
  return days * DAY_US + (isSummer ? 15 : 16) * HOUR_US
}

/** The last Sunday of a month of 31 days, counted from 1970-01-01, which was a Thursday. */
function lastSunday(year: number, month: number): number {
  const last = daysSinceEpoch(year, month, 31)
  return last - ((last + 4) % 7)
}
