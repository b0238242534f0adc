import type { HttpResponse, RefusalCode, VenueError } from '../../../core/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { retryAfterMs } from '../../kit/retry-after.ts'
import { type Envelope, envelopeOf } from './envelope.ts'

/** What a code of Bybit means. */
export interface CodeMeaning {
  /** To who asks a query. */
  readonly code: RefusalCode
  /** To an order request: it was not carried out; nobody can say; or what it asks for is so already. */
  readonly outcome: 'rejected' | 'unknown' | 'unchanged'
}

/** Codes, and spans of codes with both ends. */
type Codes = readonly (number | readonly [number, number])[]

/**
 * The venue's codes; the first row that has one counts. docs/venues/bybit.md §Errors of trading; checked 2026-11-21.
 * `rejected` is an allow-list: a code that is not here leaves an order unknown.
 */
const MEANINGS: readonly (readonly [RefusalCode, CodeMeaning['outcome'], Codes])[] = [
  // Timeouts and internal errors: the order may have been taken.
  [
    'VENUE_UNAVAILABLE',
    'unknown',
    [10000, 10016, 10019, 170001, 170007, 170032, 170146, 170147, 170234],
  ],
  // The system protects itself; where in its course it did so, it does not say.
  ['RATE_LIMITED', 'unknown', [429, 10429]],
  // Our own budget was used up: the gateway let nothing through.
  ['RATE_LIMITED', 'rejected', [10006, 10018, 10403, 20003, 170005, 170222]],
  // An order of this id is, or was, there: it may be this one.
  ['ORDER_INVALID', 'unknown', [110072, 170141]],
  ['CLOCK_SKEWED', 'rejected', [10002, -1]],
  ['AUTH_FAILED', 'rejected', [10003, 10004, 10007, 33004, -2015]],
  ['BANNED', 'rejected', [10009]],
  [
    'PERMISSION_DENIED',
    'rejected',
    [10005, 10008, 10010, 10024, [10027, 10029], 100028, [110123, 110125], 110132, 170209, 170241],
  ],
  [
    'INSUFFICIENT_FUNDS',
    'rejected',
    [110004, 110006, 110007, 110012, 110014, 110044, 110045, [110051, 110053], 170033, 170131],
  ],
  // It is not there, or works no longer.
  ['ORDER_NOT_FOUND', 'rejected', [110001, 110008, 110010, 170139, 170142, 170143, 170190, 170213]],
  // It is busy: to be asked again a moment later.
  ['VENUE_REJECTED', 'rejected', [40004, 110079, 170191, 170212]],
  // "Not modified".
  ['VENUE_REJECTED', 'unchanged', [[110025, 110027], 110043, 34040]],
  [
    'ORDER_INVALID',
    'rejected',
    [
      10001,
      [30208, 30209],
      110003,
      110009,
      110017,
      [110020, 110023],
      110030,
      110090,
      [110092, 110094],
      [110120, 110121],
      [170115, 170124],
      [170130, 170142],
      [170192, 170199],
      [170217, 170218],
      [170371, 170372],
      [170381, 170382],
      170810,
      // The market does not take it now: halted, or in an auction.
      110063,
      110066,
      110074,
      [110095, 110103],
      170031,
      170151,
    ],
  ],
]

/** The same by code: each refusal is looked up. */
const BY_CODE = byCode()

/** An address that asked too often is shut out for this long. */
const SHUT_OUT_MS = 600_000
/** Our budget of an endpoint is full again after this long, where the answer does not say when. */
const REFILL_MS = 1000

/** What a code means; `undefined` where it is not known. The words count where they contradict it. */
export function meaningOfCode(retCode: string, retMsg: string): CodeMeaning | undefined {
  const meaning = BY_CODE.get(Number(retCode))
  if (meaning === undefined) return undefined
  // 10001 says many things, this one among them.
  return /duplicate/i.test(retMsg) ? { code: meaning.code, outcome: 'unknown' } : meaning
}

function byCode(): ReadonlyMap<number, CodeMeaning> {
  const meanings = new Map<number, CodeMeaning>()
  for (const [code, outcome, codes] of MEANINGS)
    for (const each of codes) {
      const [first, last] = typeof each === 'number' ? [each, each] : each
      // As in a list that is read from its beginning: what stands first holds.
      for (let number = first; number <= last; number += 1)
        if (!meanings.has(number)) meanings.set(number, { code, outcome })
    }
  return meanings
}

/**
 * What an answer that is a refusal means; `undefined` where nobody can say. `envelope` is absent where the answer is not the
 * venue's own: the gateway in front of it writes plain text and HTML.
 */
export function meaningOfRefusal(
  { status, body }: HttpResponse,
  envelope: Envelope | undefined,
): CodeMeaning | undefined {
  if (status >= 500) return { code: 'VENUE_UNAVAILABLE', outcome: 'unknown' }
  if (status === 429) return { code: 'RATE_LIMITED', outcome: 'unknown' }
  const known = envelope && meaningOfCode(envelope.retCode, envelope.retMsg)
  if (known !== undefined) return known
  if (status === 401) return { code: 'AUTH_FAILED', outcome: 'rejected' }
  if (status !== 403) return undefined
  return /too frequent/i.test(textOf(body))
    ? { code: 'RATE_LIMITED', outcome: 'rejected' }
    : // A region, a firewall.
      { code: 'PERMISSION_DENIED', outcome: 'unknown' }
}

/** The error of an answer that is a refusal: by the code in its body, else by its status. */
export function accountError(
  response: HttpResponse,
  envelope: Envelope | undefined = envelopeOf(response),
): VenueError {
  const retCode = envelope?.retCode
  const code = meaningOfRefusal(response, envelope)?.code ?? 'VENUE_REJECTED'
  const words = envelope?.retMsg ?? textOf(response.body)
  return accountRefusal({
    doing: 'Calling Bybit',
    code,
    venueCode: retCode,
    words,
    status: response.status,
    retryAfterMs: code === 'RATE_LIMITED' ? pauseMs(response, envelope) : undefined,
  })
}

/** The error of an answer that tells us to stop sending; `undefined` of all others. `envelope` as in `readAnswer`. */
export function stopError(
  response: HttpResponse,
  envelope: Envelope | undefined = envelopeOf(response),
): VenueError | undefined {
  const isGood = response.status >= 200 && response.status <= 299
  if (isGood && envelope?.retCode === '0') return undefined
  // Most refusals are of one order, and nobody wants an error of them.
  const code = meaningOfRefusal(response, envelope)?.code
  const isStop = code === 'RATE_LIMITED' || code === 'BANNED'
  return isStop ? accountError(response, envelope) : undefined
}

/** How long to wait: as it says itself, until our budget is full again, or ten minutes. */
function pauseMs(response: HttpResponse, envelope: Envelope | undefined): number {
  const { status, headers } = response
  const told = retryAfterMs(headers)
  if (told !== undefined) return told
  if (status === 403) return SHUT_OUT_MS
  const resetMs = Number(headers['x-bapi-limit-reset-timestamp'])
  const nowUs = envelope?.venueTimeUs
  if (nowUs === undefined || !Number.isSafeInteger(resetMs)) return REFILL_MS
  // In between it is about now, and says nothing.
  return Math.min(Math.max(resetMs - nowUs / 1000, 1), REFILL_MS)
}

/** How an answer begins, as text. */
export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 400))
}
