import type { AccountRules } from '../../account/account-rules.ts'

/** Wallets of an account by product. */
export const WALLETS = { spot: 'spot', futures: 'futures' } as const

/** How this venue keeps its accounts. */
export const ACCOUNT_RULES: Partial<AccountRules> = {
  fees: { makerBps: '25', takerBps: '40' },
  walletOf: ({ product }) => (product === 'spot' ? WALLETS.spot : WALLETS.futures),
  // It is taken, and then cancelled with the reason `Post only order`.
  postOnlyTakes: 'expire',
  clientOrderIds: 'open',
  selfTrade: 'cancelTaker',
  maxOpenOrders: 60,
}
