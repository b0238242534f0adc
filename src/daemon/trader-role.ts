import { asset, type Credentials, CrossbookError } from '../core/index.ts'
import { createHistogram } from '../runtime/histogram.ts'
import type { Ports, TimerHandle, Watchdog } from '../runtime/ports.ts'
import {
  Rehearsal,
  type StrategyDefinition,
  Trader,
  type TraderEvent,
  type TraderOptions,
} from '../trader/index.ts'
import type { VenueConfig } from './config.ts'
import { type CredentialSource, loadCredentials } from './credentials.ts'
import { openAccount } from './open-account.ts'
import { reportTickToTrade, reportTrading } from './report-trading.ts'
import { checkStrategies, strategySetups } from './strategy-setups.ts'
import type { TradingConfig } from './trading-config.ts'
import { TradingCounts } from './trading-counts.ts'
import type { TradingStatus } from './trading-status.ts'
import type { VenueDesk } from './venue-desk.ts'
import { REOPEN_AFTER_MS } from './venue-desks.ts'

/** What a {@link TraderRole} is made of. */
export interface TraderRoleOptions {
  /** What is traded. */
  readonly config: TradingConfig
  /** The venues, as configured. */
  readonly venues: readonly VenueConfig[]
  /** The desk of a venue; `undefined` where it is not open yet. */
  readonly desk: (venue: string) => VenueDesk | undefined
  /** Everything ambient. */
  readonly ports: Ports
  /** The kinds of strategies. */
  readonly definitions: readonly StrategyDefinition[]
  /** Gives the keys of live accounts. */
  readonly credentials: CredentialSource | undefined
  /** Halts what must not be sent after the loop hung. */
  readonly watchdog: Watchdog | undefined
  /** Whether orders are rehearsed. */
  readonly rehearses: boolean
  /** Told everything that happens. */
  readonly onEvent: ((event: TraderEvent) => void) | undefined
}

/** The daemon's trader: opened once all its venues are, on the market data that the monitor reads too. */
export class TraderRole implements AsyncDisposable {
  readonly #options: TraderRoleOptions
  readonly #keys: ReadonlyMap<string, Credentials>
  readonly #counts = new TradingCounts()
  readonly #tickToTrade = createHistogram()
  readonly #giveUp = new AbortController()
  #trader: Trader | undefined
  #rehearsal: Rehearsal | undefined
  #opening: Promise<void> | undefined
  #retryTimer: TimerHandle | undefined
  #why = 'its venues are not open yet'
  #closed: Promise<void> | undefined

  private constructor(options: TraderRoleOptions, keys: ReadonlyMap<string, Credentials>) {
    this.#options = options
    this.#keys = keys
  }

  /**
   * Checks the strategies and loads the keys; opens nothing.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every strategy that cannot be made, or every account without keys
   */
  static async prepare(options: TraderRoleOptions): Promise<TraderRole> {
    const { config, definitions, credentials } = options
    checkStrategies(config, definitions)
    return new TraderRole(options, await loadCredentials(config.accounts, credentials))
  }

  /** The trader; `undefined` before it is open. It stays the daemon's to close. */
  get trader(): Trader | undefined {
    return this.#trader
  }

  /**
   * Opens the trader where all its venues are open; else nothing happens. What cannot be reached is tried again by itself.
   *
   * @throws CrossbookError that can never work, as `Trader.open` does
   */
  async open(): Promise<void> {
    if (this.#trader !== undefined || this.#giveUp.signal.aborted || !this.#hasVenues()) return
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined
    })
    await this.#opening
  }

  /** As {@link open}, for when nobody is there to be told: what goes wrong stands in the status. */
  openLater(): void {
    this.open().catch((error: unknown) => {
      this.#why = error instanceof Error ? error.message : String(error)
      this.#options.ports.log.error('The trader cannot be opened', () => ({ error: this.#why }))
    })
  }

  /** The trading now. */
  status(): TradingStatus {
    const { config } = this.#options
    const tickToTrade = reportTickToTrade(this.#tickToTrade)
    if (this.#trader !== undefined)
      return {
        state: this.#closed === undefined ? 'open' : 'closed',
        ...reportTrading(this.#trader, config, this.#counts),
        tickToTrade,
        ...(this.#rehearsal && { rehearsals: this.#rehearsal.status() }),
      }
    return {
      state: this.#closed === undefined ? 'waiting' : 'closed',
      ...(this.#closed === undefined && { why: this.#why }),
      ...this.#counts.total(),
      accounts: [],
      strategies: [],
      liveOrders: 0,
      unknownOrders: 0,
      reportingAsset: config.reportingAsset,
      tickToTrade,
    }
  }

  /** Cancels working orders (or keeps them, as configured), waits for the venues' word, writes the state down. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Same as {@link close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    this.#giveUp.abort()
    this.#retryTimer?.cancel()
    // What it fails with was told to who opened it.
    await this.#opening?.catch(() => {})
    await this.#rehearsal?.close()
    await this.#trader?.close()
  }

  #hasVenues(): boolean {
    const { config, desk } = this.#options
    return config.accounts.every(({ venue }) => desk(venue) !== undefined)
  }

  async #open(): Promise<void> {
    try {
      this.#trader = await this.#openTrader()
    } catch (error) {
      if (!(error instanceof CrossbookError) || error.retry === 'never') throw error
      this.#why = error.message
      this.#options.ports.log.warn('The trader cannot be opened yet', () => ({
        code: error.code,
        error: error.message,
      }))
      if (this.#giveUp.signal.aborted) return
      this.#retryTimer = this.#options.ports.timers.after(REOPEN_AFTER_MS, () => this.openLater())
    }
  }

  async #openTrader(): Promise<Trader> {
    const options = await this.#traderOptions()
    const trader = await Trader.open(options)
    if (!this.#options.rehearses) return trader
    try {
      this.#rehearsal = await Rehearsal.open(options)
    } catch (error) {
      await trader.close()
      throw error
    }
    return trader
  }

  async #traderOptions(): Promise<TraderOptions> {
    const { config, venues, desk, ports, definitions, watchdog } = this.#options
    const gateways = []
    const markets = new Map()
    for (const account of config.accounts) {
      const [open, venue] = [desk(account.venue), venues.find((v) => v.venue === account.venue)]
      if (open === undefined || venue === undefined) continue
      markets.set(open.driver.facts.venue, open.market)
      const isHalted = (): boolean => watchdog?.isHalted() === true
      const parts = { ports, config, venue, desk: open, keys: this.#keys, isHalted }
      gateways.push(await openAccount(account, parts))
    }
    return {
      ports,
      journal: {
        folder: `${config.journal.folder}/trader`,
        durability: config.journal.durability,
      },
      markets,
      gateways,
      definitions,
      strategies: strategySetups(config, desk),
      risk: config.risk,
      callBudget: config.callBudget,
      portfolio: { reportingAsset: asset(config.reportingAsset) },
      differences: config.differences,
      reconcileEveryMs: config.reconcileEveryMs,
      ordersOnClose: config.ordersOnClose,
      closeTimeoutMs: config.closeTimeoutMs,
      ...(watchdog !== undefined && { watchdog }),
      tickToTrade: this.#tickToTrade,
      onEvent: (event) => this.#onEvent(event),
    }
  }

  #onEvent(event: TraderEvent): void {
    this.#counts.observe(event)
    this.#options.onEvent?.(event)
  }
}
