import type { Exchange } from 'ccxt'
import { afterEach, expect } from 'vitest'
import {
  type AccountEvent,
  accountId,
  clientOrderId,
  Decimal,
  type Instrument,
  type OrderEvent,
  type OrderTerms,
  Secret,
} from '../../../src/core/index.ts'
import { loadDriver } from '../../../src/drivers/registry.ts'
import { nodePorts } from '../../../src/runtime/node/index.ts'
import {
  type ServedVenue,
  SIMULATORS,
  type SimulatedVenue,
  serveVenue,
} from '../../../src/sim/index.ts'
import { VenueGateway } from '../../../src/trader/index.ts'
import { HttpClient } from '../../../src/transport/index.ts'
import type { CcxtKeys, MakeCcxt } from './ccxt-accounts.ts'

/** One account of a simulated venue, with ccxt and our gateway on it. */

/** An account's wallet, and what is traded from it. */
export interface Wallet {
  readonly venue: 'binance' | 'bybit' | 'okx' | 'kraken'
  readonly product: string
  readonly symbol: string
  readonly pair: string
  readonly wallet: string
  readonly make: MakeCcxt
  /** Parameters of ccxt's `fetchBalance`. */
  readonly balance?: Readonly<Record<string, unknown>>
  /** Whether ccxt works fees out by a schedule of its own, whatever the venue says. @defaultValue `false` */
  readonly guessesFees?: boolean
  /** Options of the simulator that only this venue's has. */
  readonly simulation?: Readonly<Record<string, unknown>>
}

const ACCOUNT = accountId('main')
const secret = (text: string): string => Buffer.from(text).toString('base64')
const passphrase = 'a-passphrase'
/** Keys of one account: nonces of two clients would overtake each other. */
const OURS = { key: 'OURKEY00000000000001', secret: secret('our secret of 0001'), passphrase }
const THEIRS = { key: 'OTHERSKEY0000000001', secret: secret('their secret of 01'), passphrase }

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** The venue with one account, keys for each of the two, and its market. */
export async function openVenue({ venue: name, product, symbol, wallet, simulation }: Wallet) {
  const futures = wallet === 'futures'
  const quote = name === 'kraken' ? 'USD' : 'USDT'
  const balances = { [quote]: '1000000', ...(futures ? {} : { BTC: '10' }) }
  const simulate = await SIMULATORS[name]()
  const venue: SimulatedVenue = simulate({
    ports: nodePorts(),
    seed: 3,
    warmUpMs: 5_000,
    accounts: [{ name: 'main', keys: [OURS, THEIRS], balances: { [wallet]: balances } }],
    ...simulation,
  })
  const served = await serveVenue(venue)
  closing.push(() => served.close())
  const account = venue.accounts?.find('main')
  const live = venue.market.find(product, symbol)
  if (account === undefined || live === undefined) throw new Error(`${name} ${symbol}`)
  return { venue, served, account, live }
}

/** A market of the simulated venue. */
type Live = Awaited<ReturnType<typeof openVenue>>['live']

/** ccxt on it. */
export function openTheirs({ make }: Wallet, served: ServedVenue): Exchange {
  const keys: CcxtKeys = THEIRS
  const made = make(served, keys)
  // Its pauses are for the venue's limits, which nobody else spends here.
  made.enableRateLimit = false
  closing.push(() => made.close())
  return made
}

/** Our gateway on it, connected. */
export async function openOurs({ venue, product, symbol }: Wallet, served: ServedVenue) {
  const driver = await loadDriver(venue)
  const ports = nodePorts()
  const protocol = await driver.account?.({
    account: ACCOUNT,
    credentials: {
      key: OURS.key,
      secret: new Secret(OURS.secret),
      ...(venue === 'okx' && { passphrase: new Secret(passphrase) }),
    },
  })
  if (protocol === undefined) throw new Error(`${venue} has no accounts`)
  const target = { environment: 'production', ports } as const
  const http = new HttpClient({ driver, urls: { rest: served.rest }, ...target })
  const listing = await Promise.all(
    driver.rest.instruments([product]).map((call) => http.send(call)),
  )
  await http.close()
  const instrument = listing.flat().find((each) => each.symbol === symbol)
  if (instrument === undefined) throw new Error(`${symbol} is not listed`)
  const gateway = new VenueGateway({
    account: ACCOUNT,
    protocol,
    products: [product],
    instruments: listing.flat(),
    urls: { streams: served.accountStreams, rest: served.accountRest },
    isHalted: () => false,
    deadMansSwitchMs: false,
    ...target,
  })
  closing.push(() => gateway.close())
  return begin(gateway, instrument)
}

