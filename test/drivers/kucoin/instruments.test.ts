import { describe, expect, test } from 'vitest'
import type { Instrument, Market } from '../../../src/core/index.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'

const driver = kucoin()

const answer = (data: unknown) => ({
  status: 200,
  headers: {},
  body: Buffer.from(typeof data === 'string' ? data : JSON.stringify({ code: '200000', data })),
})

/** A row of `api/v2/symbols` as documented; docs-new Get All Symbols, 2026-11-21. */
const SYMBOL = {
  symbol: 'BTC-USDT',
  name: 'BTC-USDT',
  baseCurrency: 'BTC',
  quoteCurrency: 'USDT',
  feeCurrency: 'USDT',
  market: 'USDS',
  baseMinSize: '0.00001',
  quoteMinSize: '0.1',
  baseMaxSize: '10000000000',
  quoteMaxSize: '99999999',
  baseIncrement: '0.00000001',
  quoteIncrement: '0.000001',
  priceIncrement: '0.1',
  priceLimitRate: '0.1',
  minFunds: '0.1',
  isMarginEnabled: true,
  enableTrading: true,
}

/** A row of `api/v1/contracts/active` as documented; docs-new Get All Symbols (futures), 2026-11-21. */
const CONTRACT = {
  symbol: 'XBTUSDTM',
  rootSymbol: 'USDT',
  type: 'FFWCSX',
  firstOpenDate: 1585555200000,
  expireDate: null as number | null,
  settleDate: null,
  baseCurrency: 'XBT',
  quoteCurrency: 'USDT',
  settleCurrency: 'USDT',
  maxOrderQty: 1000000,
  maxPrice: 1000000.0,
  lotSize: 1,
  tickSize: 0.1,
  indexPriceTickSize: 0.01,
  multiplier: 0.001,
  isInverse: false,
  status: 'Open',
}
const INVERSE = {
  ...CONTRACT,
  symbol: 'XBTUSDM',
  quoteCurrency: 'USD',
  settleCurrency: 'XBT',
  multiplier: -1.0,
  isInverse: true,
}

function spot(over: Partial<Record<keyof typeof SYMBOL, unknown>> = {}): Instrument | undefined {
  const [call] = driver.rest.instruments(['spot'])
  return call?.parse(answer([{ ...SYMBOL, ...over }]), 1)[0]
}

function contracts(
  rows: readonly unknown[],
  products = ['linear', 'inverse', 'delivery'],
): readonly Instrument[] {
  const [call] = driver.rest.instruments(products)
  return call?.parse(answer(rows), 1) ?? []
}

test('one call lists spot, one all contracts, of which those asked for are kept', () => {
  const calls = driver.rest.instruments(['spot', 'linear', 'inverse', 'delivery'])
  expect(calls.map(({ request }) => `${request.service} ${request.path}`)).toEqual([
    'spot /api/v2/symbols',
    'futures /api/v1/contracts/active',
  ])
  expect(driver.rest.instruments(['inverse'])).toHaveLength(1)
  expect(contracts([CONTRACT, INVERSE], ['inverse']).map(({ symbol }) => symbol)).toEqual([
    'XBTUSDM',
  ])
})

test('spot reads its rules, sizes in base', () => {
  expect(spot()).toEqual({
    venue: 'kucoin',
    market: 'spot',
    kind: 'spot',
    product: 'spot',
    pair: 'BTC/USDT',
    symbol: 'BTC-USDT',
    base: 'BTC',
    quote: 'USDT',
    status: 'trading',
    tickSize: '0.1',
    lotSize: '0.00000001',
    minQuantity: '0.00001',
    minNotional: '0.1',
    priceScale: 1,
    sizeScale: 8,
    isInferred: false,
  })
})

test('a pair is named by its currencies and its symbol, not by the name that may change', () => {
  expect(spot({ name: 'NEW-USDT' })).toMatchObject({ pair: 'BTC/USDT', symbol: 'BTC-USDT' })
  // Of contracts alone XBT is bitcoin.
  expect(spot({ symbol: 'XBT-USDT', baseCurrency: 'XBT' })).toMatchObject({ pair: 'XBT/USDT' })
})

test('a pair that is not traded is halted, and an older row has no smallest value', () => {
  expect(spot({ enableTrading: false })?.status).toBe('halted')
  expect(spot({ enableTrading: undefined })?.status).toBe('unknown')
  expect(spot({ minFunds: null })).not.toHaveProperty('minNotional')
})

