import type { HttpResponse, RefusalCode, VenueError } from '../../../core/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { isObject, parseJson } from '../../kit/fields.ts'
import { retryAfterMs } from '../../kit/retry-after.ts'
import { textsOf } from '../errors.ts'

/**
 * What a refusal says of an order: it was not carried out; the order that was meant is gone, which says so of a change or a
 * cancel and nothing of a placing; nobody can say.
 */
type OrderOutcome = 'rejected' | 'gone' | 'unknown'

/** What a refusal means. */
export interface Meaning {
  /** Its code for callers of queries. */
  readonly code: RefusalCode
  /** What it says of an order. */
  readonly outcome: OrderOutcome
}

const row = (
  pattern: RegExp,
  code: RefusalCode,
  outcome: OrderOutcome,
): readonly [RegExp, Meaning] => [pattern, { code, outcome }]

/**
 * What refusals mean, spot's texts and then the words of derivatives; the first that fits holds. An allow-list: only what
 * stands here as `rejected` is one. docs/venues/kraken.md §Trading, Errors; checked 2026-11-21.
 */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  // Shut out for about 15 minutes, whatever is asked.
  row(/^EGeneral:Temporary lockout/, 'BANNED', 'rejected'),
  row(/^(EAPI|EAuth|EOrder):(Domain )?Rate limit exceeded/i, 'RATE_LIMITED', 'rejected'),
  // Said of a service under load: nothing says that the order did not get through.
  row(
    /^EGeneral:Too many requests|^EService:Throttled|^Exceeded msg rate/,
    'RATE_LIMITED',
    'unknown',
  ),
  row(/^EAPI:Invalid nonce/, 'CLOCK_SKEWED', 'rejected'),
  row(/^EAPI:Invalid (key|signature|token)|^ESession:Invalid session/, 'AUTH_FAILED', 'rejected'),
  row(/^(EGeneral|EAPI):Permission denied|^ETrade:User Locked/, 'PERMISSION_DENIED', 'rejected'),
  row(/^(EOrder|EFunding):Insufficient /, 'INSUFFICIENT_FUNDS', 'rejected'),
  row(
    /^EOrder:(Invalid price|Order minimum not met|Cost minimum not met|Tick size check failed|Post only order|Orders limit exceeded|Positions limit exceeded)/,
    'ORDER_INVALID',
    'rejected',
  ),
  // An id that was used before is no proof that this order is not there.
  row(/^EGeneral:Invalid arguments.*cl_ord_id/, 'ORDER_INVALID', 'unknown'),
  row(/^EGeneral:Invalid arguments/, 'ORDER_INVALID', 'rejected'),
  row(/^EQuery:Unknown asset pair/, 'ORDER_INVALID', 'rejected'),
  row(
    /^EService:(Market in (cancel_only|post_only|limit_only|reduce_only)|Deadline elapsed)/,
    'ORDER_INVALID',
    'rejected',
  ),
  row(/^EOrder:(Unknown order|Invalid order)/, 'ORDER_NOT_FOUND', 'gone'),
  row(/^EService:|^EDatabase:|Internal error/, 'VENUE_UNAVAILABLE', 'unknown'),

  row(/^apiLimitExceeded$/, 'RATE_LIMITED', 'rejected'),
  row(/^(nonceBelowThreshold|nonceDuplicate)$/, 'CLOCK_SKEWED', 'rejected'),
  row(/^authenticationError$/, 'AUTH_FAILED', 'rejected'),
  // Words of the private feeds, which name no code.
  row(/^Failed to subscribe to authenticated feed|^Invalid api key/i, 'AUTH_FAILED', 'rejected'),
  row(/^insufficientPrivileges$/, 'PERMISSION_DENIED', 'rejected'),
  row(
    /^(insufficientAvailableFunds|insufficientFunds|INSUFFICIENT_MARGIN)$/,
    'INSUFFICIENT_FUNDS',
    'rejected',
  ),
  row(
    /^(invalidSize|invalidPrice|invalidOrderType|invalidSide|requiredArgumentMissing|postWouldExecute|iocWouldNotExecute|selfFill|outsidePriceCollar|maxPositionViolation|wouldNotReducePosition|clientOrderIdTooLong|tooManySmallOrders|marketSuspended|marketInactive|orderForEditNotAStop)$/,
    'ORDER_INVALID',
    'rejected',
  ),
  row(/^clientOrderIdAlreadyExist$/, 'ORDER_INVALID', 'unknown'),
  row(/^(notFound|orderForEditNotFound|filled)$/, 'ORDER_NOT_FOUND', 'gone'),
  row(/^(unavailable|Server Error|Unavailable)$/, 'VENUE_UNAVAILABLE', 'unknown'),
]

