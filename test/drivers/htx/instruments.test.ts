import { describe, expect, test } from 'vitest'
import type { Instrument } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne } from '../run-fixtures.ts'

const driver = htx()

/** `/v1/common/symbols`; huobiapi.github.io spot v1, 2026-11-21. */
const PAIR = `{"base-currency":"btc","quote-currency":"usdt","price-precision":2,"amount-precision":6,"symbol-partition":"main","symbol":"btcusdt","state":"online","value-precision":8,"min-order-amt":0.0001,"max-order-amt":1000,"min-order-value":5,"limit-order-min-order-amt":1.0E-5,"limit-order-max-order-amt":1000,"api-trading":"enabled","tags":""}`
/** `swap_contract_info`; huobiapi.github.io usdt_swap v1 with the fields of 2026-09. */
const SWAP = `{"symbol":"BTC","contract_code":"BTC-USDT","contract_size":0.001000000000000000,"price_tick":0.100000000000000000,"delivery_date":"","delivery_time":"","create_date":"20201021","contract_status":1,"settlement_date":"1790150400000","settlement_period":"8","support_margin_mode":"all","business_type":"swap","pair":"BTC-USDT","contract_type":"swap","trade_partition":"USDT","tradfi_labels":"","enable_rpi":false}`
const DATED = SWAP.replace('"BTC-USDT"', '"BTC-USDT-261225"')
  .replace(
    '"delivery_date":"","delivery_time":""',
    '"delivery_date":"20261225","delivery_time":"1798185600000"',
  )
  .replace('"business_type":"swap"', '"business_type":"futures"')
const COIN = `{"symbol":"BTC","contract_code":"BTC-USD","contract_size":100.000000000000000000,"price_tick":0.1,"delivery_time":"","create_date":"20200325","contract_status":1,"settlement_date":"1645315200000"}`
const COIN_DATED = `{"symbol":"BTC","contract_code":"BTC261225","contract_type":"quarter","contract_size":100,"price_tick":0.01,"delivery_date":"20261225","delivery_time":"1798185600000","create_date":"20210709","contract_status":1,"settlement_time":"1627027200000"}`

/** The instruments that a product's listing reads of some rows. */
function listed(product: string, ...rows: readonly string[]): readonly Instrument[] {
  const [call] = driver.rest.instruments([product])
  const body = Buffer.from(`{"status":"ok","data":[${rows.join()}],"ts":1}`)
  return call?.parse({ status: 200, headers: {}, body }, 1) ?? []
}

test('a spot pair is named by its currencies, its grid is a power of ten', () => {
  expect(listed('spot', PAIR)).toEqual([
    {
      venue: 'htx',
      symbol: 'btcusdt',
      product: 'spot',
      market: 'spot',
      kind: 'spot',
      pair: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'trading',
      tickSize: '0.01',
      lotSize: '0.000001',
      minQuantity: '0.00001',
      minNotional: '5',
      priceScale: 2,
      sizeScale: 6,
      isInferred: false,
    },
  ])
})

test('contracts count whole contracts; what one stands for is base or USD', () => {
  const [swap] = listed('linear-swap', SWAP, DATED)
  expect(swap).toMatchObject({
    symbol: 'BTC-USDT',
    pair: 'BTC/USDT:USDT',
    kind: 'perpetual',
    contract: { direction: 'linear', multiplier: '0.001', settle: 'USDT' },
    tickSize: '0.1',
    lotSize: '1',
    minQuantity: '1',
    priceScale: 1,
    sizeScale: 0,
  })
  expect(swap?.contract?.expiryTimeUs).toBeUndefined()
  expect(listed('linear-futures', SWAP, DATED)).toMatchObject([
    {
      symbol: 'BTC-USDT-261225',
      pair: 'BTC/USDT:USDT-261225',
      kind: 'dated',
      contract: { multiplier: '0.001', expiryTimeUs: 1_798_185_600_000_000 },
    },
  ])
  expect(listed('coin-swap', COIN)).toMatchObject([
    {
      pair: 'BTC/USD:BTC',
      kind: 'perpetual',
      contract: { direction: 'inverse', multiplier: '100', settle: 'BTC' },
    },
  ])
  expect(listed('coin-futures', COIN_DATED)).toMatchObject([
    { pair: 'BTC/USD:BTC-261225', kind: 'dated', contract: { direction: 'inverse' } },
  ])
})

test('ids are opaque: Chinese characters stay as they are', () => {
  const [made] = listed('linear-swap', SWAP.replaceAll('BTC', '币安人生'))
  expect(made).toMatchObject({
    symbol: '币安人生-USDT',
    base: '币安人生',
    pair: '币安人生/USDT:USDT',
  })
})

