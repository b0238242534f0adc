import type { MonotonicClock, TimerHandle, Timers, WallClock } from '../ports.ts'
import type { Scheduler } from './scheduler.ts'

/** A process's wall clock under virtual time; it can be made wrong. */
export class VirtualWallClock implements WallClock {
  readonly #scheduler: Scheduler
  #anchorUs: number
  #anchorElapsedUs = 0
  #driftPpm = 0

  /** Shows `startTimeUs` at the start of the run. */
  constructor(scheduler: Scheduler, startTimeUs: number) {
    this.#scheduler = scheduler
    this.#anchorUs = startTimeUs
  }

  /** Now, epoch µs, as this process believes. */
  nowUs(): number {
    const elapsedUs = this.#scheduler.nowUs() - this.#anchorElapsedUs
    return this.#anchorUs + elapsedUs + Math.round((elapsedUs * this.#driftPpm) / 1e6)
  }

  /** Steps the clock, as an administrator or a time service does; negative steps go back. */
  stepByMs(ms: number): void {
    this.#rebase(Math.round(ms * 1_000))
  }

  /** Makes the clock run fast (or slow, where negative) by this many parts per million from now on. */
  setDriftPpm(ppm: number): void {
    this.#rebase(0)
    this.#driftPpm = ppm
  }

  #rebase(stepUs: number): void {
    this.#anchorUs = this.nowUs() + stepUs
    this.#anchorElapsedUs = this.#scheduler.nowUs()
  }
}

/** The monotonic clock of a virtual run; the same for all its processes, in steps of 1 µs. */
export function virtualMonotonicClock(scheduler: Scheduler): MonotonicClock {
  return { nowNs: (): number => scheduler.nowUs() * 1_000 }
}

/** Timers of one virtual process; its death cancels them all. */
export class VirtualTimers implements Timers {
  readonly #scheduler: Scheduler
  readonly #what: string
  readonly #pending = new Set<TimerHandle>()
  #isDead = false

  /** Timers that the history shows under the name of their process. */
  constructor(scheduler: Scheduler, processName: string) {
    this.#scheduler = scheduler
    this.#what = `${processName} timer`
  }

  /** Runs `callback` once after `delayMs` ms of virtual time; in steps of 1 µs. */
  after(delayMs: number, callback: () => void): TimerHandle {
    if (this.#isDead) return { cancel: (): void => {} }
    const event = this.#scheduler.after(delayMs * 1_000, this.#what, () => {
      this.#pending.delete(handle)
      callback()
    })
    const handle = {
      cancel: (): void => {
        this.#pending.delete(handle)
        event.cancel()
      },
    }
    this.#pending.add(handle)
    return handle
  }

  /** How many are pending. */
  pendingCount(): number {
    return this.#pending.size
  }

  /** Cancels all, and every one asked for later. */
  kill(): void {
    this.#isDead = true
    for (const handle of [...this.#pending]) handle.cancel()
  }
}
