import { onTestFinished } from 'vitest'
import {
  Decimal,
  type Instrument,
  type OrderTerms,
  Secret,
  type Side,
} from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedOkxOptions,
  simulatedOkx,
} from '../../../src/sim/okx/index.ts'
import { HttpClient } from '../../../src/transport/index.ts'
import { ACCOUNT, accountRequests } from '../support/account-requests.ts'
import { openAccountStream } from '../support/account-stream.ts'
import { priceBehind } from '../support/price-behind.ts'

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
  const products = ['spot', 'swap']
  const stream = openAccountStream({ runtime, ports, protocol, table, products })
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
  const requests = accountRequests(world)
  const place = (over: Partial<OrderTerms> = {}) =>
    requests.place({
      instrument: instrument('ETH-USDT-SWAP'),
      quantity: new Decimal(1),
      timeInForce: over.type === 'market' ? 'ioc' : 'gtc',
      ...over,
    })
  return {
    ...world,
    ...requests,
    place,
    priceBehind: (of: Instrument, side: Side, ticks: number) => priceBehind(world, of, side, ticks),
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
