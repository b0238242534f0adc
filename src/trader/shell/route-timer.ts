import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { RouteBook } from '../routing/index.ts'

/** What a {@link RouteTimer} is made of. */
export interface RouteTimerParts {
  /** All routes. */
  readonly routes: RouteBook
  /** How often they are looked at, in ms. */
  readonly everyMs: number
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Has them looked at in their turn. */
  readonly look: () => void
}

/** Has routes that work looked at now and then: their time may be over, or a venue be well again. */
export class RouteTimer {
  readonly #parts: RouteTimerParts
  #timer: TimerHandle | undefined

  /** Looks at nothing before {@link arm}. */
  constructor(parts: RouteTimerParts) {
    this.#parts = parts
  }

  /** Something may have changed: looks again soon where any route works, at the latest when the first one's time is over. */
  arm(): void {
    const { routes, everyMs, ports, look } = this.#parts
    if (routes.isIdle) this.stop()
    if (routes.isIdle || this.#timer !== undefined) return
    const nowUs = ports.wallClock.nowUs()
    const ends = routes.working().map(({ expireTimeUs }) => (expireTimeUs - nowUs) / 1_000)
    const soonestMs = Math.min(everyMs, ...ends.filter((leftMs) => leftMs > 0))
    this.#timer = ports.timers.after(Math.ceil(soonestMs), () => {
      this.#timer = undefined
      look()
    })
  }

  /** Looks no more. Idempotent. */
  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}
