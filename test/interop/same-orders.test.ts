import { describe, expect, test } from 'vitest'
import { Decimal, type OrderTerms } from '../../src/core/index.ts'
import { ccxtOrder, ownOrder, type SentOrder } from './support/sent-orders.ts'
import { VenueBox } from './support/venue-box.ts'
import { adapterOf, type ExchangeName } from './venues.ts'

/** A product of a venue: which of ccxt's classes knows it, and its names. */
interface Product {
  readonly venue: ExchangeName
  readonly line: number
  readonly market: 'spot' | 'futures'
  readonly symbol: string
  readonly pair: string
  /** Options of ccxt's class. */
  readonly options?: Readonly<Record<string, unknown>>
  /** What ccxt is told with every order. */
  readonly params?: Readonly<Record<string, unknown>>
  /** What it is told with some, by their names: it leaves out, or spells, some things its own way. */
  readonly told?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Fields that one of the two sends, and that say what the venue assumes where they are not sent. */
  readonly assumed?: Readonly<Record<string, string>>
  /** Name of an order that is not made there. */
  readonly lacks?: string
  /** Names of the venue's that mean the same as others. */
  readonly alias?: Readonly<Record<string, string>>
}

const BYBIT = {
  venue: 'bybit',
  line: 0,
  // It asks which kind of account it has; this one is unified.
  options: { enableUnifiedMargin: false, enableUnifiedAccount: true, unifiedMarginStatus: 6 },
} as const
// By default it sends one order as a batch.
const OKX = { venue: 'okx', line: 0, options: { createOrder: 'privatePostTradeOrder' } } as const

const PRODUCTS: readonly Product[] = [
  { venue: 'binance', line: 0, market: 'spot', symbol: 'BTCUSDT', pair: 'BTC/USDT' },
  {
    venue: 'binance',
    line: 1,
    market: 'futures',
    symbol: 'BTCUSDT',
    pair: 'BTC/USDT:USDT',
    assumed: { workingType: 'CONTRACT_PRICE' },
    told: { 'a stop that becomes a limit': { timeInForce: 'GTC' } },
  },
  {
    ...BYBIT,
    market: 'spot',
    symbol: 'BTCUSDT',
    pair: 'BTC/USDT',
    assumed: { timeInForce: 'GTC' },
    // A spot stop is cancelled under another filter once it was triggered: ours is refused.
    lacks: 'a stop that becomes a limit',
    told: { 'a stop that becomes a market': { triggerPrice: 51_000, stopLossPrice: undefined } },
  },
  {
    ...BYBIT,
    market: 'futures',
    symbol: 'BTCUSDT',
    pair: 'BTC/USDT:USDT',
    assumed: { timeInForce: 'GTC', positionIdx: '0', triggerBy: 'LastPrice' },
  },
  {
    ...OKX,
    market: 'spot',
    symbol: 'BTC-USDT',
    pair: 'BTC/USDT',
    assumed: { tgtCcy: 'base_ccy' },
    told: {
      'a market': { banAmend: 'true' },
      'a stop that becomes a limit': { tdMode: 'cash' },
      'a stop that becomes a market': { tdMode: 'cash' },
    },
  },
  {
    ...OKX,
    market: 'futures',
    symbol: 'BTC-USDT-SWAP',
    pair: 'BTC/USDT:USDT',
    told: { 'a market': { timeInForce: 'IOC' } },
  },
  {
    venue: 'kraken',
    line: 0,
    market: 'spot',
    symbol: 'BTC/USD',
    pair: 'BTC/USD',
    params: { oflags: 'fciq' },
    assumed: { timeinforce: 'GTC', trigger: 'last' },
    alias: { XXBTZUSD: 'XBTUSD' },
  },
  {
    venue: 'kraken',
    line: 2,
    market: 'futures',
    symbol: 'PF_XBTUSD',
    pair: 'BTC/USD:USD',
    told: {
      ioc: { timeInForce: 'ioc' },
      // It would send a plain limit.
      fok: { orderType: 'fok' },
      'reduce-only': { timeInForce: 'ioc' },
    },
  },
]

