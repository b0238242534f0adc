import { type AccountEvent, type AccountId, isOfKeys, type OrderEvent } from '../../core/index.ts'
import { type RiskInput, TradingCore, type TradingEffect } from '../engine/index.ts'
import type { AccountGateway } from '../gateway/account-gateway.ts'
import { Journal } from '../journal/index.ts'
import { type StrategyCommand, StrategyHost } from '../strategy/index.ts'
import { AccountDesk } from './account-desk.ts'
import { applyAccountEvent } from './apply-account-event.ts'
import { Changes } from './changes.ts'
import { EffectRunner } from './effect-runner.ts'
import { InFlightWatch } from './in-flight-watch.ts'
import { InputLoop } from './input-loop.ts'
import { JournalWatch } from './journal-watch.ts'
import { MarkSampler } from './mark-sampler.ts'
import { MarketDesk } from './market-desk.ts'
import { obstacleOf } from './obstacle.ts'
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
import { readPast, type TraderPast } from './trader-state.ts'
import type { TraderStatus } from './trader-status.ts'
import { TraderWorld } from './trader-world.ts'
import { UnknownDesk } from './unknown-desk.ts'

/** A command to risk; the trader says when. */
export type TraderRiskCommand = RiskInput extends infer Input
  ? Input extends { readonly by: string; readonly timeUs: number }
    ? Omit<Input, 'timeUs'>
    : never
  : never

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
      state: () => ({ core: this.core.snapshot(), host: this.#strategies.host.snapshot() }),
    })
    this.#journalWatch = new JournalWatch({
      journal,
      limitMs: options.journalSlowMs,
      ports,
      onSlow: (detail) => this.#onJournalSlow(detail),
      onCaughtUp: () => this.#tell({ type: 'journalCaughtUp' }),
    })
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
    for (const record of past.records) this.core.apply(record)
    const world = new TraderWorld({
      core: () => this.core,
      desk: this.#desk,
      isReady: (account) => !this.#isClosing && this.#accounts.get(account)?.isReady() === true,
    })
    const { monotonicClock } = ports
    this.#strategies = new StrategyDesk({
      host: new StrategyHost({ world, definitions, monotonicClock }, past.snapshot?.host),
      core: this.core,
      ports,
      runner: () => this.#runner,
      tell: (alert) => this.#tell(alert),
      push: (input) => this.#loop.push({ kind: 'host', input }),
    })
    const byAccount = new Map(gateways.map((gateway) => [gateway.account, gateway]))
    this.#runner = new EffectRunner({
      journal,
      gateways: byAccount,
      tell: (effect) => this.#onEffect(effect),
      onAppended: () => this.#journalWatch.appended(),
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
    this.#accounts = new Map(
      gateways.map((gateway) => [gateway.account, this.#openAccount(gateway)]),
    )
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
   * Resolves once orders can be made at every account.
   *
   * @throws VenueError `AUTH_FAILED`, `PERMISSION_DENIED` where a venue refuses the keys of an account; the trader goes on and
   * asks again every few minutes. Whatever `signal` was aborted with
   */
  async ready(signal?: AbortSignal): Promise<void> {
    while (![...this.#accounts.values()].every((desk) => desk.isReady())) {
      signal?.throwIfAborted()
      this.#throwRefusal()
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
      accounts: [...this.#accounts.values()].map((desk) => ({
        account: desk.gateway.account,
        venue: desk.gateway.venue,
        isConnected: desk.gateway.isConnected(),
        isReady: desk.isReady(),
        ...(desk.refusal !== undefined && { refusal: desk.refusal }),
      })),
      strategies: this.#strategies.host.status(),
      liveOrders: [...this.core.world.orders()].length,
      unknownOrders: this.#unknowns.size,
      journal: this.#journal.status(),
    }
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
    const wanted = setupCommands(this.#strategies.host.status(), strategies)
    for (const setup of strategies) this.#desk.watch(setup)
    this.#runner.run(this.core.restarted(this.#nowUs()))
    for (const order of this.core.oms.unresolved()) this.#unknowns.observe(order)
    for (const command of wanted) this.#loop.push({ kind: 'host', input: command })
    await Promise.all([...this.#accounts.values()].map((desk) => desk.start()))
    this.#runner.run(this.core.cancelKilled(this.#nowUs()))
    this.#marks.start()
  }

  #openAccount(gateway: AccountGateway): AccountDesk {
    return new AccountDesk({
      gateway,
      core: this.core,
      options: this.#options,
      ports: this.#options.ports,
      tell: (event) => this.#loop.push({ kind: 'account', event }),
      book: (event) => this.#loop.push({ kind: 'money', event }),
      halt: (halted, why) =>
        this.risk({
          type: 'setTradingState',
          state: 'halted',
          scope: { type: 'account', account: halted },
          by: 'recovery',
          why,
        }),
      onEvent: (event) => this.#tell(event),
    })
  }

  #process(input: TraderInput): void {
    switch (input.kind) {
      case 'account':
        this.#onAccount(input.event)
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
      case 'market':
        if (!this.#isClosing) this.#strategies.feed(input.input)
    }
  }

  #onAccount(event: AccountEvent | OrderEvent): void {
    if (event.type === 'missed') this.#accounts.get(event.account)?.reconcile()
    else this.#runner.run(applyAccountEvent(this.core, event))
  }

  #onEffect(effect: Exclude<TradingEffect, { readonly type: 'record' | 'send' }>): void {
    if (effect.type === 'publish') {
      this.#unknowns.observe(effect.order)
      this.#inFlight.observe(effect.order)
      this.#loop.push({ kind: 'host', input: { type: 'order', order: effect.order } })
    }
    if (effect.type === 'fill') {
      const { clientOrderId, strategy, fill } = effect
      this.#loop.push({ kind: 'host', input: { type: 'fill', clientOrderId, strategy, fill } })
    }
    this.#tell(effect)
  }

  #onProof(event: OrderEvent): void {
    this.#runner.run(this.core.receive(event))
  }

  #onJournalFailed(detail: string): void {
    this.#loop.dropMarket()
    this.#options.ports.log.error('The journal failed; nothing is sent any more', () => ({
      detail,
    }))
    this.#tell({ type: 'journalFailed', detail })
  }

  #onJournalSlow(detail: string): void {
    this.#options.ports.log.error('The journal is slow; no orders are made', () => ({ detail }))
    this.#tell({ type: 'journalSlow', detail })
  }

  #tell(event: TraderEvent): void {
    this.#options.onEvent?.(event)
    this.#changes.tell()
  }

  #onDrained(): void {
    if (this.#state.isDue() && !this.#runner.hasFailed && !this.#isClosing)
      this.snapshot().catch((error: unknown) =>
        // The journal itself tells when it has failed; without a snapshot the next start is longer.
        this.#options.ports.log.warn('Writing the state down failed', () => ({
          error: String(error),
        })),
      )
    this.#changes.tell()
  }

  async #close(): Promise<void> {
    this.#isClosing = true
    this.#marks.stop()
    this.#strategies.stop()
    this.#loop.dropMarket()
    if (this.#options.ordersOnClose === 'cancel') await this.#cancelAll()
    await this.#desk.close()
    await Promise.all([...this.#accounts.values()].map((desk) => desk.close()))
    this.#unknowns.close()
    this.#inFlight.close()
    this.#journalWatch.close()
    this.#loop.drain()
    if (!this.#runner.hasFailed) await this.snapshot()
    await this.#journal.close()
  }

  #throwRefusal(): void {
    for (const { refusal } of this.#accounts.values())
      if (refusal !== undefined && isOfKeys(refusal.code)) throw refusal
  }

  /** Asks for the end of every order of ours, and waits for the venues' word on it, for a while. */
  async #cancelAll(): Promise<void> {
    const owners = new Set([...this.core.world.orders()].map(({ strategy }) => strategy))
    const intents = [...owners].map((strategy) => ({ type: 'cancelAll' as const, strategy }))
    this.#runner.run(this.core.submit(intents, this.#nowUs()))
    let isLate = false
    const timer = this.#options.ports.timers.after(this.#options.closeTimeoutMs, () => {
      isLate = true
      this.#changes.tell()
    })
    while (!isLate && !this.#runner.hasFailed && [...this.core.world.orders()].length > 0)
      await this.#changes.next()
    timer.cancel()
  }

  #nowUs(): number {
    return this.#options.ports.wallClock.nowUs()
  }
}
