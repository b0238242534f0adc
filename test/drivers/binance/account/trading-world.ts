import {
  type AccountDecoder,
  type AccountEvent,
  type AccountList,
  type AccountProtocol,
  accountId,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type Instrument,
  type Market,
  type OrderCall,
  type OrderEvent,
  type OrderTerms,
  type RestCall,
  Secret,
  type VenueOrderId,
  type VenueRequest,
} from '../../../../src/core/index.ts'
import { binance } from '../../../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../../../src/drivers/kit/instrument-table.ts'
import { VirtualRuntime } from '../../../../src/runtime/virtual/index.ts'
import {
  type SimulatedBinance,
  type SimulatedBinanceOptions,
  simulatedBinance,
} from '../../../../src/sim/binance/index.ts'
import {
  type ApiKey,
  type LiveInstrument,
  type SimAccount,
  venueOrigins,
} from '../../../../src/sim/index.ts'
import {
  type FrameSource,
  HttpClient,
  type SendOptions,
  type TopicRejected,
  WSPool,
} from '../../../../src/transport/index.ts'
import { KEY, plainOf, SECRET } from './support.ts'

export interface WorldOptions extends Omit<SimulatedBinanceOptions, 'ports' | 'accounts'> {
  /** The venue's keys. @defaultValue the published example */
  readonly keys?: readonly ApiKey[]
  /** The client's secret. @defaultValue that of the first key */
  readonly secret?: string
  /** The client's key. @defaultValue the first */
  readonly key?: string
}

const BALANCES = { spot: { BTC: '2', USDT: '100000' }, futures: { USDT: '100000' } }

/** The account of the driver, through the real transport, at a simulated venue under virtual time. */
export class TradingWorld {
  readonly runtime: VirtualRuntime
  readonly venue: SimulatedBinance
  readonly protocol: AccountProtocol
  readonly http: HttpClient
  readonly pool: WSPool
  readonly account: SimAccount
  readonly instruments: readonly Instrument[]
  readonly events: AccountEvent[] = []
  readonly rejected: TopicRejected[] = []
  readonly outcomes: string[] = []
  #sequence = 0

  private constructor(
    parts: Pick<
      TradingWorld,
      'runtime' | 'venue' | 'protocol' | 'http' | 'account' | 'instruments'
    >,
  ) {
    this.runtime = parts.runtime
    this.venue = parts.venue
    this.protocol = parts.protocol
    this.http = parts.http
    this.account = parts.account
    this.instruments = parts.instruments
    const table = createInstrumentTable()
    for (const instrument of parts.instruments) table.add(instrument)
    const decoders = new Map<FrameSource, AccountDecoder>()
    this.pool = new WSPool({
      driver: parts.protocol,
      environment: 'production',
      ports: parts.runtime.ports(),
      call: (call) => parts.http.send(call),
      // A quiet account is none that is stuck.
      silentMs: 86_400_000,
      onFrame: (frame, localTimeUs, source) => {
        let decoder = decoders.get(source)
        if (decoder === undefined) {
          decoder = parts.protocol.createDecoder(table, source.endpoint)
          decoders.set(source, decoder)
        }
        const outcome = decoder.decode(frame, localTimeUs, (event) => this.events.push(event))
        this.outcomes.push(outcome)
        return outcome
      },
    })
    this.pool.on('rejected', (event) => this.rejected.push(event))
  }

  static async open(options: WorldOptions = {}): Promise<TradingWorld> {
    const { keys = [{ key: KEY, secret: SECRET }], key, secret, ...rest } = options
    const runtime = new VirtualRuntime({ seed: 'trading' })
    const ports = runtime.ports()
    const accounts = [{ name: 'main', keys, balances: BALANCES }]
    const venue = simulatedBinance({ ports, accounts, ...rest })
    for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
    const driver = binance()
    const credentials = {
      key: key ?? keys[0]?.key ?? '',
      secret: new Secret(secret ?? keys[0]?.secret ?? ''),
    }
    const protocol = await driver.account?.({ account: accountId('main'), credentials })
    const account = venue.accounts?.find('main')
    if (protocol === undefined || account === undefined) throw new Error('no account')
    const market = new HttpClient({ driver, environment: 'production', ports })
    const lists = driver.rest.instruments(['spot', 'usdm']).map((call) => market.send(call))
    const instruments = (await runtime.settle(Promise.all(lists))).flat()
    await runtime.settle(market.close())
    const http = new HttpClient({ driver: protocol, environment: 'production', ports })
    return new TradingWorld({ runtime, venue, protocol, http, account, instruments })
  }

