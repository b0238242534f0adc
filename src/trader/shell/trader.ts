import type { AccountId, OrderEvent, StrategyId } from '../../core/index.ts'
import { type RiskInput, TradingCore, type TradingEffect } from '../engine/index.ts'
import type { StrategyReport } from '../feedback/index.ts'
import { Journal } from '../journal/index.ts'
import { resolveRoutingOptions } from '../routing/index.ts'
import { type StrategyCommand, StrategyHost } from '../strategy/index.ts'
import type { AccountDesk } from './account-desk.ts'
import { applyAccountEvent } from './apply-account-event.ts'
import { cancelWorking } from './cancel-working.ts'
import { Changes } from './changes.ts'
import { EffectRunner } from './effect-runner.ts'
import { FeedbackDesk } from './feedback-desk.ts'
import { hostInputOf } from './host-input-of.ts'
import { InFlightWatch } from './in-flight-watch.ts'
import { InputLoop } from './input-loop.ts'
import { JournalWatch } from './journal-watch.ts'
import { MarkSampler } from './mark-sampler.ts'
import { MarketDesk } from './market-desk.ts'
import { obstacleOf } from './obstacle.ts'
import { openAccountDesks } from './open-account-desks.ts'
import { replayPast } from './replay-past.ts'
import { RouteTimer } from './route-timer.ts'
import { setupCommands } from './setup-commands.ts'
import { StateWriter } from './state-writer.ts'
import { StrategyDesk } from './strategy-desk.ts'
import type { TraderEvent } from './trader-event.ts'
import type { TraderInput } from './trader-input.ts'
import {
  type ResolvedTraderOptions,
  resolveTraderOptions,
  type TraderOptions,
} from './trader-options.ts'
import type { TraderRiskCommand } from './trader-risk-command.ts'
import { readPast, type TraderPast } from './trader-state.ts'
import type { TraderStatus } from './trader-status.ts'
import { TraderWorld } from './trader-world.ts'
import { UnknownDesk } from './unknown-desk.ts'

/**
 * Runs strategies on markets and accounts: one event after the other, each whole, and every order recorded before it leaves.
 *
 * It opens with what its journal knows, asks the venues what happened meanwhile, and lets no order out to an account before
 * that is known.
 */
