const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const HTTP_DATE = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/
const DAY_MS = 86_400_000

/**
 * Reads a `Retry-After` header, in seconds or as an HTTP date. Returns ms from now, or `undefined` where there is none
 * or it cannot be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(header: string | undefined, nowUs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}(?:\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000)
  const date = HTTP_DATE.exec(header)
  if (date === null) return undefined
  const [day = 0, , year = 0, hours = 0, minutes = 0, seconds = 0] = date.slice(1).map(Number)
  const month = MONTHS.indexOf(date[2] ?? '') / 3
  if (!Number.isInteger(month) || month < 0) return undefined
  const atMs =
    daysSince1970(year, month + 1, day) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000
  return Math.max(0, Math.ceil(atMs - nowUs / 1000))
}

/** Days from 1970-01-01 in the Gregorian calendar; counts years from March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
