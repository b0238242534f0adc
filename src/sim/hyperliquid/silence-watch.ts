import type { TimerHandle } from '../../runtime/ports.ts'
import type { SimPorts } from '../sim-ports.ts'

/** Notices that the server had nothing to send for a while; one timer, however much is sent. */
export class SilenceWatch {
  readonly #ports: SimPorts
  readonly #silentMs: number
  readonly #onSilence: () => void
  #lastUs: number
  #timer: TimerHandle | undefined

  /** Starts to watch. */
  constructor(ports: SimPorts, silentMs: number, onSilence: () => void) {
    this.#ports = ports
    this.#silentMs = silentMs
    this.#onSilence = onSilence
    this.#lastUs = ports.wallClock.nowUs()
    this.#wait(silentMs)
  }

  /** Something was sent. */
  sent(): void {
    this.#lastUs = this.#ports.wallClock.nowUs()
  }

  /** Ends the watch. */
  stop(): void {
    this.#timer?.cancel()
  }

  #wait(ms: number): void {
    this.#timer = this.#ports.timers.after(ms, () => {
      const leftMs = this.#silentMs - (this.#ports.wallClock.nowUs() - this.#lastUs) / 1000
      if (leftMs > 0) this.#wait(leftMs)
      else this.#onSilence()
    })
  }
}