/** An order in both languages. */
interface Same {
  readonly name: string
  readonly own: Partial<OrderTerms>
  readonly theirs: readonly [type: string, side: 'buy' | 'sell', params?: Record<string, unknown>]
}

const ORDERS: readonly Same[] = [
  { name: 'a limit', own: {}, theirs: ['limit', 'buy'] },
  { name: 'a limit to sell', own: { side: 'sell' }, theirs: ['limit', 'sell'] },
  { name: 'ioc', own: { timeInForce: 'ioc' }, theirs: ['limit', 'buy', { timeInForce: 'IOC' }] },
  { name: 'fok', own: { timeInForce: 'fok' }, theirs: ['limit', 'buy', { timeInForce: 'FOK' }] },
  { name: 'post-only', own: { postOnly: true }, theirs: ['limit', 'buy', { postOnly: true }] },
  {
    name: 'a market',
    own: { type: 'market', side: 'sell', timeInForce: 'ioc' },
    theirs: ['market', 'sell'],
  },
]

/** Stops; of contracts they close what is held. */
const stops = (reduceOnly: boolean): readonly Same[] => {
  const own = { side: 'sell', triggerPrice: new Decimal('51000'), reduceOnly } as const
  const params = { stopLossPrice: 51_000, ...(reduceOnly && { reduceOnly }) }
  return [
    {
      name: 'a stop that becomes a limit',
      own: { ...own, type: 'stopLimit' },
      theirs: ['limit', 'sell', params],
    },
    {
      name: 'a stop that becomes a market',
      own: { ...own, type: 'stopMarket' },
      theirs: ['market', 'sell', params],
    },
  ]
}

const REDUCING: Same = {
  name: 'reduce-only',
  own: { side: 'sell', timeInForce: 'ioc', reduceOnly: true },
  theirs: ['limit', 'sell', { timeInForce: 'IOC', reduceOnly: true }],
}

describe.each(PRODUCTS)('$venue $symbol', (product) => {
  const { venue, line, market, symbol, pair } = product
  const orders = (
    market === 'spot' ? [...ORDERS, ...stops(false)] : [...ORDERS, REDUCING, ...stops(true)]
  ).filter(({ name }) => name !== product.lacks)

  test('given the same order, ccxt asks for what crossbook asks for', async () => {
    const adapter = await adapterOf(venue)
    await using box = await VenueBox.open({ adapter, seed: 'same orders' })
    const client = adapter.lines[line]?.make(await box.serveFor('ccxt'))
    if (client === undefined) throw new Error('ccxt has no class for it')
    Object.assign(client.options, product.options)
    await client.loadMarkets()
    const size = symbol.endsWith('-SWAP') ? 2 : 0.01
    for (const { name, own, theirs } of orders) {
      const [type, side, params] = theirs
      const price = type === 'market' ? undefined : 50_000
      const asked = await ccxtOrder(client, () =>
        client.createOrder(pair, type, side, size, price, {
          ...params,
          ...product.params,
          ...product.told?.[name],
        }),
      )
      const ours = await ownOrder(venue, [market, symbol], { quantity: new Decimal(size), ...own })
      expect({ name, ...meant(product, ours) }).toEqual({ name, ...meant(product, asked) })
    }
    await client.close()
  }, 60_000)
})

/** An order without what is assumed anyway, in one spelling. */
function meant({ assumed = {}, alias = {} }: Product, order: SentOrder): SentOrder {
  const fields = Object.entries(order.fields).flatMap(([name, value]) =>
    assumed[name] === value ? [] : [[name, alias[value] ?? value]],
  )
  return { ...order, fields: Object.fromEntries(fields) }
}
