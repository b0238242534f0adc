import { ConfigError } from '../../core/index.ts'
import { dateOfDays, daysSinceEpoch } from '../../wire/index.ts'

/** An hour in µs; ticks are kept by the hour of UTC. */
export const HOUR_US = 3_600_000_000
const HOURS_A_DAY = 24
const HOURS_A_WEEK = 168
/** 1970-01-01 was a Thursday: so many hours after a week's Monday. */
const EPOCH_IN_WEEK = 72

/**
 * First and last closed hour of a week, from Monday 00:00 UTC. FX closes on Friday at 17:00 New York and opens on Sunday
 * at the same time: 22:00 UTC in winter, 21:00 in summer. Closed here is what is closed in both, and Sunday only up to
 * 19:00, as the first ticks of 2003 have it: an empty file costs a request, a skipped one would cost ticks.
 */
const CLOSED_FROM_HOUR = 4 * HOURS_A_DAY + 22
const CLOSED_TO_HOUR = 6 * HOURS_A_DAY + 19

/** When an instrument is quoted: `always`, or in the week of FX, which most others keep within. */
export type TradingWeek = 'always' | 'fx'

/** A span of time, epoch µs, both ends included. */
export interface TickSpan {
  /** First moment. */
  readonly fromTimeUs: number
  /** Last moment. */
  readonly toTimeUs: number
}

/** Whether an hour lies wholly in the weekend of FX, whatever the season. */
export function isWeekend(hourUs: number): boolean {
  const hour = Math.floor(hourUs / HOUR_US) + EPOCH_IN_WEEK
  const ofWeek = ((hour % HOURS_A_WEEK) + HOURS_A_WEEK) % HOURS_A_WEEK
  return ofWeek >= CLOSED_FROM_HOUR && ofWeek < CLOSED_TO_HOUR
}

/**
 * The starts of the hours that a span touches, epoch µs, oldest first; those of closed weekends are left out.
 *
 * @throws ConfigError `INVALID_NUMBER` where an end is no time; an iterator throws when it is first asked.
 */
export function* hoursOf(
  { fromTimeUs, toTimeUs }: TickSpan,
  week: TradingWeek = 'fx',
): Generator<number, void, undefined> {
  if (!Number.isFinite(fromTimeUs) || !Number.isFinite(toTimeUs)) {
    throw new ConfigError(
      'INVALID_NUMBER',
      `Listing hours: expected two times in epoch µs, were ${fromTimeUs} and ${toTimeUs}`,
    )
  }
  for (let hour = Math.floor(fromTimeUs / HOUR_US); hour * HOUR_US <= toTimeUs; hour += 1) {
    if (week === 'always' || !isWeekend(hour * HOUR_US)) yield hour * HOUR_US
  }
}

/** A moment as paths have it; months from 1 to 12. */
export interface UtcHour {
  /** Year. */
  readonly year: number
  /** Month, January is 1. */
  readonly month: number
  /** Day of the month, from 1. */
  readonly day: number
  /** Hour, from 0. */
  readonly hour: number
}

/** The date and hour of a moment. */
export function utcHour(timeUs: number): UtcHour {
  const hours = Math.floor(timeUs / HOUR_US)
  const days = Math.floor(hours / HOURS_A_DAY)
  return { ...dateOfDays(days), hour: hours - days * HOURS_A_DAY }
}

/** The moment at which a date's hour starts, epoch µs. */
export function hourStartUs({ year, month, day, hour }: UtcHour): number {
  return (daysSinceEpoch(year, month, day) * HOURS_A_DAY + hour) * HOUR_US
}
