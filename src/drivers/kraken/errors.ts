import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { JsonNumber } from '../../wire/index.ts'
import { asObject, given, isArray, optionalTextAt, parseJson } from '../kit/fields.ts'
import { refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What Kraken's refusals mean. docs/venues/kraken.md §Errors; checked 2026-11-21. Anything else: `VENUE_REJECTED`. */
const MEANINGS: readonly (readonly [RegExp, ErrorCode])[] = [
  // The address is shut out of everything.
  [/^EGeneral:Temporary lockout/, 'BANNED'],
  [/rate limit|Too many requests|Throttled|Exceeded msg rate|apiLimitExceeded/i, 'RATE_LIMITED'],
  [/^EService:|Internal error|^unavailable$|^Server unavailable/i, 'VENUE_UNAVAILABLE'],
]

/** The code of a refusal in the venue's words. */
function codeOf(text: string): ErrorCode {
  return MEANINGS.find(([pattern]) => pattern.test(text))?.[1] ?? 'VENUE_REJECTED'
}

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  const { message: text = '' } = refusalOf(response.body, (answer) => ({
    message: [...textsOf(answer['error']), ...textsOf(answer['errors'])].join(', '),
  }))
  const { status } = response
  const byStatus: ErrorCode =
    status === 429 ? 'RATE_LIMITED' : status >= 500 ? 'VENUE_UNAVAILABLE' : codeOf(text)
  return new VenueError(byStatus, `Asking Kraken: status ${status}, "${text.slice(0, 160)}"`, {
    ...given('retryAfterMs', retryAfterMs(response.headers)),
    context: { status },
  })
}

/**
 * The `result` of a spot answer: status 200 even where the call was refused.
 *
 * @throws VenueError when `error` has an entry that is not a warning (`W…`).
 */
export function spotResult(body: Uint8Array): JsonValue | undefined {
  const message = asObject(parseJson(body), 'answer')
  const refusals = textsOf(message['error']).filter((text) => !text.startsWith('W'))
  if (refusals.length > 0) throw refusal(refusals.join(', '))
  return message['result']
}

/**
 * A futures answer that says `"result":"success"`; charts say nothing of the kind.
 *
 * @throws VenueError when it says otherwise.
 */
export function futuresAnswer(body: Uint8Array): JsonObject {
  const message = asObject(parseJson(body), 'answer')
  const result = optionalTextAt(message, 'result') ?? optionalTextAt(message, 'Result')
  if (result === undefined || result === 'success') return message
  throw refusal([...textsOf(message['error']), ...textsOf(message['errors'])].join(', '))
}

/** The error of a refused subscribe; the text is bare, unlike REST's lists. */
export function streamError(text: string): VenueError {
  const code = codeOf(text)
  return new VenueError(
    code === 'VENUE_REJECTED' ? 'SUBSCRIBE_REJECTED' : code,
    `Subscribing at Kraken: "${text.slice(0, 160)}"`,
  )
}

function refusal(text: string): VenueError {
  return new VenueError(codeOf(text), `Asking Kraken: "${text.slice(0, 160)}"`)
}

/** The texts of an answer's refusals: `error` is a list on most answers, one text on some, and numbers have been seen. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  if (isArray(value)) return value.flatMap(textsOf)
  if (value instanceof JsonNumber) return [value.text]
  return typeof value === 'string' && value !== '' ? [value] : []
}
