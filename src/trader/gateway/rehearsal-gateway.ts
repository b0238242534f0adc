import {
  type AccountId,
  type AccountProtocol,
  ConfigError,
  type FeeRates,
  type OrderEvent,
  type OrderTerms,
  type Stamp,
  type VenueId,
  type VenueRequest,
  venueOrderId,
} from '../../core/index.ts'
import { afterTurn } from '../../runtime/after-turn.ts'
import { nowherePorts } from '../../runtime/nowhere-ports.ts'
import { HttpClient } from '../../transport/index.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'
import type { AccountGateway, AccountStatement, GatewayHandlers } from './account-gateway.ts'
import { OrderBudgets } from './order-budgets.ts'
import { OrderSender, type OrderWay } from './order-sender.ts'
import { venueStamps } from './stamps.ts'
import { VenueClock } from './venue-clock.ts'
import type { VenueGatewayOptions } from './venue-gateway-options.ts'

const AT_ONCE = { count: 1_000_000_000, perMs: 1_000 }

/**
 * An account as its gateway has it, up to where bytes leave: requests are written and signed, then answered as a venue would
 * that takes everything and fills nothing. It is made of ports that lead nowhere; there is no way from it to a venue.
 */
export class RehearsalGateway implements AccountGateway {
  /** Whose. */
  readonly account: AccountId
  /** Where. */
  readonly venue: VenueId
  readonly #protocol: AccountProtocol
  readonly #http: HttpClient
  readonly #sender: OrderSender
  readonly #nowUs: () => number
  #handlers: GatewayHandlers | undefined

  /** Knows no order of the account, and none of its money. */
  constructor(options: Omit<VenueGatewayOptions, 'instruments'>) {
    const { account, environment, region, urls } = options
    const protocol = unlimited(options.protocol)
    const ports = nowherePorts(options.ports)
    const { venue, orderBudgets } = protocol.facts
    this.account = account
    this.venue = venue
    this.#protocol = protocol
    this.#nowUs = () => ports.wallClock.nowUs()
    const clock = new VenueClock()
    const stamp = venueStamps(clock, ports.wallClock)
    this.#http = new HttpClient({
      driver: protocol,
      environment,
      ...(region !== undefined && { region }),
      ...(urls !== undefined && { urls }),
      stamp,
      ports,
      ...options.http,
    })
    this.#sender = new OrderSender({
      ...{ protocol, http: this.#http, clock, ports },
      socket: options.orders === 'socket' ? writtenOnly(protocol, stamp) : undefined,
      restFallback: options.restFallback ?? true,
      budgets: new OrderBudgets({ venue, limits: orderBudgets, ports, maxWaitMs: 1 }),
      isHalted: () => false,
      // That they were not sent.
      tell: () => {},
    })
  }

  /** See {@link AccountGateway.isConnected}. */
  isConnected(): boolean {
    return this.#handlers !== undefined
  }

  /** See {@link AccountGateway.venueTimeUs}. */
  venueTimeUs(): number {
    return this.#nowUs()
  }

  /** See {@link AccountGateway.unsupported}. */
  unsupported(terms: OrderTerms): string | undefined {
    return this.#protocol.orders.unsupported(terms)
  }

  /** See {@link AccountGateway.start}. */
  async start(handlers: GatewayHandlers): Promise<void> {
    this.#handlers = handlers
    handlers.onConnected()
  }

  /** See {@link AccountGateway.send}; none is sent. */
  send(requests: readonly VenueRequest[]): void {
    this.#sender.send(requests)
    afterTurn(() => {
      for (const request of requests) this.#handlers?.onEvent(answerOf(request, this.#nowUs()))
    })
  }

  /** See {@link AccountGateway.ask}. */
  async ask({ question }: UnknownQuestion): Promise<UnknownAnswer> {
    return { type: 'failed', question, timeUs: this.#nowUs() }
  }

  /** See {@link AccountGateway.feeRates}. */
  async feeRates(): Promise<FeeRates> {
    throw new ConfigError('UNSUPPORTED', 'Asking for fee rates: a rehearsal asks nobody')
  }

  /** See {@link AccountGateway.statement}. */
  async statement(): Promise<AccountStatement> {
    const nowUs = this.#nowUs()
    const nothing = { openOrders: [], orders: [], fills: [], balances: [], positions: [] }
    return { ...nothing, askedTimeUs: nowUs, answeredTimeUs: nowUs, venueTimeUs: nowUs }
  }

  /** See {@link AccountGateway.close}. */
  async close(): Promise<void> {
    await this.#sender.close()
    await this.#http.close()
  }

  /** Same as {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function answerOf(request: VenueRequest, timeUs: number): OrderEvent {
  const { clientOrderId, type } = request
  const head = { order: { clientOrderId }, timeUs }
  switch (type) {
    case 'place':
      return { ...head, type: 'acknowledged', venueOrderId: venueOrderId(clientOrderId) }
    case 'amend': {
      const { price, quantity } = request
      return {
        ...head,
        type: 'amended',
        request: request.request,
        quantity,
        ...(price && { price }),
      }
    }
    case 'cancel':
      return { ...head, type: 'cancelled' }
  }
}

/** A socket on which a frame is written, and left there. */
function writtenOnly({ facts }: AccountProtocol, stamp: () => Stamp): OrderWay {
  return {
    has: (asked) =>
      facts.trading.some(({ product, orderSocket }) => product === asked && orderSocket !== false),
    isReady: () => true,
    send: async (_product, { write }) => {
      write(stamp())
      return { lost: 'notSent' }
    },
  }
}

/** The venue's limits hold for what is sent. */
function unlimited(protocol: AccountProtocol): AccountProtocol {
  const { facts } = protocol
  const names = Object.keys(facts.orderBudgets)
  return {
    ...protocol,
    facts: {
      ...facts,
      orderBudgets: Object.fromEntries(names.map((name) => [name, AT_ONCE])),
      rest: facts.rest.map((service) => ({ ...service, budget: AT_ONCE })),
    },
  }
}
