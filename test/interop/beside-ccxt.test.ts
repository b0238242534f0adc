import type { Exchange } from 'ccxt'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type AccountEvent,
  accountId,
  clientOrderId,
  Decimal,
  type Instrument,
  type OrderEvent,
  type OrderTerms,
  Secret,
} from '../../src/core/index.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import {
  type ServedVenue,
  SIMULATORS,
  type SimulatedVenue,
  serveVenue,
} from '../../src/sim/index.ts'
import { type AccountStatement, VenueGateway } from '../../src/trader/index.ts'
import { HttpClient } from '../../src/transport/index.ts'
import {
  type CcxtKeys,
  ccxtBinance,
  ccxtBybit,
  ccxtKraken,
  ccxtKrakenFutures,
  ccxtOkx,
  type MakeCcxt,
} from './support/ccxt-accounts.ts'

/** ccxt and our gateway on one account of a simulated venue: both trade on it, and both must see the same. */

interface Wallet {
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

const SPOT = { product: 'spot', symbol: 'BTCUSDT', pair: 'BTC/USDT' } as const
const LINEAR = { symbol: 'BTCUSDT', pair: 'BTC/USDT:USDT' } as const
const BYBIT = { venue: 'bybit', wallet: 'unified', make: ccxtBybit } as const
const OKX = { venue: 'okx', wallet: 'trading', make: ccxtOkx } as const
const KRAKEN = {
  venue: 'kraken',
  // ccxt asks for more than a key of the lowest tier may.
  simulation: { limits: { spotCallsPer10s: 1_000, privateCalls: 1_000 } },
} as const

const WALLETS: readonly Wallet[] = [
  { ...SPOT, venue: 'binance', wallet: 'spot', make: ccxtBinance, balance: { type: 'spot' } },
  {
    ...LINEAR,
    venue: 'binance',
    product: 'usdm',
    wallet: 'futures',
    make: ccxtBinance,
    balance: { type: 'future' },
  },
  { ...BYBIT, ...SPOT },
  { ...BYBIT, ...LINEAR, product: 'linear' },
  { ...OKX, ...SPOT, symbol: 'BTC-USDT' },
  { ...OKX, ...LINEAR, product: 'swap', symbol: 'BTC-USDT-SWAP' },
  {
    ...KRAKEN,
    product: 'spot',
    symbol: 'BTC/USD',
    pair: 'BTC/USD',
    wallet: 'spot',
    make: ccxtKraken,
  },
  {
    ...KRAKEN,
    product: 'futures',
    symbol: 'PF_XBTUSD',
    pair: 'BTC/USD:USD',
    wallet: 'futures',
    make: ccxtKrakenFutures,
    balance: { type: 'flex' },
    guessesFees: true,
  },
]

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

describe.each(WALLETS)('$venue $product', (wallet) => {
  test('our client and ccxt trade on one account, and see the same of it', async () => {
    const { venue, served, account, live } = await openVenue(wallet)
    const { pair, balance } = wallet
    const theirs = openTheirs(wallet, served)
    await theirs.loadMarkets()
    const own = await openOurs(wallet, served)
    venue.stop()

    // Ours takes the best level, and its rest stays on the book; theirs rests far from it.
    const part = partly(live)
    const id = own.place(part)
    await expect.poll(() => own.toldFills(), { timeout: 10_000 }).toBe(part.best)
    const far = part.price.times('0.9').toDecimalPlaces(0)
    const placed = await theirs.createOrder(pair, 'limit', 'buy', part.rest, far.toNumber())
    await expect.poll(() => own.heard().includes(String(placed.id)), { timeout: 10_000 }).toBe(true)

    const statement = await own.statement()
    expect(account.openOrders()).toHaveLength(2)
    expect(ownOrders(statement)).toEqual(await ccxtOrders(theirs, pair))
    expect(ownOrders(statement).map(({ filled }) => filled > 0)).toEqual([false, true])
    const fills = ownFills(statement)
    const theirFills = await ccxtFills(theirs, pair)
    const compared = wallet.guessesFees === true ? fills.map(withoutFee) : fills
    expect(compared).toEqual(wallet.guessesFees === true ? theirFills.map(withoutFee) : theirFills)
    expect(fills.reduce((sum, { quantity }) => sum.plus(quantity), new Decimal(0)).toFixed()).toBe(
      part.best,
    )
    expect(ownBalances(statement)).toEqual(await ccxtBalances(theirs, balance))
    if (statement.positions !== undefined)
      expect(ownPositions(statement)).toEqual(await ccxtPositions(theirs, pair))

    // Each cancels, and both see that nothing is left.
    own.cancel(id)
    await theirs.cancelOrder(String(placed.id), pair)
    await expect.poll(() => account.openOrders().length, { timeout: 10_000 }).toBe(0)
    expect(ownOrders(await own.statement())).toEqual([])
    expect(await ccxtOrders(theirs, pair)).toEqual([])
    expect(own.faults).toEqual([])
  }, 60_000)
})

async function openVenue({ venue: name, product, symbol, wallet, simulation }: Wallet) {
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

type Live = Awaited<ReturnType<typeof openVenue>>['live']

function openTheirs({ make }: Wallet, served: ServedVenue): Exchange {
  const keys: CcxtKeys = THEIRS
  const made = make(served, keys)
  // Its pauses are for the venue's limits, which nobody else spends here.
  made.enableRateLimit = false
  closing.push(() => made.close())
  return made
}

async function openOurs({ venue, product, symbol }: Wallet, served: ServedVenue) {
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
      const fills = events.flatMap((event) => (event.type === 'fill' ? [event.fill] : []))
      const each = new Map(fills.map((fill) => [fill.fillId, fill.quantity]))
      return [...each.values()].reduce((sum, next) => sum.plus(next), new Decimal(0)).toFixed()
    },
    /** Orders that it told of. */
    heard: (): readonly string[] =>
      events.flatMap((event) =>
        event.type === 'acknowledged' ? [String(event.venueOrderId)] : [],
      ),
    statement: () => gateway.statement({ fills: [{ instrument, sinceUs }], missing: () => [] }),
  }
}

