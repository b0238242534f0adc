import { dateOfDays } from '../wire/index.ts'

const DAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'] as const
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const DAY_S = 86_400

/** A time, epoch µs, as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function httpDate(timeUs: number): string {
  const seconds = Math.floor(timeUs / 1_000_000)
  const days = Math.floor(seconds / DAY_S)
  const { year, month, day } = dateOfDays(days)
  const rest = seconds - days * DAY_S
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two).join(':')
  const name = MONTHS.slice(month * 3 - 3, month * 3)
  return `${DAYS[days % 7]}, ${two(day)} ${name} ${year} ${clock} GMT`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
