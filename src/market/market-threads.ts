import type { Waiting } from '../runtime/index.ts'
import { numberProblems } from '../transport/options.ts'

/** Venues spread over threads. */
export interface MarketThreads {
  /** How many threads keep market data. Each venue is in one of them, the one that has the fewest when it is opened. */
  readonly marketData: number
  /**
   * How this thread learns of what they tell.
   *
   * - `wait`: it is woken; some tens of µs, and nothing while nothing happens
   * - `yield`: it looks at each turn of its event loop, and sleeps after a hundred in vain
   * - `spin`: it looks at each turn of its event loop, which never rests: for a core of its own
   *
   * @defaultValue `'wait'`
   */
  readonly waiting?: Waiting
  /** Room for what a venue has told and this thread has not read, in numbers of 8 bytes, a power of two. @defaultValue 262,144 (2 MiB) */
  readonly ringNumbers?: number
  /** Longest silence of a thread that is taken for alive, in ms; it tells how it is once a second. @defaultValue 10,000 */
  readonly maxSilentMs?: number
  /** Longest time that a venue may take to close, in ms; then its thread is ended. @defaultValue 10,000 */
  readonly closeTimeoutMs?: number
  /** The module that the threads run: it exports `thread = marketThread({…})`. @defaultValue `crossbook/market/thread` */
  readonly module?: string | URL
}

/** Where market data are kept: in this thread, or in threads of their own. */
export type ThreadMode = 'single' | MarketThreads

const LEAST = { marketData: 1, ringNumbers: 4_096, maxSilentMs: 2_000, closeTimeoutMs: 1 }

/** What is wrong with threads, one sentence each. */
export function threadProblems(threads: MarketThreads): readonly string[] {
  const { marketData, ringNumbers = 4_096, maxSilentMs, closeTimeoutMs } = threads
  const isPower = Number.isInteger(Math.log2(ringNumbers))
  return [
    ...numberProblems({ marketData, ringNumbers, maxSilentMs, closeTimeoutMs }, LEAST),
    ...(isPower ? [] : [`ringNumbers: expected a power of two, was ${ringNumbers}`]),
  ]
}
