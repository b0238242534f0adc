import type { AccountId, OrderEvent, StrategyId } from '../../core/index.ts'
import type { RiskInput, TradingCore, TradingEffect } from '../engine/index.ts'
import type { StrategyReport } from '../feedback/index.ts'
import { Journal } from '../journal/index.ts'
import type { StrategyCommand } from '../strategy/index.ts'
import { applyAccountEvent } from './apply-account-event.ts'
import { cancelWorking } from './cancel-working.ts'
import { Changes } from './changes.ts'
import { hostInputOf } from './host-input-of.ts'
import { setupCommands } from './setup-commands.ts'
import { haltOfVanished, takeProof } from './take-proof.ts'
import type { TraderEvent } from './trader-event.ts'
import type { TraderInput } from './trader-input.ts'
import {
  type ResolvedTraderOptions,
  resolveTraderOptions,
  type TraderOptions,
} from './trader-options.ts'
import { TraderParts } from './trader-parts.ts'
import type { TraderRiskCommand } from './trader-risk-command.ts'
import { readPast, type TraderPast } from './trader-state.ts'
import type { TraderStatus } from './trader-status.ts'

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
  readonly #parts: TraderParts
  readonly #changes = new Changes()
  #isOpening = true
  #isClosing = false
  #closed: Promise<void> | undefined

  private constructor(options: ResolvedTraderOptions, journal: Journal, past: TraderPast) {
    this.#options = options
    this.#parts = new TraderParts(options, journal, past, {
      process: (input) => this.#process(input),
      onDrained: () => this.#onDrained(),
      tell: (event) => this.#tell(event),
      onEffect: (effect) => this.#onEffect(effect),
      onProof: (event) => this.#onProof(event),
      onJournalFailed: (detail) => this.#onJournalFailed(detail),
      takesOrders: (account) => this.#takesOrders(account),
      isClosing: () => this.#isClosing,
      isOpening: () => this.#isOpening,
      risk: (command) => this.risk(command),
    })
    this.core = this.#parts.core
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
    let trader: Trader | undefined
    try {
      const past = await readPast(ports.files, journalOptions.folder)
      trader = new Trader(resolved, journal, past)
      await trader.#start()
      return trader
    } catch (error) {
      if (trader !== undefined) await trader.#letGo()
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
    while (![...this.#parts.accounts.values()].every((desk) => desk.isReady())) {
      signal?.throwIfAborted()
      for (const desk of this.#parts.accounts.values()) desk.throwRefusedKeys()
      await this.#changes.next(signal)
    }
  }

  /** Its number among the writers of its journal: part of every order id that it makes. */
  get epoch(): number {
    return this.#parts.journal.epoch
  }

  /** How it is doing. */
  status(): TraderStatus {
    return {
      accounts: [...this.#parts.accounts.values()].map((desk) => desk.status()),
      strategies: this.#parts.strategies.host.status(),
      liveOrders: [...this.core.world.orders()].length,
      unknownOrders: this.#parts.unknowns.size,
      journal: this.#parts.journal.status(),
    }
  }

  /** How a strategy is doing; `undefined` unless the trader was opened with `feedback`. */
  report(strategy: StrategyId): StrategyReport | undefined {
    return this.#parts.feedback?.report(strategy)
  }

  /** Asks something of a strategy; what became of it is told as events. */
  command(command: StrategyCommand): void {
    this.#parts.loop.push({ kind: 'host', input: command })
  }

  /** Asks something of risk: a limit, a trading state, the kill switch, a breaker. */
  risk(command: TraderRiskCommand): void {
    // A command without its time, and its time.
    const input = { ...command, timeUs: this.#nowUs() } as RiskInput
    this.#parts.loop.push({ kind: 'risk', input })
  }

  /** Asks every venue for what is so, now. */
  reconcile(): void {
    for (const desk of this.#parts.accounts.values()) desk.reconcile()
  }

  /** Writes the state down whole; records before it may then be removed. @throws StorageError as `Journal.snapshot` does */
  async snapshot(): Promise<void> {
    await this.#parts.state.write()
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

  async #start(): Promise<void> {
    const { strategies } = this.#options
    this.#parts.strategies.start()
    const setups = this.#parts.feedback?.adapted(strategies) ?? strategies
    this.#parts.market.watch(strategies)
    const wanted = setupCommands(this.#parts.strategies.host.status(), setups, (setup) =>
      this.#parts.strategies.watch(setup),
    )
    this.#parts.runner.run(this.core.restarted(this.#nowUs()))
    for (const order of this.core.oms.unresolved()) this.#parts.unknowns.observe(order)
    for (const command of wanted) this.#parts.loop.push({ kind: 'host', input: command })
    await Promise.all([...this.#parts.accounts.values()].map((desk) => desk.start()))
    this.#isOpening = false
    this.#parts.runner.run(this.core.cancelKilled(this.#nowUs()))
    this.#parts.strategies.resume()
    this.#parts.marks.start()
    this.#parts.markWatch.start()
    this.#parts.feedback?.start()
  }

  #process(input: TraderInput): void {
    switch (input.kind) {
      case 'account':
        if (input.event.type === 'missed')
          this.#parts.accounts.get(input.event.account)?.reconcile()
        else this.#parts.runner.run(applyAccountEvent(this.core, input.event))
        break
      case 'answer':
        this.#parts.unknowns.answer(input.clientOrderId, input.answer)
        break
      case 'host':
        this.#parts.strategies.take(input.input)
        break
      case 'risk':
        this.#parts.runner.run(this.core.command(input.input))
        break
      case 'money':
        this.#parts.runner.run(this.core.book(input.event))
        break
      case 'review':
        // What is not kept is not changed.
        if (!this.#isClosing && !this.#parts.runner.hasFailed) this.#parts.feedback?.review()
        break
      case 'routes':
        this.#parts.runner.run(this.core.advanceRoutes(this.#nowUs()))
        break
      case 'market':
        if (!this.#isClosing) this.#parts.strategies.feed(input.input)
    }
  }

  #onEffect(effect: Exclude<TradingEffect, { readonly type: 'record' | 'send' }>): void {
    if (effect.type === 'publish') {
      this.#parts.unknowns.observe(effect.order)
      this.#parts.inFlight.observe(effect.order)
    }
    const input = hostInputOf(effect)
    if (input !== undefined) this.#parts.loop.push({ kind: 'host', input })
    this.#tell(effect)
  }

  #onProof(event: OrderEvent): void {
    const { differences: policy } = this.#options
    const effects = takeProof(this.core, event, policy)
    this.#parts.runner.run(effects)
    const halt = policy === 'halt' ? haltOfVanished(this.core, effects) : undefined
    if (halt !== undefined) this.risk(halt)
  }

  #onJournalFailed(detail: string): void {
    this.#parts.loop.dropMarket()
    this.#parts.journalWatch.failed(detail)
  }

  #tell(event: TraderEvent): void {
    this.#options.onEvent?.(event)
    this.#changes.tell()
  }

  #onDrained(): void {
    this.#parts.strategies.onDrained()
    if (!this.#parts.runner.hasFailed && !this.#isClosing)
      this.#parts.state.writeIfDue(this.#options.ports.log)
    if (!this.#isClosing) this.#parts.routes.arm()
    this.#changes.tell()
  }

  async #close(): Promise<void> {
    this.#stop()
    if (this.#options.ordersOnClose === 'cancel')
      await cancelWorking({
        core: this.core,
        runner: this.#parts.runner,
        changes: this.#changes,
        ports: this.#options.ports,
        withinMs: this.#options.closeTimeoutMs,
      })
    await this.#release()
    if (!this.#parts.runner.hasFailed) await this.snapshot()
    await this.#parts.journal.close()
  }

  /** Ends what could not be opened: it has made no order, and what its journal knows stays as it is. */
  async #letGo(): Promise<void> {
    this.#stop()
    await this.#release()
  }

  /** Decides nothing more. */
  #stop(): void {
    this.#isClosing = true
    this.#parts.marks.stop()
    this.#parts.markWatch.stop()
    this.#parts.routes.stop()
    this.#parts.strategies.stop()
    this.#parts.feedback?.stop()
    this.#parts.loop.dropMarket()
  }

  /** Hears nothing more. */
  async #release(): Promise<void> {
    await this.#parts.market.close()
    await Promise.all([...this.#parts.accounts.values()].map((desk) => desk.close()))
    this.#parts.unknowns.close()
    this.#parts.inFlight.close()
    this.#parts.journalWatch.close()
    this.#parts.loop.drain()
    await this.#parts.strategies.close()
  }

  #takesOrders(account: AccountId): boolean {
    if (this.#isOpening || this.#isClosing || this.#parts.runner.hasFailed) return false
    if (this.#options.watchdog?.isHalted() === true) return false
    return this.#parts.accounts.get(account)?.isReady() === true
  }

  #nowUs(): number {
    return this.#options.ports.wallClock.nowUs()
  }
}
