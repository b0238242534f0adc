import { describe, expect, it } from 'vitest'
import { accountId, type HttpResponse, type Market, Secret } from '../../src/core/index.ts'
import { loadDriver } from '../../src/drivers/registry.ts'

/** Answers as the venues document them. Dossiers §8; checked 2026-11-27. */
const ANSWERS: readonly (readonly [
  venue: 'binance' | 'okx' | 'bybit' | 'kraken',
  market: Market,
  symbol: string,
  body: object,
  rates: readonly [maker: string, taker: string],
])[] = [
  [
    'binance',
    'spot',
    'BTCUSDT',
    {
      symbol: 'BTCUSDT',
      standardCommission: {
        maker: '0.00100000',
        taker: '0.00110000',
        buyer: '0.00000000',
        seller: '0.00001000',
      },
      taxCommission: {
        maker: '0.00000112',
        taker: '0.00000114',
        buyer: '0.00000118',
        seller: '0.00000116',
      },
      discount: { enabledForAccount: true, discountAsset: 'BNB', discount: '0.75000000' },
    },
    ['0.0010123', '0.00111232'],
  ],
  [
    'binance',
    'futures',
    'BTCUSDT',
    { symbol: 'BTCUSDT', makerCommissionRate: '-0.00005', takerCommissionRate: '0.0004' },
    ['-0.00005', '0.0004'],
  ],
  ['okx', 'spot', 'BTC-USDT', okx({ maker: '-0.0008', taker: '-0.001' }), ['0.0008', '0.001']],
  [
    'okx',
    'futures',
    'BTC-USDT-SWAP',
    okx({ maker: '', taker: '', makerU: '0.00005', takerU: '-0.0005' }),
    ['-0.00005', '0.0005'],
  ],
  [
    'okx',
    'futures',
    'BTC-USDT-SWAP',
    okx({ feeGroup: [{ groupId: '3', maker: '0', taker: '-0.0003' }], makerU: '1', takerU: '1' }),
    ['0', '0.0003'],
  ],
  [
    'bybit',
    'futures',
    'BTCUSDT',
    {
      retCode: 0,
      retMsg: 'OK',
      result: { list: [{ symbol: 'BTCUSDT', takerFeeRate: '0.0006', makerFeeRate: '0.0001' }] },
      retExtInfo: {},
      time: 1676360412576,
    },
    ['0.0001', '0.0006'],
  ],
  [
    'kraken',
    'spot',
    'BTC/USD',
    {
      error: [],
      result: {
        currency: 'ZUSD',
        volume: '200709587.4223',
        fees: { XXBTZUSD: { fee: '0.1000', minfee: '0.1000', maxfee: '0.2600', nextfee: null } },
        fees_maker: { XXBTZUSD: { fee: '0.0000', minfee: '0.0000', maxfee: '0.1600' } },
      },
    },
    ['0', '0.001'],
  ],
]

function okx(row: object): object {
  return {
    code: '0',
    msg: '',
    data: [{ level: 'Lv1', instType: 'SPOT', ts: '1763979985847', ...row }],
  }
}

const answer = (body: object): HttpResponse => ({
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
})

async function rateCall(venue: (typeof ANSWERS)[number][0], market: Market, symbol: string) {
  const driver = await loadDriver(venue)
  const secret = new Secret(Buffer.from('a secret').toString('base64'))
  const credentials = { key: 'key', secret, passphrase: new Secret('p') }
  const protocol = await driver.account?.({ account: accountId('main'), credentials })
  const instrument = driver.inferInstrument(market, symbol)
  const call = instrument && protocol?.queries.feeRates?.(instrument)
  if (call === undefined) throw new Error(`${venue} ${symbol}`)
  return call
}

describe('fee rates', () => {
  it.each(ANSWERS)(
    '%s %s %s are read, exact',
    async (venue, market, symbol, body, [maker, taker]) => {
      const rates = (await rateCall(venue, market, symbol)).parse(answer(body), 1)
      expect([rates.maker.toFixed(), rates.taker.toFixed()]).toEqual([maker, taker])
      expect(rates.instrument.symbol).toBe(symbol)
    },
  )

  it.each(ANSWERS)(
    '%s %s %s are not made up where the answer lacks them',
    async (venue, market, symbol) => {
      const call = await rateCall(venue, market, symbol)
      for (const body of [
        okx({
          feeGroup: [
            { maker: '-1', taker: '-1' },
            { maker: '-2', taker: '-2' },
          ],
        }),
        { retCode: 0, retMsg: 'OK', result: { list: [] }, retExtInfo: {}, time: 1 },
        { error: [], result: { fees: {} } },
      ])
        expect(() => call.parse(answer(body), 1)).toThrow(
          expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
        )
    },
  )

  it('of derivatives at Kraken are not asked for with their own keys', async () => {
    await expect(rateCall('kraken', 'futures', 'PF_XBTUSD')).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    })
  })
})
