import { MainClient, USDMClient, WebsocketAPIClient, WebsocketClient } from 'binance'
import ccxt from 'ccxt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { type SimulatedBinance, simulatedBinance } from '../../src/sim/binance/index.ts'
import { type ServedVenue, type SimAccount, serveVenue } from '../../src/sim/index.ts'
import { ccxtBinance } from './support/ccxt-accounts.ts'
import { quiet } from './support/quiet.ts'

/** The private part of the simulated venue as clients of others see it: signatures, logins, words and fields. */

const KEY = 'OTHERSKEY0000000001'
const SECRET = 'others-secret-0000000000000000000001'
const KEYS = { api_key: KEY, api_secret: SECRET }
let venue: SimulatedBinance
let served: ServedVenue
let account: SimAccount

beforeAll(async () => {
  venue = simulatedBinance({
    ports: nodePorts(),
    seed: 3,
    warmUpMs: 5_000,
    accounts: [
      {
        name: 'others',
        keys: [{ key: KEY, secret: SECRET }],
        balances: { spot: { USDT: '1000000', BTC: '10' }, futures: { USDT: '1000000' } },
      },
    ],
  })
  served = await serveVenue(venue)
  // Only orders move the market from here on.
  venue.stop()
  const found = venue.accounts?.find('others')
  if (found === undefined) throw new Error('no account')
  account = found
})

afterAll(() => served.close())

/** The venue's order of that client id, in words. */
function truth(clientOrderId: string): string {
  const order = account.order({ clientOrderId })
  return `${order?.side} ${order?.type} ${order?.status} ${order?.timeInForce}`
}

/** What stands on the best level to buy from, and a little more, at the price of that level. */
function partly(product: string, symbol: string): { price: number; quantity: number } {
  const live = venue.market.find(product, symbol)
  const [best] = live?.engine.top('ask', 1) ?? []
  if (live === undefined || best === undefined) throw new Error('an empty book')
  const [price, size] = best
  const { priceScale, sizeScale, lot } = live.spec
  return { price: price / 10 ** priceScale, quantity: (size + 5 * lot) / 10 ** sizeScale }
}

describe('the package binance at the simulated venue', () => {
  const spot = () => new MainClient({ ...KEYS, baseUrl: served.rest['spot'] ?? '' })
  const usdm = () => new USDMClient({ ...KEYS, baseUrl: served.rest['usdm'] ?? '' })
  const symbol = 'BTCUSDT'

  test('trades and reads its account on spot', async () => {
    const client = spot()
    const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' } as const
    const far = { quantity: 0.01, price: 50_000, newClientOrderId: 'x-U5D79M5B-1' }
    const placed = await client.submitNewOrder({ ...order, ...far, newOrderRespType: 'FULL' })
    expect(placed).toMatchObject({ clientOrderId: 'x-U5D79M5B-1', status: 'NEW' })
    expect(await client.getOpenOrders({ symbol })).toMatchObject([
      { clientOrderId: 'x-U5D79M5B-1', status: 'NEW', side: 'BUY' },
    ])
    const cancelled = await client.cancelOrder({ symbol, origClientOrderId: 'x-U5D79M5B-1' })
    expect(cancelled).toMatchObject({ origClientOrderId: 'x-U5D79M5B-1', status: 'CANCELED' })
    expect(truth('x-U5D79M5B-1')).toBe('buy limit cancelled gtc')
    const part = partly('spot', symbol)
    await client.submitNewOrder({ ...order, ...part, newClientOrderId: 'x-U5D79M5B-2' })
    const found = await client.getOrder({ symbol, origClientOrderId: 'x-U5D79M5B-2' })
    expect(found).toMatchObject({ status: 'PARTIALLY_FILLED' })
    const trades = await client.getAccountTradeList({ symbol })
    const sum = trades.reduce((total, { qty }) => total + Number(qty), 0)
    expect(sum).toBeCloseTo(Number(found.executedQty), 8)
    const information = await client.getAccountInformation()
    const btc = information.balances.find(({ asset }) => asset === 'BTC')
    // Fees are taken from what is bought.
    const fees = trades.reduce((total, { commission }) => total + Number(commission), 0)
    expect(Number(btc?.free)).toBeCloseTo(10 + sum - fees, 8)
    await client.cancelAllSymbolOrders({ symbol })
    expect(await client.getOpenOrders({ symbol })).toEqual([])
  })

  test('trades and reads its account on USDⓈ-M', async () => {
    const client = usdm()
    const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' } as const
    const far = { quantity: 0.01, price: 50_000, newClientOrderId: 'x-15PC4ZJy-1' }
    expect(await client.submitNewOrder({ ...order, ...far })).toMatchObject({
      clientOrderId: 'x-15PC4ZJy-1',
      status: 'NEW',
    })
    const changed = { symbol, side: 'BUY', quantity: 0.02, price: 49_000 } as const
    await client.modifyOrder({ ...changed, origClientOrderId: 'x-15PC4ZJy-1' })
    expect(await client.getAllOpenOrders({ symbol })).toMatchObject([
      { clientOrderId: 'x-15PC4ZJy-1' },
    ])
    await client.cancelOrder({ symbol, origClientOrderId: 'x-15PC4ZJy-1' })
    expect(truth('x-15PC4ZJy-1')).toBe('buy limit cancelled gtc')
    const part = partly('usdm', symbol)
    await client.submitNewOrder({ ...order, ...part, newClientOrderId: 'x-15PC4ZJy-2' })
    const found = await client.getOrder({ symbol, origClientOrderId: 'x-15PC4ZJy-2' })
    expect(found).toMatchObject({ status: 'PARTIALLY_FILLED' })
    const trades = await client.getAccountTrades({ symbol })
    const sum = trades.reduce((total, { qty }) => total + Number(qty), 0)
    expect(sum).toBeCloseTo(Number(found.executedQty), 8)
    const [position] = await client.getPositionsV3({ symbol })
    expect(Number(position?.positionAmt)).toBeCloseTo(sum, 8)
    const usdt = (await client.getBalanceV3()).find(({ asset }) => asset === 'USDT')
    expect(Number(usdt?.balance)).toBeLessThan(1_000_000)
    await client.cancelAllOpenOrders({ symbol })
    expect(await client.getAllOpenOrders({ symbol })).toEqual([])
    const close = { symbol, side: 'SELL', type: 'MARKET', reduceOnly: 'true' } as const
    await client.submitNewOrder({ ...close, quantity: Number(sum.toFixed(3)) })
    expect(account.positions().map(({ quantity }) => quantity)).toEqual([0])
  })

  test('is told why it may not', async () => {
    const wrong = new MainClient({
      ...KEYS,
      api_secret: 'no',
      baseUrl: served.rest['spot'] ?? '',
    })
    await expect(wrong.getAccountInformation()).rejects.toMatchObject({ code: -1022 })
  })

  test('hears its orders and fills on spot’s WebSocket API', async () => {
    const failures: unknown[] = []
    const note = (error: unknown): void => void failures.push(error)
    // The path of the WebSocket API it knows by itself.
    const wsUrl = served.hosts['spot-ws-api']?.wsUrl ?? ''
    const client = new WebsocketAPIClient({ ...KEYS, wsUrl }, quiet(note))
    const heard: string[] = []
    client.getWSClient().on('message', (message) => {
      if ('e' in message && message.e === 'executionReport') heard.push(String(message['x']))
    })
    client.getWSClient().on('exception', note)
    await client.subscribeUserDataStream('mainWSAPI')
    const order = { symbol, side: 'BUY', type: 'MARKET', quantity: 0.01 } as const
    await spot().submitNewOrder(order)
    await expect.poll(() => heard.includes('TRADE'), { timeout: 10_000 }).toBe(true)
    expect(heard[0]).toBe('NEW')
    client.getWSClient().closeAll(true)
    expect(failures).toEqual([])
  })

  test('hears its orders and fills on the private socket of USDⓈ-M', async () => {
    const failures: unknown[] = []
    const note = (error: unknown): void => void failures.push(error)
    const wsUrl = served.accountStreams['usdm-account'] ?? ''
    const restOptions = { baseUrl: served.rest['usdm'] ?? '' }
    const client = new WebsocketClient({ ...KEYS, wsUrl, restOptions }, quiet(note))
    const heard: string[] = []
    client.on('message', (message) => {
      if ('e' in message) heard.push(String(message.e))
    })
    client.on('exception', note)
    await client.subscribeUsdFuturesUserDataStream()
    const order = { symbol, side: 'BUY', type: 'MARKET', quantity: 0.01 } as const
    await usdm().submitNewOrder(order)
    await expect.poll(() => heard.includes('ACCOUNT_UPDATE'), { timeout: 10_000 }).toBe(true)
    expect(heard).toContain('ORDER_TRADE_UPDATE')
    client.closeAll(true)
    expect(failures).toEqual([])
  })
})

