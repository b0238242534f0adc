import { ConfigError } from '../../core/index.ts'

/** How orders are kept. */
export interface OmsOptions {
  /** The writer's epoch, higher than that of any writer before: no id is ever given twice. */
  readonly epoch: number
  /** How long a request is of force after it was made. @defaultValue 10,000 ms */
  readonly deadlineMs?: number
  /** Most orders that have ended and are kept whole. @defaultValue 10,000 */
  readonly maxEnded?: number
  /** How long an order that has ended is kept whole, by the time of events. @defaultValue 3,600,000 ms */
  readonly maxEndedAgeMs?: number
  /** Most orders and fills, counted together, that are remembered by their ids only after that. @defaultValue 200,000 */
  readonly maxEvicted?: number
}

const DEFAULTS = {
  deadlineMs: 10_000,
  maxEnded: 10_000,
  maxEndedAgeMs: 3_600_000,
  maxEvicted: 200_000,
} as const satisfies Omit<OmsOptions, 'epoch'>

/** Fills in what is not given. @throws ConfigError `INVALID_OPTIONS` */
export function resolveOmsOptions(options: OmsOptions): Required<OmsOptions> {
  const resolved = Object.freeze({ ...DEFAULTS, ...options })
  const problems = Object.entries(resolved)
    .filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
    .map(([name, value]) => `${name} to be a whole number of at least 1, was ${value}`)
  if (problems.length === 0) return resolved
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Setting up the orders: expected ${problems.join('; expected ')}`,
  )
}
