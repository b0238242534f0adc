import { onTestFinished } from 'vitest'
import { Decimal, type Instrument, type OrderTerms, Secret } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type SimAccount, venueOrigins } from '../../../src/sim/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedKrakenOptions,
  simulatedKraken,
} from '../../../src/sim/kraken/index.ts'
import { HttpClient, localStamps } from '../../../src/transport/index.ts'
import { ACCOUNT, accountRequests } from '../support/account-requests.ts'
import { openAccountStream } from '../support/account-stream.ts'

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
  const stream = openAccountStream({
    runtime,
    ports,
    stamp,
    call: (call) => http.send(call),
    protocol,
    table,
    products: ['spot', 'futures'],
  })
  onTestFinished(async () => {
    await runtime.settle(Promise.all([http.close(), publicHttp.close(), stream.pool.close()]))
    venue.stop()
  })
  const instrument = (symbol: string): Instrument => {
    const slot = table.bySymbol(symbol.includes('/') ? 'spot' : 'futures', symbol)
    if (slot === undefined) throw new Error(`${symbol} is not listed`)
    return slot.instrument
  }
  const world = {
    ...{ runtime, ports, venue, account, protocol, http, table, stream, instrument },
    driver,
    publicHttp,
  }
  const requests = accountRequests(world)
  const place = (symbol: string, over: Partial<OrderTerms> = {}) =>
    requests.place({ instrument: instrument(symbol), quantity: new Decimal('0.01'), ...over })
  return { ...world, ...requests, place }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** Money of the account as the venue has it. */
export function owned(account: SimAccount, wallet: string, asset: string): Decimal {
  return new Decimal(account.balance(wallet, asset).total.toString()).div('1e18')
}
