import { describe, expect, test } from 'vitest'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { readContract } from '../../../src/drivers/mexc/futures/instruments.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { inferInstrument, readSpotInstrument } from '../../../src/drivers/mexc/instruments.ts'
import { decodeOne } from '../run-fixtures.ts'
import { CONTRACT_ROW, INVERSE_ROW, LISTED, SPOT_ROW } from './listed.ts'

describe('a spot pair', () => {
  test('takes its steps from the numbers of digits, and its minima from what are misnamed so', () => {
    expect(LISTED.spot).toMatchObject({
      market: 'spot',
      kind: 'spot',
      product: 'spot',
      pair: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.01',
      lotSize: '0.00000001',
      minNotional: '1',
      priceScale: 2,
      sizeScale: 8,
    })
    expect(LISTED.spot.minQuantity).toBeUndefined()
    const coarse = { ...SPOT_ROW, quoteAssetPrecision: '0', baseSizePrecision: '0.010' }
    expect(readSpotInstrument(coarse)).toMatchObject({ tickSize: '1', minQuantity: '0.01' })
  })

  test('has no separator: base and quote come from the row', () => {
    const row = { ...SPOT_ROW, symbol: 'USDTBTCX', baseAsset: 'USDTB', quoteAsset: 'TCX' }
    expect(readSpotInstrument(row).pair).toBe('USDTB/TCX')
  })

  test.each([
    ['1', true, '1', 'trading'],
    ['ENABLED', true, '1', 'trading'],
    ['1', false, '1', 'halted'],
    ['1', true, '2', 'trading'],
    ['1', true, '4', 'halted'],
    ['2', true, '1', 'halted'],
    ['3', false, '1', 'closed'],
    ['9', true, '1', 'unknown'],
  ])(
    'of status %s, allowed %s, side %s is %s',
    (status, isSpotTradingAllowed, tradeSideType, is) => {
      const row = { ...SPOT_ROW, status, isSpotTradingAllowed, tradeSideType }
      expect(readSpotInstrument(row).status).toBe(is)
    },
  )
})

describe('a contract', () => {
  test('is linear where it is settled in its quote: one contract is so much base', () => {
    expect(LISTED.linear).toMatchObject({
      market: 'futures',
      kind: 'perpetual',
      product: 'linear',
      pair: 'BTC/USDT:USDT',
      contract: { direction: 'linear', multiplier: '0.0001', settle: 'USDT' },
      tickSize: '0.1',
      lotSize: '1',
      minQuantity: '1',
      // `priceScale` of the row is what is shown.
      priceScale: 1,
      sizeScale: 0,
    })
  })

  test('is inverse where it is settled in its base: one contract is so much quote', () => {
    expect(LISTED.inverse).toMatchObject({
      product: 'inverse',
      pair: 'BTC/USD:BTC',
      contract: { direction: 'inverse', multiplier: '100', settle: 'BTC' },
    })
  })

  test.each([
    ['0', true, 'trading'],
    ['0', false, 'halted'],
    ['1', true, 'halted'],
    ['2', true, 'closed'],
    ['3', true, 'closed'],
    ['4', true, 'halted'],
    ['7', true, 'unknown'],
  ])('of state %s, allowed to the API %s, is %s', (state, apiAllowed, is) => {
    expect(readContract({ ...CONTRACT_ROW, state, apiAllowed })?.status).toBe(is)
  })

  test('is left out where it is no perpetual, and need not say that it is', () => {
    expect(readContract({ ...CONTRACT_ROW, futureType: '2' })).toBeUndefined()
    const { futureType: _type, apiAllowed: _allowed, ...old } = CONTRACT_ROW
    expect(readContract(old)).toMatchObject({ kind: 'perpetual', status: 'trading' })
  })

  test('that is announced is told as it will be listed', () => {
    const driver = mexc()
    const frame = JSON.stringify({
      symbol: 'BTC_USD',
      data: INVERSE_ROW,
      channel: 'push.contract',
      ts: 1,
    })
    const table = createInstrumentTable()
    const events: unknown[] = []
    const push = (event: unknown): void => void events.push(event)
    const sink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
    expect(driver.createDecoder(table, 'futures').decode(Buffer.from(frame), 1, sink)).toBe('event')
    expect(events).toMatchObject([
      { type: 'instrumentChanged', reason: 'listing', instrument: LISTED.inverse, priceScale: 1 },
    ])
    expect(decodeOne(driver, 'futures', frame).outcome).toBe('event')
  })
})

describe('a symbol without a listing', () => {
  test.each([
    ['spot', 'BTCUSDT', 'BTC/USDT'],
    ['spot', 'ETHBTC', 'ETH/BTC'],
    ['spot', 'SOLUSDC', 'SOL/USDC'],
    ['spot', 'XUSD1', 'X/USD1'],
    ['futures', 'BTC_USDT', 'BTC/USDT:USDT'],
    ['futures', '1000BONK_USDT', '1000BONK/USDT:USDT'],
    ['futures', 'BTC_USDC', 'BTC/USDC:USDC'],
    ['futures', 'BTC_USD', 'BTC/USD:BTC'],
  ] as const)('of %s, %s, is %s', (market, symbol, pair) => {
    expect(inferInstrument(market, symbol)).toMatchObject({
      market,
      symbol,
      pair,
      isInferred: true,
    })
  })

  test.each([
    ['BTC_USD', '100'],
    ['ETH_USD', '10'],
    ['ETH_USDT', '1'],
  ])('%s has the multiplier %s', (symbol, multiplier) => {
    expect(inferInstrument('futures', symbol)?.contract?.multiplier).toBe(multiplier)
  })

  test.each([
    ['spot', 'NOPE'],
    ['spot', 'USDT'],
    ['futures', 'BTCUSDT'],
    ['futures', 'BTC_USDT_261225'],
  ] as const)('of %s, %s, names nothing', (market, symbol) => {
    expect(inferInstrument(market, symbol)).toBeUndefined()
  })
})
