import type { AmendRequest, CancelRequest, Decimal } from '../../../core/index.ts'
import type { OrderBudget } from './facts.ts'
import type { Operation } from './operations.ts'

/** A request in the venue's words. */
export interface WrittenOrder {
  /** Where it goes. */
  readonly operation: Operation
  /** What it says, in order. */
  readonly query: Readonly<Record<string, string>>
  /** What it costs of the limits on orders. */
  readonly spends: Readonly<Partial<Record<OrderBudget, number>>>
}

/** Plain decimal text, exact. */
export function plain(value: Decimal): string {
  return value.toFixed()
}

/** Which order is meant: by the venue's id where it is known, else by ours. */
export function orderReference({
  clientOrderId,
  venueOrderId,
}: Pick<AmendRequest | CancelRequest, 'clientOrderId' | 'venueOrderId'>): Readonly<
  Record<string, string>
> {
  return venueOrderId === undefined
    ? { origClientOrderId: clientOrderId }
    : { orderId: venueOrderId }
}
