import type { AccountRules } from '../../account/account-rules.ts'

/** How this venue keeps accounts; what is not said here is as everywhere. Dossier sections 8 and 9. */
export const ACCOUNT_RULES: Partial<AccountRules> = {
  fees: { makerBps: '2', takerBps: '4' },
  clientOrderIds: 'open',
  postOnlyTakes: 'refuse',
  reduceOnlyExcess: 'trim',
  stopReached: 'refuse',
  // Who takes goes on; what rested ends.
  selfTrade: 'cancelMaker',
  firstOrderId: 4_293_153n,
}