/** An order that takes what stands on the best level, and whose rest stays. */
interface Part {
  readonly price: Decimal
  readonly quantity: Decimal
  /** What it takes at once. */
  readonly best: string
  /** What is left of it. */
  readonly rest: number
}

function partly({ engine, spec }: Live): Part {
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

const byId = <T extends { readonly id: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))

function ownOrders({ openOrders }: AccountStatement) {
  return byPrice(
    openOrders.map(({ venueOrderId, side, price, quantity, filledQuantity, status }) => ({
      id: String(venueOrderId),
      side,
      status,
      price: price?.toNumber() ?? 0,
      quantity: quantity.toNumber(),
      filled: filledQuantity.toNumber(),
    })),
  )
}

async function ccxtOrders(client: Exchange, pair: string) {
  const orders = await client.fetchOpenOrders(pair)
  return byPrice(
    orders.map(({ id, side, status, price, amount, filled, info }) => ({
      id: String(id),
      side,
      status,
      // Of open derivatives of Kraken it leaves the limit in what the venue said.
      price: Number(price ?? info['limitPrice']),
      quantity: Number(amount),
      filled: Number(filled),
    })),
  )
}

const byPrice = <T extends { readonly price: number }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => a.price - b.price)

function ownFills({ fills }: AccountStatement) {
  return byId(
    fills.map(({ fillId, venueOrderId, side, price, quantity, fee }) => ({
      id: String(fillId),
      order: String(venueOrderId),
      side,
      price: price.toNumber(),
      quantity: quantity.toNumber(),
      fee: fee && `${fee.amount.toNumber()} ${fee.asset}`,
    })),
  )
}

const withoutFee = <T extends { readonly fee: unknown }>(fill: T) => ({ ...fill, fee: undefined })

async function ccxtFills(client: Exchange, pair: string) {
  const fills = await client.fetchMyTrades(pair)
  return byId(
    fills.map(({ id, order, side, price, amount, fee }) => ({
      id: String(id),
      order: String(order),
      side,
      price: Number(price),
      quantity: Number(amount),
      fee: fee && `${Number(fee.cost)} ${fee.currency}`,
    })),
  )
}

function ownBalances({ balances }: AccountStatement): Readonly<Record<string, number>> {
  return Object.fromEntries(balances.map(({ asset, total }) => [String(asset), total.toNumber()]))
}

async function ccxtBalances(
  client: Exchange,
  params: Wallet['balance'],
): Promise<Readonly<Record<string, number>>> {
  const { total } = await client.fetchBalance(params)
  const held = Object.entries(total as unknown as Readonly<Record<string, number | undefined>>)
  return Object.fromEntries(held.filter(([, amount]) => (amount ?? 0) !== 0)) as Record<
    string,
    number
  >
}

function ownPositions({ positions = [] }: AccountStatement) {
  return positions.map(({ quantity, averageEntryPrice }) => ({
    quantity: quantity.toNumber(),
    entryPrice: averageEntryPrice?.toNumber(),
  }))
}

async function ccxtPositions(client: Exchange, pair: string) {
  const positions = await client.fetchPositions([pair])
  return positions.map(({ side, contracts, entryPrice }) => ({
    quantity: Number(contracts) * (side === 'short' ? -1 : 1),
    entryPrice: Number(entryPrice),
  }))
}
