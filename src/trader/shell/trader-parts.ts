import type { AccountId, OrderEvent } from '../../core/index.ts'
import { TradingCore, type TradingEffect } from '../engine/index.ts'
import type { Journal } from '../journal/index.ts'
import { resolveRoutingOptions } from '../routing/index.ts'
import { StrategyHost } from '../strategy/index.ts'
import type { AccountDesk } from './account-desk.ts'
import { EffectRunner } from './effect-runner.ts'
import { FeedbackDesk } from './feedback-desk.ts'
import { InFlightWatch } from './in-flight-watch.ts'
import { InputLoop } from './input-loop.ts'
import { JournalWatch } from './journal-watch.ts'
import { MarkSampler } from './mark-sampler.ts'
import { MarkWatch } from './mark-watch.ts'
import { MarketDesk } from './market-desk.ts'
import { obstacleOf } from './obstacle.ts'
import { openAccountDesks } from './open-account-desks.ts'
import { replayPast } from './replay-past.ts'
import { RouteTimer } from './route-timer.ts'
import { StateWriter } from './state-writer.ts'
import { StrategyDesk } from './strategy-desk.ts'
import { StrategyMarkets } from './strategy-markets.ts'
import type { TraderEvent } from './trader-event.ts'
import type { TraderInput } from './trader-input.ts'
import { type ResolvedTraderOptions, tradingGround } from './trader-options.ts'
import type { TraderRiskCommand } from './trader-risk-command.ts'
import type { TraderPast } from './trader-state.ts'
import { TraderWorld } from './trader-world.ts'
import { UnknownDesk } from './unknown-desk.ts'

/** What the parts of a trader ask of it. */
export interface TraderShell {
  /** Processes an input, whole. */
  readonly process: (input: TraderInput) => void
  /** All inputs that waited are processed. */
  readonly onDrained: () => void
  /** Something happened that is told outside. */
  readonly tell: (event: TraderEvent) => void
  /** Something follows from what was recorded. */
  readonly onEffect: (effect: Exclude<TradingEffect, { readonly type: 'record' | 'send' }>) => void
  /** What became of an order is known. */
  readonly onProof: (event: OrderEvent) => void
  /** Nothing is recorded any more. */
  readonly onJournalFailed: (detail: string) => void
  /** Whether an account takes orders now. */
  readonly takesOrders: (account: AccountId) => boolean
  /** Whether it closes. */
  readonly isClosing: () => boolean
  /** Whether its accounts are still being opened. */
  readonly isOpening: () => boolean
  /** Asks something of risk. */
  readonly risk: (command: TraderRiskCommand) => void
}

/** Who does what in a trader, made of its options and its past, and joined to each other. */
export class TraderParts {
  /** Orders, money and risk. */
  readonly core: TradingCore
  /** What is recorded before it is done. */
  readonly journal: Journal
  /** What waits to be processed. */
  readonly loop: InputLoop
  /** Runs the strategies. */
  readonly strategies: StrategyDesk
  /** Does what was decided, after it was recorded. */
  readonly runner: EffectRunner
  /** Sees whether records are written in time. */
  readonly journalWatch: JournalWatch
  /** Market data, as strategies and risk see them. */
  readonly market: MarketDesk
  /** The accounts. */
  readonly accounts: ReadonlyMap<AccountId, AccountDesk>
  /** Asks for the fate of orders. */
  readonly unknowns: UnknownDesk
  /** Sees whether requests are answered in time. */
  readonly inFlight: InFlightWatch
  /** Samples prices for risk and money. */
  readonly marks: MarkSampler
  /** Says what is held that nothing prices. */
  readonly markWatch: MarkWatch
  /** Watches how strategies do; absent where nobody asked for it. */
  readonly feedback: FeedbackDesk | undefined
  /** Looks at routes now and then. */
  readonly routes: RouteTimer
  /** Writes the state down whole. */
  readonly state: StateWriter

