import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'

const driver = htx()
const { rest } = driver
const inferred = (market: 'spot' | 'futures', symbol: string): Instrument => {
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`${symbol} is a name`)
  return instrument
}
const SPOT = inferred('spot', 'btcusdt')
const SWAP = inferred('futures', 'BTC-USDT')
const COIN = inferred('futures', 'BTC-USD')
const COIN_DATED = inferred('futures', 'BTC261225')
const slotOf = (instrument: Instrument) => new InstrumentSlot(instrumentIndex(0), instrument)

const answer = (body: string, status = 200): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(body),
})
const shown = <T>(call: RestCall<T> | undefined): string => {
  const { service, path, query } = call?.request ?? { service: '', path: '', query: {} }
  const pairs = Object.entries(query ?? {}).map(([key, value]) => `${key}=${value}`)
  return `${service} ${path}?${pairs.join('&')}`
}
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('each product has a listing of its own, in the words of its family', () => {
  const all = driver.facts.products.map(({ id }) => id)
  expect(rest.instruments(all).map(shown)).toEqual([
    'spot /v1/common/symbols?',
    'futures /linear-swap-api/v1/swap_contract_info?',
    'futures /linear-swap-api/v1/swap_contract_info?business_type=futures',
    'futures /swap-api/v1/swap_contract_info?',
    'futures /api/v1/contract_contract_info?',
  ])
})

describe('candles', () => {
  const range = { fromTimeUs: 1_629_768_900_000_000, toTimeUs: 1_629_769_200_000_000, limit: 10 }

  test.each([
    [SPOT, { limit: 5 }, 'spot /market/history/kline?symbol=btcusdt&period=5min&size=5'],
    [
      SPOT,
      range,
      'spot /market/history/candles?symbol=btcusdt&period=5min&from=1629768900&to=1629769200&size=10',
    ],
    [
      SWAP,
      range,
      'futures /linear-swap-ex/market/history/kline?contract_code=BTC-USDT&period=5min&from=1629768900&to=1629769200',
    ],
    [
      SWAP,
      { fromTimeUs: 1_629_768_900_000_000, limit: 3 },
      'futures /linear-swap-ex/market/history/kline?contract_code=BTC-USDT&period=5min&from=1629768900&to=1629769799',
    ],
    [
      COIN,
      { toTimeUs: 1_629_769_799_000_000, limit: 3 },
      'futures /swap-ex/market/history/kline?contract_code=BTC-USD&period=5min&from=1629768900&to=1629769799',
    ],
    [COIN_DATED, {}, 'futures /market/history/kline?symbol=BTC261225&period=5min&size=2000'],
  ])('of %o in %o are asked for as %s', (instrument, span, expected) => {
    expect(shown(rest.candles?.(instrument, '5m', span))).toBe(expected)
  })

  test('come oldest first, whichever way the venue writes them, and of the span alone', () => {
    const body =
      '{"ch":"market.btcusdt.kline.5min","status":"ok","ts":1629769247172,"data":[{"id":1629769200,"open":49056.37,"close":49025.51,"low":49022.86,"high":49056.38,"amount":3.946281917950917,"vol":193489.67275732,"count":196},{"id":1629768900,"open":48994.61,"close":49056.37,"low":48966.72,"high":49072.46,"amount":30.72,"vol":1505870.7,"count":1504}]}'
    const bars = (span: object) => rest.candles?.(SPOT, '5m', span).parse(answer(body), 1) ?? []
    expect(bars({}).map(({ openTimeUs }) => openTimeUs / 1e6)).toEqual([
      1_629_768_900, 1_629_769_200,
    ])
    expect(bars({ limit: 1 }).map(({ tradeCount }) => tradeCount)).toEqual([196])
    expect(bars({ toTimeUs: 1_629_769_000_000_000 })).toMatchObject([
      { open: '48994.61', volume: '30.72', quoteVolume: '1505870.7', tradeCount: 1504 },
    ])
  })
})

describe('trades', () => {
  test('are asked for by a count, and cut to the span', () => {
    expect(shown(rest.trades?.(slotOf(SPOT), { limit: 20 }))).toBe(
      'spot /market/history/trade?symbol=btcusdt&size=20',
    )
    expect(shown(rest.trades?.(slotOf(SWAP), { fromTimeUs: 0 }))).toBe(
      'futures /linear-swap-ex/market/history/trade?contract_code=BTC-USDT&size=2000',
    )
  })

  test('come oldest first, those of one moment by their ids; spot ids are `trade-id`', () => {
    const body =
      '{"ch":"market.btcusdt.trade.detail","status":"ok","ts":1,"data":[{"id":136108764379,"ts":1629793656939,"data":[{"id":1.36E26,"ts":1629793656939,"trade-id":102517381182,"amount":1.24E-4,"price":49656.4,"direction":"buy"}]},{"id":136108763320,"ts":1629793656198,"data":[{"id":1.36E26,"ts":1629793656198,"trade-id":102517381181,"amount":0.01125,"price":49655,"direction":"sell"},{"id":1.36E26,"ts":1629793656198,"trade-id":99999999999,"amount":0.5,"price":49655,"direction":"sell"}]}]}'
    const told = rest.trades?.(slotOf(SPOT), {}).parse(answer(body), 1)
    expect(texts(told)).toMatchObject([
      { tradeId: '99999999999', size: '0.5', takerSide: 'sell' },
      { tradeId: '102517381181', price: '49655', venueTimeUs: 1_629_793_656_198_000 },
      { tradeId: '102517381182', size: '0.000124', takerSide: 'buy' },
    ])
  })
})

