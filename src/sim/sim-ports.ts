import type { TimerHandle, Timers, WallClock } from '../runtime/ports.ts'

/** The ambient things a simulated venue needs; `Ports` has them all. Chance comes from its seed alone. */
export interface SimPorts {
  /** When. */
  readonly wallClock: WallClock
  /** Later. */
  readonly timers: Timers
}

/** Runs `callback` every `everyMs` ms, first after one span, until cancelled. */
export function repeat(timers: Timers, everyMs: number, callback: () => void): TimerHandle {
  let handle: TimerHandle | undefined
  let isCancelled = false
  const turn = (): void => {
    callback()
    if (!isCancelled) handle = timers.after(everyMs, turn)
  }
  handle = timers.after(everyMs, turn)
  return {
    cancel(): void {
      isCancelled = true
      handle?.cancel()
    },
  }
}
