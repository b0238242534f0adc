import type { OwnOrder } from '../trader/index.ts'

/** How long nothing new is placed after that, in µs: asking again at once would end the same way. */
const PAUSE_US = 1_000_000

/** Waits after risk or the venue refused an order, or one was never sent. */
export class RefusalPause {
  /** When it is over, epoch µs. */
  untilUs = 0

  /** An order changed. */
  note({ refusal, status }: OwnOrder, nowUs: number): void {
    if (refusal !== undefined || status === 'absent') this.untilUs = nowUs + PAUSE_US
  }

  /** Whether nothing new is to be placed. */
  isOn(nowUs: number): boolean {
    return nowUs < this.untilUs
  }
}
