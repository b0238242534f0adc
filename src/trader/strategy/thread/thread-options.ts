import type { Waiting } from '../../../runtime/index.ts'
import { assertNoProblems, numberProblems } from '../../../transport/options.ts'

/** How a strategy runs in a thread of its own. */
export interface ThreadOptions {
  /** The module that has the strategy: it exports `thread = strategyThread([…])`. */
  readonly module: string | URL
  /** Levels a side that it sees of each book. @defaultValue 20 */
  readonly levels?: number
  /**
   * What becomes of market data that comes while it is busy. Fills, orders, timers and prints are told in any case, each in its
   * order.
   *
   * - `conflate`: of each instrument the newest book and the newest BBO are told
   * - `queue`: every change is told; the view is of the time at which it is told
   *
   * @defaultValue `conflate`
   */
  readonly marketData?: 'conflate' | 'queue'
  /** How it waits for the next event. @defaultValue `wait` */
  readonly waiting?: Waiting
  /** Longest time of one answer, in ms; one that takes longer hangs, and is ended. @defaultValue 1,000 */
  readonly maxAnswerMs?: number
  /** Longest time until it is made, in ms. @defaultValue 10,000 */
  readonly maxStartMs?: number
  /** Most events that may wait for it; more than that stop it. @defaultValue 10,000 */
  readonly maxWaiting?: number
}

/** The same, with every default filled in. */
export type ResolvedThreadOptions = Required<Omit<ThreadOptions, 'module'>> & {
  readonly module: string
}

const DEFAULTS = {
  levels: 20,
  marketData: 'conflate',
  waiting: 'wait',
  maxAnswerMs: 1_000,
  maxStartMs: 10_000,
  maxWaiting: 10_000,
} as const
const MOST_LEVELS = 5_000

/** Fills defaults in. @throws ConfigError `INVALID_OPTIONS` listing every problem at once */
export function resolveThreadOptions(options: ThreadOptions): ResolvedThreadOptions {
  const resolved = { ...DEFAULTS, ...options, module: String(options.module) }
  const { levels, maxAnswerMs, maxStartMs, maxWaiting } = resolved
  const numbers = { levels, maxAnswerMs, maxStartMs, maxWaiting }
  assertNoProblems('a strategy in a thread', [
    ...numberProblems(numbers, { levels: 1, maxAnswerMs: 1, maxStartMs: 1, maxWaiting: 1 }),
    ...(levels > MOST_LEVELS ? [`levels: expected at most ${MOST_LEVELS}, was ${levels}`] : []),
  ])
  return Object.freeze(resolved)
}