export class Trader implements AsyncDisposable {
  /** Orders, money and risk; to be read. */
  readonly core: TradingCore
  readonly #options: ResolvedTraderOptions
  readonly #journal: Journal
  readonly #strategies: StrategyDesk
  readonly #loop = new InputLoop({
    process: (input) => this.#process(input),
    onDrained: () => this.#onDrained(),
  })
  readonly #runner: EffectRunner
  readonly #journalWatch: JournalWatch
  readonly #desk: MarketDesk
  readonly #accounts: ReadonlyMap<AccountId, AccountDesk>
  readonly #unknowns: UnknownDesk
  readonly #inFlight: InFlightWatch
  readonly #marks: MarkSampler
  readonly #feedback: FeedbackDesk | undefined
  readonly #routes: RouteTimer
  readonly #changes = new Changes()
  readonly #state: StateWriter
  #isClosing = false
  #closed: Promise<void> | undefined

  private constructor(options: ResolvedTraderOptions, journal: Journal, past: TraderPast) {
    const { ports, gateways, markets, portfolio, definitions, risk, oms, unknown = {} } = options
    this.#options = options
    this.#journal = journal
    this.#state = new StateWriter({
      journal,
      everyRecords: options.snapshotEveryRecords,
      prepare: () => this.#strategies.remember(),
      state: () => ({
        core: this.core.snapshot(),
        host: this.#strategies.host.snapshot(),
        ...(this.#feedback && { feedback: this.#feedback.snapshot() }),
      }),
    })
    const tell = (event: TraderEvent): void => this.#tell(event)
    this.#journalWatch = new JournalWatch({ journal, limitMs: options.journalSlowMs, ports, tell })
    this.#desk = new MarketDesk({
      markets,
      tell: (input) => this.#loop.push({ kind: 'market', input }),
    })
    this.core = new TradingCore(
      {
        oms: { ...oms, epoch: journal.epoch },
        portfolio,
        ...(risk !== undefined && { risk }),
        accounts: new Map(gateways.map(({ account, venue }) => [account, venue])),
        market: this.#desk,
        ...(options.routing !== undefined && {
          routing: {
            ...resolveRoutingOptions(options.routing),
            isReady: (account: AccountId) => this.#takesOrders(account),
          },
        }),
        obstacle: (intent) =>
          obstacleOf(intent, {
            order: (id) => this.core.oms.orders.get(id),
            account: (account) => this.#accounts.get(account),
            isClosing: this.#isClosing || this.#runner.hasFailed,
            isJournalSlow: this.#journalWatch.isSlow,
            isHung: options.watchdog?.isHalted() === true,
          }),
      },
      past.snapshot?.core,
    )
    this.#feedback = FeedbackDesk.open(
      options.feedback,
      {
        core: this.core,
        desk: this.#desk,
        ports,
        runner: () => this.#runner,
        strategies: () => this.#strategies,
        tell,
        pushReview: () => this.#loop.push({ kind: 'review' }),
      },
      past.snapshot?.feedback,
    )
    replayPast(past.records, this.core, this.#feedback)
    const world = new TraderWorld({
      core: () => this.core,
      desk: this.#desk,
      isReady: (account) => this.#takesOrders(account),
    })
    const feedback = this.#feedback
    this.#strategies = new StrategyDesk({
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
      runner: () => this.#runner,
      arrivedUs: (input) => this.#desk.arrivedUs(input),
      tell,
      push: (input) => this.#loop.push({ kind: 'host', input }),
    })
    const byAccount = new Map(gateways.map((gateway) => [gateway.account, gateway]))
    this.#runner = new EffectRunner({
      journal,
      gateways: byAccount,
      observe: feedback?.onEffect,
      waterfall: ports.waterfall,
      tell: (effect) => this.#onEffect(effect),
      onAppended: () => this.#journalWatch.appended(),
      onSent: (arrivedUs) => options.tickToTrade?.record(this.#nowUs() - arrivedUs),
      onFailed: (detail) => this.#onJournalFailed(detail),
    })
    this.#inFlight = new InFlightWatch({ ports, tell: (event) => this.#onProof(event) })
    this.#unknowns = new UnknownDesk({
      options: unknown,
      gateways: byAccount,
      ports,
      tellAnswer: (clientOrderId, answer) =>
        this.#loop.push({ kind: 'answer', clientOrderId, answer }),
      tellEvent: (event) => this.#onProof(event),
    })
    this.#accounts = openAccountDesks(gateways, {
      core: this.core,
      options,
      push: (input) => this.#loop.push(input),
      risk: (command) => this.risk(command),
      tell,
    })
    this.#routes = new RouteTimer({
      routes: this.core.routes,
      everyMs: options.routesEveryMs,
      ports,
      look: () => this.#loop.push({ kind: 'routes' }),
    })
    this.#marks = new MarkSampler({
      desk: this.#desk,
      reportingAsset: portfolio.reportingAsset,
      everyMs: options.marksEveryMs,
      ports,
      tellRisk: (input) => this.#loop.push({ kind: 'risk', input }),
      tellMoney: (event) => this.#loop.push({ kind: 'money', event }),
    })
  }

  /**
   * Reads the journal, asks the venues what happened since, and starts the strategies. Resolves once every account's stream
   * is being opened; {@link Trader.ready} tells when orders can be made.
   *
   * @throws ConfigError `INVALID_OPTIONS`; StorageError `JOURNAL_LOCKED`, `JOURNAL_CORRUPT`, `STORE_CORRUPT`,
   * `STORE_READ_FAILED`, `STORE_WRITE_FAILED`; what a gateway's first calls fail with: nothing was sent then
   */
  static async open(options: TraderOptions): Promise<Trader> {
    const resolved = resolveTraderOptions(options)
    const { ports, journal: journalOptions } = resolved
    const journal = await Journal.open(ports, journalOptions)
    try {
      const past = await readPast(ports.files, journalOptions.folder)
      const trader = new Trader(resolved, journal, past)
      await trader.#start(past)
      return trader
    } catch (error) {
      await Promise.all(resolved.gateways.map((gateway) => gateway.close()))
      await journal.close()
      throw error
    }
  }

  /**
   * Resolves once orders can be made at every account. @throws VenueError `AUTH_FAILED`, `PERMISSION_DENIED` where a venue refuses
   * an account's keys (the trader goes on, and asks again in minutes); whatever `signal` was aborted with
   */
  async ready(signal?: AbortSignal): Promise<void> {
    while (![...this.#accounts.values()].every((desk) => desk.isReady())) {
      signal?.throwIfAborted()
      for (const desk of this.#accounts.values()) desk.throwRefusedKeys()
      await this.#changes.next(signal)
    }
  }

  /** Its number among the writers of its journal: part of every order id that it makes. */
  get epoch(): number {
    return this.#journal.epoch
  }

  /** How it is doing. */
  status(): TraderStatus {
    return {
      accounts: [...this.#accounts.values()].map((desk) => desk.status()),
      strategies: this.#strategies.host.status(),
      liveOrders: [...this.core.world.orders()].length,
      unknownOrders: this.#unknowns.size,
      journal: this.#journal.status(),
    }
  }

  /** How a strategy is doing; `undefined` unless the trader was opened with `feedback`. */
  report(strategy: StrategyId): StrategyReport | undefined {
    return this.#feedback?.report(strategy)
  }

  /** Asks something of a strategy; what became of it is told as events. */
  command(command: StrategyCommand): void {
    this.#loop.push({ kind: 'host', input: command })
  }

  /** Asks something of risk: a limit, a trading state, the kill switch, a breaker. */
  risk(command: TraderRiskCommand): void {
    // A command without its time, and its time.
    const input = { ...command, timeUs: this.#nowUs() } as RiskInput
    this.#loop.push({ kind: 'risk', input })
  }

  /** Asks every venue for what is so, now. */
  reconcile(): void {
    for (const desk of this.#accounts.values()) desk.reconcile()
  }

  /** Writes the state down whole; records before it may then be removed. @throws StorageError as `Journal.snapshot` does */
  async snapshot(): Promise<void> {
    await this.#state.write()
  }

  /**
   * Stops the strategies, cancels or leaves their orders, waits for the venues' word on them, and closes accounts and
   * journal. Idempotent.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Same as {@link Trader.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #start({ commands }: TraderPast): Promise<void> {
    const { strategies } = this.#options
    // What was decided then was decided: a replay of commands asks for nothing.
    for (const command of commands) this.#strategies.host.handle(command, this.#nowUs())
    this.#strategies.start()
    const setups = this.#feedback?.adapted(strategies) ?? strategies
    const wanted = setupCommands(this.#strategies.host.status(), setups)
    this.#desk.watch(strategies)
    this.#runner.run(this.core.restarted(this.#nowUs()))
    for (const order of this.core.oms.unresolved()) this.#unknowns.observe(order)
    for (const command of wanted) this.#loop.push({ kind: 'host', input: command })
    await Promise.all([...this.#accounts.values()].map((desk) => desk.start()))
    this.#runner.run(this.core.cancelKilled(this.#nowUs()))
    this.#marks.start()
    this.#feedback?.start()
  }

  #process(input: TraderInput): void {
    switch (input.kind) {
      case 'account':
        if (input.event.type === 'missed') this.#accounts.get(input.event.account)?.reconcile()
        else this.#runner.run(applyAccountEvent(this.core, input.event))
        break
      case 'answer':
        this.#unknowns.answer(input.clientOrderId, input.answer)
        break
      case 'host':
        this.#strategies.take(input.input)
        break
      case 'risk':
        this.#runner.run(this.core.command(input.input))
        break
      case 'money':
        this.#runner.run(this.core.book(input.event))
        break
      case 'review':
        // What is not kept is not changed.
        if (!this.#isClosing && !this.#runner.hasFailed) this.#feedback?.review()
        break
      case 'routes':
        this.#runner.run(this.core.advanceRoutes(this.#nowUs()))
        break
      case 'market':
        if (!this.#isClosing) this.#strategies.feed(input.input)
    }
  }

  #onEffect(effect: Exclude<TradingEffect, { readonly type: 'record' | 'send' }>): void {
    if (effect.type === 'publish') {
      this.#unknowns.observe(effect.order)
      this.#inFlight.observe(effect.order)
    }
    const input = hostInputOf(effect)
    if (input !== undefined) this.#loop.push({ kind: 'host', input })
    this.#tell(effect)
  }

  #onProof(event: OrderEvent): void {
    this.#runner.run(this.core.receive(event))
  }

  #onJournalFailed(detail: string): void {
    this.#loop.dropMarket()
    this.#journalWatch.failed(detail)
  }

  #tell(event: TraderEvent): void {
    this.#options.onEvent?.(event)
    this.#changes.tell()
  }

  #onDrained(): void {
    this.#strategies.onDrained()
    if (!this.#runner.hasFailed && !this.#isClosing) this.#state.writeIfDue(this.#options.ports.log)
    if (!this.#isClosing) this.#routes.arm()
    this.#changes.tell()
  }

  async #close(): Promise<void> {
    this.#isClosing = true
    this.#marks.stop()
    this.#routes.stop()
    this.#strategies.stop()
    this.#feedback?.stop()
    this.#loop.dropMarket()
    if (this.#options.ordersOnClose === 'cancel')
      await cancelWorking({
        core: this.core,
        runner: this.#runner,
        changes: this.#changes,
        ports: this.#options.ports,
        withinMs: this.#options.closeTimeoutMs,
      })
    await this.#desk.close()
    await Promise.all([...this.#accounts.values()].map((desk) => desk.close()))
    this.#unknowns.close()
    this.#inFlight.close()
    this.#journalWatch.close()
    this.#loop.drain()
    await this.#strategies.close()
    if (!this.#runner.hasFailed) await this.snapshot()
    await this.#journal.close()
  }

  #takesOrders(account: AccountId): boolean {
    if (this.#isClosing || this.#runner.hasFailed) return false
    if (this.#options.watchdog?.isHalted() === true) return false
    return this.#accounts.get(account)?.isReady() === true
  }

  #nowUs(): number {
    return this.#options.ports.wallClock.nowUs()
  }
}
