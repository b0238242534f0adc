import type { OwnOrder } from '../trader/index.ts'

/** How long nothing new is placed after the first, in µs: asking again at once would end the same way. */
const LEAST_US = 1_000_000
/** How long after many in a row: an account's error breaker counts them. */
const MOST_US = 60_000_000

/** Waits after risk or the venue refused an order, or one was never sent; twice as long each time, until one is taken. */
export class RefusalPause {
  /** When it is over, epoch µs. */
  untilUs = 0
  #pauseUs = LEAST_US

  /** An order changed. */
  note({ refusal, status }: OwnOrder, nowUs: number): void {
    if (status === 'open') this.#pauseUs = LEAST_US
    if (refusal === undefined && status !== 'absent') return
    // Orders of one turn are refused together: they are one refusal.
    const isAnother = !this.isOn(nowUs)
    this.untilUs = Math.max(this.untilUs, nowUs + (isAnother ? this.#pauseUs : LEAST_US))
    if (isAnother) this.#pauseUs = Math.min(MOST_US, this.#pauseUs * 2)
  }

  /** Whether nothing new is to be placed. */
  isOn(nowUs: number): boolean {
    return nowUs < this.untilUs
  }
}
