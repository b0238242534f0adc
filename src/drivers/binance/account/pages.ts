import {
  type AccountList,
  type HttpResponse,
  type Instrument,
  ProtocolError,
  type RestCall,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { answerTimeUs } from '../../kit/answer-time.ts'
import { asArray, asObject, given, parseJson, textAt } from '../../kit/fields.ts'
import type { Operation, Product } from './operations.ts'
import { type Keys, signedRequest } from './signed-request.ts'

/** Rows of a page; all these lists allow as many. */
const PAGE_ROWS = 1000

/** A list that reaches back in time. */
export interface PastList<T> {
  /** The product line. */
  readonly product: Product
  /** How it is asked. */
  readonly operation: Operation
  /** Of what. */
  readonly instrument: Instrument
  /** From when on, epoch ms. */
  readonly sinceMs: number
  /** Longest span that one call may ask for, in ms. */
  readonly spanMs: number
  /** How far back the venue tells all, in ms. */
  readonly horizonMs: number
  /** The id of a row, and the parameter that asks for rows from an id on; absent where there is none. */
  readonly cursor?: { readonly row: string; readonly parameter: string }
  /** Reads a row: none where it is told elsewhere; `undefined` where it cannot be read, and the list is incomplete. */
  readonly read: (row: JsonObject, localTimeUs: number) => readonly T[] | undefined
  /** The list to read when this one is at its end. */
  readonly after?: () => RestCall<AccountList<T>>
}

type PageStart = { readonly startMs: number } | { readonly fromId: string }

/**
 * A list in pages: span after span up to the time of the answer; from a page that is full on, by the id after its last.
 * Rows come oldest first. An answer without a time cannot say whether its span reaches until now, so it proves nothing.
 */
export function readPast<T>(keys: Keys, list: PastList<T>): RestCall<AccountList<T>> {
  return page(keys, list, { startMs: list.sinceMs })
}

function page<T>(keys: Keys, list: PastList<T>, start: PageStart): RestCall<AccountList<T>> {
  const { cursor, horizonMs, instrument, operation, product, sinceMs } = list
  const query = { symbol: instrument.symbol, ...startQuery(list, start), limit: PAGE_ROWS }
  return {
    request: signedRequest(keys, { product, operation, query, isIdempotent: true }),
    parse: (response, localTimeUs) => {
      const rows = rowsOf(response)
      const read = rows.map((row) => list.read(row, localTimeUs))
      const venueTimeUs = answerTimeUs(response)
      const isCut = isFull(rows) && cursor === undefined
      const oldestMs = venueTimeUs === undefined ? Infinity : venueTimeUs / 1000 - horizonMs
      return {
        items: read.flatMap((items) => items ?? []),
        ...given('venueTimeUs', venueTimeUs),
        isComplete: sinceMs >= oldestMs && !isCut && !read.includes(undefined),
      }
    },
    next: (response) => {
      const from = startAfter(list, start, response)
      return from === undefined ? list.after?.() : page(keys, list, from)
    },
  }
}

function startQuery(
  { cursor, spanMs }: Pick<PastList<unknown>, 'cursor' | 'spanMs'>,
  start: PageStart,
): Readonly<Record<string, string | number>> {
  return 'startMs' in start
    ? { startTime: start.startMs, endTime: start.startMs + spanMs - 1 }
    : { [cursor?.parameter ?? '']: start.fromId }
}

/** Where the next page starts; `undefined` at the end. */
function startAfter(
  { cursor, horizonMs, spanMs }: Pick<PastList<unknown>, 'cursor' | 'horizonMs' | 'spanMs'>,
  start: PageStart,
  response: HttpResponse,
): PageStart | undefined {
  const rows = rowsOf(response)
  if (isFull(rows) && cursor !== undefined) return { fromId: idAfter(rows, cursor.row) }
  if (!('startMs' in start)) return undefined
  const nowMs = Math.floor((answerTimeUs(response) ?? 0) / 1000)
  const endMs = start.startMs + spanMs
  // What is beyond the horizon need not be asked for.
  return endMs <= nowMs ? { startMs: Math.max(endMs, nowMs - horizonMs) } : undefined
}

function isFull(rows: readonly unknown[]): boolean {
  return rows.length >= PAGE_ROWS
}

function rowsOf({ body }: HttpResponse): readonly JsonObject[] {
  return asArray(parseJson(body), 'rows').map((row) => asObject(row, 'a row'))
}

/** Ids may be beyond 2^53. */
function idAfter(rows: readonly JsonObject[], key: string): string {
  const id = textAt(rows.at(-1) ?? {}, key)
  if (/^\d{1,20}$/.test(id)) return String(BigInt(id) + 1n)
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${key}: expected digits, was "${id.slice(0, 40)}"`,
  )
}
