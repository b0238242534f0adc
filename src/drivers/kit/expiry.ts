import { dateOfDays, daysSinceEpoch } from '../../wire/index.ts'

const DAY_US = 86_400_000_000
/** Dated contracts of the large venues expire at 08:00 UTC. */
const EXPIRY_HOUR_US = 28_800_000_000

/** `YYMMDD` of an expiry in UTC, as unified pairs end. */
export function dateSuffix(timeUs: number): string {
  const { year, month, day } = dateOfDays(Math.floor(timeUs / DAY_US))
  return [year % 100, month, day].map((part) => String(part).padStart(2, '0')).join('')
}

/** Epoch µs of `YYMMDD` at 08:00 UTC; `undefined` where it is no date. */
export function expiryOfSuffix(suffix: string): number | undefined {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(suffix)
  if (match === null) return undefined
  const [year, month, day] = [2000 + Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined
  return daysSinceEpoch(year, month, day) * DAY_US + EXPIRY_HOUR_US
}
