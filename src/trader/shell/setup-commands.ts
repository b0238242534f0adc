import type { StrategyCommand, StrategySetup, StrategyStatus } from '../strategy/index.ts'

const BY = 'configuration'

/**
 * What makes the host run the strategies that are configured: new ones are added and started, known ones get the parameters
 * of now. One that somebody paused or stopped stays so, and one that is not configured any more is stopped.
 */
export function setupCommands(
  known: readonly StrategyStatus[],
  wanted: readonly StrategySetup[],
): readonly StrategyCommand[] {
  const byName = new Map(known.map(({ setup }) => [setup.strategy, setup]))
  const names = new Set(wanted.map(({ strategy }) => strategy))
  const stopped = known.flatMap(({ setup, state }): StrategyCommand[] => {
    const { strategy } = setup
    if (names.has(strategy) || state !== 'running') return []
    return [{ type: 'stopStrategy', strategy, by: BY, why: 'not configured any more' }]
  })
  const started = wanted.flatMap((setup): StrategyCommand[] => {
    const { strategy, params } = setup
    const before = byName.get(strategy)
    if (before === undefined)
      return [
        { type: 'addStrategy', setup, by: BY },
        { type: 'startStrategy', strategy, by: BY },
      ]
    const isSame = JSON.stringify(before.params) === JSON.stringify(params)
    return isSame ? [] : [{ type: 'configureStrategy', strategy, params, by: BY }]
  })
  return [...stopped, ...started]
}
