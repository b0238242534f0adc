import type { Seat } from './seat.ts'

/** A timer that is due. */
export interface DueTimer {
  /** Whose. */
  readonly seat: Seat
  /** Its name. */
  readonly name: string
  /** When it was wanted, epoch µs. */
  readonly atUs: number
}

/** Timers of strategies that run, due by now: the earliest first, those of one time in the order of the seats. */
export function dueTimers(seats: Iterable<Seat>, nowUs: number): readonly DueTimer[] {
  const due: DueTimer[] = []
  for (const seat of seats) {
    if (seat.state !== 'running') continue
    for (const [name, atUs] of seat.timers) if (atUs <= nowUs) due.push({ seat, name, atUs })
  }
  return due.sort((a, b) => a.atUs - b.atUs)
}

/** When the next timer of a strategy that runs is due; infinity where there is none. */
export function nextTimerUs(seats: Iterable<Seat>): number {
  let nextUs = Number.POSITIVE_INFINITY
  for (const { state, timers } of seats) {
    if (state !== 'running') continue
    for (const atUs of timers.values()) nextUs = Math.min(nextUs, atUs)
  }
  return nextUs
}
