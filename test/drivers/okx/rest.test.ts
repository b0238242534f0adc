import { describe, expect, test } from 'vitest'
import {
  type HttpResponse,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type RestCall,
} from '../../../src/core/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'

const driver = okx()
const { rest, facts } = driver
const instrument = driver.inferInstrument('futures', 'BTC-USDT-SWAP') as Instrument // inferred from its name
const slot = new InstrumentSlot(instrumentIndex(0), instrument)

const answer = (data: unknown, code = '0', status = 200): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify({ code, msg: code === '0' ? '' : 'refused', data })),
})
const shown = <T>({ request }: RestCall<T>): string =>
  `${request.path}?${Object.entries(request.query ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('&')}`
const texts = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

test('a call costs its share of its endpoint: no mix of calls can break a limit of the venue', () => {
  const [budget] = facts.rest.map((service) => service.budget)
  const calls = [
    [rest.instruments(['spot'])[0], 20],
    [rest.bookSnapshot?.(slot, 'books'), 40],
    [rest.candles?.(instrument, '1m', {}), 40],
    [rest.candles?.(instrument, '1m', { fromTimeUs: 0 }), 20],
    [rest.trades?.(slot, {}), 100],
    [rest.trades?.(slot, { toTimeUs: 0 }), 20],
    [rest.funding?.(instrument, {}), 10],
    [rest.serverTime?.('public'), 10],
  ] as const
  for (const [call, limit] of calls) {
    expect(call?.request.weight).toBe((budget?.count ?? 0) / limit)
    expect(call?.request.service).toBe('public')
  }
})

describe('history', () => {
  const range = { fromTimeUs: 1_000_000_000_000, toTimeUs: 1_000_060_000_000, limit: 1000 }

  test('both ends are included, in the words of the venue: after is older, before is newer, both exclusive', () => {
    const call = rest.candles?.(instrument, '1d', range)
    expect(call === undefined ? '' : shown(call)).toBe(
      '/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1Dutc&after=1000060001&before=999999999&limit=300',
    )
  })

  test('without a span the recent bars are asked for', () => {
    const call = rest.candles?.(instrument, '4h', { limit: 5 })
    expect(call === undefined ? '' : shown(call)).toBe(
      '/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=4H&limit=5',
    )
  })

  test('bars come oldest first, closed ones marked', () => {
    const call = rest.candles?.(instrument, '1m', {})
    const rows = [
      ['1699999980000', '104', '112', '103', '110', '400', '4', '440000', '0'],
      ['1699999920000', '103', '108', '102', '104', '300', '3', '312000', '1'],
    ]
    expect(call?.parse(answer(rows), 5)).toMatchObject([
      {
        openTimeUs: 1_699_999_920_000_000,
        close: '104',
        volume: '300',
        quoteVolume: '312000',
        isClosed: true,
      },
      { openTimeUs: 1_699_999_980_000_000, close: '110', isClosed: false, localTimeUs: 5 },
    ])
  })

  test('trades of a span are paged by time', () => {
    const past = rest.trades?.(slot, range)
    expect(past === undefined ? '' : shown(past)).toBe(
      '/api/v5/market/history-trades?instId=BTC-USDT-SWAP&type=2&after=1000060001&before=999999999&limit=100',
    )
    const recent = rest.trades?.(slot, {})
    expect(recent === undefined ? '' : shown(recent)).toBe(
      '/api/v5/market/trades?instId=BTC-USDT-SWAP&limit=500',
    )
  })

  test('trades come oldest first with the side of the taker', () => {
    const row = {
      instId: 'BTC-USDT-SWAP',
      side: 'sell',
      sz: '0.01',
      px: '62000.10',
      tradeId: '2',
      ts: '2000',
    }
    const call = rest.trades?.(slot, {})
    const found = call?.parse(answer([row, { ...row, tradeId: '1', ts: '1000', side: 'buy' }]), 5)
    expect(texts(found)).toMatchObject([
      { tradeId: '1', takerSide: 'buy', venueTimeUs: 1_000_000 },
      { tradeId: '2', takerSide: 'sell', price: '62000.1', size: '0.01', pair: 'BTC/USDT:USDT' },
    ])
  })

  test('funding is what was charged, not what had been estimated', () => {
    const row = {
      instId: 'BTC-USDT-SWAP',
      fundingRate: '0.0003',
      realizedRate: '0.0006',
      fundingTime: '1699999200000',
    }
    const call = rest.funding?.(instrument, {})
    const [, older] = [row, { ...row, realizedRate: '', fundingTime: '1699970400000' }]
    expect(call?.parse(answer([row, older]), 5)).toMatchObject([
      { rate: '0.0003', kind: 'settled', fundingTimeUs: 1_699_970_400_000_000 },
      { rate: '0.0006', kind: 'settled', fundingTimeUs: 1_699_999_200_000_000 },
    ])
  })
})

