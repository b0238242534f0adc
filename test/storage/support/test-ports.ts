import type { Counter, Gauge, Histogram, Ports, TimerHandle } from '../../../src/runtime/ports.ts'
import { seededRandom } from './seeded-random.ts'

/** Ports under a clock that only the test moves. */
export type TestPorts = Pick<
  Ports,
  'ids' | 'log' | 'metrics' | 'monotonicClock' | 'random' | 'timers' | 'wallClock'
> & {
  /** Virtual time since the start, ms. */
  readonly nowMs: () => number
  /** Moves the clock, runs the timers due on the way, and lets promises settle after each. */
  readonly advance: (ms: number) => Promise<void>
}

/** 2026-01-02T03:00:00Z. */
export const START_US = 1_767_322_800_000_000

interface Timer {
  readonly atMs: number
  readonly callback: () => void
}

/** Lets everything that only waits for promises go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 64; i += 1) await Promise.resolve()
}

/** Makes ports that start at {@link START_US}. */
export function testPorts(seed = 1, idPrefix = 'b'): TestPorts {
  let nowMs = 0
  let lastId = 0
  const pending = new Set<Timer>()
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const after = (delayMs: number, callback: () => void): TimerHandle => {
    const timer = { atMs: nowMs + delayMs, callback }
    pending.add(timer)
    return { cancel: () => void pending.delete(timer) }
  }
  const advance = async (ms: number): Promise<void> => {
    const endMs = nowMs + ms
    await settle()
    for (;;) {
      const [next] = [...pending].filter((t) => t.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)
      if (next === undefined) break
      pending.delete(next)
      nowMs = Math.max(nowMs, next.atMs)
      next.callback()
      await settle()
    }
    nowMs = endMs
  }
  return {
    ids: {
      next: () => {
        lastId += 1
        return `${idPrefix}${lastId}`
      },
    },
    log,
    metrics: testMetrics(),
    monotonicClock: { nowNs: () => nowMs * 1e6 },
    random: { next: seededRandom(seed) },
    timers: { after },
    wallClock: { nowUs: () => START_US + nowMs * 1_000 },
    nowMs: () => nowMs,
    advance,
  }
}

function testMetrics(): Ports['metrics'] {
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  const histograms = new Map<string, Histogram>()
  const once = <T>(map: Map<string, T>, key: string, make: () => T): T => {
    const held = map.get(key) ?? make()
    map.set(key, held)
    return held
  }
  return {
    counter: (name, labels) => once(counters, name + JSON.stringify(labels), counter),
    gauge: (name, labels) => once(gauges, name + JSON.stringify(labels), gauge),
    histogram: (name, labels) => once(histograms, name + JSON.stringify(labels), histogram),
  }
}

function counter(): Counter {
  let value = 0
  return {
    add: (by = 1) => {
      value += by
    },
    value: () => value,
  }
}

function gauge(): Gauge {
  let held = 0
  return {
    set: (value) => {
      held = value
    },
    value: () => held,
  }
}

function histogram(): Histogram {
  const values: number[] = []
  return {
    record: (value) => void values.push(value),
    quantile: (q) => {
      const sorted = values.toSorted((a, b) => a - b)
      return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
    },
    count: () => values.length,
    reset: () => {
      values.length = 0
    },
  }
}
