import { describe, expect, test } from 'vitest'
import type { Instrument, OwnedMarketEvent } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import { decodeOne } from '../run-fixtures.ts'
import { LISTED } from './listed.ts'

const driver = okx()
const [spot, swap, futures] = driver.rest.instruments(['spot', 'swap', 'futures', 'xperp'])

function listed(rows: readonly unknown[]): readonly Instrument[] {
  const body = Buffer.from(JSON.stringify({ code: '0', msg: '', data: rows }))
  return swap?.parse({ status: 200, headers: {}, body }, 1) ?? []
}

test('one call per instrument type lists the products asked for', () => {
  const asked = [spot, swap, futures].map((call) => call?.request.query)
  expect(asked).toEqual([{ instType: 'SPOT' }, { instType: 'SWAP' }, { instType: 'FUTURES' }])
  expect(driver.rest.instruments(['futures'])).toHaveLength(1)
  const rows = [LISTED.dated, LISTED.xperp]
  const body = Buffer.from(JSON.stringify({ code: '0', msg: '', data: rows }))
  const [call] = driver.rest.instruments(['futures'])
  expect(call?.parse({ status: 200, headers: {}, body }, 1)).toMatchObject([{ product: 'futures' }])
})

test('spot reads base and quote, and counts sizes in base', () => {
  expect(listed([LISTED.spot])).toEqual([
    {
      venue: 'okx',
      market: 'spot',
      kind: 'spot',
      product: 'spot',
      pair: 'BTC/USDT',
      symbol: 'BTC-USDT',
      orderCode: 10001,
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.1',
      lotSize: '0.00000001',
      minQuantity: '0.00001',
      priceScale: 1,
      sizeScale: 8,
      isInferred: false,
    },
  ])
})

test('a linear swap reads its names from the underlying, and counts contracts of ctVal × ctMult', () => {
  expect(listed([LISTED.swap])).toEqual([
    {
      venue: 'okx',
      market: 'futures',
      kind: 'perpetual',
      product: 'swap',
      pair: 'ETH/USDT:USDT',
      symbol: 'ETH-USDT-SWAP',
      orderCode: 10461,
      base: 'ETH',
      quote: 'USDT',
      contract: { direction: 'linear', multiplier: '0.1', settle: 'USDT' },
      status: 'trading',
      tickSize: '0.01',
      lotSize: '0.01',
      minQuantity: '0.01',
      priceScale: 2,
      sizeScale: 2,
      isInferred: false,
    },
  ])
  const [scaled] = listed([{ ...LISTED.swap, ctVal: '0.001', ctMult: '10.5' }])
  expect(scaled?.contract?.multiplier).toBe('0.0105')
})

test.each([
  [
    'inverse',
    'BTC/USD:BTC',
    'perpetual',
    { direction: 'inverse', multiplier: '100', settle: 'BTC' },
  ],
  [
    'dated',
    'BTC/USD:BTC-261030',
    'dated',
    { direction: 'inverse', expiryTimeUs: 1_793_347_200_000_000 },
  ],
  [
    'unified',
    'BTC/USD:USD-261030',
    'dated',
    { direction: 'linear', multiplier: '0.01', settle: 'USD' },
  ],
  ['xperp', 'BTC/USD:USD-310404', 'dated', { direction: 'linear', settle: 'USD' }],
  ['delisted', 'OLD/USDT:USDT', 'perpetual', { direction: 'linear' }],
] as const)('%s is %s', (name, pair, kind, contract) => {
  const [instrument] = listed([LISTED[name]])
  expect(instrument).toMatchObject({ pair, kind, contract })
  if (name === 'delisted') expect(instrument?.contract).not.toHaveProperty('expiryTimeUs')
  if (name === 'xperp') expect(instrument?.product).toBe('xperp')
})

test.each([
  ['live', 'trading'],
  ['suspend', 'halted'],
  ['preopen', 'preOpen'],
  ['test', 'halted'],
  ['rebase', 'halted'],
  ['post_only', 'postOnly'],
  ['settling', 'halted'],
  ['expired', 'closed'],
  ['something_new', 'unknown'],
])('state %s is %s', (state, status) => {
  expect(listed([{ ...LISTED.swap, state }])).toMatchObject([{ status }])
})

test('options, margin, events and contracts without their terms yet are left out', () => {
  const rows = [
    { ...LISTED.spot, instType: 'MARGIN' },
    { ...LISTED.swap, instType: 'OPTION', instId: 'BTC-USD-261225-60000-C' },
    { ...LISTED.swap, instType: 'EVENTS', instId: 'BTC-ABOVE-DAILY-261121-1600-60000' },
    { ...LISTED.swap, ctVal: '' },
    { ...LISTED.swap, settleCcy: '' },
  ]
  expect(listed(rows)).toEqual([])
})

