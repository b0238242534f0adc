import { daysSinceEpoch } from './calendar.ts'

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const HTTP_DATE = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/
const DAY_S = 86_400

/**
 * Reads an HTTP date (`Sun, 06 Nov 1994 08:49:37 GMT`) as epoch µs; whole seconds, `undefined` where the text is none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
 */
export function httpDateUs(text: string): number | undefined {
  const date = HTTP_DATE.exec(text)
  if (date === null) return undefined
  const [day = 0, , year = 0, hours = 0, minutes = 0, seconds = 0] = date.slice(1).map(Number)
  const month = MONTHS.indexOf(date[2] ?? '') / 3
  if (!Number.isInteger(month) || month < 0) return undefined
  const dayS = daysSinceEpoch(year, month + 1, day) * DAY_S
  return (dayS + (hours * 60 + minutes) * 60 + seconds) * 1_000_000
}
