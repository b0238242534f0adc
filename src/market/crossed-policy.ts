import type { ContinuityRule, Instrument } from '../core/index.ts'

/**
 * Whether a book of this instrument that is crossed after a whole frame is corrupt.
 *
 * An instrument that was inferred from its symbol has no known status, and counts as not trading.
 */
export function isCorruptWhenCrossed({ crossed }: ContinuityRule, { status }: Instrument): boolean {
  return crossed !== 'corruptWhileTrading' || status === 'trading'
}
