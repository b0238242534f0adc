import {
  type Decimal,
  type Instrument,
  instrumentRules,
  isOnGrid,
  type OrderTerms,
  type SaidRefusal,
  unitNotional,
} from '../../core/index.ts'

/**
 * What of an order breaks the rules of its instrument; `undefined` where nothing does. `best` is what a market order is valued
 * at.
 */
export function ruleRefusal(
  { price, quantity, reduceOnly }: OrderTerms,
  listed: Instrument,
  best: Decimal | undefined,
): SaidRefusal | undefined {
  const rules = instrumentRules(listed)
  const { tickSize, lotSize, minQuantity, minNotional } = rules
  const { status } = listed
  if (status !== 'trading') return refusal('NOT_TRADING', `the instrument is ${status}`)
  if (price !== undefined && !isOnGrid(price, tickSize))
    return refusal('OFF_TICK', `price ${text(price)} is no multiple of ${text(tickSize)}`)
  if (!isOnGrid(quantity, lotSize))
    return refusal('OFF_LOT', `quantity ${text(quantity)} is no multiple of ${text(lotSize)}`)
  if (minQuantity !== undefined && quantity.lt(minQuantity))
    return refusal('BELOW_MIN_QUANTITY', `quantity ${text(quantity)}, least ${text(minQuantity)}`)
  const at = price ?? best
  if (at === undefined || minNotional === undefined || reduceOnly) return undefined
  const notional = unitNotional(rules, at).times(quantity)
  if (notional.gte(minNotional)) return undefined
  return refusal('BELOW_MIN_NOTIONAL', `value ${text(notional)}, least ${text(minNotional)}`)
}

/** How much of a position an order may close. */
export function reducible({ side }: OrderTerms, position: Decimal): Decimal {
  const closes = side === 'buy' ? position.isNegative() : position.isPositive()
  return closes ? position.abs() : position.times(0)
}

/** Whether a reduce-only order would do more than reduce. */
export function reduceRefusal(terms: OrderTerms, position: Decimal): SaidRefusal | undefined {
  const most = reducible(terms, position)
  if (!terms.reduceOnly || terms.quantity.lte(most)) return undefined
  return refusal('NOT_REDUCING', `quantity ${text(terms.quantity)}, to be closed ${text(most)}`)
}

/** A venue's no. */
export function refusal(code: string, words: string): SaidRefusal {
  return { code, text: words }
}

function text(value: Decimal | undefined): string {
  return value?.toFixed() ?? 'none'
}
