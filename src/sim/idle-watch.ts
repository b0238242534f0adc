import type { TimerHandle } from '../runtime/ports.ts'
import type { SimPorts } from './sim-ports.ts'

/** Notices that nothing of what is waited for has passed a connection for a while; one timer, however much passes. */
export class IdleWatch {
  readonly #ports: SimPorts
  readonly #idleMs: number
  readonly #onIdle: () => void
  #lastUs: number
  #timer: TimerHandle | undefined

  /** Starts to watch. */
  constructor(ports: SimPorts, idleMs: number, onIdle: () => void) {
    this.#ports = ports
    this.#idleMs = idleMs
    this.#onIdle = onIdle
    this.#lastUs = ports.wallClock.nowUs()
    this.#wait(idleMs)
  }

  /** Something passed. */
  heard(): void {
    this.#lastUs = this.#ports.wallClock.nowUs()
  }

  /** Ends the watch. */
  stop(): void {
    this.#timer?.cancel()
  }

  #wait(ms: number): void {
    this.#timer = this.#ports.timers.after(ms, () => {
      const leftMs = this.#idleMs - (this.#ports.wallClock.nowUs() - this.#lastUs) / 1000
      if (leftMs > 0) this.#wait(leftMs)
      else this.#onIdle()
    })
  }
}
