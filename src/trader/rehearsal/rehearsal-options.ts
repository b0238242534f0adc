import { type AccountId, ConfigError, strategyId } from '../../core/index.ts'
import { nowherePorts } from '../../runtime/nowhere-ports.ts'
import type { AccountGateway } from '../gateway/account-gateway.ts'
import type { LimitName, LimitSetting } from '../risk/index.ts'
import type { TraderOptions } from '../shell/trader-options.ts'
import type { StrategySetup } from '../strategy/index.ts'
import { type RehearsedBook, rehearsedMarket } from './rehearsed-market.ts'
import { REHEARSER } from './rehearser.ts'

/** Limits that rehearsals would meet only because there are so many of them. */
const OF_NUMBER: ReadonlySet<LimitName> = new Set<LimitName>([
  'maxOrderErrors',
  'maxOrdersPerSecond',
  'maxOrdersPerMinute',
])
const NO_LIMIT = '1000000000'
/** More than there will ever be, as far as options may go. */
const NEVER = 2_000_000_000

/**
 * The options of a trader that does what another would, and is heard by nobody: same instruments, accounts, limits and journal
 * options, ports that lead nowhere.
 *
 * @throws ConfigError `UNSUPPORTED` where no strategy trades with an account that can be rehearsed
 */
export function rehearsalOptions(options: TraderOptions, books: RehearsedBook[]): TraderOptions {
  const gateways = options.gateways.flatMap((gateway) => gateway.rehearsal?.() ?? [])
  const strategies = setupsOf(options.strategies, gateways)
  if (strategies.length === 0) throw nothingToRehearse()
  const { markets, portfolio, risk = {} } = options
  // Whoever is told of records is told of those that are kept.
  const { onCommitted: _committed, onFailed: _failed, ...journal } = options.journal
  const { limits = [] } = risk
  return {
    ports: nowherePorts(options.ports),
    journal,
    markets: new Map(
      [...markets].map(([venue, market]) => [venue, rehearsedMarket(market, books)]),
    ),
    gateways,
    definitions: [REHEARSER],
    strategies,
    callBudget: { maxCallMs: NEVER },
    risk: { ...risk, limits: liftedLimits(limits) },
    portfolio,
    // What has ended is of no use to anybody.
    oms: { maxEnded: 1, maxEvicted: 1 },
    snapshotEveryRecords: NEVER,
    reconcileEveryMs: NEVER,
    journalSlowMs: NEVER,
    ordersOnClose: 'keep',
  }
}

function setupsOf(
  setups: readonly StrategySetup[],
  gateways: readonly AccountGateway[],
): readonly StrategySetup[] {
  const accounts = new Set<AccountId>(gateways.map(({ account }) => account))
  return setups.flatMap(({ legs, depth }, place) => {
    const rehearsed = legs.filter(({ account }) => accounts.has(account))
    if (rehearsed.length === 0) return []
    return {
      strategy: strategyId(`rehearsal-${place}`),
      kind: REHEARSER.kind,
      legs: rehearsed,
      ...(depth !== undefined && { depth }),
      events: ['book'] as const,
    }
  })
}

function liftedLimits(limits: readonly LimitSetting[]): readonly LimitSetting[] {
  const scope = { type: 'global' } as const
  return [
    ...limits.filter(({ name }) => !OF_NUMBER.has(name)),
    { name: 'maxOrderErrors', scope, value: false },
    { name: 'maxOrdersPerSecond', scope, value: NO_LIMIT },
    { name: 'maxOrdersPerMinute', scope, value: NO_LIMIT },
  ]
}

function nothingToRehearse(): ConfigError {
  return new ConfigError(
    'UNSUPPORTED',
    'Rehearsing orders: expected a strategy that trades with an account at its venue, was none; an account on paper sends nothing anyway',
  )
}
