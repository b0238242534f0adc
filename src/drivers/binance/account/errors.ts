import type {
  HttpResponse,
  RefusalCode,
  SaidRefusal,
  UnknownCause,
  VenueError,
} from '../../../core/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { optionalTextAt } from '../../kit/fields.ts'
import { refusalCode, refusalOf } from '../../kit/refusal.ts'
import { retryAfterMs } from '../../kit/retry-after.ts'
import { meaningOf } from './error-codes.ts'
import type { Product } from './operations.ts'

/** "Too many requests", the ban for going on after it, and a firewall that was met. */
const LIMITED = 429
const BANNED = 418
const BLOCKED = 403

/** What an answer to an order request that is not good says of the order. */
export type OrderVerdict =
  | { readonly type: 'refused'; readonly said: SaidRefusal }
  | { readonly type: 'unknown'; readonly cause: UnknownCause }

/** What a refusal says: `{"code":-1121,"msg":"Invalid symbol."}`; empty where the body is something else. */
export function saidIn(response: Pick<HttpResponse, 'body'>): SaidRefusal {
  const { code = '', message = '' } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'msg'),
  }))
  return { code, text: message }
}

/** The error of an answer to a signed call. */
export function accountError(response: HttpResponse, product: Product): VenueError {
  const waitMs = retryAfterMs(response.headers)
  return refusalError('Asking Binance', response.status, product, saidIn(response), waitMs)
}

/** The error of a refusal; `doing` says what was tried. */
export function refusalError(
  doing: string,
  status: number,
  product: Product,
  said: SaidRefusal,
  waitMs?: number,
): VenueError {
  return accountRefusal({
    doing,
    code: codeOf(status, product, said),
    venueCode: said.code || undefined,
    words: said.text,
    status,
    retryAfterMs: waitMs,
  })
}

/**
 * The error of an answer that tells us to stop sending. Too many new orders (-1015) is none: cancels cost nothing of that
 * budget, and have to go on.
 */
export function stopError(response: HttpResponse, product: Product): VenueError | undefined {
  if (!isStop(response.status)) return undefined
  return saidIn(response).code === '-1015' ? undefined : accountError(response, product)
}

/** What a refusal says of an order: refused on words of the venue that leave no doubt, else unknown. */
export function orderVerdict(status: number, product: Product, said: SaidRefusal): OrderVerdict {
  const meaning = meaningOf(product, said.code, said.text)
  // A status of the server's own trouble counts for more than what it says, but for the one code that comes with it.
  const isClear = status < 500 || said.code === '-1008'
  if (meaning?.outcome === 'rejected' && isClear)
    return { type: 'refused', said: { ...said, reason: codeOf(status, product, said) } }
  if (status === 408 || said.code === '-1007') return { type: 'unknown', cause: 'timeout' }
  if (status >= 500 || meaning?.code === 'VENUE_UNAVAILABLE')
    return { type: 'unknown', cause: 'serverError' }
  return { type: 'unknown', cause: isStop(status) ? 'rateLimited' : 'unreadable' }
}

function isStop(status: number): boolean {
  return status === LIMITED || status === BANNED || status === BLOCKED
}

function codeOf(status: number, product: Product, { code, text }: SaidRefusal): RefusalCode {
  if (status === BANNED) return 'BANNED'
  if (status === BLOCKED) return 'RATE_LIMITED'
  return refusalCode(status, meaningOf(product, code, text)?.code)
}
