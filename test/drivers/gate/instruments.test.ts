import { describe, expect, test } from 'vitest'
import type { Instrument } from '../../../src/core/index.ts'
import { gate } from '../../../src/drivers/gate/index.ts'

const driver = gate()
const PRODUCTS = ['spot', 'usdt', 'btc', 'delivery']
const calls = driver.rest.instruments(PRODUCTS)

function listed(product: string, row: object): readonly Instrument[] {
  const body = Buffer.from(JSON.stringify([row]))
  return calls[PRODUCTS.indexOf(product)]?.parse({ status: 200, headers: {}, body }, 1) ?? []
}

const PAIR = {
  id: 'BTC_USDT',
  base: 'BTC',
  quote: 'USDT',
  min_base_amount: '0.00001',
  min_quote_amount: '3',
  amount_precision: 6,
  precision: 1,
  trade_status: 'tradable',
  type: 'normal',
}
const CONTRACT = {
  name: 'BTC_USDT',
  type: 'direct',
  quanto_multiplier: '0.0001',
  order_price_round: '0.1',
  order_size_min: '1',
  enable_decimal: false,
  in_delisting: false,
  status: 'trading',
}

test('each product has a listing of its own', () => {
  expect(calls.map(({ request }) => request.path)).toEqual([
    '/spot/currency_pairs',
    '/futures/usdt/contracts',
    '/futures/btc/contracts',
    '/delivery/usdt/contracts',
  ])
})

test('a pair has its steps as numbers of digits, and counts sizes in base', () => {
  expect(listed('spot', PAIR)).toEqual([
    {
      venue: 'gate',
      market: 'spot',
      kind: 'spot',
      product: 'spot',
      pair: 'BTC/USDT',
      symbol: 'BTC_USDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.1',
      lotSize: '0.000001',
      minQuantity: '0.00001',
      minNotional: '3',
      priceScale: 1,
      sizeScale: 6,
      isInferred: false,
    },
  ])
})

test('a contract counts whole contracts, each a part of the base', () => {
  expect(listed('usdt', CONTRACT)).toEqual([
    {
      venue: 'gate',
      market: 'futures',
      kind: 'perpetual',
      product: 'usdt',
      pair: 'BTC/USDT:USDT',
      symbol: 'BTC_USDT',
      base: 'BTC',
      quote: 'USDT',
      contract: { direction: 'linear', multiplier: '0.0001', settle: 'USDT' },
      status: 'trading',
      tickSize: '0.1',
      lotSize: '1',
      minQuantity: '1',
      priceScale: 1,
      sizeScale: 0,
      isInferred: false,
    },
  ])
})

describe('a contract in fractions', () => {
  test('has the last digit of its smallest order as its step', () => {
    const row = { ...CONTRACT, enable_decimal: true, order_size_min: '0.1' }
    expect(listed('usdt', row)).toMatchObject([
      { lotSize: '0.1', minQuantity: '0.1', sizeScale: 1 },
    ])
    expect(listed('usdt', { ...row, order_size_min: '0.05' })).toMatchObject([{ lotSize: '0.01' }])
  })

  test('has no known step where the answer was cut to whole numbers', () => {
    const [found] = listed('usdt', { ...CONTRACT, enable_decimal: true, order_size_min: 0 })
    expect(found).not.toHaveProperty('lotSize')
    expect(found).not.toHaveProperty('minQuantity')
  })

  test('is not made of a small order alone: others count whole contracts', () => {
    expect(listed('usdt', { ...CONTRACT, order_size_min: 10 })).toMatchObject([
      { lotSize: '1', minQuantity: '10' },
    ])
  })
})

test('the inverse contract has no multiplier: one stands for one USD', () => {
  const row = { ...CONTRACT, name: 'BTC_USD', type: 'inverse', quanto_multiplier: '0' }
  expect(listed('btc', row)).toMatchObject([
    {
      pair: 'BTC/USD:BTC',
      kind: 'perpetual',
      product: 'btc',
      contract: { direction: 'inverse', multiplier: '1', settle: 'BTC' },
    },
  ])
})

