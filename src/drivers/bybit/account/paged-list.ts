import type { AccountList, HttpResponse, RestCall } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { arrayAt, asObject, given, objectAt, optionalTextAt } from '../../kit/fields.ts'
import { readEnvelope } from './envelope.ts'
import { accountError } from './errors.ts'
import type { SignedCalls } from './signed-calls.ts'

/** Query parameters. */
export type Query = Readonly<Record<string, string | number>>

/** A page of a list. */
export interface ListPage {
  /** Its rows. */
  readonly rows: readonly JsonObject[]
  /** When the venue answered, epoch µs. */
  readonly venueTimeUs: number | undefined
  /** When we read it, epoch µs. */
  readonly localTimeUs: number
}

/** Reads a page. */
export type ReadPage<T> = (page: ListPage) => Pick<AccountList<T>, 'items' | 'isComplete'>

/** What a list is asked for by. */
export interface ListQuestion<T> {
  /** The endpoint. */
  readonly path: string
  /** Which list. */
  readonly query: Query
  /** Reads a page of it. */
  readonly read: ReadPage<T>
  /** From when on, epoch ms: the venue takes seven days at once, so a longer span is asked for window by window. */
  readonly fromMs?: number
  /** Where the last page ended. */
  readonly cursor?: string | undefined
}

/** The longest span of one question, both ends included. */
const WINDOW_MS = 7 * 86_400_000 - 1

/** Asks for a list, page by page. */
export function listCall<T>(
  calls: SignedCalls,
  question: ListQuestion<T>,
): RestCall<AccountList<T>> {
  const { path, query, read, fromMs, cursor } = question
  const span = fromMs === undefined ? {} : { startTime: fromMs, endTime: fromMs + WINDOW_MS }
  return {
    request: calls.get(path, { ...query, ...span, ...given('cursor', cursor) }),
    parse: (response, localTimeUs) => {
      const page = readPage(response, localTimeUs)
      return { ...read(page), ...given('venueTimeUs', page.venueTimeUs) }
    },
    next: (response) => {
      const after = following(question, response)
      return after === undefined ? undefined : listCall(calls, after)
    },
  }
}

/** Reads `{"result":{"list":[…],"nextPageCursor":…}}`. Throws VenueError where it is a refusal. */
function readPage(response: HttpResponse, localTimeUs: number): ListPage {
  const { retCode, body, venueTimeUs } = readEnvelope(response)
  if (retCode !== '0') throw accountError(response)
  const rows = arrayAt(objectAt(body, 'result'), 'list').map((row) => asObject(row, 'row'))
  return { rows, venueTimeUs, localTimeUs }
}

function following<T>(
  question: ListQuestion<T>,
  response: HttpResponse,
): ListQuestion<T> | undefined {
  const { rows, venueTimeUs } = readPage(response, 0)
  const cursor = optionalTextAt(objectAt(readEnvelope(response).body, 'result'), 'nextPageCursor')
  // A cursor behind a page without rows leads nowhere.
  if (cursor !== undefined && rows.length > 0) return { ...question, cursor: decoded(cursor) }
  const { fromMs } = question
  if (fromMs === undefined || venueTimeUs === undefined) return undefined
  const nextMs = fromMs + WINDOW_MS + 1
  return nextMs * 1000 > venueTimeUs
    ? undefined
    : { ...question, fromMs: nextMs, cursor: undefined }
}

/** A cursor comes percent-encoded, and is encoded again when it is sent. */
function decoded(cursor: string): string {
  try {
    return decodeURIComponent(cursor)
  } catch {
    // A `%` of its own: it is not encoded.
    return cursor
  }
}
