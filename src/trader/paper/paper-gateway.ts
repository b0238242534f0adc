import {
  type AccountEvent,
  type AccountId,
  ConfigError,
  type FeeRates,
  type Instrument,
  notSent,
  type OrderEvent,
  type OrderTerms,
  type VenueId,
  type VenueRequest,
} from '../../core/index.ts'
import type {
  AccountGateway,
  AccountStatement,
  GatewayHandlers,
  StatementWish,
} from '../gateway/account-gateway.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'
import { instrumentKey } from '../risk/instrument-key.ts'
import { isSameInstrument } from '../strategy/same-instrument.ts'
import { Delays } from './delays.ts'
import { PaperAccount } from './paper-account.ts'
import { PaperLedger } from './paper-ledger.ts'
import { PaperMarket } from './paper-market.ts'
import {
  type PaperOptions,
  type ResolvedPaperOptions,
  resolvePaperOptions,
} from './paper-options.ts'
import { paperAnswer, paperStatement } from './paper-statement.ts'
import { PaperStore } from './paper-store.ts'

/**
 * An account on paper over live market data, as a venue would answer for it: requests are decided when they arrive, by the
 * book of that moment, and what is told has been written down before.
 *
 * @example
 * ```ts
 * import { accountId, PaperGateway } from 'crossbook/trader'
 *
 * const gateway = new PaperGateway({
 *   account: accountId('paper'),
 *   market,
 *   pairs: ['BTC/USDT'],
 *   balances: { USDT: '10000' },
 *   journal: { folder: 'state/paper' },
 *   ports,
 * })
 * ```
 */
export class PaperGateway implements AccountGateway {
  /** Whose. */
  readonly account: AccountId
  /** Where. */
  readonly venue: VenueId
  readonly #options: ResolvedPaperOptions
  readonly #instruments: readonly Instrument[]
  readonly #ledger: PaperLedger
  readonly #paper: PaperAccount
  readonly #markets = new Map<string, PaperMarket>()
  readonly #delays: Delays
  readonly #waiting = new Set<readonly VenueRequest[]>()
  #events: (AccountEvent | OrderEvent)[] = []
  #told: Promise<void> = Promise.resolve()
  #store: PaperStore | undefined
  #handlers: GatewayHandlers | undefined
  #isConnected = false
  #closed: Promise<void> | undefined

