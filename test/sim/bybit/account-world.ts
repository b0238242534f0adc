import { onTestFinished } from 'vitest'
import { Decimal, type Instrument, type OrderTerms, Secret } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  DEFAULT_INSTRUMENTS,
  type SimulatedBybitOptions,
  simulatedBybit,
} from '../../../src/sim/bybit/index.ts'
import { type SimAccount, venueOrigins } from '../../../src/sim/index.ts'
import { HttpClient } from '../../../src/transport/index.ts'
import { ACCOUNT, accountRequests } from '../support/account-requests.ts'
import { openAccountStream } from '../support/account-stream.ts'

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
  const products = ['spot', 'linear']
  const stream = openAccountStream({ runtime, ports, protocol, table, products })
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
  const requests = accountRequests(world)
  const place = (over: Partial<OrderTerms> = {}) =>
    requests.place({ instrument: instrument('futures'), quantity: new Decimal('0.01'), ...over })
  return { ...world, ...requests, place }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** Money of the account as the venue has it. */
export function owned(account: SimAccount, asset: string): Decimal {
  return new Decimal(account.balance('unified', asset).total.toString()).div('1e18')
}
