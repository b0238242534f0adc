import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { RequestContext } from '../venue-host.ts'
import type { MexcLimits } from './limits.ts'
import type { MexcState } from './mexc-state.ts'

/** One request as an endpoint sees it. */
export interface RestCall {
  /** What the hosts share. */
  readonly state: MexcState
  /** The venue's limits. */
  readonly limits: MexcLimits
  /** The query. */
  readonly query: URLSearchParams
  /** What follows the endpoint's name in the path. */
  readonly rest: readonly string[]
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** The book as REST tells it: behind the streams, and more so where a fault says so. */
export function restBook(
  live: LiveInstrument,
  { state, limits, context }: RestCall,
): { readonly book: BookLevels; readonly updateId: number } {
  const ageMs = Math.max(limits.restLagMs, context.snapshotAgeMs)
  const then = live.updateIdAt(state.clock.nowUs() - ageMs * 1000) ?? live.updateId
  const book = live.bookAt(then)
  return book === undefined
    ? { book: live.book(), updateId: live.updateId }
    : { book, updateId: then }
}

/** A count that the query names. */
export function countOf({ query }: RestCall, name: string, usual: number, most: number): number {
  const count = Number(query.get(name) ?? usual)
  return Number.isSafeInteger(count) && count > 0 ? Math.min(count, most) : usual
}

/** A moment that the query names, in its own unit; `undefined` where it names none. */
export function momentOf({ query }: RestCall, name: string): number | undefined {
  const text = query.get(name)
  const value = Number(text)
  return text === null || text === '' || Number.isNaN(value) ? undefined : value
}
