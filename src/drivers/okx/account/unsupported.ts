import type { OrderTerms } from '../../../core/index.ts'

/** Why terms cannot be written in the venue's words; `undefined` where they can. docs/venues/okx.md §Trading. */
export function unsupported(terms: OrderTerms): string | undefined {
  const { type, timeInForce, postOnly, reduceOnly, instrument } = terms
  if (timeInForce === 'gtd') return 'OKX has no orders that end at a time'
  if (postOnly && type !== 'limit') return 'only limit orders can be post-only'
  if (postOnly && timeInForce !== 'gtc') return 'what is to be filled at once cannot be post-only'
  if (reduceOnly && instrument.market === 'spot') return 'spot has no positions to reduce'
  if (type === 'market' && timeInForce !== 'ioc')
    return 'market orders fill what they can at once: their time in force is ioc'
  if ((type === 'stopLimit' || type === 'stopMarket') && timeInForce !== 'gtc')
    return 'stop orders wait until they trigger: their time in force is gtc'
  return undefined
}
