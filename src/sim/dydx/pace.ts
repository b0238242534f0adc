import type { WallClock } from '../../runtime/ports.ts'

const SECOND_US = 1_000_000

/** At most so many of a kind in any second. */
export class Pace {
  readonly #clock: WallClock
  readonly #most: number
  readonly #takenUs = new Map<string, readonly number[]>()

  /** Nothing was taken yet. */
  constructor(clock: WallClock, most: number) {
    this.#clock = clock
    this.#most = most
  }

  /** Takes one of a kind; `false` where it is one too many. */
  takes(kind: string): boolean {
    const nowUs = this.#clock.nowUs()
    const recent = (this.#takenUs.get(kind) ?? []).filter((timeUs) => timeUs > nowUs - SECOND_US)
    this.#takenUs.set(kind, [...recent, nowUs])
    return recent.length < this.#most
  }
}
