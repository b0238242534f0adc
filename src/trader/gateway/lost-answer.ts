import { CrossbookError, type UnknownCause } from '../../core/index.ts'

/** What the failure of an order request says about it: nothing left, or nobody knows. */
export type LostAnswer = 'notSent' | UnknownCause

/**
 * Reads the failure of a call that answers its own refusals. Only what proves that no byte left says `notSent`; everything
 * else is unknown.
 */
export function lostAnswer(error: unknown): LostAnswer {
  if (!(error instanceof CrossbookError)) return 'unreadable'
  if (error.code === 'BUDGET_EXHAUSTED' || error.context['wasSent'] === false) return 'notSent'
  switch (error.code) {
    case 'HTTP_TIMEOUT':
      return 'timeout'
    case 'MALFORMED_RESPONSE':
      return 'unreadable'
    case 'RATE_LIMITED':
    case 'BANNED':
      return 'rateLimited'
    default:
      return 'disconnected'
  }
}
