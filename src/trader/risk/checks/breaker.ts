import type { BreakerName, Excess } from '../breaker-board.ts'
import type { ConsideredOrder } from '../considered-order.ts'
import { type Refusal, type RiskState, refuse } from '../risk-state.ts'

/** Refuses an order while a breaker is tripped, or trips now; a reduce-only order passes where the breaker lets it. */
export function findTripped(
  breaker: BreakerName,
  reason: Refusal['reason'],
  at: {
    readonly order: ConsideredOrder
    readonly subject: string
    readonly nowUs: number
    readonly excess: Excess | undefined
  },
  { board }: RiskState,
): Refusal | undefined {
  const tripped = board.judge(breaker, at.subject, at.nowUs, at.excess)
  if (tripped === undefined) return undefined
  if (board.rule(breaker).lets === 'reduceOnly' && at.order.terms.reduceOnly) return undefined
  return refuse(reason, tripped.found, tripped.limit)
}
