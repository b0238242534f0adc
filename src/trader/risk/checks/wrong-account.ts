import { type RiskCheck, refuse } from '../risk-state.ts'

/** The account is ours, and trades at the instrument's venue. */
export const wrongAccount: RiskCheck = {
  reasons: ['WRONG_ACCOUNT'],
  find: ({ terms: { account }, instrument: { venue } }, view) => {
    const found = view.account(account)?.venue
    if (found === venue) return undefined
    return refuse('WRONG_ACCOUNT', found ?? `no account ${account}`, venue)
  },
}
