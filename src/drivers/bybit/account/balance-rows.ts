import { type AccountId, asset, type BalanceTold } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { given, textAt } from '../../kit/fields.ts'

/** Whose balances, and when. */
export interface BalanceHead {
  /** Whose. */
  readonly account: AccountId
  /** When it was learned, epoch µs of our clock. */
  readonly timeUs: number
  /** When it was so by the venue, epoch µs. */
  readonly venueTimeUs: number | undefined
}

/**
 * Reads a coin of the unified wallet. What was borrowed for spot is in `walletBalance` and not owned. Open orders hold
 * `locked` on spot and `totalOrderIM` on contracts, which portfolio margin does not tell by coin.
 */
export function readBalance(row: JsonObject, head: BalanceHead): BalanceTold {
  const borrowed = optionalAmountAt(row, 'spotBorrow') ?? 0
  const locked = optionalAmountAt(row, 'locked')
  const orderMargin = optionalAmountAt(row, 'totalOrderIM') ?? 0
  return {
    type: 'balance',
    account: head.account,
    asset: asset(textAt(row, 'coin')),
    total: amountAt(row, 'walletBalance').minus(borrowed),
    ...given('locked', locked?.plus(orderMargin)),
    timeUs: head.timeUs,
    ...given('venueTimeUs', head.venueTimeUs),
  }
}
