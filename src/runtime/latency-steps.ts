/**
 * The steps from a frame's arrival to an order's bytes at the socket, in their order. Each is timed from the one before it, but
 * for `turned`, which is timed from the arrival: the three before are part of it, and so is the wait behind other events.
 */
export const LATENCY_STEPS = [
  'decoded',
  'booked',
  'routed',
  'turned',
  'evaluated',
  'checked',
  'journaled',
  'signed',
  'written',
] as const

/** A step on the way of an event; see {@link LATENCY_STEPS}. */
export type LatencyStep = (typeof LATENCY_STEPS)[number]

/** How long a step took, in µs. */
export interface StepLatency {
  /** Which. */
  readonly step: LatencyStep
  /** How often it was timed. */
  readonly count: number
  /** Median. */
  readonly p50Us: number
  /** 99 of 100 took at most this. */
  readonly p99Us: number
}

/**
 * Times the steps of events, one event at a time. Whoever does a step marks it; a mark outside an event says nothing, so that what
 * is put off is not counted to what was done meanwhile.
 */
export interface Waterfall {
  /** A frame is about to be read. */
  frame(): void
  /** Strategies are about to be asked. */
  turn(): void
  /** They decided on something that had arrived so many µs before. */
  turned(afterUs: number): void
  /** A step of the event under way is done. */
  mark(step: LatencyStep): void
  /** The event is over. */
  end(): void
  /** What was timed so far; steps that were not are left out. */
  steps(): readonly StepLatency[]
}
