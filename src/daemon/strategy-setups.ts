import { accountId, ConfigError, strategyId } from '../core/index.ts'
import type { StrategyDefinition, StrategySetup } from '../trader/index.ts'
import type { TradingConfig } from './trading-config.ts'
import type { VenueDesk } from './venue-desk.ts'

/**
 * Checks kinds and parameters before anything is opened: a strategy that is refused later only leaves an alert.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem
 */
export function checkStrategies(
  { strategies }: TradingConfig,
  definitions: readonly StrategyDefinition[],
): void {
  const problems = strategies.flatMap(({ strategy, kind, params }) => {
    const definition = definitions.find((each) => each.kind === kind)
    if (definition === undefined)
      return [
        `${strategy}: expected a kind of ${definitions.map((each) => each.kind).join(', ')}, was ${kind}`,
      ]
    const read = definition.params?.safeParse(params)
    return read?.success === false ? [`${strategy}: params: ${read.error.message}`] : []
  })
  if (problems.length === 0) return
  throw new ConfigError('INVALID_OPTIONS', `Reading the strategies: ${problems.join('; ')}`, {
    context: { problems: problems.length },
  })
}

/**
 * The strategies as a trader takes them, their pairs found in the listings.
 *
 * @throws ConfigError as `MarketData.instrument` does where a venue has no such pair
 */
export function strategySetups(
  { strategies, accounts }: TradingConfig,
  desk: (venue: string) => VenueDesk | undefined,
): readonly StrategySetup[] {
  return strategies.map(({ strategy, kind, legs, events, params, signalAmount }) => ({
    strategy: strategyId(strategy),
    kind,
    legs: legs.flatMap(({ account, pair }) => {
      const venue = accounts.find((each) => each.account === account)?.venue ?? ''
      const instrument = desk(venue)?.market.instrument(pair)
      return instrument === undefined ? [] : [{ instrument, account: accountId(account) }]
    }),
    events,
    ...(params !== undefined && { params }),
    ...(signalAmount !== undefined && { signalAmount }),
  }))
}
