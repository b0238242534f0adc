import type { RateLimit } from '../core/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import { RateWindow } from './rate-window.ts'

/** A place in the queue for a connection attempt. */
export interface ConnectTicket {
  /** Leaves the queue; nothing happens where the turn has come already. */
  cancel(): void
}

/** Lets connection attempts of one endpoint through in order, within the venue's limit. */
export class ConnectPacer {
  readonly #ports: Pick<Ports, 'monotonicClock' | 'timers'>
  readonly #window: RateWindow
  readonly #queue = new Set<() => void>()
  #timer: TimerHandle | undefined

  /** Nothing was attempted yet. */
  constructor(ports: Pick<Ports, 'monotonicClock' | 'timers'>, limit: RateLimit) {
    this.#ports = ports
    this.#window = new RateWindow(limit)
  }

  /** Calls `onTurn` once an attempt may be made, later than this call in any case. */
  enter(onTurn: () => void): ConnectTicket {
    const turn = (): void => onTurn()
    this.#queue.add(turn)
    this.#arm()
    return {
      cancel: () => {
        this.#queue.delete(turn)
        if (this.#queue.size === 0) this.close()
      },
    }
  }

  /** Forgets everybody waiting. */
  close(): void {
    this.#queue.clear()
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #arm(): void {
    if (this.#queue.size === 0) return
    this.#timer ??= this.#ports.timers.after(this.#window.waitMs(1, this.#nowMs()), () => {
      this.#timer = undefined
      this.#admit()
    })
  }

  #admit(): void {
    for (const turn of this.#queue) {
      if (this.#window.waitMs(1, this.#nowMs()) > 0) break
      this.#window.take(1, this.#nowMs())
      this.#queue.delete(turn)
      turn()
    }
    this.#arm()
  }

  #nowMs(): number {
    return this.#ports.monotonicClock.nowNs() / 1e6
  }
}
