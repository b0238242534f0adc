import type { StepLatency } from '../runtime/index.ts'

/** The steps from a frame to an order as a line for a terminal, p50 and p99 of each; `undefined` where nothing was timed. */
export function latencyLine(steps: readonly StepLatency[] | undefined): string | undefined {
  if (steps === undefined || steps.length === 0) return undefined
  const told = steps.map(({ step, p50Us, p99Us }) => `${step} ${shown(p50Us)}/${shown(p99Us)}`)
  return `µs p50/p99: ${told.join(' → ')}`
}

function shown(us: number): string {
  return us < 10 ? us.toFixed(1) : us.toFixed(0)
}
