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
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import type { Ports } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type SimAccount, venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedKrakenOptions,
  simulatedKraken,
} from '../../../src/sim/kraken/index.ts'
import { HttpClient, localStamps, WSPool } from '../../../src/transport/index.ts'

const ACCOUNT = accountId('main')
const KEY = {
  key: 'sim-key',
  secret: Buffer.from('a secret of the simulated venue').toString('base64'),
}
const LISTED = ['BTC/USD', 'ETH/USD', 'PF_XBTUSD']

/** The venue with one account that owns a little of everything. */
export interface WorldOptions extends Partial<SimulatedKrakenOptions> {
  /** Secret that the client has. @defaultValue the right one */
  readonly secret?: string
  /** What its key may do. */
  readonly permissions?: readonly ('read' | 'trade')[]
}

/** The account of the driver, over real clients, at the simulated venue in virtual time. */
export async function openWorld({ secret = KEY.secret, permissions, ...sim }: WorldOptions = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedKraken({
    ports: runtime.spawn('venue').ports,
    seed: 7,
    warmUpMs: 5_000,
    instruments: DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol)),
    accounts: [
      {
        name: 'main',
        keys: [{ ...KEY, ...(permissions && { permissions }) }],
        balances: {
          spot: { USD: '1000000', BTC: '10', ETH: '100' },
          futures: { USD: '500000' },
        },
      },
    ],
    ...sim,
  })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.faults.restart()
  const driver = kraken()
  const credentials = { key: KEY.key, secret: new Secret(secret) }
  const protocol = await driver.account?.({ account: ACCOUNT, credentials })
  if (protocol === undefined) throw new Error('the driver has no account')
  // A key has one line of nonces, whoever signs with it.
  const stamp = localStamps(ports.wallClock)
  const http = new HttpClient({ driver: protocol, environment: 'production', ports, stamp })
  const table = createInstrumentTable()
  const publicHttp = new HttpClient({ driver, environment: 'production', ports })
  for (const call of driver.rest.instruments(['spot', 'futures']))
    for (const each of await runtime.settle(publicHttp.send(call))) table.add(each)
  const account = venue.accounts?.find('main')
  if (account === undefined) throw new Error('the venue has no account')
  const stream = openStream(runtime, protocol, table, { http, ports, stamp })
  onTestFinished(async () => {
    await runtime.settle(Promise.all([http.close(), publicHttp.close(), stream.pool.close()]))
    venue.stop()
  })
  const instrument = (symbol: string): Instrument => {
    const slot = table.bySymbol(symbol.includes('/') ? 'spot' : 'futures', symbol)
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
  { http, ports, stamp }: { http: HttpClient; ports: Ports; stamp: ReturnType<typeof localStamps> },
) {
  const events: AccountEvent[] = []
  const faults: unknown[] = []
  const rejected: string[] = []
  const decoders = new Map<string, ReturnType<AccountProtocol['createDecoder']>>()
  const pool = new WSPool({
    driver: protocol,
    environment: 'production',
    ports,
    stamp,
    call: (call) => http.send(call),
    // Nothing happens for as long as nobody trades.
    silentMs: 36_000_000,
    firstEventTimeoutMs: 36_000_000,
    onFrame: (frame, localTimeUs, { connection, endpoint }) => {
      const name = `${endpoint} ${connection}`
      const decoder = decoders.get(name) ?? protocol.createDecoder(table, endpoint)
      decoders.set(name, decoder)
      const outcome = decoder.decode(frame, localTimeUs, (event) => events.push(event))
      if (outcome === 'fault') faults.push(decoder.fault)
      return outcome
    },
  })
  pool.on('rejected', ({ error }) => rejected.push(error.code))
  const topics = protocol.topics(['spot', 'futures'])
  const connect = async (): Promise<void> => {
    pool.subscribe(topics)
    await runtime.run({ forMs: 1_000 })
  }
  const isConnected = (): boolean => topics.every((topic) => pool.isConfirmed(topic))
  /** What was told of a kind since the beginning. */
  const told = <T extends AccountEvent['type']>(type: T) =>
    events.filter((event): event is Extract<AccountEvent, { type: T }> => event.type === type)
  return { pool, events, faults, rejected, connect, isConnected, told }
}

interface Line {
  readonly runtime: VirtualRuntime
  readonly ports: Ports
  readonly protocol: AccountProtocol
  readonly http: HttpClient
  readonly instrument: (symbol: string) => Instrument
}

function requests({ runtime, ports, protocol, http, instrument }: Line) {
  let sequence = 0
  const deadlineUs = (): number => ports.wallClock.nowUs() + 3_000_000

  const place = (symbol: string, over: Partial<OrderTerms> = {}): PlaceRequest => {
    sequence += 1
    return {
      type: 'place',
      clientOrderId: clientOrderId(3, sequence),
      request: 1,
      deadlineUs: deadlineUs(),
      terms: {
        account: ACCOUNT,
        instrument: instrument(symbol),
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
  const amend = ({ terms, clientOrderId: id }: PlaceRequest, price: Decimal, quantity: string) =>
    ({
      type: 'amend',
      clientOrderId: id,
      request: 2,
      terms,
      deadlineUs: deadlineUs(),
      venueOrderId: undefined,
      price,
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

  /** Sends requests, and lets what follows from them arrive. A failed exchange leaves them unanswered. */
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
      return all.map((each) => unanswered(each, 'timeout', ports.wallClock.nowUs()))
    }
  }

  /** Asks to the last page. */
  const ask = async <T>(call: RestCall<AccountList<T>>): Promise<AccountList<T>> => {
    const items: T[] = []
    let isComplete = true
    let venueTimeUs: number | undefined
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
      venueTimeUs = list.venueTimeUs
      next = after
    }
    return { items, isComplete, ...(venueTimeUs === undefined ? {} : { venueTimeUs }) }
  }
  const find = async ({ clientOrderId: id, terms }: PlaceRequest) => {
    const key = { clientOrderId: id, instrument: terms.instrument }
    return (await ask(protocol.queries.order(key))).items[0]
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
export function owned(account: SimAccount, wallet: string, asset: string): Decimal {
  return new Decimal(account.balance(wallet, asset).total.toString()).div('1e18')
}
