import type { HttpResponse, RefusalCode, VenueError } from '../../../core/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { retryAfterMs } from '../../kit/retry-after.ts'
import { type Envelope, envelopeOf } from './envelope.ts'

/** What a code of OKX means. */
export interface CodeMeaning {
  /** To who asks a query. */
  readonly code: RefusalCode
  /** To an order request: it was not carried out; nobody can say; or what it asks for is under way already. */
  readonly outcome: 'rejected' | 'unknown' | 'underWay'
}

/** Codes, and spans of codes with both ends. */
type Codes = readonly (number | readonly [number, number])[]

/**
 * The venue's codes; the first row that has one counts. docs/venues/okx.md §Errors of trading; checked 2026-11-21.
 * `rejected` is an allow-list: a code that is not here leaves an order unknown.
 */
const MEANINGS: readonly (readonly [RefusalCode, CodeMeaning['outcome'], Codes])[] = [
  // "Does not mean that the request was successful or failed", maintenance, system errors: it may have been carried out.
  [
    'VENUE_UNAVAILABLE',
    'unknown',
    [50001, 50004, 50005, 50013, 50026, 51054, 51149, 51412, 60015, 63999, 64008],
  ],
  // An order of this id is there, or was: it may be this one.
  ['ORDER_INVALID', 'unknown', [50042, 50071, 51011, 51016, 51065, 51068]],
  ['ORDER_INVALID', 'underWay', [51410]],
  // The gateway let it not through, or the account may place no more for now.
  ['RATE_LIMITED', 'rejected', [50011, 50040, 50061, 51113, 51115, 60014, 60023]],
  ['CLOCK_SKEWED', 'rejected', [50102, 50112, 60004, 60006]],
  [
    'AUTH_FAILED',
    'rejected',
    [
      50008,
      50010,
      50100,
      50101,
      [50103, 50109],
      50111,
      50113,
      50114,
      50119,
      [60001, 60003],
      60005,
      60007,
      60009,
      60011,
      60024,
      60032,
    ],
  ],
  [
    'PERMISSION_DENIED',
    'rejected',
    [
      50007,
      50009,
      50012,
      [50017, 50023],
      [50027, 50030],
      [50032, 50035],
      50038,
      50041,
      [50051, 50052],
      [50059, 50060],
      50067,
      50110,
      [50118, 50121],
      51009,
      51024,
      51155,
      [51732, 51735],
      51737,
      54094,
      59113,
      59114,
    ],
  ],
  ['INSUFFICIENT_FUNDS', 'rejected', [51008, 51119, 51127, 51131, 51502, 51736, 59200]],
  // It is not there, or works no longer.
  [
    'ORDER_NOT_FOUND',
    'rejected',
    [51063, [51400, 51402], 51405, 51416, 51503, 51509, 51510, 51527, 51603],
  ],
  [
    'ORDER_INVALID',
    'rejected',
    [
      50000,
      50002,
      50006,
      [50014, 50016],
      50024,
      50025,
      // `expTime` was over.
      50036,
      50037,
      50115,
      50122,
      [51000, 51053],
      [51056, 51062],
      51066,
      51067,
      [51069, 51112],
      [51114, 51148],
      [51150, 51214],
      [51250, 51280],
      [51321, 51330],
      51370,
      [51403, 51404],
      [51406, 51409],
      [51413, 51415],
      [51500, 51543],
      [54000, 54093],
      60012,
      60013,
    ],
  ],
]

/** The budget of an endpoint is full again after this long. */
const REFILL_MS = 2000

/** What a code means; `undefined` where it is not known. */
export function meaningOf(venueCode: string): CodeMeaning | undefined {
  // Some codes are told with what refines them: `51008_1000`.
  const number = Number(venueCode.split('_', 1)[0])
  const row = MEANINGS.find(([, , codes]) =>
    codes.some((each) =>
      typeof each === 'number' ? each === number : number >= each[0] && number <= each[1],
    ),
  )
  return row === undefined ? undefined : { code: row[0], outcome: row[1] }
}

/** The error of an answer that is a refusal: by the code in its body, else by its status. */
export function accountError(response: HttpResponse): VenueError {
  return refusalError(response, envelopeOf(response))
}

/** The error of a code, of the whole answer or of a row of it. */
export function refusalError(
  { status, headers }: HttpResponse,
  refusal: Pick<Envelope, 'code' | 'message'> | undefined,
): VenueError {
  const { code: venueCode, message = '' } = refusal ?? {}
  const code = errorCode(status, venueCode)
  const waitMs = code === 'RATE_LIMITED' ? (retryAfterMs(headers) ?? REFILL_MS) : undefined
  return accountRefusal({
    doing: 'Calling OKX',
    code,
    venueCode,
    words: message,
    status,
    retryAfterMs: waitMs,
  })
}

/** The error of an answer that tells us to stop sending, in whole or in a row; `undefined` of all others. */
export function stopError(response: HttpResponse): VenueError | undefined {
  const envelope = envelopeOf(response)
  const codes = [envelope, ...(envelope?.refusals ?? [])]
  const stop = codes.find((each) => errorCode(response.status, each?.code) === 'RATE_LIMITED')
  return stop === undefined && response.status !== 429 ? undefined : refusalError(response, stop)
}

function errorCode(status: number, venueCode: string | undefined): RefusalCode {
  const known = venueCode === undefined ? undefined : meaningOf(venueCode)?.code
  if (known !== undefined && known !== 'VENUE_UNAVAILABLE') return known
  if (status === 429) return 'RATE_LIMITED'
  if (known !== undefined || status >= 500) return 'VENUE_UNAVAILABLE'
  // The firewall in front of the venue answers in HTML.
  if (status === 403) return 'PERMISSION_DENIED'
  return status === 401 ? 'AUTH_FAILED' : 'VENUE_REJECTED'
}
