import ccxt from 'ccxt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { type ServedVenue, type SimAccount, serveVenue } from '../../src/sim/index.ts'
import { type SimulatedKraken, simulatedKraken } from '../../src/sim/kraken/index.ts'
import { ccxtKraken, ccxtKrakenFutures } from './support/ccxt-accounts.ts'

/** The private part of the simulated venue as clients of others see it: signatures, nonces, words and fields. */

const KEY = 'others-key'
const SECRET = Buffer.from('a secret of somebody else').toString('base64')
let venue: SimulatedKraken
let served: ServedVenue
let account: SimAccount

beforeAll(async () => {
  venue = simulatedKraken({
    ports: nodePorts(),
    seed: 3,
    warmUpMs: 5_000,
    limits: { spotCallsPer10s: 1_000, privateCalls: 1_000 },
    accounts: [
      {
        name: 'others',
        keys: [{ key: KEY, secret: SECRET }],
        balances: { spot: { USD: '1000000', BTC: '10' }, futures: { USD: '500000' } },
      },
    ],
  })
  served = await serveVenue(venue)
  const found = venue.accounts?.find('others')
  if (found === undefined) throw new Error('no account')
  account = found
})

afterAll(() => served.close())

const spot = (secret = SECRET) => ccxtKraken(served, { key: KEY, secret })
const futures = () => ccxtKrakenFutures(served, { key: KEY, secret: SECRET })

describe('ccxt on spot of the simulated venue', () => {
  test('trades and reads its account', async () => {
    const client = spot()
    const order = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000)
    expect(await client.fetchOpenOrders('BTC/USD')).toMatchObject([
      { id: order.id, status: 'open', price: 50_000, remaining: 0.01 },
    ])
    await client.editOrder(String(order.id), 'BTC/USD', 'limit', 'buy', 0.02, 49_000)
    expect(await client.fetchOrder(String(order.id), 'BTC/USD')).toMatchObject({
      price: 49_000,
      amount: 0.02,
    })
    await client.cancelOrder(String(order.id), 'BTC/USD')
    expect(await client.fetchOpenOrders('BTC/USD')).toEqual([])
    expect(await client.fetchClosedOrders('BTC/USD')).toMatchObject([{ status: 'canceled' }])
    await client.createOrder('BTC/USD', 'market', 'buy', 0.05)
    const trades = await client.fetchMyTrades('BTC/USD')
    expect(trades.length).toBeGreaterThan(0)
    expect(trades.at(-1)).toMatchObject({
      symbol: 'BTC/USD',
      side: 'buy',
      fee: { currency: 'USD' },
    })
    const balance = await client.fetchBalance()
    expect(Number(balance['BTC']?.total)).toBeGreaterThan(10.04)
    await client.close()
  })

  test('pays fees in the asset that it prefers, and reads them in quote', async () => {
    const client = spot()
    const held = async () => (await client.fetchBalance())['BTC']?.total ?? 0
    const before = await held()
    await client.createOrder('BTC/USD', 'market', 'buy', 0.05, undefined, { oflags: 'fciq' })
    const bought = await held()
    expect(bought - before).toBeCloseTo(0.05, 8)
    // Sellers pay in base unless they say otherwise: 0.4 %.
    await client.createOrder('BTC/USD', 'market', 'sell', 0.05)
    expect(bought - (await held())).toBeCloseTo(0.0502, 8)
    const trade = (await client.fetchMyTrades('BTC/USD')).at(-1)
    expect(trade).toMatchObject({ side: 'sell', fee: { currency: 'USD' } })
    expect(Number(trade?.fee?.cost)).toBeCloseTo(Number(trade?.cost) * 0.004, 3)
    await client.close()
  })

  test('is refused in words that it knows', async () => {
    const client = spot()
    const poor = client.createOrder('BTC/USD', 'limit', 'buy', 1_000, 50_000)
    await expect(poor).rejects.toBeInstanceOf(ccxt.InsufficientFunds)
    const gone = client.cancelOrder('OAAAAA-AAAAA-AAAAAA', 'BTC/USD')
    await expect(gone).rejects.toBeInstanceOf(ccxt.OrderNotFound)
    const wrong = spot(Buffer.from('wrong').toString('base64'))
    await expect(wrong.fetchBalance()).rejects.toBeInstanceOf(ccxt.ExchangeError)
    await Promise.all([client.close(), wrong.close()])
  })
})

describe('ccxt on derivatives of the simulated venue', () => {
  test('trades and reads its account', async () => {
    const client = futures()
    const symbol = 'BTC/USD:USD'
    const order = await client.createOrder(symbol, 'limit', 'buy', 0.01, 50_000)
    expect(await client.fetchOpenOrders(symbol)).toMatchObject([{ id: order.id, side: 'buy' }])
    await client.cancelOrder(String(order.id), symbol)
    expect(await client.fetchOpenOrders(symbol)).toEqual([])
    expect(await client.fetchCanceledOrders(symbol)).toMatchObject([{ id: order.id }])
    await client.createOrder(symbol, 'market', 'sell', 0.05)
    const trades = await client.fetchMyTrades(symbol)
    expect(trades.length).toBeGreaterThan(0)
    expect(trades.at(-1)).toMatchObject({ symbol, side: 'sell' })
    expect(await client.fetchPositions([symbol])).toMatchObject([
      { side: 'short', contracts: 0.05 },
    ])
    const balance = await client.fetchBalance({ type: 'flex' })
    expect(balance['USD']).toBeDefined()
    const poor = client.createOrder(symbol, 'limit', 'buy', 9_000, 50_000)
    await expect(poor).rejects.toBeInstanceOf(ccxt.InsufficientFunds)
    await client.close()
  })

  test('hears its orders on the private socket', async () => {
    const client = futures()
    // Without it a plain `ws:` URL is refused.
    await client.loadHttpProxyAgent()
    await client.loadMarkets()
    const failures: unknown[] = []
    const heard: { id?: string | undefined }[] = []
    client.watchOrders('BTC/USD:USD').then(
      (orders) => void heard.push(...orders),
      (error: unknown) => void failures.push(error),
    )
    const instrument = venue.market.find('futures', 'PF_XBTUSD')
    if (instrument === undefined) throw new Error('not listed')
    const order = {
      instrument,
      side: 'buy',
      type: 'limit',
      quantity: '0.01',
      price: '50000',
    } as const
    // Nothing of before a subscribe is repeated but what is open: orders are placed until one is heard.
    const count = (): number => {
      account.place(order)
      return heard.length
    }
    await expect.poll(count, { interval: 200, timeout: 10_000 }).toBeGreaterThan(0)
    expect(failures).toEqual([])
    await client.close()
  })
})