test('fundings come oldest first; what was charged counts, where it is told', () => {
  const call = rest.funding?.(SWAP, { limit: 2 })
  expect(shown(call)).toBe(
    'futures /linear-swap-api/v1/swap_historical_funding_rate?contract_code=BTC-USDT&page_index=1&page_size=2',
  )
  const body =
    '{"status":"ok","data":{"total_page":14,"current_page":1,"total_size":14,"data":[{"funding_rate":"0.0001","realized_rate":"0.0002","funding_time":"1603699200000","contract_code":"BTC-USDT"},{"avg_premium_index":"0.00005","funding_rate":"0.000100000000000000","funding_time":"1603670400000","contract_code":"BTC-USDT","symbol":"BTC","fee_asset":"USDT"}]},"ts":1603696680599}'
  expect(texts(call?.parse(answer(body), 1))).toMatchObject([
    { rate: '0.0001', kind: 'settled', fundingTimeUs: 1_603_670_400_000_000 },
    { rate: '0.0002', fundingTimeUs: 1_603_699_200_000_000 },
  ])
  expect(shown(rest.funding?.(COIN, {}))).toContain('/swap-api/v1/swap_historical_funding_rate')
})

test('polled channels become events', () => {
  const [interest] = driver.topics(SWAP, { channel: 'openInterest' })
  expect(shown(interest?.poll?.call)).toBe(
    'futures /linear-swap-api/v1/swap_open_interest?contract_code=BTC-USDT',
  )
  const body =
    '{"status":"ok","data":[{"volume":78696.000000000000000000,"amount":78.696,"symbol":"BTC","value":3823138.2456,"contract_code":"BTC-USDT"},{"volume":1,"amount":1,"contract_code":"BTC-USDT-261225"}],"ts":1638754881217}'
  expect(interest?.poll?.call.parse(answer(body), 1)).toMatchObject([
    {
      type: 'openInterest',
      size: '78696',
      baseSize: '78.696',
      notional: '3823138.2456',
      venueTimeUs: 1_638_754_881_217_000,
    },
  ])
  const [status] = driver.topics(SPOT, { channel: 'status' })
  const told = (word: string) =>
    status?.poll?.call.parse(answer(`{"code":200,"data":{"marketStatus":${word}}}`), 1)[0]
  expect(['1', '2', '3', '9'].map(told)).toMatchObject([
    { status: 'online' },
    { status: 'maintenance' },
    { status: 'degraded' },
    { status: 'unknown' },
  ])
})

test('the clocks of both hosts are read', () => {
  expect(shown(rest.serverTime?.('spot'))).toBe('spot /v1/common/timestamp?')
  const spot = answer('{"status":"ok","data":1629715504949}')
  expect(rest.serverTime?.('spot').parse(spot, 1)).toBe(1_629_715_504_949_000)
  const futures = answer('{"status":"ok","ts":1578124684692}')
  expect(rest.serverTime?.('futures').parse(futures, 1)).toBe(1_578_124_684_692_000)
})

describe('refusals', () => {
  test.each([
    [
      '{"status":"error","err-code":"base-request-exceed-frequency-limit","err-msg":"limit"}',
      'RATE_LIMITED',
    ],
    ['{"status":"error","err_code":1032,"err_msg":"limit","ts":1}', 'RATE_LIMITED'],
    ['{"status":"error","err_code":1004,"err_msg":"busy","ts":1}', 'VENUE_UNAVAILABLE'],
    ['{"status":"maintain"}', 'VENUE_UNAVAILABLE'],
    [
      '{"status":"error","err-code":"invalid-parameter","err-msg":"invalid symbol"}',
      'VENUE_REJECTED',
    ],
    ['{"status":"error","err_code":1332,"err_msg":"no contract","ts":1}', 'VENUE_REJECTED'],
    ['{"code":40403,"message":"limit"}', 'RATE_LIMITED'],
    ['{"code":500,"message":"system error"}', 'VENUE_REJECTED'],
  ])('%s in an answer of status 200 is %s', (body, code) => {
    const call = rest.serverTime?.('spot')
    expect(() => call?.parse(answer(body), 1)).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    [429, '', 'RATE_LIMITED'],
    [503, '<html>', 'VENUE_UNAVAILABLE'],
    [404, '{}', 'VENUE_REJECTED'],
    [500, '{"status":"error","err-code":"1032"}', 'RATE_LIMITED'],
  ])('status %i with the body %s is %s', (status, body, code) => {
    expect(rest.error(answer(body, status), 'spot').code).toBe(code)
  })
})