const NOT_KNOWN: Meaning = { code: 'VENUE_REJECTED', outcome: 'unknown' }

/** What a refusal in the venue's words means. */
export function meaningOf(text: string): Meaning {
  return MEANINGS.find(([pattern]) => pattern.test(text))?.[1] ?? NOT_KNOWN
}

/** The refusals in the body of an answer, warnings (`W…`) left out; `undefined` where it is no JSON object. */
export function refusalsOf(body: Uint8Array): readonly string[] | undefined {
  try {
    const message = parseJson(body)
    if (!isObject(message)) return undefined
    const texts = [...textsOf(message['error']), ...textsOf(message['errors'])]
    const result = message['result'] ?? message['Result']
    if (texts.length === 0 && result === 'error') return ['no reason given']
    return texts.filter((text) => !text.startsWith('W'))
  } catch {
    // Gateways answer in HTML: whoever asked sees that there is nothing to read.
    return undefined
  }
}

/** The error of an answer of whatever status; `undefined` where it is none. */
export function answerError(response: HttpResponse): VenueError | undefined {
  const { status } = response
  const isGood = status >= 200 && status <= 299
  return isGood && (refusalsOf(response.body) ?? []).length === 0
    ? undefined
    : refusalError(response)
}

/** The error of an answer that is a refusal, by its status or by its words. */
export function refusalError({ status, body, headers }: HttpResponse): VenueError {
  const refusals = refusalsOf(body) ?? []
  return accountRefusal({
    doing: 'Asking Kraken',
    code: codeOf(status, refusals),
    // Words are all that the venue has.
    venueCode: refusals[0],
    words: refusals.join(', '),
    status,
    retryAfterMs: retryAfterMs(headers),
  })
}

/** The error of what a private stream refuses, in its words. */
export function streamRefusal(text: string): VenueError {
  const { code: known } = meaningOf(text)
  const code = known === 'VENUE_REJECTED' ? 'SUBSCRIBE_REJECTED' : known
  return accountRefusal({ doing: 'Subscribing at Kraken', code, venueCode: text, words: text })
}

function codeOf(status: number, [text]: readonly string[]): RefusalCode {
  if (status === 429) return 'RATE_LIMITED'
  if (text !== undefined) return meaningOf(text).code
  if (status === 401) return 'AUTH_FAILED'
  if (status === 403) return 'PERMISSION_DENIED'
  return status >= 500 ? 'VENUE_UNAVAILABLE' : 'VENUE_REJECTED'
}

/** Limits of the matching engine are those of one pair: they stop its orders, and not the cancels of all. */
const OF_ONE_PAIR = /^EOrder:/

/** The error of an answer that tells us to stop sending; `undefined` for any other answer. */
export function stopError(response: HttpResponse): VenueError | undefined {
  const error = answerError(response)
  if (error?.code !== 'RATE_LIMITED' && error?.code !== 'BANNED') return undefined
  return OF_ONE_PAIR.test(String(error.context['venueCode'])) ? undefined : error
}

/** Spot's words, then those of derivatives, for a nonce that is not above all that the venue has seen. */
const OVERTAKEN: ReadonlySet<unknown> = new Set([
  'EAPI:Invalid nonce',
  'nonceBelowThreshold',
  'nonceDuplicate',
])

/** Whether a call was refused for a nonce that is not above all that the venue has seen. */
export function isOvertaken(response: HttpResponse): boolean {
  return OVERTAKEN.has(answerError(response)?.context['venueCode'])
}
