import type { AccountRules } from '../../account/account-rules.ts'

/** The one wallet of a unified account. */
export const WALLET = 'unified'

/** How the venue keeps its accounts. */
export const ACCOUNT_RULES: Partial<AccountRules> = {
  fees: { makerBps: '2', takerBps: '5.5' },
  walletOf: () => WALLET,
  // "Always unique", not only among open orders.
  clientOrderIds: 'ever',
  // The gateway takes it; that it would take shows on the stream.
  postOnlyTakes: 'expire',
  reduceOnlyExcess: 'trim',
  stopReached: 'refuse',
  // `smpType` is `None` unless an order says otherwise.
  selfTrade: 'allow',
  maxOpenOrders: 500,
  firstOrderId: 2_281_309_546_159_014_400n,
  firstFillId: 2_290_000_000_061_000_000n,
}
