import { describe, expect, test } from 'vitest'
import type { Instrument, Market } from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { readStatus } from '../../../src/drivers/binance/instruments.ts'
import { decodeOne } from '../run-fixtures.ts'
import { COINM_ROW, exchangeInfo, SPOT_ROW, USDM_ROW } from './listings.ts'

const driver = binance()

function list(product: string, ...rows: readonly object[]): readonly Instrument[] {
  const [call] = driver.rest.instruments([product])
  if (call === undefined) throw new Error(product)
  return call.parse({ status: 200, headers: {}, body: exchangeInfo(...rows) }, 1)
}

describe('a listing', () => {
  test('of spot: the grid comes from the filters, not from the precisions', () => {
    expect(list('spot', SPOT_ROW)).toEqual([
      {
        venue: 'binance',
        market: 'spot',
        kind: 'spot',
        pair: 'BTC/USDT',
        symbol: 'BTCUSDT',
        base: 'BTC',
        quote: 'USDT',
        product: 'spot',
        status: 'trading',
        tickSize: '0.01',
        lotSize: '0.00001',
        minQuantity: '0.00001',
        minNotional: '5',
        priceScale: 2,
        sizeScale: 5,
        isInferred: false,
      },
    ])
  })

  test('of USDⓈ-M: sizes count base; the notional stands under another key', () => {
    expect(list('usdm', USDM_ROW)).toMatchObject([
      {
        market: 'futures',
        kind: 'perpetual',
        pair: 'BTC/USDT:USDT',
        tickSize: '0.1',
        priceScale: 1,
        sizeScale: 3,
        minNotional: '100',
        contract: { direction: 'linear', multiplier: '1', settle: 'USDT' },
      },
    ])
  })

  test('of COIN-M: sizes count contracts of contractSize USD; the status has another name', () => {
    const eth = { ...COINM_ROW, symbol: 'ETHUSD_PERP', baseAsset: 'ETH', marginAsset: 'ETH' }
    const rows = [COINM_ROW, { ...eth, contractSize: 10, contractStatus: 'PENDING_TRADING' }]
    expect(list('coinm', ...rows)).toMatchObject([
      {
        pair: 'BTC/USD:BTC',
        status: 'trading',
        contract: { direction: 'inverse', multiplier: '100', settle: 'BTC' },
      },
      { pair: 'ETH/USD:ETH', status: 'preOpen', contract: { multiplier: '10', settle: 'ETH' } },
    ])
  })

  test.each([
    ['usdm', { ...USDM_ROW, symbol: 'BTCUSDT_261225' }, 'BTC/USDT:USDT-261225'],
    ['coinm', { ...COINM_ROW, symbol: 'BTCUSD_261225' }, 'BTC/USD:BTC-261225'],
  ])('of a dated %s contract takes the day from its delivery', (product, row, pair) => {
    const deliveryDate = Date.UTC(2026, 11, 25, 8)
    const [dated] = list(product, { ...row, contractType: 'CURRENT_QUARTER', deliveryDate })
    expect(dated).toMatchObject({ kind: 'dated', pair })
    expect(dated?.contract?.expiryTimeUs).toBe(deliveryDate * 1000)
    // The naming rule and the listing agree.
    const inferred = driver.inferInstrument('futures', String(dated?.symbol))
    expect(inferred?.pair).toBe(pair)
    expect(inferred?.contract?.expiryTimeUs).toBe(deliveryDate * 1000)
  })

  test.each(['PERPETUAL', 'PERPETUAL_DELIVERING', 'TRADIFI_PERPETUAL'])(
    'of type %s is a perpetual',
    (contractType) => {
      expect(list('usdm', { ...USDM_ROW, contractType })[0]?.kind).toBe('perpetual')
    },
  )

  test('leaves out rules that a filter value of 0 turns off', () => {
    const filters = [
      { filterType: 'PRICE_FILTER', tickSize: '0.00000000' },
      { filterType: 'LOT_SIZE', minQty: '0.00000000', stepSize: '0.00000000' },
    ]
    const [free] = list('spot', { ...SPOT_ROW, filters })
    expect(free).toMatchObject({ priceScale: 8, sizeScale: 8 })
    for (const rule of ['tickSize', 'lotSize', 'minQuantity', 'minNotional'])
      expect(free).not.toHaveProperty(rule)
  })

  test('reads the older notional filter too', () => {
    const filters = [{ filterType: 'MIN_NOTIONAL', minNotional: '10.00000000' }]
    expect(list('spot', { ...SPOT_ROW, filters })[0]?.minNotional).toBe('10')
  })

  test('keeps names that are not ASCII, and multiplied bases, as they are', () => {
    const [meme] = list('spot', { ...SPOT_ROW, symbol: '币安人生USDT', baseAsset: '币安人生' })
    expect(meme?.pair).toBe('币安人生/USDT')
    const [shib] = list('usdm', { ...USDM_ROW, symbol: '1000SHIBUSDT', baseAsset: '1000SHIB' })
    expect(shib?.pair).toBe('1000SHIB/USDT:USDT')
  })

  test('that is none is refused with what was expected', () => {
    expect(() => list('spot', { ...SPOT_ROW, filters: 7 })).toThrow(
      expect.objectContaining({
        code: 'MALFORMED_RESPONSE',
        message: 'Reading filters: expected an array, was 7',
      }),
    )
  })
})

