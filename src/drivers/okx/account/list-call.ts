import type { AccountList, HttpResponse, RestCall } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { answerTimeUs } from '../../kit/answer-time.ts'
import { given, textAt } from '../../kit/fields.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { meaningOf, refusalError } from './errors.ts'
import { POINTS } from './facts.ts'
import type { Sign } from './signed-call.ts'

/** Most rows of a page. */
const PAGE = 100

/** How a list is asked for. */
export interface ListOptions<T> {
  /** Signs. */
  readonly sign: Sign
  /** What follows `/api/v5/`. */
  readonly path: string
  /** Calls in 2 s. */
  readonly limit: number
  /** What is asked for. */
  readonly query: Readonly<Record<string, string | number>>
  /** What a row says: none where it is of something else; `undefined` where it cannot be read, and the list is incomplete. */
  readonly read: (row: JsonObject, localTimeUs: number) => readonly T[] | undefined
  /** The id in a row by which older pages are asked for; absent: there is one page. */
  readonly pagedBy?: 'ordId' | 'algoId' | 'billId'
  /** Whether pages beyond this one have nothing to tell; absent: a page that is not full is the last. */
  readonly isPast?: (row: JsonObject) => boolean
  /** How far back has to be reached, epoch µs, how far this list goes, and the list that goes further. */
  readonly reach?: {
    readonly sinceUs: number
    readonly historyUs: number
    readonly beyond?: () => RestCall<AccountList<T>>
  }
  /** Whether a refusal because there is no such order is an empty list. */
  readonly isOneOrder?: boolean
  /** What else belongs to the list, after its last page. */
  readonly followedBy?: (rows: readonly JsonObject[]) => RestCall<AccountList<T>> | undefined
}

/** A signed GET that lists, page by page: newest first, `after` an id means older ones. */
export function listCall<T>(options: ListOptions<T>): RestCall<AccountList<T>> {
  const { sign, path, limit, query, read } = options
  return {
    request: {
      service: 'private',
      method: 'GET',
      path: `/api/v5/${path}`,
      query,
      weight: POINTS / limit,
      isIdempotent: true,
      sign,
    },
    parse(response, localTimeUs) {
      const { rows } = readRows(response, options)
      const venueTimeUs = answerTimeUs(response)
      const told = rows.map((row) => read(row, localTimeUs))
      const reaches =
        options.reach?.beyond !== undefined || isWithinReach(options, venueTimeUs ?? localTimeUs)
      return {
        items: told.flatMap((items) => items ?? []),
        ...given('venueTimeUs', venueTimeUs),
        isComplete: reaches && !told.includes(undefined),
      }
    },
    next: (response) => nextPage(options, response),
  }
}

function nextPage<T>(
  options: ListOptions<T>,
  response: HttpResponse,
): RestCall<AccountList<T>> | undefined {
  const { pagedBy, isPast, query, followedBy, reach } = options
  const { rows } = readRows(response, options)
  const last = rows.at(-1)
  const isFull = rows.length >= PAGE && last !== undefined && isPast?.(last) !== true
  if (pagedBy !== undefined && isFull)
    return listCall({ ...options, query: { ...query, after: textAt(last, pagedBy) } })
  // Without a date it may be too old: the list that goes further is asked too.
  const nowUs = answerTimeUs(response) ?? Number.POSITIVE_INFINITY
  if (reach?.beyond !== undefined && !isWithinReach(options, nowUs)) return reach.beyond()
  return followedBy?.(rows)
}

function readRows<T>(response: HttpResponse, { isOneOrder }: ListOptions<T>): Envelope {
  const envelope = readEnvelope(response)
  if (envelope.code === '0') return envelope
  const isAbsent = meaningOf(envelope.code)?.code === 'ORDER_NOT_FOUND'
  if (isAbsent && isOneOrder === true) return { ...envelope, rows: [] }
  throw refusalError(response, envelope)
}

function isWithinReach<T>({ reach }: ListOptions<T>, nowUs: number): boolean {
  return reach === undefined || reach.sinceUs >= nowUs - reach.historyUs
}
