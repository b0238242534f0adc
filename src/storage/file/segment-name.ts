/** The name of a segment: `<YYYY-MM-DD>/<HH>-<seq>.ndjson.gz` below its stream's folder, hours in UTC. */
export interface SegmentName {
  /** The day's folder, `YYYY-MM-DD`. */
  readonly day: string
  /** Hours since the epoch of the first row of its first batch. */
  readonly hour: number
  /** Number within the hour, from 1. */
  readonly sequence: number
  /** Whether it is still being written, or was when its writer died. */
  readonly isPart: boolean
}

const US_PER_HOUR = 3_600_000_000
const HOURS_PER_DAY = 24
const FILE_NAME = /^(\d{2})-(\d{4,})\.ndjson\.gz(\.part)?$/
const DAY_NAME = /^(\d{4})-(\d{2})-(\d{2})$/

/** Hours since the epoch of a moment in epoch µs. */
export function hourOf(timeUs: number): number {
  return Math.floor(timeUs / US_PER_HOUR)
}

/** The path of a segment below its stream's folder. */
export function segmentPath(name: SegmentName): string {
  const hour = String(name.hour % HOURS_PER_DAY).padStart(2, '0')
  const sequence = String(name.sequence).padStart(4, '0')
  return `${name.day}/${hour}-${sequence}.ndjson.gz${name.isPart ? '.part' : ''}`
}

/** Names the segment of an hour. */
export function segmentName(hour: number, sequence: number, isPart: boolean): SegmentName {
  return { day: dayText(Math.floor(hour / HOURS_PER_DAY)), hour, sequence, isPart }
}

/** Reads a file's name; `undefined` where it is no segment. */
export function parseSegmentName(day: string, file: string): SegmentName | undefined {
  const dayMatch = DAY_NAME.exec(day)
  const match = FILE_NAME.exec(file)
  if (dayMatch === null || match === null) return undefined
  const days = dayNumber(Number(dayMatch[1]), Number(dayMatch[2]), Number(dayMatch[3]))
  const hour = days * HOURS_PER_DAY + Number(match[1])
  return { day, hour, sequence: Number(match[2]), isPart: match[3] !== undefined }
}

/** Puts segments in the order in which they were written. */
export function compareSegments(a: SegmentName, b: SegmentName): number {
  return a.hour - b.hour || a.sequence - b.sequence || Number(a.isPart) - Number(b.isPart)
}

// Gregorian calendar by 400-year eras that start on 1 March (Howard Hinnant, "chrono-compatible low-level date
// algorithms"): no Date, because ambient time is out of bounds here.
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function dayText(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
