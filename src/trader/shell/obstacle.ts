import type { AccountId, AmendIntent, ClientOrderId, PlaceIntent } from '../../core/index.ts'
import type { Obstacle } from '../engine/index.ts'
import type { Order } from '../oms/index.ts'
import type { AccountDesk } from './account-desk.ts'

/** Where a trader stands at the time of a decision. */
export interface TraderStand {
  /** An order of ours. */
  readonly order: (clientOrderId: ClientOrderId) => Order | undefined
  /** An account of ours. */
  readonly account: (account: AccountId) => AccountDesk | undefined
  /** Whether an account has not answered its first calls: where one fails, nothing was sent at any. */
  readonly isOpening: boolean
  /** Whether it takes no orders any more. */
  readonly isClosing: boolean
  /** Whether records wait for the disk longer than they may. */
  readonly isJournalSlow: boolean
  /** Whether the event loop hung, and nobody has released it. */
  readonly isHung: boolean
}

/** What stands against an intent whatever risk says: the trader itself, the account, or the words of its venue. */
export function obstacleOf(
  intent: PlaceIntent | AmendIntent,
  stand: TraderStand,
): Obstacle | undefined {
  const terms = intent.type === 'place' ? intent.terms : stand.order(intent.clientOrderId)?.terms
  // Risk has a name for an order that is not there.
  if (terms === undefined) return undefined
  const desk = stand.account(terms.account)
  if (stand.isOpening) return halted('the trader opens', 'an open trader')
  if (stand.isClosing) return halted('the trader closes', 'an open trader')
  if (stand.isJournalSlow)
    return halted('the journal is slow', 'records that are committed in time')
  if (stand.isHung) return halted('the event loop hung', 'a release')
  if (desk?.isReady() !== true) return halted('not reconciled', 'a reconciled account')
  const found = intent.type === 'place' ? desk.gateway.unsupported(terms) : undefined
  if (found === undefined) return undefined
  return { reason: 'INVALID_TERMS', found, limit: 'what the venue takes' }
}

function halted(found: string, limit: string): Obstacle {
  return { reason: 'TRADING_HALTED', found, limit }
}
