import type { MonotonicClock } from '../../runtime/ports.ts'
import type { PreparedWork } from './work.ts'

/** Times of one way of doing the work, ns an item. */
export interface Timing {
  /** Median of the rounds. */
  readonly nsPerItem: number
  /** Of the fastest round: noise only ever adds time. */
  readonly fastestNs: number
  /** Middle half of the rounds ÷ their median. */
  readonly spread: number
}

/** What one work cost. */
export interface Figures {
  /** Slices of each way, in turn. */
  readonly rounds: number
  /** crossbook's. */
  readonly own: Timing
  /** `JSON.parse` of the same frames in the same run; absent where there is no JSON. */
  readonly floor?: Timing
  /** Median of the rounds' ratios, floor ÷ own. */
  readonly ratio?: number
}

/** How it is measured. */
export interface MeasureOptions {
  /** For how long, warm-up included. */
  readonly forMs: number
  /** The clock. */
  readonly clock: MonotonicClock
  /** Resolves in a later turn of the event loop, so that Ctrl-C is heard between slices. */
  readonly breathe: () => Promise<void>
  /** Ends it early. */
  readonly signal: AbortSignal
}

const LEAST_ROUNDS = 3
const WARM_UP_PART = 0.25
const LONGEST_WARM_UP_MS = 1_500
/** Slices of one way, so that there are medians to speak of. */
const SLICES = 25
const LONGEST_SLICE_MS = 40

/** Measures short slices of both ways in turn; `undefined` where it was ended before there was anything to say. */
export async function measure(
  { items, reset, pass, floor }: PreparedWork,
  { forMs, clock, breathe, signal }: MeasureOptions,
): Promise<Figures | undefined> {
  const own: number[] = []
  const floors: number[] = []
  const warmUpMs = Math.min(LONGEST_WARM_UP_MS, forMs * WARM_UP_PART)
  const sliceNs = Math.min(LONGEST_SLICE_MS, (forMs - warmUpMs) / (2 * SLICES)) * 1e6
  const slice = (begin: () => void, work: () => void): number => {
    let ns = 0
    let passes = 0
    while (ns < sliceNs || passes === 0) {
      begin()
      const startNs = clock.nowNs()
      work()
      ns += clock.nowNs() - startNs
      passes += 1
    }
    return ns / passes / items
  }
  const startNs = clock.nowNs()
  const warmNs = startNs + warmUpMs * 1e6
  const endNs = startNs + forMs * 1e6
  while (own.length < LEAST_ROUNDS || clock.nowNs() < endNs) {
    await breathe()
    if (signal.aborted) return undefined
    const isWarm = clock.nowNs() >= warmNs
    const ownNs = slice(reset, pass)
    const floorNs = floor === undefined ? Number.NaN : slice(() => {}, floor)
    if (!isWarm) continue
    own.push(ownNs)
    floors.push(floorNs)
  }
  if (floor === undefined) return { rounds: own.length, own: timing(own) }
  // Round by round: both slices saw the same machine, more or less.
  const ratio = quantile(
    floors.map((ns, round) => ns / (own[round] ?? Number.NaN)),
    0.5,
  )
  return { rounds: own.length, own: timing(own), floor: timing(floors), ratio }
}

function timing(times: readonly number[]): Timing {
  const middle = quantile(times, 0.5)
  return {
    nsPerItem: middle,
    fastestNs: Math.min(...times),
    spread: (quantile(times, 0.75) - quantile(times, 0.25)) / middle,
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
}
