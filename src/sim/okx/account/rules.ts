import type { AccountRules } from '../../account/account-rules.ts'
import { contractValueOf } from '../wire-text.ts'

/** The one wallet of a trading account. */
export const WALLET = 'trading'

/** How the venue keeps its accounts. docs/venues/okx.md §Trading. */
export const RULES: Partial<AccountRules> = {
  fees: { makerBps: '8', takerBps: '10' },
  walletOf: () => WALLET,
  multiplierOf: contractValueOf,
  // Unique among what is pending.
  clientOrderIds: 'open',
  postOnlyTakes: 'expire',
  // "A size above the position is rejected, not trimmed."
  reduceOnlyExcess: 'refuse',
  stopReached: 'refuse',
  selfTrade: 'cancelMaker',
  maxOpenOrders: 500,
  leverage: 3,
  firstOrderId: 2_497_956_918_703_120_384n,
  firstFillId: 680_800_019_754_098_688n,
}
