import { assertNoProblems, numberProblems } from '../transport/options.ts'
import type { BookKeepingOptions } from './book-keeping.ts'
import { RESYNC_PACE } from './resync-pace.ts'

const DEFAULTS: BookKeepingOptions = Object.freeze({
  maxHeld: 2_048,
  gapFillMs: 250,
  snapshotTimeoutMs: 10_000,
  quietFetchMs: 3_000,
  maxSnapshots: 4,
  ladderBytes: 1 << 24,
  pace: RESYNC_PACE,
  staleAfter: false,
})

const LEAST = { maxHeld: 1, snapshotTimeoutMs: 1, maxSnapshots: 1, baseMs: 1, capMs: 1 }

/**
 * Checks limits and times of the keeping of books and fills in the defaults.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function resolveBookOptions(options: Partial<BookKeepingOptions>): BookKeepingOptions {
  assertNoProblems('a keeper of books', bookOptionProblems(options))
  return Object.freeze({ ...DEFAULTS, ...options })
}

/** What is wrong with them, one sentence each. */
export function bookOptionProblems(options: Partial<BookKeepingOptions>): readonly string[] {
  const { gapFillMs, pace, staleAfter, ...numbers } = options
  return [
    ...numberProblems({ ...numbers, ...(gapFillMs !== false && { gapFillMs }) }, LEAST),
    ...numberProblems({ ...pace }, LEAST).map((problem) => `pace.${problem}`),
    ...staleProblems(staleAfter || undefined),
  ]
}

function staleProblems(
  staleAfter: { readonly factor: number; readonly minMs: number } | undefined,
) {
  if (staleAfter === undefined) return []
  const { factor, minMs } = staleAfter
  return [
    ...(Number.isFinite(factor) && factor >= 1
      ? []
      : [`staleAfter.factor: expected a number of at least 1, was ${factor}`]),
    ...numberProblems({ minMs }).map((problem) => `staleAfter.${problem}`),
  ]
}
