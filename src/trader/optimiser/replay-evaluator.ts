import {
  type AccountId,
  ConfigError,
  type Decimal,
  Decimal as ExactDecimal,
  type Instrument,
} from '../../core/index.ts'
import type { VirtualRuntime } from '../../runtime/virtual/index.ts'
import type { Row } from '../../storage/index.ts'
import type { StrategyReport } from '../feedback/index.ts'
import { PaperGateway, type PaperOptions } from '../paper/index.ts'
import { Trader, type TraderOptions } from '../shell/index.ts'
import type { StrategyDefinition, StrategySetup, StrategyStatus } from '../strategy/index.ts'
import type { Evaluate } from './optimiser.ts'
import type { Params } from './parameter-space.ts'
import { ReplayMarket } from './replay-market.ts'

/** What is replayed, to whom, and on which account. */
export interface ReplayOptions {
  /** Market data of one venue in the order of their arrival, as the recorder writes them. */
  readonly rows: readonly Row[]
  /** The instruments that are replayed, as they were listed then. */
  readonly instruments: readonly Instrument[]
  /**
   * Makes the world of one replay, whose clocks begin at that time, epoch µs: one of a fixed seed makes replays the same, again and
   * again.
   */
  readonly runtime: (startTimeUs: number) => VirtualRuntime
  /** The kinds of strategies. */
  readonly definitions: readonly StrategyDefinition[]
  /** The strategy with the parameters that are tried. */
  readonly setup: (params: Params) => StrategySetup
  /** The account on paper; the setup's legs name it. */
  readonly account: AccountId
  /** What the account begins with, and what trading costs. */
  readonly paper: Pick<PaperOptions, 'balances' | 'fees' | 'leverage' | 'latencyMs' | 'fills'>
  /** How money is counted, and what is allowed. */
  readonly trader: Pick<TraderOptions, 'portfolio' | 'risk' | 'feedback'>
}

/** How a strategy did in a replay, at its end: before its orders are cancelled. */
export interface ReplayResult {
  /** What it did, and what came of it. */
  readonly report: StrategyReport
  /** Whether it still ran, and with which parameters; absent where it was never added: its kind or its parameters were refused. */
  readonly status?: StrategyStatus
}

/** Clocks begin so long before the first row: everything is open by then. */
const OPENING_US = 1_000_000
/** What was sent last arrives. */
const SETTLING_MS = 1_000

/**
 * Replays market data to a trader on paper, as fast as it goes: the same trader, risk and journal as in live trading, in a world of
 * its own whose clock follows the rows. The same parameters give the same result.
 *
 * One venue; books of the feed that the recording has first for each instrument.
 *
 * @throws ConfigError `INVALID_OPTIONS` where there are no rows or instruments; when called, what opening a trader throws, and
 * `INVALID_NUMBER` where a row cannot be read
 */
export function replayEvaluator(options: ReplayOptions): (params: Params) => Promise<ReplayResult> {
  const { rows } = options
  const [first] = rows
  if (first === undefined)
    throw new ConfigError('INVALID_OPTIONS', 'Replaying: expected rows of a recording, were none')
  const feeds = feedsOf(rows)
  return async (params) => {
    const runtime = options.runtime(first.localTimeUs - OPENING_US)
    const ports = runtime.ports()
    const { instruments } = options
    const market = new ReplayMarket({ instruments, feeds, ports })
    const trader = await openTrader(options, { runtime, market, setup: options.setup(params) })
    await play(rows, runtime, market)
    const result = readResult(trader, options.setup(params))
    await runtime.settle(trader.close())
    return result
  }
}

/** What a strategy made in a replay, in the reporting asset, at the prices of its end; `undefined` unless it ran to the end. */
export function netProfit({ report, status }: ReplayResult): Decimal | undefined {
  if (status?.state !== 'running') return undefined
  return report.line === undefined ? new ExactDecimal(0) : report.performance?.profit
}

/** A replay as an optimiser evaluates it. */
export function replayScore(
  evaluate: (params: Params) => Promise<ReplayResult>,
  score: (result: ReplayResult) => Decimal | undefined = netProfit,
): Evaluate {
  return async (params) => score(await evaluate(params))
}

interface World {
  readonly runtime: VirtualRuntime
  readonly market: ReplayMarket
  readonly setup: StrategySetup
}

async function openTrader(
  { instruments, account, paper, definitions, trader: how }: ReplayOptions,
  { runtime, market, setup }: World,
): Promise<Trader> {
  const ports = runtime.ports()
  const pairs = instruments.map(({ pair }) => pair)
  const gateway = new PaperGateway({ ...paper, account, market, pairs, journal: false, ports })
  return runtime.settle(
    Trader.open({
      ...how,
      feedback: how.feedback ?? {},
      ports,
      journal: { folder: 'journal' },
      markets: new Map([[gateway.venue, market]]),
      gateways: [gateway],
      definitions,
      strategies: [setup],
    }),
  )
}

async function play(
  rows: readonly Row[],
  runtime: VirtualRuntime,
  market: ReplayMarket,
): Promise<void> {
  for (const row of rows) {
    // A row that was written late, or by a clock that stepped back, is told when its turn has come.
    const waitUs = Math.max(0, row.localTimeUs - runtime.trueTimeUs())
    await runtime.run({ forMs: waitUs / 1_000 })
    market.apply(row)
  }
  await runtime.run({ forMs: SETTLING_MS })
}

function readResult(trader: Trader, { strategy }: StrategySetup): ReplayResult {
  const report = trader.report(strategy)
  // Every trader here is opened with feedback.
  if (report === undefined) throw new ConfigError('INVALID_OPTIONS', 'Replaying: nobody watched')
  const status = trader.status().strategies.find(({ setup }) => setup.strategy === strategy)
  return { report, ...(status !== undefined && { status }) }
}

function feedsOf(rows: readonly Row[]): ReadonlyMap<string, string> {
  const feeds = new Map<string, string>()
  for (const row of rows)
    if (row.type === 'bookSnapshot' && !feeds.has(row.symbol)) feeds.set(row.symbol, row.feed)
  return feeds
}
