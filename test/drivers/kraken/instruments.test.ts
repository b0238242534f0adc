import { describe, expect, test } from 'vitest'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { restPair } from '../../../src/drivers/kraken/instruments.ts'
import { decodeOne } from '../run-fixtures.ts'

const driver = kraken()

function listed(product: string, body: unknown) {
  const [call] = driver.rest.instruments([product])
  if (call === undefined) throw new Error('no listing')
  return call.parse({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) }, 1)
}

const PAIR = {
  altname: 'XBTUSDT',
  wsname: 'XBT/USDT',
  base: 'XXBT',
  quote: 'USDT',
  pair_decimals: 1,
  lot_decimals: 8,
  cost_decimals: 5,
  lot_multiplier: 1,
  tick_size: '0.1',
  ordermin: '0.00005',
  costmin: '0.5',
  status: 'online',
}
const spot = (row: object) => listed('spot', { error: [], result: { XBTUSDT: row } })

describe('a spot pair', () => {
  test('has the name that streams know it by', () => {
    expect(spot(PAIR)).toEqual([
      {
        venue: 'kraken',
        market: 'spot',
        kind: 'spot',
        product: 'spot',
        symbol: 'BTC/USDT',
        pair: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        status: 'trading',
        tickSize: '0.1',
        lotSize: '0.00000001',
        minQuantity: '0.00005',
        minNotional: '0.5',
        priceScale: 1,
        sizeScale: 8,
        isInferred: false,
      },
    ])
  })

  test.each([
    ['XDG/USD', 'DOGE/USD', 'XDGUSD'],
    ['XBT/EUR', 'BTC/EUR', 'XBTEUR'],
    ['ETH/XBT', 'ETH/BTC', 'ETHXBT'],
    ['XRP/USD', 'XRP/USD', 'XRPUSD'],
    ['XTZ/EUR', 'XTZ/EUR', 'XTZEUR'],
    ['ZEC/USD', 'ZEC/USD', 'ZECUSD'],
    ['AAPLx/USD', 'AAPLx/USD', 'AAPLxUSD'],
  ])('%s is %s, and %s for REST', (wsname, pair, rest) => {
    const [instrument] = spot({ ...PAIR, wsname })
    expect(instrument).toMatchObject({ symbol: pair, pair })
    expect(instrument && restPair(instrument)).toBe(rest)
  })

  test('of a listing of 2021 has a tick of its last digit', () => {
    const { tick_size: _t, costmin: _c, status: _s, ...old } = PAIR
    expect(spot({ ...old, pair_decimals: 5 })).toMatchObject([
      { tickSize: '0.00001', status: 'unknown' },
    ])
    expect(spot({ ...old, pair_decimals: 5 })[0]).not.toHaveProperty('minNotional')
  })

  test('of the dark pool, which no stream carries, is left out', () => {
    expect(spot({ ...PAIR, altname: 'XBTUSD.d', wsname: undefined })).toEqual([])
  })

  test.each([
    ['online', 'trading'],
    ['limit_only', 'trading'],
    ['cancel_only', 'cancelOnly'],
    ['post_only', 'postOnly'],
    ['reduce_only', 'reduceOnly'],
    ['maintenance', 'halted'],
    ['delisted', 'closed'],
    ['a word of tomorrow', 'unknown'],
  ])('with status %s is %s', (status, expected) => {
    expect(spot({ ...PAIR, status })).toMatchObject([{ status: expected }])
  })

  test('of the instrument channel is told with its rules', () => {
    const row =
      '{"symbol":"BTC/USD","base":"BTC","quote":"USD","status":"post_only","qty_precision":8,"qty_increment":1e-8,' +
      '"qty_min":0.00005,"price_precision":1,"price_increment":0.1,"cost_precision":5,"cost_min":"0.5"}'
    const frame = `{"channel":"instrument","type":"update","data":{"assets":[],"pairs":[${row}]}}`
    expect(decodeOne(driver, 'spot', frame).events).toMatchObject([
      {
        type: 'instrumentChanged',
        reason: 'listing',
        priceScale: 1,
        sizeScale: 8,
        instrument: {
          symbol: 'BTC/USD',
          status: 'postOnly',
          tickSize: '0.1',
          lotSize: '0.00000001',
          minQuantity: '0.00005',
          minNotional: '0.5',
          isInferred: false,
        },
      },
    ])
  })
})