/** Our side, once its private stream is confirmed. */
async function begin(gateway: VenueGateway, instrument: Instrument) {
  const events: (AccountEvent | OrderEvent)[] = []
  const faults: unknown[] = []
  await gateway.start({
    onEvent: (event) => events.push(event),
    onConnected: () => {},
    onLost: (reason) => faults.push(reason),
    onRefused: (error) => faults.push(error),
    onFault: (detail) => faults.push(detail),
  })
  await expect.poll(() => gateway.isConnected(), { timeout: 10_000 }).toBe(true)
  const id = clientOrderId(9, 1)
  const sinceUs = gateway.venueTimeUs() - 60_000_000
  const deadlineUs = (): number => gateway.venueTimeUs() + 5_000_000
  const fills = () => events.flatMap((event) => (event.type === 'fill' ? [event.fill] : []))
  let terms: OrderTerms | undefined
  return {
    faults,
    place: ({ price, quantity }: Part) => {
      terms = {
        account: ACCOUNT,
        instrument,
        side: 'buy',
        type: 'limit',
        price,
        quantity,
        timeInForce: 'gtc',
        postOnly: false,
        reduceOnly: false,
      }
      const head = { clientOrderId: id, request: 1, deadlineUs: deadlineUs() }
      gateway.send([{ type: 'place', terms, ...head }])
      return id
    },
    cancel: (of: typeof id) => {
      if (terms === undefined) throw new Error('nothing was placed')
      const head = { clientOrderId: of, request: 2, deadlineUs: deadlineUs() }
      gateway.send([{ type: 'cancel', terms, venueOrderId: undefined, ...head }])
    },
    /** What the private stream told of fills, each once: venues tell some twice. */
    toldFills: (): string => {
      const each = new Map(fills().map((fill) => [fill.fillId, fill.quantity]))
      return [...each.values()].reduce((sum, next) => sum.plus(next), new Decimal(0)).toFixed()
    },
    /** The same, in words, by their ids. */
    fills: (): ReadonlyMap<string, string> =>
      new Map(
        fills().map(({ fillId, side, price, quantity }) => [
          String(fillId),
          `${side} ${quantity.toNumber()} at ${price.toNumber()}`,
        ]),
      ),
    /** Orders that it told of. */
    heard: (): readonly string[] =>
      events.flatMap((event) =>
        event.type === 'acknowledged' ? [String(event.venueOrderId)] : [],
      ),
    statement: () => gateway.statement({ fills: [{ instrument, sinceUs }], missing: () => [] }),
  }
}

/** An order that takes what stands on the best level, and whose rest stays. */
export interface Part {
  readonly price: Decimal
  readonly quantity: Decimal
  /** What it takes at once. */
  readonly best: string
  /** What is left of it. */
  readonly rest: number
}

/** Such an order at the best level of now. */
export function partly({ engine, spec }: Live): Part {
  const [best] = engine.top('ask', 1)
  if (best === undefined) throw new Error('an empty book')
  const [price, size] = best
  const { priceScale, sizeScale } = spec
  // A hundredth of a bitcoin, or two contracts of that size.
  const rest = spec.symbol.endsWith('-SWAP') ? 2 : 0.01
  const taken = new Decimal(size, sizeScale)
  return {
    price: new Decimal(price, priceScale),
    quantity: taken.plus(rest),
    best: taken.toFixed(),
    rest,
  }
}
