import { dateOfDays } from '../wire/index.ts'

const DAY_S = 86_400
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The `date` header of an answer: whole seconds, cut. 1970 began on a Thursday. */
export function httpDateText(timeUs: number): string {
  const seconds = Math.floor(timeUs / 1_000_000)
  const days = Math.floor(seconds / DAY_S)
  const { day, month, year } = dateOfDays(days)
  const inDay = seconds - days * DAY_S
  const clock = [inDay / 3600, (inDay / 60) % 60, inDay % 60].map((part) => two(Math.floor(part)))
  return `${WEEKDAYS[days % 7]}, ${two(day)} ${MONTHS[month - 1]} ${year} ${clock.join(':')} GMT`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
