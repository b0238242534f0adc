import { describe, expect, test } from 'vitest'
import type { Instrument } from '../../../src/core/index.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { LISTED } from './listed.ts'

const driver = coinex()
const ALL = ['spot', 'linear', 'inverse'] as const
const [spotCall, futuresCall] = driver.rest.instruments(ALL)

const answer = (rows: readonly unknown[]) => ({
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify({ code: 0, data: rows, message: 'OK' })),
})
const spot = (rows: readonly unknown[]): readonly Instrument[] =>
  spotCall?.parse(answer(rows), 1) ?? []
const futures = (rows: readonly unknown[]): readonly Instrument[] =>
  futuresCall?.parse(answer(rows), 1) ?? []

test('one call lists spot and one the contracts, of which those of the products asked for are kept', () => {
  const paths = (products: readonly string[]) =>
    driver.rest.instruments(products).map(({ request }) => request.path)
  expect(paths(ALL)).toEqual(['/v2/spot/market', '/v2/futures/market'])
  expect(paths(['spot'])).toEqual(['/v2/spot/market'])
  expect(paths(['inverse'])).toEqual(['/v2/futures/market'])
  const [call] = driver.rest.instruments(['inverse'])
  expect(call?.parse(answer([LISTED.linear, LISTED.inverse]), 1)).toMatchObject([
    { product: 'inverse' },
  ])
})

test('spot takes its steps from numbers of digits', () => {
  expect(spot([LISTED.spot])).toEqual([
    {
      venue: 'coinex',
      market: 'spot',
      kind: 'spot',
      product: 'spot',
      pair: 'BTC/USDT',
      symbol: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.01',
      lotSize: '0.00000001',
      minQuantity: '0.0005',
      priceScale: 2,
      sizeScale: 8,
      isInferred: false,
    },
  ])
  const whole = { ...LISTED.spot, base_ccy_precision: 0, quote_ccy_precision: 0 }
  expect(spot([whole])).toMatchObject([
    { tickSize: '1', lotSize: '1', priceScale: 0, sizeScale: 0 },
  ])
})

test('a linear contract counts base, and settles in its quote whichever that is', () => {
  expect(futures([LISTED.linear])).toEqual([
    {
      venue: 'coinex',
      market: 'futures',
      kind: 'perpetual',
      product: 'linear',
      pair: 'BTC/USDT:USDT',
      symbol: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      contract: { direction: 'linear', multiplier: '1', settle: 'USDT' },
      status: 'trading',
      tickSize: '0.5',
      lotSize: '0.00000001',
      minQuantity: '0.0005',
      priceScale: 1,
      sizeScale: 8,
      isInferred: false,
    },
  ])
  expect(futures([LISTED.usdc])).toMatchObject([
    { pair: 'BTC/USDC:USDC', contract: { settle: 'USDC' } },
  ])
})

test('an inverse contract stands for 1 USD and settles in its base', () => {
  expect(futures([LISTED.inverse])).toMatchObject([
    {
      pair: 'BTC/USD:BTC',
      product: 'inverse',
      lotSize: '1',
      contract: { direction: 'inverse', multiplier: '1', settle: 'BTC' },
    },
  ])
})

test('a contract without a tick size has one of as many digits as its quote', () => {
  const { tick_size: _tick, ...older } = LISTED.linear
  expect(futures([older])).toMatchObject([{ tickSize: '0.01', priceScale: 2 }])
})

test('a contract type of a later version is left out', () => {
  expect(futures([{ ...LISTED.linear, contract_type: 'quanto' }])).toEqual([])
})

test.each([
  ['spot', { is_api_trading_available: false }, 'halted'],
  ['spot', { is_api_trading_available: undefined }, 'unknown'],
  ['linear', { is_market_available: false }, 'halted'],
  ['linear', { status: undefined }, 'trading'],
  ['linear', { status: 'delisted' }, 'unknown'],
  ['linear', { is_market_available: undefined }, 'unknown'],
] as const)('%s with %o is %s', (product, change, status) => {
  const row = { ...LISTED[product], ...change }
  expect(product === 'spot' ? spot([row]) : futures([row])).toMatchObject([{ status }])
})

describe('the naming rule', () => {
  test.each([
    ['spot', 'BTCUSDT', 'BTC/USDT', 'spot'],
    ['spot', 'ETHBTC', 'ETH/BTC', 'spot'],
    ['spot', 'CETUSDC', 'CET/USDC', 'spot'],
    ['futures', 'BTCUSDT', 'BTC/USDT:USDT', 'linear'],
    ['futures', 'BTCUSDC', 'BTC/USDC:USDC', 'linear'],
    ['futures', 'BTCUSD', 'BTC/USD:BTC', 'inverse'],
    ['futures', '1000SATSUSDT', '1000SATS/USDT:USDT', 'linear'],
  ] as const)('on %s, %s is %s of %s', (market, symbol, pair, product) => {
    expect(driver.inferInstrument(market, symbol)).toMatchObject({
      pair,
      product,
      market,
      isInferred: true,
      priceScale: 0,
    })
  })

  test.each(['ETHUSD_SIGNPRICE', 'USDT', 'BTC-USDT', 'BTC', ''])('"%s" names nothing', (symbol) => {
    expect(driver.inferInstrument('spot', symbol)).toBeUndefined()
    expect(driver.inferInstrument('futures', symbol)).toBeUndefined()
  })

  test('agrees with the listing on names, product and terms', () => {
    const { spot: row, ...contracts } = LISTED
    for (const instrument of [...spot([row]), ...futures(Object.values(contracts))]) {
      const { pair, kind, base, quote, product, contract, market, symbol } = instrument
      expect(driver.inferInstrument(market, symbol)).toMatchObject({
        pair,
        kind,
        base,
        quote,
        product,
      })
      expect(driver.inferInstrument(market, symbol)?.contract).toEqual(contract)
    }
  })
})