  /** Opens the private streams and waits until they are there. */
  async connect(products: readonly string[] = ['spot', 'usdm']): Promise<void> {
    const topics = this.protocol.topics(products)
    this.pool.subscribe(topics)
    await this.runtime.runUntil(() => topics.every((topic) => this.pool.isConfirmed(topic)), {
      withinMs: 10_000,
    })
  }

  async close(): Promise<void> {
    await this.runtime.settle(Promise.all([this.pool.close(), this.http.close()]))
    this.venue.stop()
  }

  instrument(market: Market, symbol = 'BTCUSDT'): Instrument {
    const found = this.instruments.find((each) => each.market === market && each.symbol === symbol)
    if (found === undefined) throw new Error(symbol)
    return found
  }

  live(market: Market, symbol = 'BTCUSDT'): LiveInstrument {
    const live = this.venue.market.find(market === 'spot' ? 'spot' : 'usdm', symbol)
    if (live === undefined) throw new Error(symbol)
    return live
  }

  /** A price so many percent away from the middle of the book, down for less than 0. */
  price(market: Market, percent: number): Decimal {
    const { engine, spec } = this.live(market)
    const bid = engine.best('bid')?.price ?? spec.start
    const ticks = Math.round((bid * (1 + percent / 100)) / spec.tick) * spec.tick
    return new Decimal(ticks, spec.priceScale)
  }

  nextId(): ClientOrderId {
    this.#sequence += 1
    return clientOrderId(3, this.#sequence)
  }

  terms(market: Market, terms: Partial<OrderTerms> = {}): OrderTerms {
    return {
      account: accountId('main'),
      instrument: this.instrument(market),
      side: 'buy',
      type: 'limit',
      quantity: new Decimal('0.01'),
      price: this.price(market, -1),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
      ...terms,
    }
  }

  /** Terms without a price. */
  priceless(market: Market, terms: Partial<OrderTerms> = {}): OrderTerms {
    const { price: _, ...rest } = this.terms(market, {
      type: 'market',
      timeInForce: 'ioc',
      ...terms,
    })
    return rest
  }

  request<Kind extends VenueRequest['type']>(
    type: Kind,
    terms: OrderTerms,
    clientOrderId: ClientOrderId,
    more: { venueOrderId?: VenueOrderId | undefined; price?: Decimal; quantity?: Decimal } = {},
  ): VenueRequest {
    const deadlineUs = this.runtime.ports().wallClock.nowUs() + 5_000_000
    const base = { clientOrderId, request: type === 'place' ? 1 : 2, terms, deadlineUs }
    const { venueOrderId } = more
    if (type === 'place') return { ...base, type: 'place' }
    if (type === 'cancel') return { ...base, type: 'cancel', venueOrderId }
    const { price = terms.price, quantity = terms.quantity } = more
    return { ...base, type: 'amend', venueOrderId, price, quantity }
  }

  /** Sends an order request and gives its events; fails as the client does. */
  send(request: VenueRequest, options?: SendOptions): Promise<readonly OrderEvent[]> {
    return this.sendCall(this.protocol.orders.call(request), options)
  }

  sendCall(call: OrderCall, options?: SendOptions): Promise<readonly OrderEvent[]> {
    return this.runtime.settle(this.http.send(call, options))
  }

  place(terms: OrderTerms, id = this.nextId()): Promise<readonly OrderEvent[]> {
    return this.send(this.request('place', terms, id))
  }

  /** Reads a list to its last page. */
  async list<T>(call: RestCall<AccountList<T>>): Promise<readonly T[]> {
    const items: T[] = []
    let next: RestCall<AccountList<T>> | undefined = call
    while (next !== undefined) {
      const asked: RestCall<AccountList<T>> = next
      let following: RestCall<AccountList<T>> | undefined
      const reading: RestCall<AccountList<T>> = {
        ...asked,
        parse: (response, localTimeUs) => {
          following = asked.next?.(response)
          return asked.parse(response, localTimeUs)
        },
      }
      const page: AccountList<T> = await this.runtime.settle(this.http.send(reading))
      if (!page.isComplete || page.venueTimeUs === undefined) throw new Error('not complete')
      items.push(...page.items)
      next = following
    }
    return items
  }

  /** Lets time pass. */
  async run(forMs: number): Promise<void> {
    await this.runtime.run({ forMs })
  }

  /** What the private streams told since it was asked last, as plain data. */
  async told(types?: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    await this.run(100)
    const events = this.events.splice(0)
    const wanted = types === undefined ? events : events.filter(({ type }) => types.includes(type))
    return plainOf(wanted) as readonly Record<string, unknown>[]
  }
}

/** Events by their types, in order. */
export function typesOf(events: readonly { readonly type: string }[]): readonly string[] {
  return events.map(({ type }) => type)
}
