import { onTestFinished } from 'vitest'
import {
  type AccountEvent,
  type AccountList,
  type AccountProtocol,
  accountId,
  clientOrderId,
  Decimal,
  type Instrument,
  type OrderEvent,
  type OrderTerms,
  type PlaceRequest,
  type RestCall,
  Secret,
  TransportError,
  unanswered,
  type VenueRequest,
} from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import type { Ports } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedBybitOptions,
  simulatedBybit,
} from '../../../src/sim/bybit/index.ts'
import { type SimAccount, venueOrigins } from '../../../src/sim/index.ts'
import { HttpClient, WSPool } from '../../../src/transport/index.ts'

const ACCOUNT = accountId('main')
const KEY = { key: 'BYBITFAKEKEY00000001', secret: 'bybit-fake-secret-for-docs-000000000001' }
const LISTED = ['BTCUSDT', 'ETHUSDC', 'BTCPERP']

/** The venue with one account that owns a little of everything. */
export interface WorldOptions extends Partial<SimulatedBybitOptions> {
  /** Secret that the client has. @defaultValue the right one */
  readonly secret?: string
  /** What its key may do. */
  readonly permissions?: readonly ('read' | 'trade')[]
}

/** The account of the driver, over real clients, at the simulated venue in virtual time. */
export async function openWorld({ secret = KEY.secret, permissions, ...sim }: WorldOptions = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedBybit({
    ports: runtime.spawn('venue').ports,
    seed: 7,
    warmUpMs: 5_000,
    instruments: DEFAULT_INSTRUMENTS.filter(
      ({ symbol, product }) => LISTED.includes(symbol) && product !== 'inverse',
    ),
    accounts: [
      {
        name: 'main',
        keys: [{ ...KEY, ...(permissions && { permissions }) }],
        balances: { unified: { USDT: '1000000', BTC: '10', USDC: '50000' } },
      },
    ],
    ...sim,
  })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.faults.restart()
  const driver = bybit()
  const credentials = { key: KEY.key, secret: new Secret(secret) }
  const protocol = await driver.account?.({ account: ACCOUNT, credentials })
  if (protocol === undefined) throw new Error('the driver has no account')
  const http = new HttpClient({ driver: protocol, environment: 'production', ports })
  const table = createInstrumentTable()
  const publicHttp = new HttpClient({ driver, environment: 'production', ports })
  for (const call of driver.rest.instruments(['spot', 'linear']))
    for (const each of await runtime.settle(publicHttp.send(call))) table.add(each)
  const account = venue.accounts?.find('main')
  if (account === undefined) throw new Error('the venue has no account')
  const stream = openStream(runtime, protocol, table)
  onTestFinished(async () => {
    await runtime.settle(Promise.all([http.close(), publicHttp.close(), stream.pool.close()]))
    venue.stop()
  })
  const instrument = (market: 'spot' | 'futures', symbol = 'BTCUSDT'): Instrument => {
    const slot = table.bySymbol(market, symbol)
    if (slot === undefined) throw new Error(`${symbol} is not listed`)
    return slot.instrument
  }
  const world = { runtime, ports, venue, account, protocol, http, table, stream, instrument }
  return { ...world, ...requests(world) }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** Private sockets, a decoder for each, and all that they told. */
function openStream(
  runtime: VirtualRuntime,
  protocol: AccountProtocol,
  table: ReturnType<typeof createInstrumentTable>,
) {
  const events: AccountEvent[] = []
  const faults: unknown[] = []
  const decoders = new Map<number, ReturnType<AccountProtocol['createDecoder']>>()
  const pool = new WSPool({
    driver: protocol,
    environment: 'production',
    ports: runtime.ports(),
    // Nothing happens for as long as nobody trades.
    silentMs: 3_600_000,
    firstEventTimeoutMs: 3_600_000,
    onFrame: (frame, localTimeUs, { connection, endpoint }) => {
      const decoder = decoders.get(connection) ?? protocol.createDecoder(table, endpoint)
      decoders.set(connection, decoder)
      const outcome = decoder.decode(frame, localTimeUs, (event) => events.push(event))
      if (outcome === 'fault') faults.push(decoder.fault)
      return outcome
    },
  })
  const topics = protocol.topics(['spot', 'linear'])
  const connect = async (): Promise<void> => {
    pool.subscribe(topics)
    await runtime.run({ forMs: 1_000 })
  }
  const isConnected = (): boolean => topics.every((topic) => pool.isConfirmed(topic))
  /** What was told of a kind since the beginning. */
  const told = <T extends AccountEvent['type']>(type: T) =>
    events.filter((event): event is Extract<AccountEvent, { type: T }> => event.type === type)
  return { pool, events, faults, connect, isConnected, told }
}

interface Line {
  readonly runtime: VirtualRuntime
  readonly ports: Ports
  readonly protocol: AccountProtocol
  readonly http: HttpClient
  readonly instrument: (market: 'spot' | 'futures', symbol?: string) => Instrument
}

function requests({ runtime, ports, protocol, http, instrument }: Line) {
  let sequence = 0
  const deadlineUs = (): number => ports.wallClock.nowUs() + 3_000_000

  const place = (over: Partial<OrderTerms> = {}): PlaceRequest => {
    sequence += 1
    return {
      type: 'place',
      clientOrderId: clientOrderId(3, sequence),
      request: 1,
      deadlineUs: deadlineUs(),
      terms: {
        account: ACCOUNT,
        instrument: instrument('futures'),
        side: 'buy',
        type: 'limit',
        quantity: new Decimal('0.01'),
        timeInForce: 'gtc',
        postOnly: false,
        reduceOnly: false,
        ...over,
      },
    }
  }
  const amend = ({ terms, clientOrderId: id }: PlaceRequest, price: string, quantity: string) =>
    ({
      type: 'amend',
      clientOrderId: id,
      request: 2,
      terms,
      deadlineUs: deadlineUs(),
      venueOrderId: undefined,
      price: new Decimal(price),
      quantity: new Decimal(quantity),
    }) satisfies VenueRequest
  const cancel = ({ terms, clientOrderId: id }: PlaceRequest) =>
    ({
      type: 'cancel',
      clientOrderId: id,
      request: 3,
      terms,
      deadlineUs: deadlineUs(),
      venueOrderId: undefined,
    }) satisfies VenueRequest

  /** Sends a request, and lets what follows from it arrive. A failed exchange leaves it unanswered. */
  const send = async (...all: readonly VenueRequest[]): Promise<readonly OrderEvent[]> => {
    const [first] = all
    if (first === undefined) return []
    const call = all.length > 1 ? protocol.orders.batch?.(all) : protocol.orders.call(first)
    if (call === undefined) throw new Error('no batches')
    try {
      const events = await runtime.settle(http.send(call))
      await runtime.run({ forMs: 200 })
      return events
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      await runtime.run({ forMs: 200 })
      return all.map((each) => unanswered(each, 'timeout', ports.wallClock.nowUs()))
    }
  }

  /** Asks to the last page. */
  const ask = async <T>(call: RestCall<AccountList<T>>): Promise<AccountList<T>> => {
    const items: T[] = []
    let isComplete = true
    for (let next: RestCall<AccountList<T>> | undefined = call; next !== undefined; ) {
      const current: RestCall<AccountList<T>> = next
      let after: RestCall<AccountList<T>> | undefined
      const paged = {
        ...current,
        parse: (...args: Parameters<typeof current.parse>) => {
          after = current.next?.(args[0])
          return current.parse(...args)
        },
      }
      const list = await runtime.settle(http.send(paged))
      items.push(...list.items)
      isComplete &&= list.isComplete
      next = after
    }
    return { items, isComplete }
  }
  const find = async (request: PlaceRequest) => {
    const { clientOrderId: id, terms } = request
    const { items } = await ask(
      protocol.queries.order({ clientOrderId: id, instrument: terms.instrument }),
    )
    return items[0]
  }
  return { place, amend, cancel, send, ask, find }
}

/** A price so many ticks from the best of the own side, away from the market where above 0. */
export function priceBehind(
  { venue }: Pick<World, 'venue'>,
  { product, symbol }: Instrument,
  side: 'buy' | 'sell',
  ticks: number,
): Decimal {
  const live = venue.market.find(product, symbol)
  const best = live?.engine.best(side === 'buy' ? 'bid' : 'ask')?.price
  if (live === undefined || best === undefined) throw new Error(`${symbol} has no ${side} side`)
  const { tick, priceScale } = live.spec
  return new Decimal(best + (side === 'buy' ? -ticks : ticks) * tick).div(10 ** priceScale)
}

/** Money of the account as the venue has it. */
export function owned(account: SimAccount, asset: string): Decimal {
  return new Decimal(account.balance('unified', asset).total.toString()).div('1e18')
}
