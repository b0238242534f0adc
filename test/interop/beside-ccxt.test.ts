import { describe, expect, test } from 'vitest'
import { Decimal } from '../../src/core/index.ts'
import {
  ccxtBinance,
  ccxtBybit,
  ccxtKraken,
  ccxtKrakenFutures,
  ccxtOkx,
} from './support/ccxt-accounts.ts'
import {
  ccxtBalances,
  ccxtFills,
  ccxtOrders,
  ccxtPositions,
  ownBalances,
  ownFills,
  ownOrders,
  ownPositions,
  withoutFee,
} from './support/same-words.ts'
import { openOurs, openTheirs, openVenue, partly, type Wallet } from './support/shared-account.ts'

/** ccxt and our gateway on one account of a simulated venue: both trade on it, and both must see the same. */

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

  test('ccxt hears the fills of its private socket as ours does', async () => {
    const { venue, served, account, live } = await openVenue(wallet)
    const theirs = openTheirs(wallet, served)
    // Without it a plain `ws:` URL is refused.
    await theirs.loadHttpProxyAgent()
    await theirs.loadMarkets()
    const own = await openOurs(wallet, served)
    venue.stop()
    const heard = new Map<string, string>()
    const failures: unknown[] = []
    const hear = async (): Promise<void> => {
      for (;;)
        for (const { id, side, price, amount } of await theirs.watchMyTrades(wallet.pair))
          heard.set(String(id), `${side} ${amount} at ${price}`)
    }
    hear().catch((error: unknown) => failures.push(error))
    // Nothing of before a subscribe is repeated: the account takes a little until it is heard.
    const take = (): number => {
      const quantity = live.spec.symbol.endsWith('-SWAP') ? '1' : '0.01'
      account.place({ instrument: live, side: 'buy', type: 'market', quantity })
      return heard.size
    }
    await expect.poll(take, { interval: 200, timeout: 10_000 }).toBeGreaterThan(0)
    const told = () => new Map([...own.fills()].filter(([id]) => heard.has(id)))
    await expect.poll(told, { timeout: 10_000 }).toEqual(heard)
    expect(failures).toEqual([])
  }, 60_000)
})