test('a change of contracts told on the socket is read like a listing', () => {
  const frame = `{"op":"notify","topic":"public.*.contract_info","ts":1639122053894,"event":"update","data":[${SWAP.replace('"contract_status":1', '"contract_status":5')},{"contract_code":"BTC-USDT-CW"}]}`
  const { outcome, events } = decodeOne(driver, 'futures', frame)
  expect(outcome).toBe('event')
  expect(events).toMatchObject([
    {
      type: 'instrumentChanged',
      reason: 'listing',
      symbol: 'BTC-USDT',
      venueTimeUs: 1_639_122_053_894_000,
      instrument: { status: 'halted', tickSize: '0.1', isInferred: false },
    },
  ])
})

test('an index is told for every contract of it that is listed', () => {
  const table = createInstrumentTable()
  for (const made of [
    ...listed('linear-swap', SWAP),
    ...listed('linear-futures', DATED),
    ...listed('coin-swap', COIN),
  ])
    table.add(made)
  const told: string[] = []
  const sink = {
    book() {},
    bbo() {},
    trade() {},
    lost() {},
    event: (event: object) => told.push('symbol' in event ? String(event.symbol) : ''),
  }
  const tick =
    '{"id":1,"open":"1","close":"2","high":"2","low":"1","amount":"0","vol":"0","count":0}'
  const frame = `{"ch":"market.BTC-USDT.index.1min","ts":1,"tick":${tick}}`
  driver.createDecoder(table, 'futures').decode(Buffer.from(frame), 1, sink)
  expect(told).toEqual(['BTC-USDT', 'BTC-USDT-261225'])
})

test.each([
  ['online', 'enabled', 'trading'],
  ['online', 'disabled', 'halted'],
  ['pre-online', 'enabled', 'preOpen'],
  ['suspend', 'enabled', 'halted'],
  ['offline', 'enabled', 'closed'],
  ['fuse', 'enabled', 'halted'],
  ['of-later', 'enabled', 'unknown'],
])('a pair that is %s, API trading %s, is %s', (state, api, status) => {
  const row = PAIR.replace('"online"', `"${state}"`).replace('"enabled"', `"${api}"`)
  expect(listed('spot', row)[0]?.status).toBe(status)
})

test.each([
  [0, 'closed'],
  [1, 'trading'],
  [2, 'preOpen'],
  [3, 'halted'],
  [4, 'halted'],
  [5, 'halted'],
  [6, 'halted'],
  [7, 'halted'],
  [8, 'closed'],
  [9, 'halted'],
  [10, 'unknown'],
])('a contract of status %i is %s', (status, expected) => {
  const row = SWAP.replace('"contract_status":1', `"contract_status":${status}`)
  expect(listed('linear-swap', row)[0]?.status).toBe(expected)
})

describe('a symbol without a listing', () => {
  test.each([
    ['spot', 'btcusdt', 'BTC/USDT', 'spot'],
    ['spot', 'htxusdt', 'HTX/USDT', 'spot'],
    ['spot', 'ethbtc', 'ETH/BTC', 'spot'],
    ['spot', 'btc3lusdt', 'BTC3L/USDT', 'spot'],
    ['futures', 'BTC-USDT', 'BTC/USDT:USDT', 'linear-swap'],
    ['futures', 'BTC-USDT-261225', 'BTC/USDT:USDT-261225', 'linear-futures'],
    ['futures', 'BTC-USD', 'BTC/USD:BTC', 'coin-swap'],
    ['futures', 'BTC261225', 'BTC/USD:BTC-261225', 'coin-futures'],
    ['futures', '币安人生-USDT', '币安人生/USDT:USDT', 'linear-swap'],
  ] as const)('%s %s is %s of %s', (market, symbol, pair, product) => {
    const made = driver.inferInstrument(market, symbol)
    expect(made).toMatchObject({ symbol, pair, product, market, isInferred: true })
  })

  test('of a dated contract has its expiry at 08:00 UTC', () => {
    const made = driver.inferInstrument('futures', 'BTC-USDT-261225')
    expect(made?.contract?.expiryTimeUs).toBe(Date.UTC(2026, 11, 25, 8) * 1000)
  })

  test.each([
    'BTC-USDT-CW',
    'BTC_CQ',
    'BTC-USDT-261225-C-60000',
    'BTC-USDT-261399',
    'BTC',
    'BTC-USD-261225',
  ])('%s names no one contract', (symbol) =>
    expect(driver.inferInstrument('futures', symbol)).toBeUndefined(),
  )

  test('of spot without a quote that is known names nothing', () => {
    expect(driver.inferInstrument('spot', 'btcxyz')).toBeUndefined()
  })
})
