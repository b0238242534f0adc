import { SeededRandom } from '../../runtime/virtual/index.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { DukascopyInstrumentOptions } from './products.ts'

/** One quote inside the venue. Prices are integers at the instrument's price scale, volumes units. */
export interface ArchivedTick {
  /** ms since the hour began. */
  readonly ms: number
  /** Bid. */
  readonly bid: number
  /** Ask. */
  readonly ask: number
  /** Units at the bid. */
  readonly bidVolume: number
  /** Units at the ask. */
  readonly askVolume: number
}

/** A listed instrument with what only this venue says of it. */
export type ArchivedInstrument = SimInstrument & DukascopyInstrumentOptions

const HOUR_MS = 3_600_000
const HOURS_A_WEEK = 168
const TICKS_AN_HOUR = 120
/** Volumes that were seen: 0.9, 1.8, 2.25 and 14.49 million, and odd ones of crypto. */
const VOLUMES = [900_000, 1_800_000, 2_250_000, 14_490_000, 120_000, 37_500]

/** The past of every instrument: an hour's ticks follow from the seed, the instrument and the hour, whoever asks when. */
export class Archive {
  readonly #seed: string

  /** An archive of a seed. */
  constructor(seed: string | number) {
    this.#seed = String(seed)
  }

  /** The ticks of the hour that starts at `hourMs`; none at closed times. A few hours are thin, one in thirty empty. */
  hour(spec: ArchivedInstrument, hourMs: number): readonly ArchivedTick[] {
    const random = new SeededRandom(`${this.#seed}/${spec.symbol}/${hourMs}`)
    if ((spec.isAlwaysOpen !== true && isClosed(hourMs)) || random.below(30) === 0) return []
    const times = Array.from({ length: 1 + random.below(TICKS_AN_HOUR) }, () =>
      random.below(HOUR_MS),
    ).sort((a, b) => a - b)
    let mid = spec.start + spec.tick * (random.below(400) - 200)
    return times.map((ms) => {
      mid += spec.tick * (random.below(7) - 3)
      // Around rollovers quotes may cross.
      const spread = spec.tick * (random.below(50) === 0 ? -1 : random.below(5))
      return {
        ms,
        bid: mid,
        ask: mid + spread,
        bidVolume: VOLUMES[random.below(VOLUMES.length)] ?? 0,
        askVolume: VOLUMES[random.below(VOLUMES.length)] ?? 0,
      }
    })
  }
}

/** From Friday 22:00 to Sunday 22:00 UTC, as in winter; weeks are counted from Thursday, 1970-01-01. */
function isClosed(hourMs: number): boolean {
  const ofWeek = Math.floor(hourMs / HOUR_MS) % HOURS_A_WEEK
  return ofWeek >= 24 + 22 && ofWeek < 3 * 24 + 22
}
