import type { OrderEvent } from '../../core/index.ts'
import type { TradingCore, TradingEffect } from '../engine/index.ts'
import type { DifferencePolicy } from '../recovery/index.ts'
import type { TraderRiskCommand } from './trader-risk-command.ts'

/** Brings what was concluded of an order to it: that the venue has no trace of one that it had is its end under `adopt`. */
export function takeProof(
  core: TradingCore,
  event: OrderEvent,
  policy: DifferencePolicy,
): readonly TradingEffect[] {
  const isEnd = event.type === 'provenAbsent' && policy === 'adopt'
  return core.receive(isEnd ? { ...event, countsAsEnd: true } : event)
}

/** The command that halts the account of an order that was just told to have vanished; `undefined` where none was. */
export function haltOfVanished(
  core: TradingCore,
  effects: readonly TradingEffect[],
): TraderRiskCommand | undefined {
  for (const effect of effects) {
    if (effect.type !== 'alarm' || effect.code !== 'VANISHED') continue
    const account = core.oms.orders.get(effect.clientOrderId)?.terms.account
    if (account === undefined) continue
    const why = `order ${effect.clientOrderId} vanished: ${effect.found}`
    const scope = { type: 'account', account } as const
    return { type: 'setTradingState', state: 'halted', scope, by: 'recovery', why }
  }
  return undefined
}
