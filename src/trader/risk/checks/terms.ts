import { Decimal, type OrderTerms } from '../../../core/index.ts'
import type { ConsideredOrder } from '../considered-order.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

type Problem = readonly [found: string, expected: string]

const SIDES = new Set<string>(['buy', 'sell'])
const TYPES = new Set<string>(['limit', 'market', 'stopLimit', 'stopMarket'])
const TIMES_IN_FORCE = new Set<string>(['gtc', 'ioc', 'fok', 'gtd'])

/** Combinations of terms that make no sense, told before anything is counted with them. */
export const invalidTerms: RiskCheck = {
  reasons: ['INVALID_TERMS'],
  find: (order, { nowUs }) => {
    const problem =
      wordProblem(order.terms) ??
      numberProblem(order.terms) ??
      timeProblem(order.terms, nowUs) ??
      postOnlyProblem(order.terms) ??
      amendProblem(order)
    return problem === undefined ? undefined : refuse('INVALID_TERMS', ...problem)
  },
}

function wordProblem({ side, type, timeInForce }: OrderTerms): Problem | undefined {
  if (!SIDES.has(side)) return [`side ${side}`, 'buy or sell']
  if (!TYPES.has(type)) return [`type ${type}`, [...TYPES].join(', ')]
  if (!TIMES_IN_FORCE.has(timeInForce))
    return [`timeInForce ${timeInForce}`, [...TIMES_IN_FORCE].join(', ')]
  return undefined
}

function numberProblem({ type, quantity, price, triggerPrice }: OrderTerms): Problem | undefined {
  if (!isAboveZero(quantity)) return [`quantity ${shown(quantity)}`, 'a Decimal above 0']
  const isPriced = type === 'limit' || type === 'stopLimit'
  if (!isPriced && price !== undefined) return [`price ${shown(price)}`, `no price on ${type}`]
  if (isPriced && !isAboveZero(price)) return [`price ${shown(price)}`, 'a Decimal above 0']
  const isStop = type === 'stopLimit' || type === 'stopMarket'
  if (!isStop && triggerPrice !== undefined)
    return [`triggerPrice ${shown(triggerPrice)}`, `no triggerPrice on ${type}`]
  if (isStop && !isAboveZero(triggerPrice))
    return [`triggerPrice ${shown(triggerPrice)}`, 'a Decimal above 0']
  return undefined
}

function shown(value: Decimal | undefined): string {
  return String(value ?? 'none')
}

function isAboveZero(value: Decimal | undefined): boolean {
  return value instanceof Decimal && value.isPositive()
}

function timeProblem(terms: OrderTerms, nowUs: number): Problem | undefined {
  const { type, timeInForce, expireTimeUs } = terms
  if (timeInForce !== 'gtd')
    return expireTimeUs === undefined
      ? undefined
      : [`expireTimeUs ${expireTimeUs}`, `no expireTimeUs with ${timeInForce}`]
  if (type === 'market') return ['gtd on market', 'ioc or fok']
  if (Number.isSafeInteger(expireTimeUs) && Number(expireTimeUs) > nowUs) return undefined
  return [`expireTimeUs ${expireTimeUs ?? 'none'}`, `later than ${nowUs}`]
}

function postOnlyProblem({ type, timeInForce, postOnly }: OrderTerms): Problem | undefined {
  if (!postOnly) return undefined
  if (type === 'market' || type === 'stopMarket') return [`postOnly ${type}`, 'postOnly limit']
  if (timeInForce === 'ioc' || timeInForce === 'fok')
    return [`postOnly ${timeInForce}`, 'postOnly with gtc or gtd']
  return undefined
}

function amendProblem({ intent, before }: ConsideredOrder): Problem | undefined {
  if (intent.type !== 'amend' || before === undefined) return undefined
  const { price, quantity } = intent
  if (price === undefined && quantity === undefined)
    return ['no change', 'another price or quantity']
  if (quantity?.lte(before.filledQuantity) === true)
    return [`quantity ${shown(quantity)}`, `more than the ${shown(before.filledQuantity)} filled`]
  return undefined
}
