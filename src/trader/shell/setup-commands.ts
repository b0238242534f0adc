import type { StrategyCommand, StrategySetup, StrategyStatus } from '../strategy/index.ts'

const BY = 'configuration'

/**
 * What makes the host run the strategies that are configured: new ones are added and started, known ones get the parameters
 * of now. One that somebody paused or stopped stays so, and one that is not configured any more is stopped. One that somebody
 * else has added goes on, unless `watch` says why it cannot be traded.
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
