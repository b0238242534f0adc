import { CrossbookError, type ErrorCode, type UnknownCause } from '../../core/index.ts'

/** What the failure of an order request says about it: nothing left, or nobody knows. */
export type LostAnswer = 'notSent' | UnknownCause

const CAUSES: Partial<Record<ErrorCode, UnknownCause>> = {
  HTTP_TIMEOUT: 'timeout',
  MALFORMED_RESPONSE: 'unreadable',
  RATE_LIMITED: 'rateLimited',
  BANNED: 'rateLimited',
}

/**
 * Reads the failure of a call that answers its own refusals. Only what proves that no byte left says `notSent`; everything
 * else is unknown.
 */
export function lostAnswer(error: unknown): LostAnswer {
  if (!(error instanceof CrossbookError)) return 'unreadable'
  // What cannot be written in the venue's words was never bytes.
  if (error.code === 'UNSUPPORTED') return 'notSent'
  if (error.code === 'BUDGET_EXHAUSTED' || error.context['wasSent'] === false) return 'notSent'
  return CAUSES[error.code] ?? 'disconnected'
}