test('a quanto contract, priced in USD and paid in a third coin, is left out', () => {
  expect(listed('btc', { ...CONTRACT, name: 'ETH_USD', quanto_multiplier: '0.000001' })).toEqual([])
})

test('a dated contract has its expiry and its day in its name', () => {
  const row = { ...CONTRACT, name: 'BTC_USDT_20261225', expire_time: 1798185600 }
  expect(listed('delivery', row)).toMatchObject([
    {
      kind: 'dated',
      product: 'delivery',
      pair: 'BTC/USDT:USDT-261225',
      contract: { direction: 'linear', settle: 'USDT', expiryTimeUs: 1798185600000000 },
    },
  ])
})

test.each([
  ['tradable', 'trading'],
  ['untradable', 'halted'],
  ['buyable', 'preOpen'],
  ['sellable', 'reduceOnly'],
  ['dreaming', 'unknown'],
])('trade_status %s of a pair is %s', (word, status) => {
  expect(listed('spot', { ...PAIR, trade_status: word })).toMatchObject([{ status }])
})

test.each([
  ['prelaunch', false, 'preOpen'],
  ['trading', false, 'trading'],
  ['trading', true, 'reduceOnly'],
  ['delisting', true, 'reduceOnly'],
  ['delisted', true, 'closed'],
  ['circuit_breaker', false, 'halted'],
  ['suspend', false, 'halted'],
  ['dreaming', false, 'unknown'],
  [undefined, false, 'trading'],
  [undefined, true, 'reduceOnly'],
])('status %s of a contract, in delisting: %s, is %s', (word, isLeaving, status) => {
  const row = { ...CONTRACT, status: word, in_delisting: isLeaving }
  expect(listed('usdt', row)).toMatchObject([{ status }])
})

describe('without a listing', () => {
  const infer = (market: 'spot' | 'futures', symbol: string) =>
    driver.inferInstrument(market, symbol)

  test.each([
    ['spot', 'BTC_USDT', 'spot', 'BTC/USDT'],
    ['spot', 'BTC3L_USDT', 'spot', 'BTC3L/USDT'],
    ['futures', 'BTC_USDT', 'usdt', 'BTC/USDT:USDT'],
    ['futures', '1INCH_USDT', 'usdt', '1INCH/USDT:USDT'],
    ['futures', 'BTC_USD', 'btc', 'BTC/USD:BTC'],
    ['futures', 'BTC_USDT_20261225', 'delivery', 'BTC/USDT:USDT-261225'],
    ['futures', 'BTC_USD_20220624', 'delivery', 'BTC/USD:BTC-220624'],
  ] as const)('%s %s is of %s, %s', (market, symbol, product, pair) => {
    expect(infer(market, symbol)).toMatchObject({ market, symbol, product, pair, isInferred: true })
  })

  test('a dated name tells its expiry, 08:00 UTC', () => {
    expect(infer('futures', 'BTC_USDT_20261225')?.contract?.expiryTimeUs).toBe(1798185600000000)
  })

  test.each([
    ['spot', 'BTCUSDT'],
    ['spot', 'BTC_USDT_20261225'],
    ['futures', 'ETH_USD'],
    ['futures', 'BTC_USDT_20261399'],
    ['futures', 'BTC_USDT-20211231-59800-C'],
  ] as const)('%s %s is none', (market, symbol) => {
    expect(infer(market, symbol)).toBeUndefined()
  })

  test('what the listing names is what the symbol names', () => {
    const rows = [
      listed('spot', PAIR),
      listed('usdt', CONTRACT),
      listed('btc', { ...CONTRACT, name: 'BTC_USD', quanto_multiplier: '0' }),
      listed('delivery', { ...CONTRACT, name: 'BTC_USDT_20261225', expire_time: 1798185600 }),
    ].flat()
    expect(rows).toHaveLength(4)
    for (const { market, symbol, pair, product, kind } of rows)
      expect(infer(market, symbol)).toMatchObject({ pair, product, kind })
  })
})