  /** Makes them; nothing is sent, and no strategy runs. */
  constructor(
    options: ResolvedTraderOptions,
    journal: Journal,
    past: TraderPast,
    shell: TraderShell,
  ) {
    const { ports, gateways, markets, portfolio, definitions, risk, oms, unknown = {} } = options
    this.journal = journal
    this.loop = new InputLoop({
      process: (input) => shell.process(input),
      onDrained: () => shell.onDrained(),
    })
    this.state = new StateWriter({
      journal,
      everyRecords: options.snapshotEveryRecords,
      prepare: () => this.strategies.remember(),
      isSettled: () => this.loop.isIdle,
      state: () => ({
        core: this.core.snapshot(),
        host: this.strategies.snapshot(),
        ...(this.feedback && { feedback: this.feedback.snapshot() }),
      }),
    })
    const tell = (event: TraderEvent): void => shell.tell(event)
    this.journalWatch = new JournalWatch({ journal, limitMs: options.journalSlowMs, ports, tell })
    this.market = new MarketDesk({
      markets,
      tell: (input) => this.loop.push({ kind: 'market', input }),
    })
    this.core = new TradingCore(
      {
        oms: { ...oms, epoch: journal.epoch },
        portfolio,
        ...(risk !== undefined && { risk }),
        accounts: new Map(gateways.map(({ account, venue }) => [account, venue])),
        market: this.market,
        ...(options.routing !== undefined && {
          routing: {
            ...resolveRoutingOptions(options.routing),
            isReady: (account: AccountId) => shell.takesOrders(account),
          },
        }),
        obstacle: (intent) =>
          obstacleOf(intent, {
            order: (id) => this.core.oms.orders.get(id),
            account: (account) => this.accounts.get(account),
            isOpening: shell.isOpening(),
            isClosing: shell.isClosing() || this.runner.hasFailed,
            isJournalSlow: this.journalWatch.isSlow,
            isHung: options.watchdog?.isHalted() === true,
          }),
      },
      past.snapshot?.core,
    )
    this.feedback = FeedbackDesk.open(
      options.feedback,
      {
        core: this.core,
        desk: this.market,
        ports,
        runner: () => this.runner,
        strategies: () => this.strategies,
        tell,
        pushReview: () => this.loop.push({ kind: 'review' }),
      },
      past.snapshot?.feedback,
    )
    const world = new TraderWorld({
      core: () => this.core,
      desk: this.market,
      isReady: (account) => shell.takesOrders(account),
    })
    const feedback = this.feedback
    this.strategies = new StrategyDesk({
      host: new StrategyHost(
        {
          world,
          definitions,
          monotonicClock: ports.monotonicClock,
          ...options.callBudget,
          ...(feedback && { onCall: feedback.onCall }),
        },
        past.snapshot?.host,
      ),
      core: this.core,
      ports,
      threads: options.threads,
      markets: new StrategyMarkets({
        desk: this.market,
        ground: tradingGround(options),
        core: this.core,
        host: () => this.strategies.host,
      }),
      runner: () => this.runner,
      arrivedUs: (input) => this.market.arrivedUs(input),
      tell,
      push: (input) => this.loop.push({ kind: 'host', input }),
    })
    // Accounts ask the venues what happened after the last that is known.
    replayPast(past.records, this, ports.wallClock.nowUs())
    const byAccount = new Map(gateways.map((gateway) => [gateway.account, gateway]))
    this.runner = new EffectRunner({
      journal,
      gateways: byAccount,
      observe: feedback?.onEffect,
      waterfall: ports.waterfall,
      tell: (effect) => shell.onEffect(effect),
      onAppended: () => this.journalWatch.appended(),
      onSent: (arrivedUs) => options.tickToTrade?.record(ports.wallClock.nowUs() - arrivedUs),
      onFailed: (detail) => shell.onJournalFailed(detail),
    })
    this.inFlight = new InFlightWatch({ ports, tell: (event) => shell.onProof(event) })
    this.unknowns = new UnknownDesk({
      options: unknown,
      gateways: byAccount,
      ports,
      tellAnswer: (clientOrderId, answer) =>
        this.loop.push({ kind: 'answer', clientOrderId, answer }),
      tellEvent: (event) => shell.onProof(event),
    })
    this.accounts = openAccountDesks(gateways, {
      core: this.core,
      options,
      canSend: () => !this.runner.hasFailed,
      push: (input) => this.loop.push(input),
      risk: (command) => shell.risk(command),
      tell,
    })
    this.routes = new RouteTimer({
      routes: this.core.routes,
      everyMs: options.routesEveryMs,
      ports,
      look: () => this.loop.push({ kind: 'routes' }),
    })
    this.marks = new MarkSampler({
      desk: this.market,
      reportingAsset: portfolio.reportingAsset,
      everyMs: options.marksEveryMs,
      ports,
      tellRisk: (input) => this.loop.push({ kind: 'risk', input }),
      tellMoney: (event) => this.loop.push({ kind: 'money', event }),
    })
    this.markWatch = new MarkWatch({ portfolio: this.core.portfolio, ports, tell })
  }
}
