import type { Timers } from '../../src/runtime/ports.ts'

/** Timers that fire when told to, in order of their due time. */
export class ManualTimers implements Timers {
  nowMs = 0
  #pending: { atMs: number; callback: () => void }[] = []

  after(delayMs: number, callback: () => void) {
    const timer = { atMs: this.nowMs + delayMs, callback }
    this.#pending.push(timer)
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== timer)
      },
    }
  }

  get pendingCount(): number {
    return this.#pending.length
  }

  advance(ms: number): void {
    const endMs = this.nowMs + ms
    for (;;) {
      const due = this.#pending.filter((timer) => timer.atMs <= endMs)
      const first = due.sort((a, b) => a.atMs - b.atMs)[0]
      if (first === undefined) break
      this.#pending = this.#pending.filter((other) => other !== first)
      this.nowMs = first.atMs
      first.callback()
    }
    this.nowMs = endMs
  }
}
