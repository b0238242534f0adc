import type { TimerHandle, Timers } from '../../../src/runtime/ports.ts'
import type { SimPorts } from '../../../src/sim/index.ts'

/** A clock that moves only when told, with timers that fire in order of their time, then of their making. */
export class ManualPorts implements SimPorts {
  #nowUs: number
  #made = 0
  #pending: { dueUs: number; made: number; callback: () => void }[] = []

  readonly wallClock = { nowUs: (): number => this.#nowUs }
  readonly timers: Timers = { after: (delayMs, callback) => this.#after(delayMs, callback) }

  constructor(nowUs = 1_763_683_200_000_000) {
    this.#nowUs = nowUs
  }

  advance(spanMs: number): void {
    const endUs = this.#nowUs + spanMs * 1000
    for (;;) {
      const next = this.#pending[0]
      if (next === undefined || next.dueUs > endUs) break
      this.#pending.shift()
      this.#nowUs = Math.max(this.#nowUs, next.dueUs)
      next.callback()
    }
    this.#nowUs = endUs
  }

  #after(delayMs: number, callback: () => void): TimerHandle {
    this.#made += 1
    const timer = { dueUs: this.#nowUs + delayMs * 1000, made: this.#made, callback }
    this.#pending.push(timer)
    this.#pending.sort((a, b) => a.dueUs - b.dueUs || a.made - b.made)
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((each) => each !== timer)
      },
    }
  }
}

/** The machine's own clock and timers. */
export const realPorts: SimPorts = {
  wallClock: { nowUs: () => Math.floor((performance.timeOrigin + performance.now()) * 1000) },
  timers: {
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs)
      return { cancel: () => clearTimeout(timer) }
    },
  },
}