describe('ccxt at the simulated venue', () => {
  const open = () => ccxtBinance(served, { key: KEY, secret: SECRET })

  test.each([
    ['BTC/USDT', 'spot'],
    ['BTC/USDT:USDT', 'usdm'],
  ])('trades %s and reads its account', async (pair, product) => {
    const client = open()
    const order = await client.createOrder(pair, 'limit', 'buy', 0.01, 50_000)
    expect(await client.fetchOpenOrders(pair)).toMatchObject([
      { id: order.id, status: 'open', price: 50_000, remaining: 0.01 },
    ])
    await client.cancelOrder(String(order.id), pair)
    expect(await client.fetchOpenOrders(pair)).toEqual([])
    const { price, quantity } = partly(product, 'BTCUSDT')
    const part = await client.createOrder(pair, 'limit', 'buy', quantity, price)
    const found = await client.fetchOrder(String(part.id), pair)
    expect(found).toMatchObject({ status: 'open' })
    expect(found.filled).toBeGreaterThan(0)
    expect(found.remaining).toBeGreaterThan(0)
    const trades = (await client.fetchMyTrades(pair)).filter(({ order: of }) => of === part.id)
    const sum = trades.reduce((total, { amount }) => total + (amount ?? 0), 0)
    expect(sum).toBeCloseTo(found.filled ?? 0, 8)
    expect(trades[0]?.fee).toMatchObject({ currency: product === 'spot' ? 'BTC' : 'USDT' })
    await client.cancelAllOrders(pair)
    const asset = product === 'spot' ? 'BTC' : 'USDT'
    const held = await client.fetchBalance({ type: product === 'spot' ? 'spot' : 'future' })
    const owned = account.balance(product === 'spot' ? 'spot' : 'futures', asset)
    expect(held[asset]?.total).toBeCloseTo(Number(owned.total) / 1e18, 6)
    await client.close()
  })

  test.each([
    ['BTC/USDT', 'spot'],
    ['BTC/USDT:USDT', 'usdm'],
  ])('hears its orders of %s on the private socket', async (pair, product) => {
    const client = open()
    // Without it a plain `ws:` URL is refused.
    await client.loadHttpProxyAgent()
    await client.loadMarkets()
    const failures: unknown[] = []
    const heard: { status?: string | undefined }[] = []
    client.watchOrders(pair).then(
      (orders) => void heard.push(...orders),
      (error: unknown) => void failures.push(error),
    )
    const instrument = venue.market.find(product, 'BTCUSDT')
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
    account.cancelAll()
    expect(failures).toEqual([])
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
})
