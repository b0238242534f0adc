import { daysSinceEpoch } from '../../../wire/index.ts'

const DAY_MS = 86_400_000

/** `2026-11-21T00:00:00.000Z` as epoch ms. */
export function isoMs(text: string): number {
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0, ms = 0] = text
    .split(/[-T:.Z]/)
    .map(Number)
  const days = daysSinceEpoch(year, month, day)
  return days * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
}
