import type { LiveInstrument } from '../live-instrument.ts'
import type { SimFees } from './account-rules.ts'
import type { ContractValue } from './contract-value.ts'
import { feeReserve } from './fee-reserve.ts'
import { isAlive, leavesOf, type SimOrder } from './sim-order.ts'

/** What the open orders of an account need in one instrument. An untriggered order needs nothing yet. */
export interface OrderNeed {
  /** What open buys are worth at their limits; reduce-only orders need nothing. */
  buyValue: bigint
  /** What open sells are worth at their limits. */
  sellValue: bigint
  /** What open sells would deliver, in base. */
  sellBase: bigint
  /** What fees of open buys need, in quote, where they are not taken from what is bought. */
  buyFees: bigint
  /** What fees of open sells need, in base, likewise. */
  sellFees: bigint
  /** How many orders are open or wait for their trigger. */
  count: number
}

/** Sums of what an account's open orders need, kept as the orders change. */
export class Holds {
  readonly #needs = new Map<LiveInstrument, OrderNeed>()
  readonly #valueOf: (live: LiveInstrument) => ContractValue
  readonly #fees: SimFees

  /** Nothing held. */
  constructor(valueOf: (live: LiveInstrument) => ContractValue, fees: SimFees) {
    this.#valueOf = valueOf
    this.#fees = fees
  }

  /** What is needed in an instrument. */
  of(live: LiveInstrument): OrderNeed {
    let need = this.#needs.get(live)
    if (need === undefined) {
      need = { buyValue: 0n, sellValue: 0n, sellBase: 0n, buyFees: 0n, sellFees: 0n, count: 0 }
      this.#needs.set(live, need)
    }
    return need
  }

  /** Every instrument in which there was an order. */
  instruments(): IterableIterator<LiveInstrument> {
    return this.#needs.keys()
  }

  /** An order became another. */
  change(before: SimOrder | undefined, after: SimOrder): void {
    if (before !== undefined) this.#add(before, -1)
    this.#add(after, 1)
  }

  #add(order: SimOrder, sign: 1 | -1): void {
    if (!isAlive(order)) return
    const need = this.of(order.instrument)
    need.count += sign
    if (order.status === 'untriggered' || order.price === undefined || order.reduceOnly) return
    const value = this.#valueOf(order.instrument)
    const worth = value.of(order.price, leavesOf(order))
    const given = order.side === 'buy' ? worth : value.base(leavesOf(order))
    const fees = feeReserve(order, given, this.#fees) * BigInt(sign)
    if (order.side === 'buy') {
      need.buyValue += worth * BigInt(sign)
      need.buyFees += fees
    } else {
      need.sellValue += worth * BigInt(sign)
      need.sellBase += given * BigInt(sign)
      need.sellFees += fees
    }
  }
}
