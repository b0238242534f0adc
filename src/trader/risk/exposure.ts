import { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import { isSurelyWithin } from './coarse-exposure.ts'
import type { ConsideredOrder } from './considered-order.ts'
import { COUNTS_WITH, type CoarseExposure } from './exposure-sums.ts'
import type { HoldingValue } from './holding-reach.ts'
import { valueOf } from './holding-value.ts'
import type { LimitName } from './limit-names.ts'
import { type Refusal, type RiskState, refuse } from './risk-state.ts'

/** Which holdings count together with an order's. */
export interface ExposureGroup {
  /** What they have in common. */
  readonly by: keyof CoarseExposure
  /** Whether longs and shorts of the group offset each other. */
  readonly isNet: boolean
  /** The limit of the group. */
  readonly limit: LimitName
}

/**
 * Refuses an order that brings the exposure of a group beyond a limit. One that does not raise it passes whatever it is.
 *
 * Gross: the sum of each holding's worst position. Net: longs and shorts of the group offset each other, in the worst case of
 * each side. Both in the currency of the limits, at the price a position is valued at.
 */
export function findExposure(
  group: ExposureGroup,
  reason: Refusal['reason'],
  order: ConsideredOrder,
  view: BatchView,
  state: RiskState,
): Refusal | undefined {
  const limit = state.limit(group.limit, order)
  if (limit === false) return undefined
  const belongs = COUNTS_WITH[group.by]
  if (isSurelyWithin(limit, group.by, order, view, state)) return undefined
  const { before, after } = view.ownHoldings(order)
  if (!group.isNet && after.reach.worst.lte(before.reach.worst)) return undefined

  const sum = group.isNet ? new NetSum() : new GrossSum()
  for (const holding of view.holdings()) {
    if (holding === before || !belongs(holding.place, after.place)) continue
    // Most of what was ever traded is flat: it needs no price.
    if (holding.reach.worst.isZero()) continue
    const value = valueOf(holding, view, state)
    if (value === undefined) return unvalued(holding.instrument.symbol)
    sum.add(value)
  }
  const valueAfter = valueOf(after, view, state)
  const valueBefore = valueOf(before, view, state)
  if (valueAfter === undefined || valueBefore === undefined)
    return unvalued(order.instrument.symbol)
  const found = sum.with(valueAfter)
  if (found.lte(limit) || found.lte(sum.with(valueBefore))) return undefined
  return refuse(reason, found, limit)
}

function unvalued(symbol: string): Refusal {
  return refuse('NO_REFERENCE_PRICE', 'none', `a price and a rate of ${symbol}`)
}

const ZERO = new Decimal(0)

class GrossSum {
  #sum = ZERO

  add({ gross }: HoldingValue): void {
    this.#sum = this.#sum.plus(gross)
  }

  with({ gross }: HoldingValue): Decimal {
    return this.#sum.plus(gross)
  }
}

class NetSum {
  #long = ZERO
  #short = ZERO

  add({ long, short }: HoldingValue): void {
    this.#long = this.#long.plus(long)
    this.#short = this.#short.plus(short)
  }

  with({ long, short }: HoldingValue): Decimal {
    const most = this.#long.plus(long).abs()
    const least = this.#short.plus(short).abs()
    return most.gt(least) ? most : least
  }
}
