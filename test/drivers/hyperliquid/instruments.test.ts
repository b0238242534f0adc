import { describe, expect, test } from 'vitest'
import {
  type BookUpdate,
  decimalText,
  type Instrument,
  type TradeUpdate,
  venueSymbol,
} from '../../../src/core/index.ts'
import {
  hyperliquid,
  perpAssetIds,
  spotAssetId,
  tickSizeAt,
} from '../../../src/drivers/hyperliquid/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { ALL_DEXES, answer, listed, OWN_DEX, SPOT, SPOT_META } from './listed.ts'

const driver = hyperliquid()
const bySymbol = (instruments: readonly Instrument[], symbol: string): Instrument | undefined =>
  instruments.find((instrument) => instrument.symbol === symbol)

test('each product is listed by its own questions', () => {
  const asked = (products: readonly string[]) =>
    driver.rest
      .instruments(products)
      .map(({ request }) => JSON.parse(request.body ?? '') as unknown)
  expect(asked(['perp'])).toEqual([{ type: 'metaAndAssetCtxs' }])
  expect(asked(['hip3'])).toEqual([{ type: 'allPerpMetas' }, { type: 'spotMeta' }])
  expect(asked(['spot'])).toEqual([{ type: 'spotMetaAndAssetCtxs' }])
  expect(asked(['spot', 'hip3', 'perp'])).toHaveLength(4)
})

test('a perpetual counts base, is quoted and margined in USDC, and takes its steps from its digits and its price', () => {
  expect(bySymbol(listed(['perp'], OWN_DEX), 'BTC')).toEqual({
    venue: 'hyperliquid',
    market: 'futures',
    kind: 'perpetual',
    product: 'perp',
    pair: 'BTC/USDC:USDC',
    symbol: 'BTC',
    base: 'BTC',
    quote: 'USDC',
    contract: { direction: 'linear', multiplier: '1', settle: 'USDC' },
    status: 'trading',
    tickSize: '1',
    lotSize: '0.00001',
    minNotional: '10',
    priceScale: 1,
    sizeScale: 5,
    isInferred: false,
  })
})

test('a delisted perpetual is closed; one that says nothing or null trades', () => {
  expect(listed(['perp'], OWN_DEX).map(({ symbol, status }) => [symbol, status])).toEqual([
    ['BTC', 'trading'],
    ['ETH', 'trading'],
    ['MATIC', 'closed'],
    ['kPEPE', 'trading'],
  ])
})

test('coins keep their spelling as symbols, and are upper case as assets', () => {
  expect(bySymbol(listed(['perp'], OWN_DEX), 'kPEPE')).toMatchObject({
    pair: 'KPEPE/USDC:USDC',
    base: 'KPEPE',
    tickSize: '0.000001',
    lotSize: '1',
  })
})

test('without contexts the finest step stands for the step at the price', () => {
  expect(bySymbol(listed(['perp'], OWN_DEX[0]), 'ETH')).toMatchObject({ tickSize: '0.01' })
  expect(bySymbol(listed(['perp'], OWN_DEX), 'ETH')).toMatchObject({ tickSize: '0.1' })
  expect(bySymbol(listed(['spot'], SPOT_META), '@107')).toMatchObject({ tickSize: '0.000001' })
})

describe("instruments of builders' dexes", () => {
  test('are quoted and margined in the token that their dex names by its number', () => {
    const found = listed(['hip3'], ALL_DEXES, SPOT_META)
    expect(found.map(({ symbol, pair, status }) => [symbol, pair, status])).toEqual([
      ['xyz:XYZ100', 'XYZ-XYZ100/USDC:USDC', 'trading'],
      ['xyz:TSLA', 'XYZ-TSLA/USDC:USDC', 'trading'],
      ['flx:TSLA', 'FLX-TSLA/USDH:USDH', 'closed'],
    ])
    expect(bySymbol(found, 'xyz:TSLA')).toMatchObject({
      product: 'hip3',
      contract: { direction: 'linear', settle: 'USDC' },
      tickSize: '0.001',
      lotSize: '0.001',
    })
  })

  test('are told once, by whichever answer is read second', () => {
    const [metas, tokens] = driver.rest.instruments(['hip3'])
    expect(tokens?.parse(answer(SPOT_META), 1)).toEqual([])
    expect(metas?.parse(answer(ALL_DEXES), 1)).toHaveLength(3)
  })

  test('have the number of their token in place of a name that the listing does not tell', () => {
    const found = listed(['hip3'], ALL_DEXES, { ...SPOT_META, tokens: [] })
    expect(bySymbol(found, 'flx:TSLA')).toMatchObject({ pair: 'FLX-TSLA/@360:@360' })
  })
})

