import { describe, expect, test } from 'vitest'
import { type Message, setUp } from './support.ts'

const rows = (message: Message): readonly Message[] => message['data'] as readonly Message[]

describe('simulated HTX REST', () => {
  test('lists pairs, and contracts by product line', () => {
    const { rest } = setUp()
    const codes = (target: string) =>
      rows(rest('futures', target)).map((row) => row['contract_code'])
    expect(rows(rest('spot', '/v1/common/symbols')).map(({ symbol }) => symbol)).toEqual([
      'btcusdt',
      'ethusdt',
      'pepeusdt',
    ])
    const linear = '/linear-swap-api/v1/swap_contract_info'
    expect(codes(linear)).toEqual(['BTC-USDT', 'ETH-USDT', '币安人生-USDT'])
    expect(codes(`${linear}?business_type=futures`)).toEqual(['BTC-USDT-270326'])
    expect(codes(`${linear}?business_type=all`)).toHaveLength(4)
    expect(codes(`${linear}?contract_code=ETH-USDT`)).toEqual(['ETH-USDT'])
    expect(codes('/swap-api/v1/swap_contract_info')).toEqual(['BTC-USD'])
    expect(codes('/api/v1/contract_contract_info')).toEqual(['BTC270326'])
  })

  test('bars are newest first on spot and oldest first on futures; a count wins over a span', () => {
    const { rest } = setUp({ warmUpMs: 300_000 })
    const ids = (service: 'spot' | 'futures', target: string) =>
      rows(rest(service, target)).map(({ id }) => Number(id))
    const spot = ids('spot', '/market/history/kline?symbol=btcusdt&period=1min&size=3')
    expect(spot).toEqual(spot.toSorted((a, b) => b - a))
    const path = '/linear-swap-ex/market/history/kline?contract_code=BTC-USDT&period=1min'
    const linear = ids('futures', `${path}&size=3`)
    expect(linear).toEqual(spot.toReversed())
    const [from = 0, to = 0] = linear
    expect(ids('futures', `${path}&from=${from}&to=${to}`)).toEqual([from, to])
    expect(ids('futures', `${path}&from=${from}&to=${to}&size=3`)).toEqual(linear)
    const span = `symbol=btcusdt&period=1min&from=${from}&to=${to}`
    expect(ids('spot', `/market/history/candles?${span}`)).toEqual([to, from])
  })

  test('trades come in groups of one taker order, the newest first', () => {
    const { rest, venue } = setUp({ warmUpMs: 60_000 })
    const groups = rows(rest('spot', '/market/history/trade?symbol=btcusdt&size=50'))
    const told = groups.flatMap(({ data }) => (data as Message[]).map((row) => row['trade-id']))
    const known = venue.market.find('spot', 'btcusdt')?.trades.slice(-50) ?? []
    expect(told).toEqual(known.map(({ id }) => id).toReversed())
  })

  test('tells depth, statistics, open interest, fundings and the clock', () => {
    const { rest, venue, ports } = setUp({ warmUpMs: 60_000 })
    const live = venue.market.find('linear-swap', 'BTC-USDT')
    const depth = rest('futures', '/linear-swap-ex/market/depth?contract_code=BTC-USDT&type=step0')
    expect(depth['tick']).toMatchObject({ mrid: live?.updateId })
    const merged = rest('spot', '/market/detail/merged?symbol=btcusdt')['tick']
    expect(merged).toMatchObject({ bid: [expect.any(Number), expect.any(Number)] })
    const [interest] = rows(
      rest('futures', '/linear-swap-api/v1/swap_open_interest?contract_code=BTC-USDT'),
    )
    expect(interest?.['volume']).toBe(live?.perpetual?.openInterest)
    const path = '/swap-api/v1/swap_historical_funding_rate?contract_code=BTC-USD'
    const fundings = rest('futures', `${path}&page_size=5&page_index=2`)['data'] as Message
    const charged = venue.market.find('coin-swap', 'BTC-USD')?.perpetual?.fundings.length ?? 0
    expect(fundings).toMatchObject({
      total_page: Math.ceil(charged / 5),
      current_page: 2,
      total_size: charged,
    })
    expect(fundings['data']).toHaveLength(5)
    expect(rest('spot', '/v1/common/timestamp')['data']).toBe(ports.wallClock.nowUs() / 1000)
    venue.setMarketStatus(2)
    expect(rest('spot', '/v2/market-status')).toMatchObject({
      code: 200,
      data: { marketStatus: 2 },
    })
  })

  test.each([
    ['spot', '/market/depth?symbol=xusdt', { 'err-code': 'invalid-parameter' }],
    [
      'spot',
      '/market/history/kline?symbol=btcusdt&period=7min',
      { 'err-code': 'invalid-parameter' },
    ],
    ['spot', '/market/history/trade?symbol=btcusdt&size=9999', { 'err-code': 'bad-request' }],
    [
      'futures',
      '/linear-swap-ex/market/depth?contract_code=BTC-USD',
      { 'err-code': 'bad-request' },
    ],
    ['futures', '/swap-api/v1/swap_contract_info?contract_code=X', { err_code: 1332 }],
  ] as const)('%s %s is refused with status 200', (service, target, refusal) => {
    expect(setUp().rest(service, target)).toMatchObject({ status: 'error', ...refusal })
  })

  test('counts calls: by endpoint on spot, reference data together on futures', () => {
    const { rest, ports } = setUp({ limits: { spotCallsPerSecond: 2, referenceCalls: 2 } })
    const spot = () => rest('spot', '/v1/common/timestamp')
    expect([spot(), spot(), spot()].map(({ status }) => status)).toEqual(['ok', 'ok', 'error'])
    expect(rest('spot', '/market/tickers')['status']).toBe('ok')
    const futures = () => rest('futures', '/api/v1/timestamp')
    expect([futures(), futures()].map(({ status }) => status)).toEqual(['ok', 'ok'])
    expect(rest('futures', '/linear-swap-api/v1/swap_index')).toMatchObject({ err_code: 1032 })
    ports.advance(3000)
    expect([spot(), futures()].map(({ status }) => status)).toEqual(['ok', 'ok'])
  })
})
