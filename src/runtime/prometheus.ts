import type { MetricSnapshot } from './metrics.ts'
import type { MetricLabels } from './ports.ts'

/**
 * Writes metrics in the Prometheus text format, version 0.0.4.
 *
 * Counters end in `_total`; histograms are summaries. Characters that Prometheus does not allow in a name become `_`.
 */
export function prometheusText(snapshots: readonly MetricSnapshot[]): string {
  const families = new Map<string, string[]>()
  for (const snapshot of snapshots) {
    const name = exposedName(snapshot)
    const type = snapshot.type === 'histogram' ? 'summary' : snapshot.type
    const lines = families.get(name) ?? [`# TYPE ${name} ${type}`]
    lines.push(...linesOf(name, snapshot))
    families.set(name, lines)
  }
  return [...families.values()].map((lines) => `${lines.join('\n')}\n`).join('')
}

function linesOf(name: string, snapshot: MetricSnapshot): readonly string[] {
  const { labels } = snapshot
  switch (snapshot.type) {
    case 'counter':
    case 'gauge':
      return [`${name}${labelText(labels)} ${numberText(snapshot.value)}`]
    case 'histogram':
      return [
        ...snapshot.quantiles.map(([q, value]) => {
          return `${name}${labelText({ ...labels, quantile: String(q) })} ${numberText(value)}`
        }),
        `${name}_sum${labelText(labels)} ${numberText(snapshot.sum)}`,
        `${name}_count${labelText(labels)} ${numberText(snapshot.count)}`,
      ]
  }
}

function exposedName({ name, type }: MetricSnapshot): string {
  const clean = name.replace(/[^a-zA-Z0-9_:]/g, '_').replace(/^(?=\d)/, '_')
  return type === 'counter' && !clean.endsWith('_total') ? `${clean}_total` : clean
}

function labelText(labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(([key, value]) => {
    const clean = key.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_')
    const escaped = value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"')
    return `${clean}="${escaped}"`
  })
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)
}
