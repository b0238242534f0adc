import { describe, expect, test } from 'vitest'
import type { Instrument, OwnedMarketEvent } from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = dydx()

/** A market as documented; docs.dydx.xyz, indexer HTTP, perpetual markets, 2026-11-21. */
const BTC = {
  clobPairId: '0',
  ticker: 'BTC-USD',
  status: 'ACTIVE',
  oraclePrice: '89919.2',
  priceChange24H: '701.10762',
  volume24H: '247500844.6834',
  trades24H: 63065,
  nextFundingRate: '0.00000254545454545455',
  initialMarginFraction: '0.02',
  maintenanceMarginFraction: '0.012',
  openInterest: '381.7348',
  atomicResolution: -10,
  quantumConversionExponent: -9,
  tickSize: '1',
  stepSize: '0.0001',
  stepBaseQuantums: 1000000,
  subticksPerTick: 100000,
  marketType: 'CROSS',
  openInterestLowerCap: '0',
  openInterestUpperCap: '0',
  baseOpenInterest: '782.0931',
  defaultFundingRate1H: '0',
}

function listed(markets: Record<string, object>): readonly Instrument[] {
  const [call] = driver.rest.instruments(['perpetual'])
  const body = Buffer.from(JSON.stringify({ markets }))
  return call?.parse({ status: 200, headers: {}, body }, 1) ?? []
}

test('one call lists every market', () => {
  const calls = driver.rest.instruments(['perpetual'])
  expect(calls.map(({ request }) => request.path)).toEqual(['/perpetualMarkets'])
  expect(driver.rest.instruments(['spot'])).toEqual([])
})

test('a market is a linear perpetual that counts base, quoted and settled in USDC', () => {
  expect(listed({ 'BTC-USD': BTC })).toEqual([
    {
      venue: 'dydx',
      market: 'futures',
      kind: 'perpetual',
      product: 'perpetual',
      pair: 'BTC/USDC:USDC',
      symbol: 'BTC-USD',
      base: 'BTC',
      quote: 'USDC',
      contract: { direction: 'linear', multiplier: '1', settle: 'USDC' },
      status: 'trading',
      tickSize: '1',
      lotSize: '0.0001',
      minQuantity: '0.0001',
      priceScale: 0,
      sizeScale: 4,
      isInferred: false,
    },
  ])
})

test.each([
  ['ACTIVE', 'trading'],
  ['PAUSED', 'halted'],
  ['CANCEL_ONLY', 'cancelOnly'],
  ['POST_ONLY', 'postOnly'],
  ['INITIALIZING', 'preOpen'],
  ['FINAL_SETTLEMENT', 'closed'],
  ['SOMETHING_NEW', 'unknown'],
])('status %s is %s', (status, expected) => {
  expect(listed({ 'BTC-USD': { ...BTC, status } })).toMatchObject([{ status: expected }])
})

test('markets without their terms yet, and tickers that are none, are left out', () => {
  const { tickSize: _tick, ...unready } = BTC
  expect(listed({ 'NEW-USD': unready, BTC, 'A B-USD': BTC, 'A/B-USD': BTC })).toEqual([])
})

describe('the naming rule', () => {
  test.each([
    ['ETH-USD', 'ETH/USDC:USDC'],
    ['1INCH-USD', '1INCH/USDC:USDC'],
    [
      'AIXBT,RAYDIUM,14ZP2TOQ79XWVC7FQPM4BOLCJTHFJTJLLSHYKHFQSTZQ-USD',
      'AIXBT,RAYDIUM,14ZP2TOQ79XWVC7FQPM4BOLCJTHFJTJLLSHYKHFQSTZQ/USDC:USDC',
    ],
    ['A-B,UNISWAP_V3,0XAB-USD', 'A-B,UNISWAP_V3,0XAB/USDC:USDC'],
  ])('%s is %s', (symbol, pair) => {
    expect(driver.inferInstrument('futures', symbol)).toMatchObject({
      pair,
      kind: 'perpetual',
      isInferred: true,
      status: 'unknown',
    })
  })

  test.each(['BTC', 'BTC-', '-USD', '', 'BTC-USD/1MIN', 'dydx1abc/0'])(
    '"%s" names nothing',
    (symbol) => {
      expect(driver.inferInstrument('futures', symbol)).toBeUndefined()
    },
  )

  test('agrees with the listing', () => {
    for (const { symbol, pair, base, quote, kind, contract } of listed({ 'BTC-USD': BTC }))
      expect(driver.inferInstrument('futures', symbol)).toMatchObject({
        pair,
        base,
        quote,
        kind,
        contract,
      })
  })
})

describe('v4_markets', () => {
  /** What is told of instruments, of a table that knows BTC. */
  function told(...messages: readonly object[]) {
    const table = createInstrumentTable()
    for (const instrument of listed({ 'BTC-USD': BTC })) table.add(instrument)
    const decoder = driver.createDecoder(table, 'futures')
    const events: OwnedMarketEvent[] = []
    const event = (one: OwnedMarketEvent): void => {
      if (one.type !== 'instrumentChanged') return
      events.push(one)
      table.add(one.instrument)
    }
    const nothing = (): void => {}
    const sink = { book: nothing, bbo: nothing, trade: nothing, event, lost: nothing }
    for (const contents of messages) {
      const message = { type: 'channel_data', channel: 'v4_markets', contents }
      decoder.decode(Buffer.from(JSON.stringify(message)), 1, sink)
    }
    return events
  }

  test('says nothing of instruments whose terms are known', () => {
    expect(
      told({ trading: { 'BTC-USD': BTC } }, { trading: { 'BTC-USD': { status: 'ACTIVE' } } }),
    ).toEqual([])
  })

  test('tells another status once, with the terms that are known', () => {
    const pause = { trading: { 'BTC-USD': { status: 'PAUSED' } } }
    expect(told(pause, pause)).toMatchObject([
      { reason: 'listing', symbol: 'BTC-USD', instrument: { status: 'halted', tickSize: '1' } },
    ])
  })

  test('tells another step, and a new market once its terms are there', () => {
    const events = told(
      { trading: { 'BTC-USD': { ...BTC, stepSize: '0.00001' } } },
      { trading: { 'NEW-USD': { status: 'INITIALIZING' } } },
      { trading: { 'NEW-USD': { ...BTC, ticker: 'NEW-USD', status: 'INITIALIZING' } } },
    )
    expect(events).toMatchObject([
      { symbol: 'BTC-USD', sizeScale: 5, instrument: { lotSize: '0.00001' } },
      { symbol: 'NEW-USD', instrument: { status: 'preOpen', isInferred: false } },
    ])
  })
})
