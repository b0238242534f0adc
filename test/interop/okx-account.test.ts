import ccxt from 'ccxt'
import { RestClient, WebsocketClient } from 'okx-api'
import { afterEach, expect, test } from 'vitest'
import { type ServedVenue, serveVenue } from '../../src/sim/index.ts'
import { type SimulatedOkx, simulatedOkx } from '../../src/sim/okx/index.ts'
import { realPorts } from '../sim/support/ports.ts'
import { ccxtOkx } from './support/ccxt-accounts.ts'
import { quiet } from './support/quiet.ts'

const KEY = { key: 'okx-fake-key-0001', secret: 'a-made-up-secret', passphrase: 'fake-pass' }
const CLIENT = { apiKey: KEY.key, apiSecret: KEY.secret, apiPass: KEY.passphrase }

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

/** The simulated venue on loopback, with one account; its market stands still. */
async function open(): Promise<{ venue: SimulatedOkx; urls: ServedVenue }> {
  const balances = { trading: { USDT: '1000000', BTC: '10' } }
  const accounts = [{ name: 'main', keys: [KEY], balances }]
  const venue = simulatedOkx({ ports: realPorts, accounts, warmUpMs: 5_000 })
  served = await serveVenue(venue)
  venue.stop()
  return { venue, urls: served }
}

test('the package okx-api signs, trades and reads an account at the simulated venue', async () => {
  const { venue, urls } = await open()
  const client = new RestClient({ ...CLIENT, baseUrl: urls.accountRest['private'] ?? '' })
  const instId = 'BTC-USDT-SWAP'
  const order = { instId, tdMode: 'cross', side: 'buy', ordType: 'limit' } as const
  const [placed] = await client.submitOrder({ ...order, px: '50000', sz: '2', clOrdId: 'a1' })
  expect(placed).toMatchObject({ sCode: '0', clOrdId: 'a1' })
  const ordId = placed?.ordId ?? ''
  await client.amendOrder({ instId, ordId, newSz: '3' })
  const [found] = await client.getOrderDetails({ instId, ordId })
  expect(found).toMatchObject({ state: 'live', sz: '3', px: '50000', clOrdId: 'a1' })
  await client.cancelOrder({ instId, clOrdId: 'a1' })
  await client.submitOrder({ ...order, ordType: 'optimal_limit_ioc', sz: '1' })
  const [fill] = await client.getFills({ instId })
  const [position] = await client.getPositions({ instId })
  expect([fill?.fillSz, position?.pos]).toEqual(['1', '1'])
  const stop = { instId, tdMode: 'cross', side: 'sell', sz: '1', slTriggerPx: '40000' } as const
  const [algo] = await client.placeAlgoOrder({ ...stop, ordType: 'conditional', slOrdPx: '-1' })
  expect(algo).toMatchObject({ sCode: '0' })
  await client.cancelAlgoOrder([{ instId, algoId: algo?.algoId ?? '' }])
  const [balance] = await client.getBalance()
  expect(balance?.details.map(({ ccy }) => ccy)).toEqual(['USDT', 'BTC'])
  const orders = venue.accounts?.find('main')?.orders() ?? []
  expect(orders.map(({ status }) => status)).toEqual(['cancelled', 'filled', 'cancelled'])
})

test('the package okx-api logs in on the private socket, and hears of its orders', async () => {
  const { venue, urls } = await open()
  const failures: unknown[] = []
  const client = new WebsocketClient(
    { accounts: [CLIENT], wsUrl: urls.accountStreams['private'] ?? '' },
    quiet((what) => failures.push(what)),
  )
  const heard: { channel: string; row: Record<string, string> }[] = []
  const states = new Promise<void>((resolve) => {
    client.on('update', ({ arg, data }) => {
      for (const row of data) heard.push({ channel: arg.channel, row })
      if (heard.filter(({ channel }) => channel === 'orders').length === 2) resolve()
    })
  })
  client.on('exception', (what) => failures.push(what))
  const subscribed = new Promise<void>((resolve) => {
    let count = 0
    client.on('response', ({ event }) => {
      if (event === 'subscribe') count += 1
      if (count === 2) resolve()
    })
  })
  await Promise.all(
    client.subscribe([{ channel: 'orders', instType: 'ANY' }, { channel: 'account' }]),
  )
  await subscribed
  const account = venue.accounts?.find('main')
  const instrument = venue.market.find('spot', 'BTC-USDT')
  if (account === undefined || instrument === undefined) throw new Error('an account, a pair')
  const terms = { instrument, side: 'buy', type: 'limit', price: '50000', quantity: '0.1' } as const
  const outcome = account.place({ ...terms, clientOrderId: 'b1' })
  if (outcome.isAccepted) account.cancel({ orderId: outcome.order.orderId })
  await states
  client.closeAll(true)
  const orders = heard.filter(({ channel }) => channel === 'orders').map(({ row }) => row)
  expect(orders.map(({ state, clOrdId }) => [state, clOrdId])).toEqual([
    ['live', 'b1'],
    ['canceled', 'b1'],
  ])
  expect(heard.some(({ channel }) => channel === 'account')).toBe(true)
  expect(failures).toEqual([])
})

test('ccxt signs, trades and reads an account at the simulated venue', async () => {
  const { urls } = await open()
  const exchange = ccxtOkx(urls, KEY)
  await exchange.loadMarkets()
  const pair = 'BTC/USDT'
  const { id = '' } = await exchange.createOrder(pair, 'limit', 'buy', 0.1, 50_000)
  const waiting = await exchange.fetchOpenOrders(pair)
  expect(waiting.map((order) => [order.id, order.price, order.amount])).toEqual([[id, 50_000, 0.1]])
  await exchange.cancelOrder(id, pair)
  expect((await exchange.fetchOrder(id, pair)).status).toBe('canceled')
  await exchange.createOrder(pair, 'market', 'sell', 0.2)
  const trades = await exchange.fetchMyTrades(pair)
  expect(trades.reduce((sum, { amount }) => sum + (amount ?? 0), 0)).toBeCloseTo(0.2, 8)
  const balance = await exchange.fetchBalance()
  expect(balance['BTC']?.total).toBeCloseTo(9.8, 8)
  await expect(exchange.createOrder(pair, 'limit', 'buy', 9_999, 60_000)).rejects.toBeInstanceOf(
    ccxt.InsufficientFunds,
  )
})