describe('the naming rule', () => {
  test.each([
    ['BTC-USDT', 'spot', 'BTC/USDT', 'spot'],
    ['USDT-BRL', 'spot', 'USDT/BRL', 'spot'],
    ['BTC-USDT-SWAP', 'swap', 'BTC/USDT:USDT', 'perpetual'],
    ['BTC-USDC-SWAP', 'swap', 'BTC/USDC:USDC', 'perpetual'],
    ['BTC-USD-SWAP', 'swap', 'BTC/USD:BTC', 'perpetual'],
    ['BTC-USDT-261225', 'futures', 'BTC/USDT:USDT-261225', 'dated'],
    ['BTC-USD-261225', 'futures', 'BTC/USD:BTC-261225', 'dated'],
    ['BTC-USD_UM-SWAP', 'swap', 'BTC/USD:USD', 'perpetual'],
    ['BTC-USD_UM-261225', 'futures', 'BTC/USD:USD-261225', 'dated'],
    ['BTC-USD_UM_XPERP-310404', 'xperp', 'BTC/USD:USD-310404', 'dated'],
  ])('%s is of %s: %s, %s', (symbol, product, pair, kind) => {
    for (const market of ['spot', 'futures'] as const)
      expect(driver.inferInstrument(market, symbol)).toMatchObject({
        product,
        pair,
        kind,
        isInferred: true,
      })
  })

  test.each([
    'BTC',
    'BTC-USD-261399',
    'BTC-USD-261225-60000-C',
    'BTC-USDT-SWAP-X',
    '-',
    'BTCUSDT',
    '',
  ])('"%s" names nothing', (symbol) => {
    expect(driver.inferInstrument('spot', symbol)).toBeUndefined()
  })

  test('knows the contracts of inverse instruments and the expiry of dated ones', () => {
    expect(driver.inferInstrument('futures', 'BTC-USD-SWAP')?.contract?.multiplier).toBe('100')
    expect(driver.inferInstrument('futures', 'ETH-USD-261225')?.contract).toEqual({
      direction: 'inverse',
      multiplier: '10',
      settle: 'ETH',
      expiryTimeUs: Date.UTC(2026, 11, 25, 8) * 1000,
    })
  })

  test('agrees with the listing on names, kind and direction', () => {
    for (const instrument of listed(Object.values(LISTED))) {
      const { pair, kind, base, quote, contract, product } = instrument
      const inferred = driver.inferInstrument('spot', instrument.symbol)
      expect(inferred).toMatchObject({ pair, kind, base, quote, product })
      expect(inferred?.contract?.direction).toBe(contract?.direction)
      expect(inferred?.contract?.settle).toBe(contract?.settle)
    }
  })
})

describe('the instruments channel', () => {
  const frame = (row: unknown): string =>
    JSON.stringify({ arg: { channel: 'instruments', instType: 'SWAP' }, data: [row] })

  test('tells a listing with its terms', () => {
    const { outcome, events } = decodeOne(driver, 'futures', frame(LISTED.swap))
    expect(outcome).toBe('event')
    expect(events).toMatchObject([
      {
        type: 'instrumentChanged',
        reason: 'listing',
        pair: 'ETH/USDT:USDT',
        instrument: { tickSize: '0.01' },
      },
    ])
  })

  test('tells the end of an instrument whose terms are gone', () => {
    const row = { ...LISTED.swap, ctVal: '', settleCcy: '', state: 'expired' }
    expect(decodeOne(driver, 'futures', frame(row)).events).toMatchObject([
      { type: 'instrumentChanged', symbol: 'ETH-USDT-SWAP', instrument: { status: 'closed' } },
    ])
  })

  test('leaves options aside', () => {
    const row = { ...LISTED.swap, instType: 'OPTION', instId: 'BTC-USD-261225-60000-C' }
    expect(decodeOne(driver, 'futures', frame(row))).toMatchObject({
      outcome: 'ignored',
      reason: 'options are out of scope',
    })
  })
})

test('an index price is told for every futures instrument of the index, again when one is added', () => {
  const table = createInstrumentTable()
  const decoder = driver.createDecoder(table, 'futures')
  const told: unknown[] = []
  const nothing = (): void => {}
  const event = (one: OwnedMarketEvent): void => void told.push('symbol' in one && one.symbol)
  const sink = { book: nothing, bbo: nothing, trade: nothing, event, lost: nothing }
  const row = { instId: 'BTC-USD', idxPx: '60000.5', ts: '1795219200000' }
  const frame = Buffer.from(
    JSON.stringify({ arg: { channel: 'index-tickers', instId: 'BTC-USD' }, data: [row] }),
  )
  expect(decoder.decode(frame, 1, sink)).toBe('ignored')
  for (const instrument of listed([LISTED.spot, LISTED.swap, LISTED.inverse, LISTED.unified]))
    table.add(instrument)
  expect(decoder.decode(frame, 1, sink)).toBe('event')
  for (const instrument of listed([LISTED.dated])) table.add(instrument)
  expect(decoder.decode(frame, 1, sink)).toBe('event')
  const first = ['BTC-USD-SWAP', 'BTC-USD_UM-261030']
  expect(told).toEqual([...first, ...first, 'BTC-USD-261030'])
})
