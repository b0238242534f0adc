import {
  type AccountId,
  ConfigError,
  type FeeRates,
  type Instrument,
  type OrderTerms,
  type VenueError,
  type VenueId,
  type VenueRequest,
} from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'
import type { HttpClient } from '../../transport/index.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'
import type {
  AccountGateway,
  AccountStatement,
  GatewayHandlers,
  StatementWish,
} from './account-gateway.ts'
import { AccountHttp } from './account-http.ts'
import { checkProducts } from './checked-products.ts'
import { ClockReader } from './clock-reader.ts'
import { DeadMansSwitch } from './dead-mans-switch.ts'
import { fetchStatement } from './fetch-statement.ts'
import { Inquirer } from './inquirer.ts'
import { withListed } from './listed-statement.ts'
import { OrderBudgets } from './order-budgets.ts'
import { OrderSender } from './order-sender.ts'
import { OrderSocket } from './order-socket.ts'
import { PrivateFeed } from './private-feed.ts'
import { RehearsalGateway } from './rehearsal-gateway.ts'
import { Renewals } from './renewals.ts'
import { venueStamps } from './stamps.ts'
import { VenueClock } from './venue-clock.ts'
import type { VenueGatewayOptions } from './venue-gateway-options.ts'

const CLOCK_EVERY_MS = 60_000
const SWITCH_MS = 60_000
const ORDER_WAIT_MS = 5_000
const CLOCK_READINGS = 3

/** An account at a venue: its clock, its REST, its private stream, its dead man's switch. */
export class VenueGateway implements AccountGateway {
  /** Whose. */
  readonly account: AccountId
  /** Where. */
  readonly venue: VenueId
  readonly #options: VenueGatewayOptions
  readonly #clock = new VenueClock()
  readonly #clockReader: ClockReader
  readonly #table = createInstrumentTable()
  readonly #http: HttpClient
  readonly #inquirer: Inquirer
  readonly #sender: OrderSender
  readonly #orderSocket: OrderSocket | undefined
  readonly #feed: PrivateFeed
  readonly #renewals: Renewals
  readonly #switch: DeadMansSwitch
  #handlers: GatewayHandlers | undefined
  #isClosed = false

