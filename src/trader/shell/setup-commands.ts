import type { StrategyCommand, StrategySetup, StrategyStatus } from '../strategy/index.ts'
import { setupChanges } from '../strategy/setup-changes.ts'

const BY = 'configuration'

/**
 * What makes the host run the strategies that are configured: new ones are added and started, known ones run as they are set up
 * now, with other parameters or replaced. One that somebody paused or stopped stays so, and one that is not configured any more
 * is stopped. One that somebody else has added goes on, unless `watch` says why it cannot be traded.
 */
export function setupCommands(
  known: readonly StrategyStatus[],
  wanted: readonly StrategySetup[],
  watch: (setup: StrategySetup) => string | undefined,
): readonly StrategyCommand[] {
  const byName = new Map(known.map(({ setup }) => [setup.strategy, setup]))
  const names = new Set(wanted.map(({ strategy }) => strategy))
  const stopped = known.flatMap(({ setup, state, addedBy = BY }): StrategyCommand[] => {
    const { strategy } = setup
    if (names.has(strategy) || state !== 'running') return []
    const why = addedBy === BY ? 'not configured any more' : watch(setup)
    return why === undefined ? [] : [{ type: 'stopStrategy', strategy, by: BY, why }]
  })
  const added = wanted.flatMap((setup): readonly StrategyCommand[] => {
    const { strategy } = setup
    if (byName.has(strategy)) return []
    return [
      { type: 'addStrategy', setup, by: BY },
      { type: 'startStrategy', strategy, by: BY },
    ]
  })
  const changed = wanted.flatMap((setup): readonly StrategyCommand[] => {
    const before = byName.get(setup.strategy)
    return before === undefined ? [] : changeCommands(before, setup)
  })
  // A market that a replaced one leaves is kept for those that are added.
  return [...stopped, ...added, ...changed]
}

/** What makes a strategy run as it is configured now. */
function changeCommands(before: StrategySetup, setup: StrategySetup): readonly StrategyCommand[] {
  const changed = setupChanges(before, setup).map(({ field }) => field)
  if (changed.length === 0) return []
  const { strategy, kind, params, ...rest } = setup
  if (changed.every((field) => field === 'params'))
    return [{ type: 'configureStrategy', strategy, params, by: BY }]
  // What was learned in other instruments is not so in these.
  const memory = changed.includes('legs') ? 'drop' : 'keep'
  return [{ type: 'replaceStrategy', strategy, kind, params, setup: rest, memory, by: BY }]
}