  /**
   * Opens nothing before {@link start}.
   *
   * @throws ConfigError `INVALID_OPTIONS`, `INVALID_ID`, `UNKNOWN_PAIR`
   */
  constructor(options: PaperOptions) {
    const resolved = resolvePaperOptions(options)
    const { account, market, pairs, ports } = resolved
    this.#options = resolved
    this.account = account
    this.#instruments = pairs.map((pair) => tradable(market.instrument(pair)))
    const [first] = this.#instruments
    if (first === undefined) throw new ConfigError('INVALID_OPTIONS', 'expected a pair')
    this.venue = first.venue
    this.#ledger = new PaperLedger(account)
    this.#delays = new Delays(ports.timers)
    this.#paper = new PaperAccount({
      options: resolved,
      ledger: this.#ledger,
      marketOf: (instrument) => this.#markets.get(instrumentKey(instrument)),
      nowUs: () => this.venueTimeUs(),
      keep: (record) => this.#store?.keep(record),
      tell: (event) => this.#events.push(event),
    })
  }

  /** See {@link AccountGateway.isConnected}. */
  isConnected(): boolean {
    return this.#isConnected
  }

  /** See {@link AccountGateway.venueTimeUs}. */
  venueTimeUs(): number {
    return this.#options.ports.wallClock.nowUs()
  }

  /** See {@link AccountGateway.unsupported}. */
  unsupported({ instrument, type, reduceOnly }: OrderTerms): string | undefined {
    if (!this.#instruments.some((each) => isSameInstrument(each, instrument)))
      return `${instrument.pair} is not among the pairs of the paper account`
    if (type === 'stopLimit' || type === 'stopMarket') return `${type} orders on paper`
    if (reduceOnly && instrument.contract === undefined) return 'reduce-only on spot'
    return undefined
  }

  /**
   * See {@link AccountGateway.start}.
   *
   * @throws StorageError as `Journal.open` does; ConfigError as `MarketData.book` and `MarketData.subscribe` do
   */
  async start(handlers: GatewayHandlers): Promise<void> {
    this.#handlers = handlers
    const { ports, journal, balances } = this.#options
    const ledger = this.#ledger
    this.#store = await PaperStore.open(ports, journal, ledger)
    if (!ledger.isOpened) {
      const opened = { type: 'opened', balances, timeUs: this.venueTimeUs() } as const
      ledger.apply(opened)
      this.#store.keep(opened)
    }
    await this.#store.committed()
    for (const instrument of this.#instruments) this.#watch(instrument)
    for (const { terms } of ledger.open()) this.#armExpiry(terms)
    this.#isConnected = true
    handlers.onConnected()
  }

  /** See {@link AccountGateway.send}. */
  send(requests: readonly VenueRequest[]): void {
    if (this.#closed !== undefined || !this.#isConnected) {
      for (const request of requests) this.#handlers?.onEvent(notSent(request, this.venueTimeUs()))
      return
    }
    this.#waiting.add(requests)
    void this.#delays.after(this.#options.latencyMs).then((isOver) => {
      this.#waiting.delete(requests)
      if (!isOver) return
      this.#step(() => {
        for (const request of requests) this.#arrive(request)
      })
    })
  }

  /** See {@link AccountGateway.ask}. */
  async ask(question: UnknownQuestion): Promise<UnknownAnswer> {
    const askedTimeUs = this.venueTimeUs()
    const { account } = this
    try {
      await this.#arrived()
      const nowUs = this.venueTimeUs()
      const times = { account, askedTimeUs, nowUs }
      const { events, answer } = paperAnswer(this.#ledger, question, times)
      this.#step(() => this.#events.push(...events))
      await this.#settled()
      return this.#isConnected ? answer : failed(question, this.venueTimeUs())
    } catch {
      // It is closed, which says nothing about the order.
      return failed(question, this.venueTimeUs())
    }
  }

  /** See {@link AccountGateway.feeRates}: those of the options. */
  async feeRates(instrument: Instrument): Promise<FeeRates> {
    return { instrument, ...this.#options.fees }
  }

  /** See {@link AccountGateway.statement}. @throws ConfigError `CLOSED` */
  async statement(wish: StatementWish): Promise<AccountStatement> {
    const askedTimeUs = this.venueTimeUs()
    await this.#arrived()
    const nowUs = this.venueTimeUs()
    const statement = paperStatement(this.#ledger, this.account, wish, { askedTimeUs, nowUs })
    await this.#settled()
    if (!this.#isConnected) throw closed()
    return { ...statement, answeredTimeUs: this.venueTimeUs() }
  }

  /** See {@link AccountGateway.close}. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #watch(instrument: Instrument): void {
    const { market, depth, fills } = this.#options
    const { pair } = instrument
    const slot = market.slot(pair)
    const working = () =>
      this.#ledger.open().filter(({ terms }) => isSameInstrument(terms.instrument, instrument))
    const watched = new PaperMarket({
      slot,
      handle: market.book(pair, depth),
      model: fills(),
      working,
    })
    this.#markets.set(instrumentKey(instrument), watched)
    watched.listen(market, {
      onBook: () => this.#step(() => this.#paper.onBook(watched)),
      onPrint: (print) => this.#step(() => this.#paper.onPrint(watched, print)),
    })
  }

  #arrive(request: VenueRequest): void {
    this.#paper.arrive(request)
    if (request.type === 'place') this.#armExpiry(request.terms)
  }

  #armExpiry(terms: OrderTerms): void {
    const { expireTimeUs } = terms
    if (expireTimeUs === undefined) return
    const afterMs = Math.max(0, Math.ceil((expireTimeUs - this.venueTimeUs()) / 1000))
    void this.#delays.after(afterMs).then((isOver) => {
      if (!isOver) return
      // A delay has a longest, and clocks may step.
      if (this.venueTimeUs() < expireTimeUs) this.#armExpiry(terms)
      else this.#step(() => this.#paper.expire())
    })
  }

  /** Does something whole, and tells what came of it once that is written down. */
  #step(work: () => void): void {
    work()
    const events = this.#events
    if (events.length === 0) return
    this.#events = []
    this.#store?.snapshotWhenDue().catch((error: unknown) =>
      // The journal itself tells when it has failed; without a snapshot the next start is longer.
      this.#options.ports.log.warn('Writing a paper account down failed', () => ({
        error: String(error),
      })),
    )
    const committed = this.#store?.committed() ?? Promise.resolve()
    const before = this.#told
    this.#told = Promise.all([before, committed]).then(
      () => {
        if (this.#isConnected || this.#closed !== undefined)
          for (const event of events) this.#handlers?.onEvent(event)
      },
      (error: unknown) => this.#fail(error),
    )
  }

  /** Resolves when what is known here is written down, and told. @throws StorageError `JOURNAL_FAILED` */
  async #settled(): Promise<void> {
    await this.#told
    await this.#store?.committed()
  }

  #fail(error: unknown): void {
    if (!this.#isConnected) return
    this.#isConnected = false
    this.#handlers?.onLost(error instanceof Error ? error.message : String(error))
  }

  /** The time that a question is under way. @throws ConfigError `CLOSED` */
  async #arrived(): Promise<void> {
    const isOver = this.#closed === undefined && (await this.#delays.after(this.#options.latencyMs))
    if (!isOver || !this.#isConnected) throw closed()
  }

  async #close(): Promise<void> {
    this.#delays.close()
    this.#step(() => {
      for (const request of [...this.#waiting].flat())
        this.#events.push(notSent(request, this.venueTimeUs()))
    })
    for (const market of this.#markets.values()) await market.close()
    await this.#told
    this.#isConnected = false
    await this.#store?.close()
  }
}

function tradable(instrument: Instrument): Instrument {
  if (instrument.contract?.direction !== 'inverse') return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Opening a paper account: expected spot or linear futures, was the inverse ${instrument.pair}`,
  )
}

function failed({ question }: UnknownQuestion, timeUs: number): UnknownAnswer {
  return { type: 'failed', question, timeUs }
}

function closed(): ConfigError {
  return new ConfigError('CLOSED', 'Asking a paper account: it is closed, or its journal failed')
}
