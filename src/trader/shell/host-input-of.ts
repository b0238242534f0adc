import type { TradingEffect } from '../engine/index.ts'
import type { TraderInput } from './trader-input.ts'

/** What the host takes in its turn. */
type OwnInput = (TraderInput & { readonly kind: 'host' })['input']

/** What strategies are told of an effect; `undefined` where it is nothing to them. */
export function hostInputOf(effect: TradingEffect): OwnInput | undefined {
  if (effect.type === 'publish') return { type: 'order', order: effect.order }
  if (effect.type === 'route') return { type: 'route', route: effect.route }
  if (effect.type !== 'fill') return undefined
  const { clientOrderId, strategy, fill } = effect
  return { type: 'fill', clientOrderId, strategy, fill }
}