const CONTRACT = {
  symbol: 'PF_XBTUSD',
  type: 'flexible_futures',
  tickSize: 1,
  contractSize: 1,
  tradeable: true,
  contractValueTradePrecision: 4,
  postOnly: false,
  base: 'BTC',
  quote: 'USD',
  pair: 'BTC:USD',
}
const contract = (row: object) =>
  listed('futures', { result: 'success', instruments: [{ ...CONTRACT, ...row }] })

describe('a contract', () => {
  test.each([
    ['PF_XBTUSD', 'BTC/USD:USD', 'perpetual', 'linear', 'USD'],
    ['PI_XBTUSD', 'BTC/USD:BTC', 'perpetual', 'inverse', 'BTC'],
    ['FF_XBTUSD_260327', 'BTC/USD:USD-260327', 'dated', 'linear', 'USD'],
    ['FI_XBTUSD_260327', 'BTC/USD:BTC-260327', 'dated', 'inverse', 'BTC'],
  ])('%s is %s', (symbol, pair, kind, direction, settle) => {
    const expected = { symbol, pair, kind, contract: { direction, settle, multiplier: '1' } }
    expect(contract({ symbol })).toMatchObject([{ ...expected, isInferred: false }])
    expect(driver.inferInstrument('futures', symbol)).toMatchObject({
      ...expected,
      isInferred: true,
    })
  })

  test.each([
    [4, '0.0001', 4],
    [0, '1', 0],
    [-3, '1000', 0],
  ])('of size precision %i trades lots of %s', (precision, lotSize, sizeScale) => {
    expect(contract({ contractValueTradePrecision: precision })).toMatchObject([
      { lotSize, sizeScale },
    ])
  })

  test.each([
    ['FI_XBTUSD_210730', '2021-07-30T15:00:00.000Z'],
    ['FI_XBTUSD_210924', '2021-09-24T15:00:00.000Z'],
    ['FI_XBTUSD_211231', '2021-12-31T16:00:00.000Z'],
    ['FI_XBTUSD_230331', '2023-03-31T15:00:00.000Z'],
    ['FI_XBTUSD_210326', '2021-03-26T16:00:00.000Z'],
    ['FI_XBTUSD_211029', '2021-10-29T15:00:00.000Z'],
  ])('%s ends at %s, listed or inferred', (symbol, lastTradingTime) => {
    const expiryTimeUs = Date.parse(lastTradingTime) * 1000
    expect(contract({ symbol, lastTradingTime })).toMatchObject([{ contract: { expiryTimeUs } }])
    expect(driver.inferInstrument('futures', symbol)?.contract?.expiryTimeUs).toBe(expiryTimeUs)
  })

  test('of a listing of 2021, in lower case, has the name that frames spell', () => {
    const row = { symbol: 'pi_xbtusd', base: undefined, quote: undefined, tickSize: 0.5 }
    expect(contract({ ...row, contractValueTradePrecision: undefined })).toMatchObject([
      { symbol: 'PI_XBTUSD', pair: 'BTC/USD:BTC', tickSize: '0.5', priceScale: 1, sizeScale: 0 },
    ])
  })

  test('keeps the case of a symbol that has both', () => {
    expect(contract({ symbol: 'PF_AAPLxUSD', base: 'AAPLx' })).toMatchObject([
      { symbol: 'PF_AAPLxUSD', pair: 'AAPLx/USD:USD' },
    ])
  })

  test.each([
    [{ tradeable: false }, 'halted'],
    [{ postOnly: true }, 'postOnly'],
    [{}, 'trading'],
  ])('%j is %s', (row, status) => {
    expect(contract(row)).toMatchObject([{ status }])
  })

  test.each(['in_xbtusd', 'rr_xbtusd', 'OF_XBTUSD_210924', 'FI_XBTUSD_991399', 'XBTUSD'])(
    '%s is none',
    (symbol) => {
      expect(contract({ symbol })).toEqual([])
      expect(driver.inferInstrument('futures', symbol)).toBeUndefined()
    },
  )
})

test('a symbol that breaks the naming rule is unknown', () => {
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  for (const symbol of ['BTCUSD', 'A/B/C', '/USD', 'BTC/', ' /USD', '']) {
    expect(table.bySymbol('spot', symbol)).toBeUndefined()
  }
})
