import { onTestFinished } from 'vitest'
import {
  type AccountEvent,
  type AmendRequest,
  type CancelRequest,
  clientOrderId,
  Decimal,
  type Instrument,
  type OrderEvent,
  type PlaceRequest,
  type VenueOrderId,
  type VenueRequest,
} from '../../../src/core/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { createWaterfall } from '../../../src/runtime/index.ts'
import type { Ports } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type FaultScript, venueOrigins } from '../../../src/sim/index.ts'
import { VenueGateway, type VenueGatewayOptions } from '../../../src/trader/index.ts'
import { priceBehind } from '../../sim/support/price-behind.ts'
import { ACCOUNT, type TradingKit } from '../../simulation/trading/trading-kit.ts'

/** What differs from a gateway whose orders go over the socket, at a venue without faults. */
export interface GatewayWorldOptions
  extends Partial<Pick<VenueGatewayOptions, 'orders' | 'restFallback' | 'isHalted' | 'pool'>> {
  readonly faults?: FaultScript
}

const DEADLINE_US = 4_000_000

/** A gateway at a simulated venue in virtual time, and everything that left it. */
export async function openGatewayWorld(kit: TradingKit, options: GatewayWorldOptions = {}) {
  const { faults, ...over } = options
  const runtime = new VirtualRuntime({ seed: 5 })
  const { wallet, balances, keys, driver, protocol, product, pair } = kit
  const venue = kit.simulate({
    ports: runtime.spawn('venue').ports,
    seed: 5,
    ...(faults && { faults }),
    accounts: [{ name: 'main', keys, balances: { [wallet]: balances } }],
  })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const sent: Sent = { calls: [], frames: [] }
  const bot = runtime.spawn('bot').ports
  const waterfall = createWaterfall({ ...bot, everyFrames: 1 })
  const ports = { ...witnessed(bot, sent), waterfall }
  const market = await runtime.settle(MarketData.open({ driver, ports, products: [product] }))
  const instrument = market.instrument(pair)
  const events: (AccountEvent | OrderEvent)[] = []
  const faultsTold: string[] = []
  const gateway = new VenueGateway({
    account: ACCOUNT,
    protocol,
    products: [product],
    instruments: market.instruments(),
    environment: 'production',
    ports,
    isHalted: () => false,
    deadMansSwitchMs: false,
    orders: 'socket',
    ...over,
  })
  onTestFinished(async () => {
    await runtime.settle(Promise.all([gateway.close(), market.close()]))
    venue.stop()
  })
  await runtime.settle(
    gateway.start({
      onEvent: (event) => events.push(event),
      onConnected: () => {},
      onLost: () => {},
      onRefused: (error) => faultsTold.push(error.message),
      onFault: (detail) => faultsTold.push(detail),
    }),
  )
  await runtime.run({ forMs: 3_000 })
  sent.calls.length = 0
  sent.frames.length = 0
  const account = venue.accounts?.find('main')
  if (account === undefined) throw new Error('the venue has no account')
  return {
    kit,
    runtime,
    venue,
    account,
    gateway,
    instrument,
    market,
    events,
    faultsTold,
    sent,
    waterfall,
    ...requestsOf(kit, gateway, instrument, () => priceBehind({ venue }, instrument, 'buy', 200)),
    /** Sends in one turn, and lets the world go on. */
    send: async (requests: readonly VenueRequest[], forMs = 1_000): Promise<void> => {
      gateway.send(requests)
      await runtime.run({ forMs })
    },
    /** What was told of an order, by the answers and by the stream. */
    of: ({ clientOrderId: id }: VenueRequest): readonly OrderEvent['type'][] =>
      events.flatMap((event) =>
        'order' in event && event.order.clientOrderId === id ? [event.type] : [],
      ),
  }
}

/** Calls that open a connection. */
const ACCESS = /GetWebSocketsToken|listenKey/

/** What left a process: REST calls about orders, and frames on sockets, each with its address. */
interface Sent {
  readonly calls: string[]
  readonly frames: { readonly url: string; readonly text: string }[]
}

function witnessed(ports: Ports, sent: Sent): Ports {
  return {
    ...ports,
    http: {
      exchange: (request) => {
        const { pathname } = new URL(request.url)
        if (request.method !== 'GET' && !ACCESS.test(pathname)) sent.calls.push(pathname)
        return ports.http.exchange(request)
      },
      close: () => ports.http.close(),
    },
    sockets: {
      open: (request, handlers) => {
        const socket = ports.sockets.open(request, handlers)
        return {
          bufferedBytes: () => socket.bufferedBytes(),
          send: (data) => {
            sent.frames.push({ url: request.url, text: String(data) })
            socket.send(data)
          },
          ping: () => socket.ping(),
          close: (code, reason) => socket.close(code, reason),
          terminate: () => socket.terminate(),
        }
      },
    },
  }
}

function requestsOf(
  { quantity }: TradingKit,
  gateway: VenueGateway,
  instrument: Instrument,
  price: () => Decimal,
) {
  let sequence = 0
  const deadlineUs = (): number => gateway.venueTimeUs() + DEADLINE_US
  const place = (): PlaceRequest => ({
    type: 'place',
    clientOrderId: clientOrderId(3, ++sequence),
    request: 1,
    deadlineUs: deadlineUs(),
    terms: {
      account: ACCOUNT,
      instrument,
      side: 'buy',
      type: 'limit',
      price: price(),
      quantity: new Decimal(quantity).times(2),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    },
  })
  const later = ({ clientOrderId: id, terms }: PlaceRequest, venueOrderId?: VenueOrderId) => ({
    clientOrderId: id,
    terms,
    deadlineUs: deadlineUs(),
    venueOrderId,
  })
  /** Half of it: what every venue takes. */
  const amend = (placed: PlaceRequest, venueOrderId?: VenueOrderId): AmendRequest => ({
    ...later(placed, venueOrderId),
    type: 'amend',
    request: 2,
    price: placed.terms.price,
    quantity: new Decimal(quantity),
  })
  const cancel = (placed: PlaceRequest, venueOrderId?: VenueOrderId): CancelRequest => ({
    ...later(placed, venueOrderId),
    type: 'cancel',
    request: 3,
  })
  return { place, amend, cancel }
}
