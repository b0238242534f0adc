import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, objectAt, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What providers' refusals mean. docs/venues/amm.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  '-32005': 'RATE_LIMITED',
  '-32603': 'VENUE_UNAVAILABLE',
  '-32600': 'VENUE_REJECTED',
  '-32601': 'VENUE_REJECTED',
  '-32602': 'VENUE_REJECTED',
}

/** One code stands for many things: the words decide, the first row that fits. */
const WORDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/block range|range (?:is )?too (?:large|wide)|more than \d+ results/i, 'VENUE_REJECTED'],
  [/rate.?limit|too many requests|compute units|request count exceeded/i, 'RATE_LIMITED'],
  // A node that lags behind, or has pruned the block: another answer comes from another node, or later.
  [/header not found|missing trie node|unknown block|block not found/i, 'VENUE_UNAVAILABLE'],
  [/timeout|timed out|overloaded|temporarily/i, 'VENUE_UNAVAILABLE'],
]
const TOO_WIDE = WORDS[0]?.[0] ?? /block range/

/** The error inside an answer. `isTooWide` in its context: ask for fewer blocks. */
export function rpcError(error: JsonObject, response?: HttpResponse): VenueError {
  const venueCode = optionalTextAt(error, 'code') ?? 'none'
  const message = (optionalTextAt(error, 'message') ?? '').slice(0, 160)
  const wait = response === undefined ? undefined : retryAfterMs(response.headers)
  const code = WORDS.find(([words]) => words.test(message))?.[1] ?? CODES[venueCode]
  return new VenueError(
    code ?? 'VENUE_REJECTED',
    `Asking a node: code ${venueCode}, "${message}"`,
    {
      ...given('retryAfterMs', wait),
      context: { venueCode, isTooWide: TOO_WIDE.test(message) },
    },
  )
}

/** The error of an answer that is not 2xx: the status decides, whatever the body is (gateways send pages of HTML). */
export function restError({ status, headers, body }: HttpResponse): VenueError {
  const wait = retryAfterMs(headers)
  const { code: venueCode, message = '' } = refusalOf(body, (answer) => {
    const error = objectAt(answer, 'error')
    return { code: optionalTextAt(error, 'code'), message: optionalTextAt(error, 'message') }
  })
  return new VenueError(
    refusalCode(status, undefined),
    `Asking a node: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', wait),
      context: { status, venueCode, isTooWide: TOO_WIDE.test(message) },
    },
  )
}
