import { ConfigError } from '../core/index.ts'
import { createHistogram, type RegistryHistogram } from './histogram.ts'
import type { Counter, Gauge, MetricLabels, Metrics } from './ports.ts'

/** One metric as it stands. */
export type MetricSnapshot =
  | (MetricName & {
      /** What kind of metric it is. */
      readonly type: 'counter' | 'gauge'
      /** Its value now. */
      readonly value: number
    })
  | (MetricName & {
      /** What kind of metric it is. */
      readonly type: 'histogram'
      /** How many values. */
      readonly count: number
      /** Their sum. */
      readonly sum: number
      /** The least; NaN while empty. */
      readonly min: number
      /** The greatest; NaN while empty. */
      readonly max: number
      /** Quantile → value, in ascending order. */
      readonly quantiles: readonly (readonly [number, number])[]
    })

/** What a metric is called. */
export interface MetricName {
  /** Its name, which says the unit. */
  readonly name: string
  /** Its labels. */
  readonly labels: MetricLabels
}

/** Metrics that can be listed. */
export interface MetricsRegistry extends Metrics {
  /** Every metric as it stands, in the order they were first asked for. */
  snapshot(): readonly MetricSnapshot[]
}

type Entry = MetricName &
  (
    | { readonly type: 'counter'; readonly instrument: Counter }
    | { readonly type: 'gauge'; readonly instrument: Gauge }
    | { readonly type: 'histogram'; readonly instrument: RegistryHistogram }
  )

const QUANTILES = [0.5, 0.9, 0.99, 0.999] as const

/**
 * Metrics kept in memory.
 *
 * Looking one up is cold: do it once and keep the instrument. Counting, setting and recording are hot: no allocation.
 * A name belongs to one type; asking for it as another throws ConfigError `INVALID_OPTIONS`.
 */
export function createMetrics(): MetricsRegistry {
  const entries = new Map<string, Entry>()
  const types = new Map<string, Entry['type']>()

  const known = (type: Entry['type'], name: string, labels: MetricLabels): Entry | undefined => {
    const before = types.get(name) ?? type
    if (before !== type) {
      throw new ConfigError(
        'INVALID_OPTIONS',
        `Adding ${type} "${name}": it is a ${before} already`,
      )
    }
    types.set(name, type)
    return entries.get(keyOf(name, labels))
  }
  const add = (entry: Entry): void => {
    entries.set(keyOf(entry.name, entry.labels), entry)
  }

  return {
    counter(name, labels = {}) {
      const found = known('counter', name, labels)
      if (found?.type === 'counter') return found.instrument
      const instrument = createCounter()
      add({ type: 'counter', name, labels, instrument })
      return instrument
    },
    gauge(name, labels = {}) {
      const found = known('gauge', name, labels)
      if (found?.type === 'gauge') return found.instrument
      const instrument = createGauge()
      add({ type: 'gauge', name, labels, instrument })
      return instrument
    },
    histogram(name, labels = {}) {
      const found = known('histogram', name, labels)
      if (found?.type === 'histogram') return found.instrument
      const instrument = createHistogram()
      add({ type: 'histogram', name, labels, instrument })
      return instrument
    },
    snapshot: () => [...entries.values()].map(snapshotOf),
  }
}

function createCounter(): Counter {
  let count = 0
  return {
    add(by = 1): void {
      count += by
    },
    value: () => count,
  }
}

function createGauge(): Gauge {
  let current = 0
  return {
    set(value): void {
      current = value
    },
    value: () => current,
  }
}

function snapshotOf(entry: Entry): MetricSnapshot {
  const { name, labels } = entry
  switch (entry.type) {
    case 'counter':
    case 'gauge':
      return { type: entry.type, name, labels, value: entry.instrument.value() }
    case 'histogram': {
      const { instrument } = entry
      return {
        type: 'histogram',
        name,
        labels,
        count: instrument.count(),
        sum: instrument.sum(),
        min: instrument.quantile(0),
        max: instrument.quantile(1),
        quantiles: QUANTILES.map((q) => [q, instrument.quantile(q)] as const),
      }
    }
  }
}

function keyOf(name: string, labels: MetricLabels): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([name, ...sorted])
}