test.each([
  ['TRADING', 'trading'],
  ['CANCEL_ONLY', 'cancelOnly'],
  ['HALT', 'halted'],
  ['BREAK', 'halted'],
  ['END_OF_DAY', 'halted'],
  ['TRADING_HALT', 'halted'],
  ['PENDING_TRADING', 'preOpen'],
  ['PRE_DELIVERING', 'reduceOnly'],
  ['PRE_SETTLE', 'reduceOnly'],
  ['DELIVERING', 'closed'],
  ['DELIVERED', 'closed'],
  ['SETTLING', 'closed'],
  ['CLOSE', 'closed'],
  ['A_WORD_OF_NEXT_YEAR', 'unknown'],
])('status %s is %s', (word, status) => {
  expect(readStatus(word)).toBe(status)
})

describe('the naming rule', () => {
  test.each<[Market, string, string]>([
    ['spot', 'BTCUSDT', 'BTC/USDT'],
    ['spot', 'ETHBTC', 'ETH/BTC'],
    ['spot', 'BTCFDUSD', 'BTC/FDUSD'],
    ['futures', 'BTCUSDT', 'BTC/USDT:USDT'],
    ['futures', 'BTCUSDC', 'BTC/USDC:USDC'],
    ['futures', 'BTCUSD_PERP', 'BTC/USD:BTC'],
    ['futures', '1000PEPEUSDT', '1000PEPE/USDT:USDT'],
  ])('%s %s is %s', (market, symbol, pair) => {
    expect(driver.inferInstrument(market, symbol)).toMatchObject({ pair, symbol, isInferred: true })
  })

  test('names nothing where no quote is known', () => {
    expect(driver.inferInstrument('spot', 'XYZ')).toBeUndefined()
    expect(driver.inferInstrument('spot', 'USDT')).toBeUndefined()
  })
})

test('a contractInfo frame tells the new status of its instrument', () => {
  const data = { e: 'contractInfo', E: 1669356423908, s: 'IOTAUSDT', cs: 'SETTLING', st: 1 }
  const frame = JSON.stringify({ stream: '!contractInfo', data })
  expect(decodeOne(driver, 'futures', frame).events).toMatchObject([
    {
      type: 'instrumentChanged',
      reason: 'listing',
      pair: 'IOTA/USDT:USDT',
      venueTimeUs: 1669356423908000,
      instrument: { status: 'closed' },
    },
  ])
})