describe('spot', () => {
  const found = listed(['spot'], SPOT)

  test('is named by its tokens, whose names need not be unique', () => {
    expect(found.map(({ symbol, pair }) => [symbol, pair])).toEqual([
      ['PURR/USDC', 'PURR/USDC'],
      ['@107', 'HYPE/USDC'],
      ['@230', 'HYPE/USDH'],
      ['@300', 'HYPE@411/USDC'],
      // No asset may be called `a b`; and the tokens of @302 are not listed.
      ['@301', '@412/USDC'],
    ])
  })

  test('takes its steps from the digits of its base and its own price', () => {
    expect(bySymbol(found, '@107')).toMatchObject({
      market: 'spot',
      product: 'spot',
      tickSize: '0.001',
      lotSize: '0.01',
      priceScale: 6,
      sizeScale: 2,
      minNotional: '10',
    })
    expect(bySymbol(found, '@230')).toMatchObject({ tickSize: '0.000001' })
  })
})

describe('the price step', () => {
  const of = (market: 'spot' | 'futures', sizeScale: number): Instrument => ({
    ...(listed(['perp'], OWN_DEX)[0] as Instrument), // the first row
    market,
    sizeScale,
  })

  test.each([
    // Documented examples of the tick and lot size page, then both sides of a power of ten.
    ['futures', 1, '1234.5', '0.1'],
    ['futures', 0, '0.001234', '0.000001'],
    ['futures', 1, '0.01234', '0.00001'],
    ['futures', 2, '123456', '1'],
    ['spot', 0, '0.0001234', '0.00000001'],
    ['spot', 2, '0.0001234', '0.000001'],
    ['futures', 0, '9999.9', '0.1'],
    ['futures', 0, '10000', '1'],
    ['futures', 0, '99999', '1'],
    ['futures', 0, '100000', '1'],
    ['futures', 0, '0.99999', '0.00001'],
    ['futures', 0, '1', '0.0001'],
    ['futures', 5, '84143', '1'],
    ['futures', 5, '9000', '0.1'],
    ['futures', 8, '12', '1'],
    ['futures', 3, '0', '0.001'],
  ] as const)('of %s with %i size digits at %s %s is %s', (market, sizeDigits, price, step) => {
    expect(tickSizeAt(of(market, sizeDigits), decimalText(price))).toBe(step)
  })
})

