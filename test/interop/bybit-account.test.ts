import { RestClientV5, WebsocketClient } from 'bybit-api'
import ccxt from 'ccxt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { type SimulatedBybit, simulatedBybit } from '../../src/sim/bybit/index.ts'
import { type ServedVenue, type SimAccount, serveVenue } from '../../src/sim/index.ts'
import { ccxtBybit } from './support/ccxt-accounts.ts'
import { quiet } from './support/quiet.ts'

/** The private part of the simulated venue as clients of others see it: signatures, logins, words and fields. */

const KEY = 'OTHERSKEY0000000001'
const SECRET = 'others-secret-0000000000000000000001'
let venue: SimulatedBybit
let served: ServedVenue
let account: SimAccount

beforeAll(async () => {
  venue = simulatedBybit({
    ports: nodePorts(),
    seed: 3,
    warmUpMs: 5_000,
    accounts: [
      {
        name: 'others',
        keys: [{ key: KEY, secret: SECRET }],
        balances: { unified: { USDT: '1000000', BTC: '10' } },
      },
    ],
  })
  served = await serveVenue(venue)
  const found = venue.accounts?.find('others')
  if (found === undefined) throw new Error('no account')
  account = found
})

afterAll(() => served.close())

describe('bybit-api at the simulated venue', () => {
  const open = () =>
    new RestClientV5({ key: KEY, secret: SECRET, baseUrl: served.rest['v5'] ?? '' })

  test('trades and reads its account', async () => {
    const client = open()
    const order = { category: 'linear', symbol: 'BTCUSDT' } as const
    const placed = await client.submitOrder({
      ...order,
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.01',
      price: '50000',
      timeInForce: 'GTC',
      orderLinkId: 'others-1',
    })
    expect(placed).toMatchObject({ retCode: 0, result: { orderLinkId: 'others-1' } })
    const working = await client.getActiveOrders({ ...order, openOnly: 0 })
    expect(working.result.list).toMatchObject([{ orderLinkId: 'others-1', orderStatus: 'New' }])
    const amended = await client.amendOrder({ ...order, orderLinkId: 'others-1', qty: '0.02' })
    expect(amended.retCode).toBe(0)
    const cancelled = await client.cancelOrder({ ...order, orderLinkId: 'others-1' })
    expect(cancelled.retCode).toBe(0)
    const ended = await client.getHistoricOrders({ ...order, orderLinkId: 'others-1' })
    expect(ended.result.list).toMatchObject([{ orderStatus: 'Cancelled', qty: '0.020' }])
    const taken = await client.submitOrder({
      ...order,
      side: 'Sell',
      orderType: 'Market',
      qty: '0.1',
    })
    expect(taken.retCode).toBe(0)
    const fills = await client.getExecutionList({ ...order, limit: 50 })
    const sum = fills.result.list.reduce((total, { execQty }) => total + Number(execQty), 0)
    expect(sum).toBeCloseTo(0.1)
    const positions = await client.getPositionInfo({ category: 'linear', settleCoin: 'USDT' })
    expect(positions.result.list).toMatchObject([{ side: 'Sell', size: '0.100' }])
    const wallet = await client.getWalletBalance({ accountType: 'UNIFIED', coin: 'USDT' })
    expect(wallet.result.list[0]?.coin).toMatchObject([{ coin: 'USDT' }])
    const batch = await client.batchSubmitOrders('linear', [
      { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: '50000' },
      { symbol: 'BTCUSDT', side: 'Buy', orderType: 'Limit', qty: '0.01', price: '50000.05' },
    ])
    expect(batch.retExtInfo.list).toMatchObject([{ code: 0 }, { code: 10001 }])
    account.cancelAll()
  })

  test('is told why it may not', async () => {
    const wrong = new RestClientV5({ key: KEY, secret: 'no', baseUrl: served.rest['v5'] ?? '' })
    expect(await wrong.getWalletBalance({ accountType: 'UNIFIED' })).toMatchObject({
      retCode: 10004,
    })
  })

  test('hears its orders and fills on the private socket', async () => {
    const failures: unknown[] = []
    const note = (error: unknown): void => void failures.push(error)
    const wsUrl = served.accountStreams['private'] ?? ''
    const client = new WebsocketClient({ key: KEY, secret: SECRET, wsUrl }, quiet(note))
    const topics = new Set<string>()
    client.on('update', ({ topic }) => topics.add(topic))
    client.on('exception', note)
    let answers = 0
    client.on('response', () => {
      answers += 1
    })
    for (const done of client.subscribeV5(['order', 'execution', 'position', 'wallet'], 'linear'))
      done.catch(note)
    await expect.poll(() => answers, { timeout: 10_000 }).toBeGreaterThan(0)
    await open().submitOrder({
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Market',
      qty: '0.1',
    })
    await expect.poll(() => topics.size, { timeout: 10_000 }).toBe(4)
    client.closeAll(true)
    expect(failures).toEqual([])
  })
})

describe('ccxt at the simulated venue', () => {
  const open = () => ccxtBybit(served, { key: KEY, secret: SECRET })

  test('trades and reads its account', async () => {
    const client = open()
    const order = await client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 50_000)
    const working = await client.fetchOpenOrders('BTC/USDT')
    expect(working).toMatchObject([
      { id: order.id, status: 'open', price: 50_000, remaining: 0.01 },
    ])
    await client.cancelOrder(String(order.id), 'BTC/USDT')
    expect(await client.fetchOpenOrders('BTC/USDT')).toEqual([])
    await client.createOrder('BTC/USDT:USDT', 'market', 'buy', 0.05)
    const trades = await client.fetchMyTrades('BTC/USDT:USDT')
    expect(trades.length).toBeGreaterThan(0)
    expect(trades.at(-1)).toMatchObject({ symbol: 'BTC/USDT:USDT', fee: { currency: 'USDT' } })
    const balance = await client.fetchBalance()
    expect(balance['BTC']).toMatchObject({ total: 10 })
    const positions = await client.fetchPositions(['BTC/USDT:USDT'])
    expect(positions).toHaveLength(1)
    await client.close()
  })

  test('is refused in words that it knows', async () => {
    const client = open()
    const poor = client.createOrder('BTC/USDT', 'limit', 'buy', 1_000, 50_000)
    await expect(poor).rejects.toBeInstanceOf(ccxt.InsufficientFunds)
    const gone = client.cancelOrder('2281309546159014399', 'BTC/USDT')
    await expect(gone).rejects.toBeInstanceOf(ccxt.OrderNotFound)
    await client.close()
  })

  test('hears its orders on the private socket', async () => {
    const client = open()
    // Without it a plain `ws:` URL is refused.
    await client.loadHttpProxyAgent()
    await client.loadMarkets()
    const failures: unknown[] = []
    const heard: { status?: string | undefined }[] = []
    client.watchOrders('BTC/USDT:USDT').then(
      (orders) => void heard.push(...orders),
      (error: unknown) => void failures.push(error),
    )
    const instrument = venue.market.find('linear', 'BTCUSDT')
    if (instrument === undefined) throw new Error('not listed')
    const order = {
      instrument,
      side: 'buy',
      type: 'limit',
      quantity: '0.01',
      price: '50000',
    } as const
    // Nothing of before a subscribe is repeated: orders are placed until one is heard.
    const status = (): string | undefined => {
      account.place(order)
      return heard[0]?.status
    }
    await expect.poll(status, { interval: 200, timeout: 10_000 }).toBe('open')
    expect(failures).toEqual([])
    await client.close()
  })
})