test('a snapshot has the whole book with its id', () => {
  const call = rest.bookSnapshot?.(slot, 'books')
  expect(call === undefined ? '' : shown(call)).toBe(
    '/api/v5/market/books?instId=BTC-USDT-SWAP&sz=400',
  )
  const row = {
    asks: [['41006.8', '0.60038921', '0', '1']],
    bids: [['41006.3', '0.30178218', '0', '2']],
    ts: '1629966436396',
    seqId: 3_235_851_742,
  }
  expect(texts(call?.parse(answer([row]), 5))).toMatchObject({
    type: 'bookSnapshot',
    feed: 'books',
    lastId: 3_235_851_742,
    venueTimeUs: 1_629_966_436_396_000,
    bids: [['41006.3', '0.30178218']],
    asks: [['41006.8', '0.60038921']],
  })
  const rpi = rest.bookSnapshot?.(slot, 'books-rpi')
  expect(rpi?.request.path).toBe('/api/v5/market/books-rpi')
  expect(Number.isNaN(rpi?.parse(answer([{ ...row, seqId: undefined }]), 5).last)).toBe(true)
})

test('the clock of the venue is in ms', () => {
  expect(rest.serverTime?.('public').parse(answer([{ ts: '1597026383085' }]), 5)).toBe(
    1_597_026_383_085_000,
  )
})

describe('refusals', () => {
  test.each([
    ['50011', 'RATE_LIMITED', 'safe'],
    ['50013', 'VENUE_UNAVAILABLE', 'safe'],
    ['51001', 'VENUE_REJECTED', 'never'],
    ['99999', 'VENUE_REJECTED', 'never'],
  ])('code %s in an answer of status 200 is %s', (venueCode, code, retry) => {
    const parse = (): unknown => rest.serverTime?.('public').parse(answer([], venueCode), 5)
    expect(parse).toThrow(expect.objectContaining({ name: 'VenueError', code, retry }))
  })

  test.each([
    [429, '{"code":"50011","msg":"Too Many Requests","data":[]}', 'RATE_LIMITED'],
    [
      400,
      '{"code":"50014","msg":"Parameter instId can not be empty.","data":[]}',
      'VENUE_REJECTED',
    ],
    [503, '<html>no</html>', 'VENUE_UNAVAILABLE'],
    [403, '', 'VENUE_REJECTED'],
  ])('status %i with %s is %s', (status, body, code) => {
    const error = rest.error(
      { status, headers: { 'retry-after': '2' }, body: Buffer.from(body) },
      'public',
    )
    expect(error).toMatchObject({ code, retryAfterMs: 2000, context: { status } })
  })

  test.each(['[]', '{}', '{"code":"0","data":{}}', '{"code":"0"', '{"code":"0","data":[]}'])(
    'an answer that is not as documented is malformed: %s',
    (body) => {
      const response = { status: 200, headers: {}, body: Buffer.from(body) }
      expect(() => rest.serverTime?.('public').parse(response, 5)).toThrow(
        expect.objectContaining({ code: 'MALFORMED_RESPONSE' }),
      )
    },
  )
})
