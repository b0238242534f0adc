import { type RefusalCode, VenueError, whatToDo } from '../../core/index.ts'
import { given } from './fields.ts'

/** What a venue said when it refused a call of an account, or a login. */
export interface AccountRefusal {
  /** What was tried, for the message: `Calling` and the venue's name. */
  readonly doing: string
  /** What it means. */
  readonly code: RefusalCode
  /** The venue's code; where it has none, its words. */
  readonly venueCode: string | undefined
  /** The venue's words. */
  readonly words: string
  /** The status of the answer; absent on sockets. */
  readonly status?: number
  /** How long to wait, in ms, where it says so. */
  readonly retryAfterMs?: number | undefined
}

const MAX_WORDS = 160

/** The error of a refusal: what was tried, what the venue said, and what to do. */
export function accountRefusal(refusal: AccountRefusal): VenueError {
  const { doing, code, status, retryAfterMs } = refusal
  const words = refusal.words.slice(0, MAX_WORDS)
  const venueCode = refusal.venueCode?.slice(0, MAX_WORDS)
  const said = [
    ...(status === undefined ? [] : [`status ${status}`]),
    `code ${venueCode ?? 'none'}`,
    `"${words}"`,
  ]
  return new VenueError(code, `${doing}: ${said.join(', ')}; ${whatToDo(code)}`, {
    ...given('retryAfterMs', retryAfterMs),
    context: { ...given('status', status), venueCode },
  })
}