test('a linear contract counts lots of so many coins, and XBT is bitcoin', () => {
  expect(contracts([CONTRACT])).toEqual([
    {
      venue: 'kucoin',
      market: 'futures',
      kind: 'perpetual',
      product: 'linear',
      pair: 'BTC/USDT:USDT',
      symbol: 'XBTUSDTM',
      base: 'BTC',
      quote: 'USDT',
      contract: { direction: 'linear', multiplier: '0.001', settle: 'USDT' },
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

test('an inverse contract counts USD, settled in the coin', () => {
  expect(contracts([INVERSE])).toMatchObject([
    {
      pair: 'BTC/USD:BTC',
      product: 'inverse',
      contract: { direction: 'inverse', multiplier: '1', settle: 'BTC' },
    },
  ])
})

test('a dated contract has its day in its pair, a perpetual one to be delisted has not', () => {
  const expireDate = 1_798_185_600_000 // 2026-12-25 08:00 UTC
  expect(contracts([{ ...INVERSE, symbol: 'XBTMZ26', type: 'FFICSX', expireDate }])).toMatchObject([
    {
      pair: 'BTC/USD:BTC-261225',
      kind: 'dated',
      product: 'delivery',
      contract: { expiryTimeUs: expireDate * 1000 },
    },
  ])
  expect(contracts([{ ...CONTRACT, expireDate }])).toMatchObject([
    { pair: 'BTC/USDT:USDT', kind: 'perpetual' },
  ])
})

test('numbers with exponents are read exactly', () => {
  const text = JSON.stringify({ code: '200000', data: [CONTRACT] })
    .replace('"tickSize":0.1', '"tickSize":1.0E-7')
    .replace('"multiplier":0.001', '"multiplier":1.0E3')
  const [call] = driver.rest.instruments(['linear'])
  expect(call?.parse(answer(text), 1)).toMatchObject([
    { tickSize: '0.0000001', priceScale: 7, contract: { multiplier: '1000' } },
  ])
})

test.each([
  ['Init', 'preOpen'],
  ['Open', 'trading'],
  ['BeingSettled', 'halted'],
  ['Settled', 'closed'],
  ['Paused', 'halted'],
  ['Closed', 'closed'],
  ['CancelOnly', 'cancelOnly'],
  ['Novel', 'unknown'],
])('a contract that is %s is %s', (word, status) => {
  expect(contracts([{ ...CONTRACT, status: word }])[0]?.status).toBe(status)
})

test('a contract of a type not known, or without what a lot is, is left out', () => {
  expect(contracts([{ ...CONTRACT, type: 'FFSTOCK' }])).toEqual([])
  expect(contracts([{ ...CONTRACT, multiplier: null }])).toEqual([])
  expect(contracts([{ ...CONTRACT, type: 'FFICSX' }])).toEqual([])
})

describe('the naming rule', () => {
  test.each<readonly [Market, string, string, string]>([
    ['spot', 'BTC-USDT', 'BTC/USDT', 'spot'],
    ['spot', 'XBT-USDT', 'XBT/USDT', 'spot'],
    ['futures', 'XBTUSDTM', 'BTC/USDT:USDT', 'linear'],
    ['futures', 'XBTUSDCM', 'BTC/USDC:USDC', 'linear'],
    ['futures', 'XBTUSDM', 'BTC/USD:BTC', 'inverse'],
    ['futures', 'ETHUSDTM', 'ETH/USDT:USDT', 'linear'],
    ['futures', '1000BONKUSDTM', '1000BONK/USDT:USDT', 'linear'],
    ['futures', 'MMUSDTM', 'MM/USDT:USDT', 'linear'],
    ['futures', 'XBTMZ26', 'BTC/USD:BTC-261225', 'delivery'],
    ['futures', 'XBTMM22', 'BTC/USD:BTC-220624', 'delivery'],
    ['futures', 'XBTMH27', 'BTC/USD:BTC-270326', 'delivery'],
  ])('%s %s is %s', (market, symbol, pair, product) => {
    expect(driver.inferInstrument(market, symbol)).toMatchObject({
      pair,
      product,
      symbol,
      market,
      isInferred: true,
    })
  })

  test.each<readonly [Market, string]>([
    ['spot', 'BTCUSDT'],
    ['spot', 'A-B-C'],
    ['futures', 'BTC-USDT'],
    ['futures', 'XBT'],
    ['futures', 'XBTM'],
    ['futures', 'XBTMZ'],
  ])('%s %s names nothing', (market, symbol) => {
    expect(driver.inferInstrument(market, symbol)).toBeUndefined()
  })
})
