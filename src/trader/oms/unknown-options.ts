import { ConfigError } from '../../core/index.ts'

/** How the venue is asked about orders that nobody can say anything about. */
export interface UnknownOptions {
  /** From the loss of an answer to the first question: what is on its way may still come. @defaultValue 200 ms */
  readonly firstDelayMs?: number
  /** Most time between two rounds of questions; it doubles up to that, and never ends. @defaultValue 30,000 ms */
  readonly maxDelayMs?: number
  /**
   * How long after a deadline, by the venue's clock, a request may still show up in the venue's lists; longer where a venue
   * takes no deadline. @defaultValue 10,000 ms
   */
  readonly marginMs?: number
  /**
   * How long an answer is waited for: longer than a call may wait for its turn in the venue's budget and be on its way, or an
   * answer that comes late would never count. @defaultValue 90,000 ms
   */
  readonly answerTimeoutMs?: number
}

const DEFAULTS = {
  firstDelayMs: 200,
  maxDelayMs: 30_000,
  marginMs: 10_000,
  answerTimeoutMs: 90_000,
} as const satisfies UnknownOptions

/** Fills in what is not given. @throws ConfigError `INVALID_OPTIONS` */
export function resolveUnknownOptions(options: UnknownOptions): Required<UnknownOptions> {
  const resolved = Object.freeze({ ...DEFAULTS, ...options })
  const problems = Object.entries(resolved)
    .filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
    .map(([name, value]) => `${name} to be a whole number of at least 1, was ${value}`)
  if (problems.length === 0) return resolved
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Setting up questions about orders: expected ${problems.join('; expected ')}`,
  )
}
