import type { Seat } from './seat.ts'

/** A timer that a strategy waits for. */
export interface WaitingTimer {
  /** Whose. */
  readonly seat: Seat
  /** Its name. */
  readonly name: string
  /** When it is due, epoch µs. */
  readonly atUs: number
}

/**
 * The earliest timer of the strategies that run; of several at one time the first by the order of the seats, then by the order in
 * which they were asked for.
 */
export function earliestTimer(seats: Iterable<Seat>): WaitingTimer | undefined {
  let earliest: WaitingTimer | undefined
  for (const seat of seats) {
    if (seat.state !== 'running') continue
    for (const [name, atUs] of seat.timers)
      if (earliest === undefined || atUs < earliest.atUs) earliest = { seat, name, atUs }
  }
  return earliest
}
