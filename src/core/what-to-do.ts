import type { ErrorCode } from './error-codes.ts'

/** A code that a venue's refusal has. */
export type RefusalCode = Extract<
  ErrorCode,
  | 'AUTH_FAILED'
  | 'PERMISSION_DENIED'
  | 'CLOCK_SKEWED'
  | 'INSUFFICIENT_FUNDS'
  | 'ORDER_INVALID'
  | 'ORDER_NOT_FOUND'
  | 'RATE_LIMITED'
  | 'BANNED'
  | 'VENUE_UNAVAILABLE'
  | 'VENUE_REJECTED'
  | 'SUBSCRIBE_REJECTED'
>

/** What is to be done where a venue refuses a call of an account; `docs/errors.md` has the same of every code. */
const WHAT_TO_DO: Readonly<Record<RefusalCode, string>> = {
  AUTH_FAILED:
    'look at key, secret and passphrase, and whether they are of this installation and region',
  PERMISSION_DENIED:
    'look at what the key may do and from which addresses, and at the state of the account',
  CLOCK_SKEWED: 'the clock is compared with the venue again; look at your own if it stays',
  INSUFFICIENT_FUNDS: 'order less, or fund the account',
  ORDER_INVALID: "look at the instrument's steps, least sizes and price band, and at its state",
  ORDER_NOT_FOUND: 'ask for its history: it may have been filled, or have ended',
  RATE_LIMITED: 'wait until the time given; nothing is sent before',
  BANNED: 'wait until the time given; nothing is sent before, and going on makes it longer',
  VENUE_UNAVAILABLE: 'try again later; ask first what became of orders',
  VENUE_REJECTED: "look up the venue's code",
  SUBSCRIBE_REJECTED: "look up the venue's code; what is subscribed may not exist for this account",
}

/** What to do about a venue's refusal, in a clause. */
export function whatToDo(code: RefusalCode): string {
  return WHAT_TO_DO[code]
}

/** Whether a venue refuses the keys themselves: showing them again changes nothing, and may have the address banned. */
export function isOfKeys(code: ErrorCode): boolean {
  return code === 'AUTH_FAILED' || code === 'PERMISSION_DENIED'
}
