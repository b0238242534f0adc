import { LATENCY_STEPS, type LatencyStep, type Waterfall } from './latency-steps.ts'
import type { Histogram, Metrics, MonotonicClock } from './ports.ts'

/** What a {@link Waterfall} is made of. */
export interface WaterfallOptions {
  /** What is timed by. */
  readonly monotonicClock: MonotonicClock
  /** Where the histograms stand: `latency_step_us`, by `step`. */
  readonly metrics: Metrics
  /** One frame in so many is timed; decisions are all timed. @defaultValue 8 */
  readonly everyFrames?: number
}

const EVERY_FRAMES = 8

/**
 * Times steps into histograms. No allocation. It costs some 70 ns a frame on average and 75 a turn that decides nothing
 * (`bench/waterfall.bench.ts`); a timed frame costs some 400, a turn with an order 700: most of it is reading the clock.
 */
export function createWaterfall(options: WaterfallOptions): Waterfall {
  const { monotonicClock, metrics, everyFrames = EVERY_FRAMES } = options
  const histograms = Object.fromEntries(
    LATENCY_STEPS.map((step) => [step, metrics.histogram('latency_step_us', { step })]),
  ) as Readonly<Record<LatencyStep, Histogram>>
  let frames = 0
  /** When the step under way began; NaN: none is timed. */
  let sinceNs = Number.NaN
  return Object.freeze({
    frame(): void {
      frames += 1
      sinceNs = frames % everyFrames === 0 ? monotonicClock.nowNs() : Number.NaN
    },
    turn(): void {
      sinceNs = monotonicClock.nowNs()
    },
    turned(afterUs: number): void {
      histograms.turned.record(afterUs)
    },
    mark(step: LatencyStep): void {
      if (Number.isNaN(sinceNs)) return
      const nowNs = monotonicClock.nowNs()
      histograms[step].record((nowNs - sinceNs) / 1_000)
      sinceNs = nowNs
    },
    end(): void {
      sinceNs = Number.NaN
    },
    steps: () =>
      LATENCY_STEPS.flatMap((step) => {
        const histogram = histograms[step]
        const count = histogram.count()
        if (count === 0) return []
        return [{ step, count, p50Us: histogram.quantile(0.5), p99Us: histogram.quantile(0.99) }]
      }),
  })
}
