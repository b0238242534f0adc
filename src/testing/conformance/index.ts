import { ConformanceBench } from './bench.ts'
import { BOOK_CLAUSES } from './book-clauses.ts'
import type { ConformanceCheck, ConformanceSubject } from './check.ts'
import type { Clause } from './clause.ts'
import { CONNECTION_CLAUSES } from './connection-clauses.ts'
import { DRIFT_CLAUSES } from './drift-clauses.ts'
import { FACTS_CLAUSES } from './facts-clauses.ts'
import { FRAME_CLAUSES } from './frame-clauses.ts'
import { HTML_CLAUSES } from './html-clauses.ts'
import { LISTING_CHANGE_CLAUSES } from './listing-change-clauses.ts'
import { LISTING_CLAUSES } from './listing-clauses.ts'
import { REFUSAL_CLAUSES } from './refusal-clauses.ts'
import { REST_CLAUSES } from './rest-clauses.ts'
import { SESSION_CLAUSES } from './session-clauses.ts'
import { SILENCE_CLAUSES } from './silence-clauses.ts'
import { STREAM_CLAUSES } from './stream-clauses.ts'
import { THREAD_CLAUSES } from './thread-clauses.ts'
import { USER_CLAUSES } from './user-clauses.ts'

const CLAUSES: readonly Clause[] = [
  ...FACTS_CLAUSES,
  ...LISTING_CLAUSES,
  ...LISTING_CHANGE_CLAUSES,
  ...SESSION_CLAUSES,
  ...FRAME_CLAUSES,
  ...STREAM_CLAUSES,
  ...BOOK_CLAUSES,
  ...CONNECTION_CLAUSES,
  ...REST_CLAUSES,
  ...REFUSAL_CLAUSES,
  ...SILENCE_CLAUSES,
  ...HTML_CLAUSES,
  ...USER_CLAUSES,
  ...DRIFT_CLAUSES,
  ...THREAD_CLAUSES,
]

/**
 * The checks of a driver, one for each clause of the contract, in order: of ours, and of anybody's.
 *
 * They run in virtual time, on the simulated venue given; nothing is shared between two of them but what the venue
 * lists and sends. `skip` says why a clause does not apply. Any test runner will do.
 * `threads: 'marketData'` keeps market data in a thread of their own, in the same virtual time.
 *
 * @example
 * ```ts
 * import { test } from 'node:test'
 * import { okx } from 'crossbook/drivers/okx'
 * import { simulatedOkx } from 'crossbook/sim/okx'
 * import { conformance } from 'crossbook/testing'
 *
 * for (const { title, skip, run } of conformance({ driver: okx(), simulate: simulatedOkx }))
 *   test(title, { skip: skip ?? false }, run)
 * ```
 */
export function conformance(subject: ConformanceSubject): readonly ConformanceCheck[] {
  const bench = new ConformanceBench(subject)
  const unknown = Object.keys(subject.notApplicable ?? {}).filter(
    (id) => !CLAUSES.some((clause) => clause.id === id),
  )
  return [
    ...unknown.map((id) => ({
      id,
      title: `${id} is a clause of the contract`,
      run: () => Promise.reject(new RangeError(`There is no clause ${id}`)),
    })),
    ...CLAUSES.map((clause) => checkOf(clause, bench)),
  ]
}

function checkOf(
  { id, text, needsVenue, exempt, check }: Clause,
  bench: ConformanceBench,
): ConformanceCheck {
  const { subject, driver } = bench
  const reason =
    subject.notApplicable?.[id] ??
    (needsVenue && subject.simulate === undefined ? 'no simulated venue was given' : undefined) ??
    exempt?.(driver)
  const title = `${id} ${text}`
  const run = async (): Promise<void> => check(bench)
  return reason === undefined ? { id, title, run } : { id, title, skip: reason, run }
}
