import { describe, expect, test } from 'vitest'
import type { Instrument } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { LISTED } from './listed.ts'

const driver = bybit()

function listed(product: string, rows: readonly unknown[]): readonly Instrument[] {
  const [call] = driver.rest.instruments([product])
  const result = { category: product, list: rows, nextPageCursor: '' }
  const body = Buffer.from(JSON.stringify({ retCode: 0, retMsg: 'OK', result, time: 1 }))
  return call?.parse({ status: 200, headers: {}, body }, 1) ?? []
}

const productOf = (name: keyof typeof LISTED): string =>
  name === 'spot' ? 'spot' : name === 'inverse' || name === 'quarter' ? 'inverse' : 'linear'

test('spot reads base and quote; its least quantity is listed but not enforced', () => {
  expect(listed('spot', [LISTED.spot])).toEqual([
    {
      venue: 'bybit',
      market: 'spot',
      kind: 'spot',
      product: 'spot',
      pair: 'BTC/USDT',
      symbol: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.1',
      lotSize: '0.000001',
      minNotional: '5',
      priceScale: 1,
      sizeScale: 6,
      isInferred: false,
    },
  ])
})

test('a linear perpetual counts base, one of it a contract', () => {
  expect(listed('linear', [LISTED.linear])).toEqual([
    {
      venue: 'bybit',
      market: 'futures',
      kind: 'perpetual',
      product: 'linear',
      pair: 'BTC/USDT:USDT',
      symbol: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      contract: { direction: 'linear', multiplier: '1', settle: 'USDT' },
      status: 'trading',
      tickSize: '0.1',
      lotSize: '0.001',
      minQuantity: '0.001',
      minNotional: '5',
      priceScale: 1,
      sizeScale: 3,
      isInferred: false,
    },
  ])
})

test.each([
  ['usdc', 'BTC/USDC:USDC', 'perpetual', { direction: 'linear', settle: 'USDC' }],
  ['dated', 'BTC/USDT:USDT-251226', 'dated', { expiryTimeUs: 1_766_736_000_000_000 }],
  ['datedUsdc', 'BTC/USDC:USDC-251226', 'dated', { settle: 'USDC' }],
  ['multiplied', '1000PEPE/USDT:USDT', 'perpetual', { multiplier: '1' }],
  ['suffixed', 'SHIB1000/USDT:USDT', 'perpetual', { multiplier: '1' }],
  ['delisted', 'OLD/USDT:USDT', 'perpetual', { direction: 'linear' }],
  ['inverse', 'BTC/USD:BTC', 'perpetual', { direction: 'inverse', multiplier: '1', settle: 'BTC' }],
  ['quarter', 'BTC/USD:BTC-260327', 'dated', { expiryTimeUs: 1_774_598_400_000_000 }],
] as const)('%s is %s', (name, pair, kind, contract) => {
  const [instrument] = listed(productOf(name), [LISTED[name]])
  expect(instrument).toMatchObject({ pair, kind, contract, product: productOf(name) })
  if (kind === 'perpetual') expect(instrument?.contract).not.toHaveProperty('expiryTimeUs')
})

test.each([
  ['PreLaunch', 'preOpen'],
  ['Trading', 'trading'],
  ['Delivering', 'halted'],
  ['Closed', 'closed'],
  ['SomethingNew', 'unknown'],
])('status %s is %s', (word, status) => {
  expect(listed('linear', [{ ...LISTED.linear, status: word }])).toMatchObject([{ status }])
})

test('options, contracts of unknown types and dated ones without their date are left out', () => {
  const rows = [
    { ...LISTED.linear, contractType: undefined, optionsType: 'Put' },
    { ...LISTED.linear, contractType: 'QuantoPerpetual' },
    { ...LISTED.dated, deliveryTime: '0' },
    { ...LISTED.dated, deliveryTime: '' },
  ]
  expect(listed('linear', rows)).toEqual([])
})

describe('the naming rule', () => {
  test.each([
    ['spot', 'BTCUSDT', 'spot', 'BTC/USDT', 'spot'],
    ['spot', 'ETHUSDC', 'spot', 'ETH/USDC', 'spot'],
    ['spot', 'ETHBTC', 'spot', 'ETH/BTC', 'spot'],
    ['spot', 'USDCUSDT', 'spot', 'USDC/USDT', 'spot'],
    ['futures', 'BTCUSDT', 'linear', 'BTC/USDT:USDT', 'perpetual'],
    ['futures', '1000PEPEUSDT', 'linear', '1000PEPE/USDT:USDT', 'perpetual'],
    ['futures', 'SHIB1000PERP', 'linear', 'SHIB1000/USDC:USDC', 'perpetual'],
    ['futures', 'BTCPERP', 'linear', 'BTC/USDC:USDC', 'perpetual'],
    ['futures', 'USDCUSDT', 'linear', 'USDC/USDT:USDT', 'perpetual'],
    ['futures', 'BTCUSDT-26DEC25', 'linear', 'BTC/USDT:USDT-251226', 'dated'],
    ['futures', 'BTC-5JUN26', 'linear', 'BTC/USDC:USDC-260605', 'dated'],
    ['futures', 'BTCUSD', 'inverse', 'BTC/USD:BTC', 'perpetual'],
    ['futures', 'BTCUSDH26', 'inverse', 'BTC/USD:BTC-260327', 'dated'],
    ['futures', 'ETHUSDM26', 'inverse', 'ETH/USD:ETH-260626', 'dated'],
    ['futures', 'BTCUSDU26', 'inverse', 'BTC/USD:BTC-260925', 'dated'],
    ['futures', 'BTCUSDZ27', 'inverse', 'BTC/USD:BTC-271231', 'dated'],
  ] as const)('%s %s is of %s: %s, %s', (market, symbol, product, pair, kind) => {
    expect(driver.inferInstrument(market, symbol)).toMatchObject({
      market,
      product,
      pair,
      kind,
      isInferred: true,
      status: 'unknown',
    })
  })

  test.each([
    ['spot', 'USDT'],
    ['spot', 'NOTHING'],
    ['spot', 'BTC-USDT'],
    ['spot', ''],
    ['futures', 'BTC'],
    ['futures', 'ETHBTC'],
    ['futures', 'BTC-26XXX25'],
    ['futures', 'BTC-99DEC25'],
    ['futures', 'BTCPERP-26DEC25'],
    ['futures', 'BTCUSD-26DEC25'],
    ['futures', 'BTCUSDTH26'],
    ['futures', 'BTC-26DEC25-60000-C'],
    ['futures', 'BTCUSDF26'],
    ['futures', ''],
  ] as const)('%s "%s" names nothing', (market, symbol) => {
    expect(driver.inferInstrument(market, symbol)).toBeUndefined()
  })

  test('agrees with the listing on names, kind, terms and expiry', () => {
    for (const [name, row] of Object.entries(LISTED)) {
      const [instrument] = listed(productOf(name as keyof typeof LISTED), [row])
      if (instrument === undefined) throw new Error(`${name} is not read`)
      const { pair, kind, base, quote, contract, product, market, symbol } = instrument
      const inferred = driver.inferInstrument(market, symbol)
      expect(inferred).toMatchObject({ pair, kind, base, quote, product })
      expect(inferred?.contract).toEqual(contract)
    }
  })
})
