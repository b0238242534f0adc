import { describe, expect, test } from 'vitest'
import { DECIMAL, setUp } from './support.ts'

type Row = Record<string, unknown>

describe('simulated Gate over REST', () => {
  test('lists pairs and contracts of each product', () => {
    const { rest } = setUp()
    const names = (path: string, key: string) =>
      (rest(path).body as Row[]).map((row) => String(row[key]))
    expect(names('spot/currency_pairs', 'id')).toEqual(['BTC_USDT', 'ETH_USDT', 'PEPE_USDT'])
    expect(names('futures/usdt/contracts', 'name')).toEqual(['BTC_USDT', 'SOL_USDT', 'ETH_USDT'])
    expect(names('futures/btc/contracts', 'name')).toEqual(['BTC_USD'])
    expect(names('delivery/usdt/contracts', 'name')).toEqual(['BTC_USDT_20270326'])
    expect(rest('margin/currency_pairs').body).toEqual([])
  })

  test('cuts fractions of contracts off for who did not ask for them', () => {
    const { rest } = setUp()
    const least = (headers: Record<string, string>) =>
      (rest('futures/usdt/contracts', headers).body as Row[]).map((row) => row['order_size_min'])
    expect(least(DECIMAL)).toEqual(['1', '1', '0.1'])
    expect(least({})).toEqual([1, 1, 0])
  })

  test('the inverse contract has no multiplier, the dated one an expiry in seconds', () => {
    const { rest } = setUp()
    const [inverse] = rest('futures/btc/contracts').body as Row[]
    expect(inverse).toMatchObject({ type: 'inverse', quanto_multiplier: '0' })
    const [dated] = rest('delivery/usdt/contracts').body as Row[]
    expect(dated).toMatchObject({ expire_time: 1_806_048_000 })
    expect(dated).not.toHaveProperty('funding_rate')
  })

  test('says what a test lets it say of an instrument', () => {
    const { rest, venue } = setUp()
    venue.setStatus('spot', 'BTC_USDT', 'sellable')
    venue.setStatus('usdt', 'BTC_USDT', 'delisting')
    expect((rest('spot/currency_pairs').body as Row[])[0]).toMatchObject({
      trade_status: 'sellable',
    })
    expect((rest('futures/usdt/contracts').body as Row[])[0]).toMatchObject({
      status: 'delisting',
      in_delisting: true,
    })
  })

  test('a book has its id where it is asked for, times in ms or s', () => {
    const { ports, rest, venue } = setUp()
    ports.advance(1_000)
    const spot = rest('spot/order_book?currency_pair=BTC_USDT&limit=5&with_id=true').body as Row
    const truth = venue.truth('spot', 'BTC_USDT')
    expect(spot).toMatchObject({ id: truth?.updateId, bids: truth?.bids.slice(0, 5) })
    expect(spot['current']).toBe(ports.wallClock.nowUs() / 1000)
    const futures = rest('futures/usdt/order_book?contract=BTC_USDT').body as Row
    expect(futures).not.toHaveProperty('id')
    expect(futures['current']).toBe(ports.wallClock.nowUs() / 1_000_000)
    expect((futures['bids'] as Row[])[0]).toEqual({
      p: expect.any(String),
      s: expect.any(Number),
    })
  })

  test('bars exclude a limit beside a span, and spans that are too long', () => {
    const { rest, ports } = setUp({ warmUpMs: 600_000 })
    const nowS = Math.floor(ports.wallClock.nowUs() / 1_000_000)
    const bars = (query: string) =>
      rest(`spot/candlesticks?currency_pair=BTC_USDT&interval=1m&${query}`)
    expect(bars('limit=3').body).toHaveLength(3)
    const rows = bars(`from=${nowS - 300}&to=${nowS - 120}`).body as string[][]
    const opens = rows.map(([t]) => Number(t))
    expect(opens.length).toBeGreaterThanOrEqual(3)
    expect(Math.min(...opens)).toBeGreaterThanOrEqual(nowS - 300)
    expect(Math.max(...opens)).toBeLessThanOrEqual(nowS - 120)
    expect(bars(`from=${nowS - 300}&limit=3`)).toMatchObject({
      status: 400,
      body: { label: 'INVALID_PARAM_VALUE' },
    })
    expect(bars('from=1')).toMatchObject({ status: 400, body: { label: 'INVALID_PARAM_VALUE' } })
  })

  test('trades and fundings come newest first', () => {
    const { rest } = setUp({ warmUpMs: 60_000 })
    const trades = rest('futures/usdt/trades?contract=ETH_USDT&limit=10', DECIMAL).body as Row[]
    const ids = trades.map(({ id }) => Number(id))
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    expect(trades).toHaveLength(10)
    const fundings = rest('futures/usdt/funding_rate?contract=ETH_USDT&limit=3').body as Row[]
    const times = fundings.map(({ t }) => Number(t))
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  test.each([
    ['spot/order_book', 400, 'MISSING_REQUIRED_PARAM'],
    ['spot/order_book?currency_pair=GHOST_USDT', 400, 'INVALID_CURRENCY_PAIR'],
    ['futures/usdt/order_book?contract=BTC_USD', 400, 'CONTRACT_NOT_FOUND'],
    ['futures/usdt/order_book?contract=BTC_USDT&limit=1000', 400, 'INVALID_PARAM_VALUE'],
    ['spot/candlesticks?currency_pair=BTC_USDT&interval=2m', 400, 'INVALID_PARAM_VALUE'],
    ['delivery/usdt/funding_rate?contract=BTC_USDT_20270326', 404, 'NOT_FOUND'],
    ['spot/weather', 404, 'NOT_FOUND'],
  ])('%s is refused: %i %s', (target, status, label) => {
    const { rest } = setUp()
    expect(rest(target)).toMatchObject({ status, body: { label } })
  })

  test('each endpoint counts its own calls', () => {
    const { rest, ports } = setUp({ limits: { restCalls: 2 } })
    const time = () => rest('spot/time')
    expect(time()).toMatchObject({
      status: 200,
      headers: { 'x-gate-ratelimit-requests-remain': '1' },
    })
    expect(time().status).toBe(200)
    expect(time()).toMatchObject({ status: 429, body: { label: 'TOO_MANY_REQUESTS' } })
    expect(rest('spot/currency_pairs').status).toBe(200)
    ports.advance(10_000)
    expect(time().status).toBe(200)
  })

  test('fails in the words of the venue where a script says so', () => {
    const { rest } = setUp({
      faults: [
        { fault: { kind: 'status', status: 429, retryAfterSeconds: 3 }, when: { most: 1 } },
        { fault: { kind: 'status', status: 503 }, when: { most: 1 } },
        { fault: { kind: 'status', status: 500 }, when: { most: 1 } },
      ],
    })
    const told = [rest('spot/time'), rest('spot/time'), rest('spot/time')]
    expect(told).toMatchObject([
      { status: 429, headers: { 'retry-after': '3' }, body: { label: 'TOO_MANY_REQUESTS' } },
      { status: 503, body: { label: 'TOO_BUSY' } },
      { status: 500, body: { label: 'SERVER_ERROR' } },
    ])
  })
})

test('an instrument of an unknown product is not listed', () => {
  const odd = { symbol: 'X_USDT', base: 'X', quote: 'USDT', tickSize: '1', lotSize: '1' }
  expect(() => setUp({ instruments: [{ ...odd, product: 'margin', startPrice: '5' }] })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTIONS' }),
  )
})
