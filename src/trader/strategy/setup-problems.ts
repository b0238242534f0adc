import { parseDecimal } from '../../core/index.ts'
import { isSameInstrument } from './same-instrument.ts'
import type { StrategySetup } from './strategy-setup.ts'

const EVENTS: ReadonlySet<string> = new Set<StrategySetup['events'][number]>([
  'book',
  'bbo',
  'trade',
  'order',
  'fill',
  'route',
])

/** What is wrong with a setup; empty where nothing is. It may come from a file. */
export function setupProblems({
  strategy,
  legs,
  events,
  signalAmount,
}: StrategySetup): readonly string[] {
  const problems: string[] = []
  if (strategy.length === 0) problems.push('strategy: expected a name, was ""')
  if (legs.length === 0) problems.push('legs: expected one at least, was none')
  for (const [place, { instrument, account }] of legs.entries()) {
    if (account.length === 0) problems.push(`legs[${place}].account: expected a name, was ""`)
    if (legs.findIndex((leg) => isSameInstrument(leg.instrument, instrument)) !== place)
      problems.push(`legs: expected each instrument once, was ${instrument.symbol} twice`)
  }
  for (const event of events)
    if (!EVENTS.has(event))
      problems.push(`events: expected ${[...EVENTS].join(', ')}, was ${event}`)
  if (signalAmount !== undefined && parseDecimal(String(signalAmount)) === undefined)
    problems.push(`signalAmount: expected decimal text, was ${String(signalAmount)}`)
  return problems
}
