import type { RiskManager, TrippedBreaker } from '../risk/index.ts'
import type { BreakerEffect } from './trading-effect.ts'

/** Does something to risk, and tells which breakers tripped by it. */
export function newlyTripped(risk: RiskManager, act: () => void): readonly BreakerEffect[] {
  const version = risk.breakerVersion
  const before = new Set(risk.tripped().map(nameOf))
  act()
  if (risk.breakerVersion === version) return []
  return risk
    .tripped()
    .filter((tripped) => !before.has(nameOf(tripped)))
    .map((tripped) => ({ type: 'breakerTripped', tripped }))
}

function nameOf({ breaker, subject }: TrippedBreaker): string {
  return `${breaker} ${subject}`
}
