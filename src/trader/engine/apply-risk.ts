import type { RiskAudit, RiskManager, RiskView } from '../risk/index.ts'
import { newlyTripped } from './newly-tripped.ts'
import type { TradingEffect } from './trading-effect.ts'
import type { RiskInput } from './trading-record.ts'

/**
 * Applies what changes risk beside orders and money; a kill's cancels are the caller's.
 *
 * @throws ConfigError `INVALID_OPTIONS` where a command does not say who, why or for whom; nothing was changed
 */
export function applyRisk(
  risk: RiskManager,
  view: RiskView & { nowUs: number },
  input: RiskInput,
): readonly TradingEffect[] {
  switch (input.type) {
    case 'mid': {
      const { instrument, price: mid, timeUs } = input
      return newlyTripped(risk, () => risk.onMid(instrument, { mid, timeUs }))
    }
    case 'sent':
      risk.noteSent(input.account, input.timeUs)
      return []
    case 'tripped':
      risk.replaceTripped(input.tripped)
      return []
    case 'setLimit':
    case 'setTradingState':
    case 'kill':
    case 'release':
    case 'resetBreaker':
      return told(command(risk, view, input))
  }
}

type Command = Exclude<RiskInput, { readonly type: 'mid' | 'sent' | 'tripped' }>

function command(
  risk: RiskManager,
  view: RiskView & { nowUs: number },
  input: Command,
): RiskAudit | undefined {
  const nowUs = input.timeUs
  switch (input.type) {
    case 'setLimit':
      return risk.setLimit({ ...input, nowUs })
    case 'setTradingState':
      return risk.setTradingState(input.state, { ...input, nowUs })
    case 'kill':
      view.nowUs = nowUs
      return risk.kill(view, input).record
    case 'release':
      return risk.release({ ...input, nowUs })
    case 'resetBreaker':
      return risk.resetBreaker(input.breaker, { ...input, nowUs })
  }
}

function told(audit: RiskAudit | undefined): readonly TradingEffect[] {
  return audit === undefined ? [] : [{ type: 'audit', audit }]
}
