import { onTestFinished } from 'vitest'
import {
  type AccountEvent,
  accountId,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type Instrument,
  type OrderEvent,
  type OrderTerms,
  Secret,
  type VenueError,
} from '../../../../src/core/index.ts'
import type { Ports } from '../../../../src/runtime/index.ts'
import { VirtualRuntime } from '../../../../src/runtime/virtual/index.ts'
import { type ApiKey, type FaultScript, venueOrigins } from '../../../../src/sim/index.ts'
import { VenueGateway } from '../../../../src/trader/gateway/venue-gateway.ts'
import { HttpClient } from '../../../../src/transport/index.ts'
import { driverOf, type TypedKeys, type WalletKit } from './wallet-kits.ts'

const ACCOUNT = accountId('main')

export interface AccountWorldOptions {
  /** What the user typed in place of the right keys. */
  readonly typed?: Partial<TypedKeys>
  /** What the key may do. */
  readonly permissions?: ApiKey['permissions']
  readonly faults?: FaultScript
  /** Puts something around the ports of the client. */
  readonly wrap?: (ports: Ports) => Ports
}

/** The way to an account, at a simulated venue on a virtual network, and everything that it told. */
export async function openAccountWorld(kit: WalletKit, options: AccountWorldOptions = {}) {
  const runtime = new VirtualRuntime({ seed: 11 })
  const host = runtime.spawn('venue')
  const { permissions, faults, typed, wrap = (same) => same } = options
  const venue = kit.simulate({
    ports: host.ports,
    seed: 11,
    warmUpMs: 2_000,
    ...(faults && { faults }),
    accounts: [
      {
        name: 'main',
        keys: [{ ...kit.keys, ...(permissions && { permissions }) }],
        balances: { [kit.wallet]: kit.balances },
      },
    ],
  })
  for (const [origin, each] of venueOrigins(venue)) runtime.network.listen(origin, each)
  venue.start()
  const bot = runtime.spawn('bot')
  const ports = wrap(bot.ports)
  const driver = await driverOf(kit)
  const keys = { ...kit.keys, ...typed }
  const protocol = await driver.account?.({
    account: ACCOUNT,
    credentials: {
      key: keys.key,
      secret: new Secret(keys.secret),
      ...(keys.passphrase !== undefined && { passphrase: new Secret(keys.passphrase) }),
    },
  })
  if (protocol === undefined) throw new Error(`${kit.name} has no accounts`)
  const listing = new HttpClient({ driver, environment: 'production', ports: runtime.ports() })
  const lists = driver.rest.instruments([kit.product])
  const instruments = (
    await runtime.settle(Promise.all(lists.map((call) => listing.send(call))))
  ).flat()
  const instrument = instruments.find(({ symbol }) => symbol === kit.symbol)
  if (instrument === undefined) throw new Error(`${kit.symbol} is not listed`)
  const http = new HttpClient({ driver: protocol, environment: 'production', ports })
  const gateway = new VenueGateway({
    account: ACCOUNT,
    protocol,
    products: [kit.product],
    instruments,
    environment: 'production',
    ports,
    isHalted: () => false,
  })
  const events: (AccountEvent | OrderEvent)[] = []
  const refusals: { readonly atMs: number; readonly error: VenueError }[] = []
  const said: string[] = []
  const nowMs = () => runtime.elapsedUs() / 1_000
  const handlers = {
    onEvent: (event: AccountEvent | OrderEvent) => void events.push(event),
    onConnected: () => void said.push('connected'),
    onLost: (reason: string) => void said.push(`lost: ${reason}`),
    onRefused: (error: VenueError) => void refusals.push({ atMs: nowMs(), error }),
    onFault: (detail: string) => void said.push(`fault: ${detail}`),
  }
  await runtime.settle(gateway.start(handlers))
  onTestFinished(async () => {
    await runtime.settle(Promise.all([gateway.close(), listing.close(), http.close()]))
    venue.stop()
  })

  const live = venue.market.find(kit.product, kit.symbol)
  if (live === undefined) throw new Error(`${kit.symbol} is not simulated`)
  let sequence = 0
  /** An order that would rest, but for what it is told. */
  const order = (over: Partial<OrderTerms> = {}): OrderTerms => {
    const { spec, engine } = live
    const bid = engine.best('bid')?.price ?? spec.start
    const away = Math.round((bid * 0.99) / spec.tick) * spec.tick
    return {
      account: ACCOUNT,
      instrument,
      side: 'buy',
      type: 'limit',
      quantity: smallest(instrument),
      price: new Decimal(away, spec.priceScale),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
      ...over,
    }
  }
  /** Sends an order, and gives what came of it at once. */
  const place = async (terms: OrderTerms): Promise<OrderEvent | undefined> => {
    sequence += 1
    const id: ClientOrderId = clientOrderId(5, sequence)
    const deadlineUs = gateway.venueTimeUs() + 10_000_000
    gateway.send([{ type: 'place', clientOrderId: id, request: 1, terms, deadlineUs }])
    await runtime.run({ forMs: 12_000 })
    return events.find(
      (event): event is OrderEvent => 'order' in event && event.order.clientOrderId === id,
    )
  }
  const statement = () => runtime.settle(gateway.statement({ fills: [], missing: () => [] }))
  const world = { runtime, bot, venue, driver, protocol, http, gateway, instrument, live }
  return { ...world, events, refusals, said, order, place, statement, nowMs }
}

export type AccountWorld = Awaited<ReturnType<typeof openAccountWorld>>

/** An order of a size that every rule lets pass and a small wallet pays for. */
function smallest({ lotSize, minQuantity, minNotional, contract }: Instrument): Decimal {
  const lot = new Decimal(lotSize ?? '1')
  const least = Decimal.max(lot, minQuantity ?? lot)
  // Prices of the simulated BTC are about 60,000 and more.
  const worth = new Decimal(minNotional ?? '10')
    .times(2)
    .div(50_000)
    .div(contract?.multiplier ?? 1)
  return Decimal.max(least, worth).div(lot).toDecimalPlaces(0, 'up').times(lot)
}
