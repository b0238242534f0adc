import type { VenueId } from '../../core/index.ts'
import { ConfigError } from '../../core/index.ts'
import type { MarketSource } from '../../market/index.ts'
import type { Histogram, Ports, ThreadPort, Watchdog } from '../../runtime/ports.ts'
import { type FeedbackOptions, feedbackProblems } from '../feedback/index.ts'
import type { AccountGateway } from '../gateway/account-gateway.ts'
import type { JournalOptions } from '../journal/index.ts'
import type { OmsOptions, UnknownOptions } from '../oms/index.ts'
import type { PortfolioOptions } from '../portfolio/index.ts'
import type { DifferencePolicy } from '../recovery/index.ts'
import type { RiskOptions } from '../risk/index.ts'
import type { RoutingOptions } from '../routing/index.ts'
import type { CallBudgetOptions, StrategyDefinition, StrategySetup } from '../strategy/index.ts'
import { legProblems, type TradingGround } from './leg-problems.ts'
import type { TraderEvent } from './trader-event.ts'

/** What a `Trader` is opened with. */
export interface TraderOptions {
  /** Everything ambient. */
  readonly ports: Ports
  /** Where its journal lies, and how durable a record has to be before anything is sent. */
  readonly journal: JournalOptions
  /** Market data of each venue that is traded; opened and closed by the caller. */
  readonly markets: ReadonlyMap<VenueId, MarketSource>
  /** The ways to the accounts; closed with the trader. */
  readonly gateways: readonly AccountGateway[]
  /** The kinds of strategies. */
  readonly definitions: readonly StrategyDefinition[]
  /**
   * Strategies that are to run. One that the journal knows goes on as it is set up here; one that was among them before and is
   * not any more is stopped, and one that was added by a command goes on beside them.
   */
  readonly strategies: readonly StrategySetup[]
  /** How long calls of a strategy may take before it is stopped. @defaultValue three calls of more than 5 ms in a minute */
  readonly callBudget?: Partial<CallBudgetOptions>
  /** Limits and breakers. */
  readonly risk?: Partial<RiskOptions>
  /** How money is counted. */
  readonly portfolio: PortfolioOptions
  /** How orders are kept. */
  readonly oms?: Omit<OmsOptions, 'epoch'>
  /** What routes need: fees, and how ill a leg may be. Absent: nothing is routed. */
  readonly routing?: RoutingOptions
  /** How often routes are looked at though none of their orders changed, in ms. @defaultValue 500 */
  readonly routesEveryMs?: number
  /** How venues are asked about orders that nobody can say anything about. */
  readonly unknown?: UnknownOptions
  /** Opens the threads of kinds made by `inThread`; absent: there are none. */
  readonly threads?: ThreadPort
  /** Halts what must not be sent after the loop hung; absent: nobody watches it. */
  readonly watchdog?: Watchdog
  /** Watches how strategies do, and adapts them within bounds; absent: nothing is watched, and nothing adapted. */
  readonly feedback?: FeedbackOptions
  /**
   * Takes, in µs, how long it was from the arrival of market data until what was decided on them, checked and recorded, was
   * handed to the gateway: one value for each event that something was sent for. Both ends are read from the wall clock.
   */
  readonly tickToTrade?: Pick<Histogram, 'record'>
  /** Told everything that happens, synchronously; must not throw. */
  readonly onEvent?: (event: TraderEvent) => void
  /** What is done where money is not what the venue says, or an order has left no trace there. @defaultValue `'flag'` */
  readonly differences?: DifferencePolicy
  /** How often the venues are asked for what is so, though nothing happened, in ms. @defaultValue 30,000 */
  readonly reconcileEveryMs?: number
  /** How far back fills are asked for beyond the last time they were, in ms. @defaultValue 60,000 */
  readonly reconcileOverlapMs?: number
  /** How often prices are told to risk and money, in ms. @defaultValue 1,000 */
  readonly marksEveryMs?: number
  /** After how many records the state is written down whole. @defaultValue 50,000 */
  readonly snapshotEveryRecords?: number
  /** How long a record may wait for the disk before no more orders are made, in ms. @defaultValue 1,000 */
  readonly journalSlowMs?: number
  /** What becomes of working orders when it closes. @defaultValue `'cancel'` */
  readonly ordersOnClose?: 'cancel' | 'keep'
  /** How long closing waits for the ends of orders, and for fills that they are known to miss, in ms. @defaultValue 10,000 */
  readonly closeTimeoutMs?: number
}

/** Options with every default filled in. */
export type ResolvedTraderOptions = TraderOptions &
  Required<
    Pick<
      TraderOptions,
      | 'differences'
      | 'reconcileEveryMs'
      | 'reconcileOverlapMs'
      | 'marksEveryMs'
      | 'routesEveryMs'
      | 'snapshotEveryRecords'
      | 'journalSlowMs'
      | 'ordersOnClose'
      | 'closeTimeoutMs'
    >
  >

const DEFAULTS = {
  differences: 'flag',
  reconcileEveryMs: 30_000,
  reconcileOverlapMs: 60_000,
  marksEveryMs: 1_000,
  routesEveryMs: 500,
  snapshotEveryRecords: 50_000,
  journalSlowMs: 1_000,
  ordersOnClose: 'cancel',
  closeTimeoutMs: 10_000,
} as const

const COUNTS = [
  'reconcileEveryMs',
  'reconcileOverlapMs',
  'marksEveryMs',
  'routesEveryMs',
  'snapshotEveryRecords',
  'journalSlowMs',
  'closeTimeoutMs',
] as const

/** Fills in the defaults. @throws ConfigError `INVALID_OPTIONS` listing every problem at once */
export function resolveTraderOptions(options: TraderOptions): ResolvedTraderOptions {
  const resolved = { ...DEFAULTS, ...options }
  const { gateways, strategies, feedback, definitions, threads } = resolved
  const accounts = gateways.map(({ account }) => account)
  const problems = [
    ...COUNTS.filter((name) => !Number.isInteger(resolved[name]) || resolved[name] < 1).map(
      (name) => `${name}: expected a whole number of at least 1, was ${resolved[name]}`,
    ),
    ...accounts
      .filter((account, place) => accounts.indexOf(account) !== place)
      .map((account) => `gateways: expected each account once, was ${account} twice`),
    ...(feedback === undefined ? [] : feedbackProblems(feedback, strategies)).map(
      (problem) => `feedback: ${problem}`,
    ),
    ...definitions
      .filter(({ isInThread }) => threads === undefined && isInThread === true)
      .map(({ kind }) => `threads: expected a port that opens them, for ${kind} runs in one`),
    ...strategies
      .flatMap((setup) => legProblems(setup, tradingGround(resolved)))
      .map((problem) => `strategies: ${problem}`),
  ]
  if (problems.length === 0) return Object.freeze(resolved)
  throw new ConfigError('INVALID_OPTIONS', `Opening a trader: ${problems.join('; ')}`, {
    context: { problems: problems.length },
  })
}

/** What its strategies may trade with. */
export function tradingGround({
  gateways,
  markets,
}: Pick<TraderOptions, 'gateways' | 'markets'>): TradingGround {
  return {
    accounts: new Set(gateways.map(({ account }) => account)),
    venues: new Set(markets.keys()),
  }
}