  /**
   * Opens nothing before {@link start}.
   *
   * @throws ConfigError `INVALID_OPTIONS` where products are not traded, or are of several wallets; `UNSUPPORTED` where orders
   * are to go over a socket that the venue does not have
   */
  constructor(options: VenueGatewayOptions) {
    const { account, protocol, ports, environment, region, urls, products } = options
    checkProducts(protocol.facts, products)
    this.account = account
    this.venue = protocol.facts.venue
    this.#options = options
    const stamp = venueStamps(this.#clock, ports.wallClock)
    const target = {
      environment,
      ...(region !== undefined && { region }),
      ...(urls !== undefined && { urls }),
      stamp,
      ports,
    }
    this.#clockReader = new ClockReader({
      read: () => this.#readClock(),
      everyMs: options.clockEveryMs ?? CLOCK_EVERY_MS,
      ports,
      onFailed: (error) =>
        this.#handlers?.onFault(`the venue's clock could not be read: ${String(error)}`),
    })
    const onRefused = (error: VenueError): void => {
      this.#clockReader.onError(error)
      this.#handlers?.onRefused(error)
    }
    this.#http = new AccountHttp({ driver: protocol, ...target, ...options.http }, (error) =>
      this.#clockReader.onError(error),
    )
    const common = { protocol, http: this.#http, clock: this.#clock, ports }
    this.#inquirer = new Inquirer({ account, ...common })
    this.#orderSocket =
      options.orders === 'socket'
        ? new OrderSocket({
            ...target,
            protocol,
            products,
            tuning: options.pool,
            call: (call) => this.#http.send(call),
            onRefused,
            onFault: (detail) => this.#handlers?.onFault(detail),
          })
        : undefined
    this.#sender = new OrderSender({
      ...common,
      socket: this.#orderSocket,
      restFallback: options.restFallback ?? true,
      budgets: new OrderBudgets({
        venue: protocol.facts.venue,
        limits: protocol.facts.orderBudgets,
        ports,
        maxWaitMs: ORDER_WAIT_MS,
      }),
      isHalted: options.isHalted,
      tell: (event) => {
        this.#clockReader.onEvent(event)
        this.#handlers?.onEvent(event)
      },
    })
    for (const instrument of options.instruments) this.#table.add(instrument)
    this.#feed = new PrivateFeed({
      ...target,
      region,
      urls,
      protocol,
      products,
      table: this.#table,
      tuning: options.pool,
      call: (call) => this.#http.send(call),
      tell: (event) => this.#handlers?.onEvent(event),
      onConfirmed: () => {
        if (this.#feed.isComplete()) this.#handlers?.onConnected()
      },
      onLost: (reason) => this.#handlers?.onLost(reason),
      onRefused,
      onFault: (detail) => this.#handlers?.onFault(detail),
    })
    this.#renewals = new Renewals({
      ...common,
      isConnected: (id) => this.#feed.isConnected(id),
      onFailed: (id) => this.#feed.renew(id),
    })
    this.#switch = new DeadMansSwitch({
      ...common,
      products,
      timeoutMs: options.deadMansSwitchMs ?? SWITCH_MS,
      openOrders: () => this.#handlers?.openOrders?.(),
      onFault: (detail) => this.#handlers?.onFault(detail),
    })
  }

  /** See {@link AccountGateway.isConnected}. */
  isConnected(): boolean {
    return this.#feed.isComplete()
  }

  /** See {@link AccountGateway.venueTimeUs}. */
  venueTimeUs(): number {
    return this.#clock.at(this.#options.ports.wallClock.nowUs())
  }

  /** See {@link AccountGateway.unsupported}. */
  unsupported(terms: OrderTerms): string | undefined {
    return this.#options.protocol.orders.unsupported(terms)
  }

  /** See {@link AccountGateway.start}. */
  async start(handlers: GatewayHandlers): Promise<void> {
    this.#handlers = handlers
    // A signature with the wrong time is refused: the clock comes before everything else.
    for (let reading = 0; reading < CLOCK_READINGS; reading += 1) await this.#readClock()
    this.#clockReader.start()
    this.#switch.start()
    this.#feed.start()
    this.#orderSocket?.start()
    this.#renewals.start()
  }

  /** See {@link AccountGateway.send}. */
  send(requests: readonly VenueRequest[]): void {
    this.#switch.cover(requests)
    this.#sender.send(requests)
  }

  /** See {@link AccountGateway.ask}. */
  ask(question: UnknownQuestion): Promise<UnknownAnswer> {
    return this.#inquirer.ask(question, (event) => this.#handlers?.onEvent(event))
  }

  /** See {@link AccountGateway.feeRates}. */
  async feeRates(instrument: Instrument): Promise<FeeRates> {
    const { facts, queries } = this.#options.protocol
    if (queries.feeRates !== undefined) return this.#http.send(queries.feeRates(instrument))
    throw new ConfigError('UNSUPPORTED', `Asking for fee rates: ${facts.name} does not tell them`)
  }

  /** See {@link AccountGateway.statement}. */
  async statement(wish: StatementWish): Promise<AccountStatement> {
    const { protocol, products, ports } = this.#options
    const parts = { inquirer: this.#inquirer, protocol, products, ports }
    return withListed(await fetchStatement(parts, wish), this.#table)
  }

  /** See {@link AccountGateway.rehearsal}. */
  rehearsal(): AccountGateway {
    return new RehearsalGateway(this.#options)
  }

  /** See {@link AccountGateway.close}. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#clockReader.close()
    this.#renewals.close()
    this.#inquirer.close()
    await this.#sender.close()
    await this.#switch.close()
    await Promise.all([this.#feed.close(), this.#orderSocket?.close(), this.#http.close()])
  }

  /** Same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #readClock(): Promise<void> {
    const { protocol, ports, products } = this.#options
    const [service] = protocol.facts.rest.filter(({ id }) => products.includes(id))
    const call = protocol.rest.serverTime?.(service?.id ?? protocol.facts.rest[0]?.id ?? '')
    if (call === undefined) return
    let askedTimeUs = 0
    const venueTimeUs = await this.#http.send({
      ...call,
      // When it leaves, not when it waits for its turn.
      request: {
        ...call.request,
        sign: (request) => {
          askedTimeUs = ports.wallClock.nowUs()
          return request
        },
      },
    })
    this.#clock.observe({ askedTimeUs, answeredTimeUs: ports.wallClock.nowUs(), venueTimeUs })
  }
}
