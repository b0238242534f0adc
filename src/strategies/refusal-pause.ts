import type { OwnOrder } from '../trader/index.ts'

/** How long nothing new is placed after a refusal, in µs: asking again at once would be refused again. */
const PAUSE_US = 1_000_000

/** Waits after risk or the venue refused an order. */
export class RefusalPause {
  /** When it is over, epoch µs. */
  untilUs = 0

  /** An order changed. */
  note({ refusal }: OwnOrder, nowUs: number): void {
    if (refusal !== undefined) this.untilUs = nowUs + PAUSE_US
  }

  /** Whether nothing new is to be placed. */
  isOn(nowUs: number): boolean {
    return nowUs < this.untilUs
  }
}
