import { z } from 'zod'
import type { OwnOrder } from '../trader/index.ts'

/** How long nothing new is placed after the first, in µs: asking again at once would end the same way. */
const LEAST_US = 1_000_000
/** How long after many in a row: an account's error breaker counts them. */
const MOST_US = 60_000_000

/** What a pause has to remember, as fields of a strategy's memory; older ones do not say how long the next one is. */
export const pauseMemory: {
  readonly untilUs: z.ZodNumber
  readonly pauseUs: z.ZodDefault<z.ZodNumber>
} = { untilUs: z.number(), pauseUs: z.number().default(LEAST_US) }

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

  /** What a later {@link restore} needs. */
  snapshot(): { readonly untilUs: number; readonly pauseUs: number } {
    return { untilUs: this.untilUs, pauseUs: this.#pauseUs }
  }

  /** Goes on where another left off. */
  restore({ untilUs, pauseUs }: { readonly untilUs: number; readonly pauseUs: number }): void {
    this.untilUs = untilUs
    this.#pauseUs = pauseUs
  }

  /** Whether nothing new is to be placed. */
  isOn(nowUs: number): boolean {
    return nowUs < this.untilUs
  }
}
