import type { Ports } from '../../src/runtime/ports.ts'
import type { Host } from '../../src/runtime/virtual/host.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'

/** A virtual runtime for one test, with every message one ms on its way. */
export interface World {
  readonly ports: Ports
  /** Lets time pass; everything due happens in order. */
  readonly advance: (ms: number) => Promise<void>
  /** Does something again and again while time passes. */
  readonly every: (everyMs: number, forMs: number, action: () => void) => Promise<void>
  /** Puts a host behind an origin. */
  readonly listen: (origin: string, host: Host) => void
  readonly nowMs: () => number
  readonly pendingTimers: () => number
  readonly openSockets: () => number
}

export function createWorld(seed = 1): World {
  const latency = { leastMs: 1, mostMs: 1, jitterMs: 0 }
  const runtime = new VirtualRuntime({ seed, latency })
  const own = runtime.ports()
  const pending = new Set<object>()
  const timers: Ports['timers'] = {
    after: (delayMs, callback) => {
      const key = {}
      pending.add(key)
      const timer = own.timers.after(delayMs, () => {
        pending.delete(key)
        callback()
      })
      return {
        cancel: () => {
          pending.delete(key)
          timer.cancel()
        },
      }
    },
  }
  return {
    ports: { ...own, timers },
    advance: (forMs) => runtime.run({ forMs }),
    every: (everyMs, forMs, action) => {
      for (let atMs = 0; atMs < forMs; atMs += everyMs) runtime.after(atMs, action)
      return runtime.run({ forMs })
    },
    listen: (origin, host) => void runtime.network.listen(origin, host),
    nowMs: () => runtime.elapsedUs() / 1_000,
    pendingTimers: () => pending.size,
    openSockets: () => runtime.network.socketCount(),
  }
}
