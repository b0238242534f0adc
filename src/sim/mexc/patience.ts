import type { TimerHandle } from '../../runtime/ports.ts'
import type { SimPorts } from '../sim-ports.ts'

/** Waits for something to be heard again and again; one timer, however often it is. */
export class Patience {
  readonly #ports: SimPorts
  readonly #spanMs: number
  readonly #onEnd: () => void
  #lastUs: number
  #timer: TimerHandle | undefined

  /** Starts to wait. */
  constructor(ports: SimPorts, spanMs: number, onEnd: () => void) {
    this.#ports = ports
    this.#spanMs = spanMs
    this.#onEnd = onEnd
    this.#lastUs = ports.wallClock.nowUs()
    this.#wait(spanMs)
  }

  /** It was heard. */
  heard(): void {
    this.#lastUs = this.#ports.wallClock.nowUs()
  }

  /** Ends the wait. */
  stop(): void {
    this.#timer?.cancel()
  }

  #wait(ms: number): void {
    this.#timer = this.#ports.timers.after(ms, () => {
      const leftMs = this.#spanMs - (this.#ports.wallClock.nowUs() - this.#lastUs) / 1000
      if (leftMs > 0) this.#wait(leftMs)
      else this.#onEnd()
    })
  }
}
