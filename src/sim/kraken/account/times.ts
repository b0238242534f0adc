import { readTimestampUs } from '../../../wire/index.ts'

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 3339 text as epoch µs; NaN where it is none. */
export function timeUsOf(text: string): number {
  const bytes = new TextEncoder().encode(text)
  return readTimestampUs(bytes, 0, bytes.length)
}

/** Whether a deadline has passed; one that cannot be read has. */
export function hasPassed(deadline: string | undefined, nowUs: number): boolean {
  return deadline !== undefined && !(timeUsOf(deadline) >= nowUs)
}

/** A moment as a `Date` header has it, from RFC 3339 text of it. */
export function httpDateOf(timeUs: number, iso: string): string {
  const day = DAYS[Math.floor(timeUs / 86_400_000_000) % 7] ?? ''
  const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''
  return `${day}, ${iso.slice(8, 10)} ${month} ${iso.slice(0, 4)} ${iso.slice(11, 19)} GMT`
}
