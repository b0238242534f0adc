/** One reading of a venue's clock. */
export interface ClockReading {
  /** When the question left, epoch µs of our clock. */
  readonly askedTimeUs: number
  /** When the answer came, epoch µs of our clock. */
  readonly answeredTimeUs: number
  /** What the venue's clock said, epoch µs. */
  readonly venueTimeUs: number
}

/** How a venue's clock is followed. */
export interface VenueClockOptions {
  /** Most that the estimate moves, in µs a second of our clock. @defaultValue 500 */
  readonly slewUsPerSecond?: number
  /** A difference beyond which it jumps, in µs: a clock that was set. @defaultValue 500,000 */
  readonly stepUs?: number
}

const KEPT_READINGS = 8
const DEFAULTS = { slewUsPerSecond: 500, stepUs: 500_000 } as const satisfies VenueClockOptions

/**
 * What a venue's clock says, estimated: of the last readings the one that was answered fastest counts, since its error is at
 * most half its round trip. The estimate is slewed towards it, so that time does not jump by the noise of the network; a
 * difference of `stepUs` is a clock that was set, and is taken at once. What it says never goes back.
 */
export class VenueClock {
  readonly #options: Required<VenueClockOptions>
  #readings: readonly ClockReading[] = []
  #offsetUs = 0
  #slewedTimeUs = 0
  #latestUs = 0

  /** Says our own time until the first reading. */
  constructor(options: VenueClockOptions = {}) {
    this.#options = { ...DEFAULTS, ...options }
  }

  /** Whether the venue has been asked. */
  get isKnown(): boolean {
    return this.#readings.length > 0
  }

  /** How far the venue's clock is ahead of ours, in µs, as estimated now. */
  get offsetUs(): number {
    return this.#offsetUs
  }

  /** Half the round trip of the reading that counts: the most that it may be wrong by, in µs. */
  get errorUs(): number {
    const best = bestOf(this.#readings)
    return best === undefined ? Number.POSITIVE_INFINITY : roundTripUs(best) / 2
  }

  /** Takes a reading. */
  observe(reading: ClockReading): void {
    const isFirst = !this.isKnown
    this.#slew(reading.answeredTimeUs)
    const target = offsetOf(reading)
    // Readings of before a step say nothing of the clock as it is now.
    const isStep = isFirst || Math.abs(target - this.#offsetUs) >= this.#options.stepUs
    const kept = isStep ? [] : this.#readings.slice(1 - KEPT_READINGS)
    this.#readings = [...kept, reading]
    if (!isStep) return
    this.#offsetUs = target
    this.#latestUs = 0
  }

  /** What the venue's clock says at a time of ours, epoch µs. */
  at(localTimeUs: number): number {
    this.#slew(localTimeUs)
    this.#latestUs = Math.max(this.#latestUs, Math.round(localTimeUs + this.#offsetUs))
    return this.#latestUs
  }

  #slew(localTimeUs: number): void {
    const best = bestOf(this.#readings)
    const passedUs = Math.max(0, localTimeUs - this.#slewedTimeUs)
    this.#slewedTimeUs = Math.max(this.#slewedTimeUs, localTimeUs)
    if (best === undefined) return
    const most = (passedUs / 1_000_000) * this.#options.slewUsPerSecond
    const missing = offsetOf(best) - this.#offsetUs
    this.#offsetUs += Math.max(-most, Math.min(most, missing))
  }
}

function bestOf(readings: readonly ClockReading[]): ClockReading | undefined {
  let best: ClockReading | undefined
  for (const reading of readings)
    if (best === undefined || roundTripUs(reading) <= roundTripUs(best)) best = reading
  return best
}

function roundTripUs({ askedTimeUs, answeredTimeUs }: ClockReading): number {
  return answeredTimeUs - askedTimeUs
}

function offsetOf({ askedTimeUs, answeredTimeUs, venueTimeUs }: ClockReading): number {
  return venueTimeUs - (askedTimeUs + answeredTimeUs) / 2
}
