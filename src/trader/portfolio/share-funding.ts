import type { Decimal, StrategyId } from '../../core/index.ts'
import type { FundingEvent } from './events.ts'
import { minus, plus, QUOTIENT_DIGITS, share, ZERO } from './exact.ts'
import type { Line } from './line.ts'
import type { PortfolioState } from './portfolio-state.ts'
import { positionKey } from './position.ts'
import { instrumentKey } from './traded-instrument.ts'

/** What of a payment is one line's. */
export interface FundingShare {
  /** Whose; absent for the account's own line. */
  readonly strategy?: StrategyId
  /** How much. */
  readonly amount: Decimal
}

/**
 * Splits a funding payment by what each line holds of the instrument now: who is short gets what who is long pays. A part is
 * rounded half to even at 24 fraction digits, and the last line that holds anything takes what is left, so that the parts are the
 * whole. Where the lines together hold nothing, and where no instrument is told, it is the account's own.
 */
export function shareFunding(
  state: PortfolioState,
  { account, instrument, strategy }: FundingEvent,
  amount: Decimal,
): readonly FundingShare[] {
  if (strategy !== undefined) return [{ strategy, amount }]
  if (instrument === undefined) return [{ amount }]
  const sides = (['net', 'long', 'short'] as const).map((side) =>
    positionKey(account, instrumentKey(instrument), side),
  )
  const held = ({ positions }: Line): Decimal =>
    sides.reduce((sum, key) => plus(sum, positions.get(key)?.quantity ?? ZERO), ZERO)
  const holders = [
    ...[...state.strategies].map(([name, line]) => ({ strategy: name, quantity: held(line) })),
    { quantity: held(state.foreign) },
  ].filter(({ quantity }) => !quantity.isZero())
  const whole = holders.reduce((sum, { quantity }) => plus(sum, quantity), ZERO)
  if (whole.isZero()) return [{ amount }]
  const places = Math.max(QUOTIENT_DIGITS, amount.scale)
  let left = amount
  return holders.map(({ quantity, ...whose }, place) => {
    const isLast = place === holders.length - 1
    const part = isLast ? left : share(amount, [quantity, whole], places)
    left = minus(left, part)
    return { ...whose, amount: part }
  })
}
