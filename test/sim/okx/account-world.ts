import { onTestFinished } from 'vitest'
import {
  type AccountEvent,
  type AccountList,
  type AccountProtocol,
  type AmendRequest,
  accountId,
  type CancelRequest,
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
  type VenueOrderId,
  type VenueRequest,
} from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import type { Ports } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedOkxOptions,
  simulatedOkx,
} from '../../../src/sim/okx/index.ts'
import { HttpClient, WSPool } from '../../../src/transport/index.ts'

const ACCOUNT = accountId('main')
const KEY = {
  key: 'okx-fake-key-0001',
  secret: 'OKXFAKESECRET00000000000000000001',
  passphrase: 'fake-pass',
}
const LISTED = ['BTC-USDT', 'ETH-USDT-SWAP', 'BTC-USD-SWAP']
const RICH = { trading: { USDT: '1000000', BTC: '10', USD: '50000' } }

export interface WorldOptions extends Partial<SimulatedOkxOptions> {
  /** What the client has, where it is not what the venue handed out. */
  readonly keys?: Partial<typeof KEY>
  /** What its key may do. */
  readonly permissions?: readonly ('read' | 'trade')[]
}

/** The account of the driver, over real clients, at the simulated venue: virtual time, and a market that stands still. */
export async function openWorld({ keys, permissions, ...sim }: WorldOptions = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedOkx({
    ports: runtime.spawn('venue').ports,
    seed: 7,
    warmUpMs: 5_000,
    instruments: DEFAULT_INSTRUMENTS.filter(({ symbol }) => LISTED.includes(symbol)),
    accounts: [
      { name: 'main', keys: [{ ...KEY, ...(permissions && { permissions }) }], balances: RICH },
    ],
    ...sim,
  })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.faults.restart()
  const driver = okx()
  const { key, secret, passphrase } = { ...KEY, ...keys }
  const credentials = { key, secret: new Secret(secret), passphrase: new Secret(passphrase) }
  const protocol = await driver.account?.({ account: ACCOUNT, credentials })
  if (protocol === undefined) throw new Error('the driver has no account')
  const http = new HttpClient({ driver: protocol, environment: 'production', ports })
  const publicHttp = new HttpClient({ driver, environment: 'production', ports })
  const table = createInstrumentTable()
  for (const call of driver.rest.instruments(['spot', 'swap']))
    for (const each of await runtime.settle(publicHttp.send(call))) table.add(each)
  const account = venue.accounts?.find('main')
  if (account === undefined) throw new Error('the venue has no account')
  const stream = openStream(runtime, protocol, table)
  onTestFinished(async () => {
    await runtime.settle(Promise.all([http.close(), publicHttp.close(), stream.pool.close()]))
    venue.stop()
  })
  const instrument = (symbol: string): Instrument => {
    const slot = table.slots().find((each) => each.instrument.symbol === symbol)
    if (slot === undefined) throw new Error(`${symbol} is not listed`)
    return slot.instrument
  }
  const world = { runtime, ports, venue, account, protocol, http, stream, instrument }
  return { ...world, ...requests(world), priceBehind }

  /** A price so many ticks behind the best of the own side; below 0 towards the market. */
  function priceBehind({ product, symbol }: Instrument, side: 'buy' | 'sell', ticks: number) {
    const live = venue.market.find(product, symbol)
    const best = live?.engine.best(side === 'buy' ? 'bid' : 'ask')?.price
    if (live === undefined || best === undefined) throw new Error(`${symbol} has no ${side} side`)
    const { tick, priceScale } = live.spec
    return new Decimal(best + (side === 'buy' ? -ticks : ticks) * tick).div(10 ** priceScale)
  }
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
  const decoders = new Map<unknown, ReturnType<AccountProtocol['createDecoder']>>()
  const pool = new WSPool({
    driver: protocol,
    environment: 'production',
    ports: runtime.ports(),
    // Stops say nothing for as long as there are none.
    silentMs: 3_600_000,
    firstEventTimeoutMs: 3_600_000,
    onFrame: (frame, localTimeUs, source) => {
      const decoder = decoders.get(source) ?? protocol.createDecoder(table, source.endpoint)
      decoders.set(source, decoder)
      const outcome = decoder.decode(frame, localTimeUs, (event) => events.push(event))
      if (outcome === 'fault') faults.push(decoder.fault)
      return outcome
    },
  })
  const topics = protocol.topics(['spot', 'swap'])
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

interface Requesting {
  readonly runtime: VirtualRuntime
  readonly ports: Ports
  readonly protocol: AccountProtocol
  readonly http: HttpClient
  readonly instrument: (symbol: string) => Instrument
}

function requests({ runtime, ports, protocol, http, instrument }: Requesting) {
  let sequence = 0
  const answers: OrderEvent[] = []
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
        instrument: instrument('ETH-USDT-SWAP'),
        side: 'buy',
        type: 'limit',
        quantity: new Decimal(1),
        timeInForce: over.type === 'market' ? 'ioc' : 'gtc',
        postOnly: false,
        reduceOnly: false,
        ...over,
      },
    }
  }
  const later = ({ terms, clientOrderId: id }: PlaceRequest) => ({
    clientOrderId: id,
    terms,
    deadlineUs: deadlineUs(),
  })
  const amend = (
    placed: PlaceRequest,
    price: Decimal,
    quantity: string,
    venueOrderId?: VenueOrderId,
  ): AmendRequest => ({
    ...later(placed),
    type: 'amend',
    request: 2,
    venueOrderId,
    price,
    quantity: new Decimal(quantity),
  })
  const cancel = (placed: PlaceRequest, venueOrderId?: VenueOrderId): CancelRequest => ({
    ...later(placed),
    type: 'cancel',
    request: 3,
    venueOrderId,
  })

  /** Sends a request, and lets what follows from it arrive. A failed exchange leaves it unanswered. */
  const send = async (...all: readonly VenueRequest[]): Promise<readonly OrderEvent[]> => {
    const [first] = all
    if (first === undefined) return []
    const call = all.length > 1 ? protocol.orders.batch?.(all) : protocol.orders.call(first)
    if (call === undefined) throw new Error('no batches')
    const events = await runtime.settle(http.send(call)).catch((error: unknown) => {
      if (!(error instanceof TransportError)) throw error
      return all.map((each) => unanswered(each, 'timeout', ports.wallClock.nowUs()))
    })
    answers.push(...events)
    await runtime.run({ forMs: 200 })
    return events
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
  return { place, amend, cancel, send, ask, find, answers }
}
