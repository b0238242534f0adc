import type { Decimal, Side } from '../../core/index.ts'

/**
 * The price of an order that is to reach a level: the level's own, on the tick; `undefined` where that is worse than the limit.
 * A level beside the tick is reached by the next worse price on it.
 */
export function aggressivePrice({
  side,
  price,
  tickSize,
  limit,
}: {
  readonly side: Side
  readonly price: Decimal
  readonly tickSize: Decimal
  readonly limit: Decimal | undefined
}): Decimal | undefined {
  const rest = tickSize.isZero() ? tickSize : price.mod(tickSize)
  const below = price.minus(rest)
  const onTick = rest.isZero() || side === 'sell' ? below : below.plus(tickSize)
  if (limit === undefined) return onTick
  return (side === 'buy' ? onTick.lte(limit) : onTick.gte(limit)) ? onTick : undefined
}