describe('numbers for orders', () => {
  test('of perpetuals count places, delisted rows included, and dexes', () => {
    const ids = perpAssetIds().parse(answer(ALL_DEXES), 1)
    expect(perpAssetIds().request.body).toBe('{"type":"allPerpMetas"}')
    expect([...ids]).toEqual([
      ['BTC', 0],
      ['ETH', 1],
      ['MATIC', 2],
      ['kPEPE', 3],
      ['xyz:XYZ100', 110_000],
      ['xyz:TSLA', 110_001],
      ['flx:TSLA', 120_000],
    ])
    expect(ids.get(venueSymbol('xyz:TSLA'))).toBe(110_001)
  })

  test('of spot are in their names', () => {
    expect(listed(['spot'], SPOT).map(spotAssetId)).toEqual([
      10_000, 10_107, 10_230, 10_300, 10_301,
    ])
    expect(listed(['perp'], OWN_DEX).map(spotAssetId)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('the naming rule', () => {
  test.each([
    ['BTC', 'perp', 'BTC/USDC:USDC', 'perpetual', 'futures'],
    ['kPEPE', 'perp', 'KPEPE/USDC:USDC', 'perpetual', 'futures'],
    ['xyz:TSLA', 'hip3', 'XYZ-TSLA/USDC:USDC', 'perpetual', 'futures'],
    ['xyz:A*B', 'hip3', 'XYZ-A*B/USDC:USDC', 'perpetual', 'futures'],
    ['@107', 'spot', '@107/USDC', 'spot', 'spot'],
    ['PURR/USDC', 'spot', 'PURR/USDC', 'spot', 'spot'],
  ])('%s is of %s: %s, %s', (symbol, product, pair, kind, market) => {
    for (const asked of ['spot', 'futures'] as const)
      expect(driver.inferInstrument(asked, symbol)).toMatchObject({
        product,
        pair,
        kind,
        market,
        isInferred: true,
        status: 'unknown',
      })
  })

  test.each(['', '#1230'])('"%s" names nothing', (symbol) => {
    expect(driver.inferInstrument('spot', symbol)).toBeUndefined()
  })

  test('agrees with the listing on market, product and kind', () => {
    const all = [
      ...listed(['perp'], OWN_DEX),
      ...listed(['hip3'], ALL_DEXES, SPOT_META),
      ...listed(['spot'], SPOT),
    ]
    for (const { symbol, market, product, kind } of all)
      expect(driver.inferInstrument('spot', symbol)).toMatchObject({ market, product, kind })
  })
})

describe('with a listing', () => {
  const table = createInstrumentTable()
  for (const instrument of listed(['perp'], OWN_DEX)) table.add(instrument)
  const decoder = driver.createDecoder(table, 'futures')
  const told: string[] = []
  const nothing = (): void => {}
  const sink = {
    book: (update: BookUpdate) => void told.push(update.symbol),
    bbo: nothing,
    trade: (trade: TradeUpdate) => void told.push(`${trade.symbol} ${trade.tradeId()}`),
    event: nothing,
    lost: nothing,
  }
  const read = (channel: string, data: unknown) =>
    decoder.decode(Buffer.from(JSON.stringify({ channel, data })), 1, sink)
  const trade = (coin: string, tid: number) => ({
    tid,
    px: '1.0',
    sz: '2.0',
    side: 'A',
    time: 5,
    coin,
  })

  test.each([
    ['l2Book', { coin: 'DOGE', time: 5, levels: [[], []] }],
    ['l2Book', { levels: [[], []], time: 5, coin: 'btc' }],
    ['bbo', { coin: 'xyz:TSLA', time: 5, bbo: [null, null] }],
    ['trades', [trade('@107', 1)]],
    ['candle', { s: 'DOGE', i: '1m', t: 5, o: '1', h: '1', l: '1', c: '1', v: '1', n: 1 }],
    ['activeAssetCtx', { coin: 'DOGE', ctx: {} }],
  ])('a frame of %s whose coin is not in it is left aside', (channel, data) => {
    expect(read(channel, data)).toBe('ignored')
    expect(decoder.ignoredReason).toBe('instrument is not listed')
  })

  test('of a list of trades those are told whose coins are in it', () => {
    told.length = 0
    expect(read('trades', [trade('ETH', 1), trade('DOGE', 2), trade('BTC', 3)])).toBe('event')
    expect(told).toEqual(['ETH 1', 'BTC 3'])
  })

  test('a book is of the instrument listed, at its own scales', () => {
    told.length = 0
    const levels = [[{ px: '84143.0', sz: '1.25', n: 1 }], []]
    expect(read('l2Book', { coin: 'BTC', time: 5, levels })).toBe('event')
    expect(told).toEqual(['BTC'])
    expect(table.takeChanged()).toEqual([])
  })
})

test.each([
  [['perp'], [{}]],
  [['perp'], [[{ universe: [{ name: 'BTC' }] }, []]]],
  [['spot'], [{ tokens: [], universe: 1 }]],
  [['hip3'], [{}, SPOT_META]],
  [['hip3'], [[OWN_DEX[0], { universe: [] }], SPOT_META]],
])('a listing of %o that is not as documented is malformed', (products, bodies) => {
  expect(() => listed(products, ...bodies)).toThrow(
    expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
  )
})
