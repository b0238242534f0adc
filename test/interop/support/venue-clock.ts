import type { TimerHandle, Timers, WallClock } from '../../../src/runtime/ports.ts'
import type { SimPorts } from '../../../src/sim/index.ts'
import { realPorts } from '../../sim/support/ports.ts'

interface Pending {
  readonly dueUs: number
  readonly made: number
  readonly callback: () => void
}

/** Longer than any cadence of a stream, shorter than any patience with a client. */
const PATIENCE_MS = 15_000
const LONGEST_MS = 2 ** 31 - 1

/**
 * The clock of a simulated venue: it runs like the machine's, and `skip` lets any span pass at once.
 *
 * Clients live in real time. So limits such as messages a second are counted in time that passes at least as fast, and
 * how long the venue waits for a client (a pong, a sign of life) is not skipped; its streams need not wait for either.
 */
export class VenueClock implements SimPorts {
  readonly wallClock: WallClock = { nowUs: () => Math.max(this.#heldUs, this.#flowingUs()) }
  readonly timers: Timers = { after: (delayMs, callback) => this.#after(delayMs, callback) }
  #skippedUs = 0
  /** While timers of a skipped span fire, the time that each was due at. */
  #heldUs = 0
  #isStill = false
  #made = 0
  #pending: Pending[] = []
  #wake: TimerHandle | undefined
  readonly #real = new Set<TimerHandle>()

  /** Lets a span pass: every timer due in it fires, in order, at its own time. */
  skip(spanMs: number): void {
    const fromUs = this.wallClock.nowUs()
    this.#heldUs = fromUs
    this.#fireUntil(fromUs + spanMs * 1000)
    this.#skippedUs += Math.max(0, fromUs + spanMs * 1000 - this.#flowingUs())
    this.#heldUs = 0
    this.#arm()
  }

  /** Lets nothing be due of itself while `wait` lasts; what would have been is due after it. */
  async standStill<T>(wait: () => Promise<T>): Promise<T> {
    this.#isStill = true
    this.#wake?.cancel()
    try {
      return await wait()
    } finally {
      this.#isStill = false
      this.#arm()
    }
  }

  /** Forgets every timer. */
  stop(): void {
    this.#pending = []
    this.#wake?.cancel()
    for (const timer of this.#real) timer.cancel()
  }

  #flowingUs(): number {
    return realPorts.wallClock.nowUs() + this.#skippedUs
  }

  #fireUntil(endUs: number): void {
    for (;;) {
      const next = this.#pending[0]
      if (next === undefined || next.dueUs > endUs) return
      this.#pending.shift()
      this.#heldUs = Math.max(this.#heldUs, next.dueUs)
      next.callback()
    }
  }

  #after(delayMs: number, callback: () => void): TimerHandle {
    if (delayMs >= PATIENCE_MS) return this.#afterReal(delayMs, callback)
    this.#made += 1
    const timer = { dueUs: this.wallClock.nowUs() + delayMs * 1000, made: this.#made, callback }
    const at = this.#pending.findIndex(
      (each) => each.dueUs > timer.dueUs || (each.dueUs === timer.dueUs && each.made > timer.made),
    )
    this.#pending.splice(at < 0 ? this.#pending.length : at, 0, timer)
    if (at === 0 || this.#pending.length === 1) this.#arm()
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((each) => each !== timer)
      },
    }
  }

  #afterReal(delayMs: number, callback: () => void): TimerHandle {
    // Node fires a timer of more than 2^31 ms at once; nothing here lives that long.
    const timer = realPorts.timers.after(Math.min(delayMs, LONGEST_MS), () => {
      this.#real.delete(timer)
      callback()
    })
    this.#real.add(timer)
    return {
      cancel: () => {
        this.#real.delete(timer)
        timer.cancel()
      },
    }
  }

  #arm(): void {
    this.#wake?.cancel()
    const next = this.#pending[0]
    if (next === undefined || this.#isStill) return
    const waitMs = Math.max(0, (next.dueUs - this.wallClock.nowUs()) / 1000)
    this.#wake = realPorts.timers.after(Math.ceil(waitMs), () => {
      this.#fireUntil(this.#flowingUs())
      this.#heldUs = 0
      this.#arm()
    })
  }
}
