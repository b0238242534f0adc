import { describe, expect, test } from 'vitest'
import { DEFAULT_INSTRUMENTS } from '../../../src/sim/bybit/index.ts'
import { pushes, setUp } from './support.ts'

type Row = Record<string, string | number | boolean>

describe('simulated Bybit trades', () => {
  test.for([
    ['spot', 'BTCUSDT', /^22\d{17}$/],
    ['linear', 'BTCUSDT', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  ] as const)(
    'of %s %s are every match once, the taker side told, with ids of their kind',
    ([product, symbol, id]) => {
      const { ports, venue, subscribe } = setUp()
      const client = subscribe(product, `publicTrade.${symbol}`)
      const made: string[] = []
      venue.market.listen(({ instrument, trades }) => {
        if (instrument.spec.product === product && instrument.spec.symbol === symbol)
          made.push(...trades.map(({ takerSide, size }) => `${takerSide} ${size}`))
      })
      ports.advance(30_000)
      const messages = pushes<Row[]>(client, 'publicTrade.')
      const rows = messages.flatMap(({ data }) => data)
      const scale = 10 ** venue.market.find(product, symbol)!.spec.sizeScale
      const told = rows.map(
        ({ S, v }) => `${String(S).toLowerCase()} ${Math.round(Number(v) * scale)}`,
      )
      expect(told).toEqual(made)
      expect(made.length).toBeGreaterThan(30)
      expect(messages.length).toBeLessThan(made.length)
      expect(new Set(rows.map(({ i }) => i)).size).toBe(rows.length)
      for (const row of rows) expect(String(row['i'])).toMatch(id)
    },
  )

  test('liquidations tell the side of the position and come every 500 ms at most', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('linear', 'allLiquidation.BTCUSDT')
    const closed: string[] = []
    venue.market.listen(({ instrument, liquidation }) => {
      const { product, symbol } = instrument.spec
      if (product === 'linear' && symbol === 'BTCUSDT' && liquidation !== undefined)
        closed.push(liquidation.side === 'sell' ? 'Buy' : 'Sell')
    })
    ports.advance(120_500)
    const messages = pushes<Row[]>(client, 'allLiquidation.')
    expect(messages.flatMap(({ data }) => data.map(({ S }) => S))).toEqual(closed)
    expect(closed.length).toBeGreaterThan(3)
    const times = messages.map(({ ts }) => ts)
    times.forEach((ts, i) => i > 0 && expect(ts - times[i - 1]!).toBeGreaterThanOrEqual(500))
  })
})

describe('simulated Bybit tickers', () => {
  test('of contracts are a snapshot, then what changed; merged they are the whole of now', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('linear', 'tickers.BTCUSDT')
    ports.advance(20_000)
    const [first, ...changes] = pushes(client, 'tickers.')
    expect(first).toMatchObject({ type: 'snapshot', data: { fundingIntervalHour: '8' } })
    expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['delta']))
    const few = changes.filter(({ data }) => Object.keys(data).length < 6)
    expect(few.length).toBeGreaterThan(30)
    const merged = Object.assign({}, ...[first!, ...changes].map(({ data }) => data))
    const later = subscribe('linear', 'tickers.BTCUSDT')
    expect(pushes(later, 'tickers.')[0]!.data).toEqual(merged)
  })

  test('of spot are whole each time, without bid and ask', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('spot', 'tickers.BTCUSDT')
    ports.advance(10_000)
    const messages = pushes(client, 'tickers.')
    expect(messages.length).toBeGreaterThan(10)
    for (const { type, data } of messages) {
      expect(type).toBe('snapshot')
      expect(data).toHaveProperty('usdIndexPrice')
      expect(data).not.toHaveProperty('bid1Price')
    }
  })

  test('count open interest on both sides and on one; dated contracts have no funding', () => {
    const { subscribe } = setUp()
    const of = (path: string, symbol: string) =>
      pushes(subscribe(path, `tickers.${symbol}`), 'tickers.')[0]!.data
    for (const data of [of('linear', 'BTCUSDT'), of('inverse', 'BTCUSD')]) {
      expect(Number(data['openInterest'])).toBeCloseTo(2 * Number(data['singleOpenInterest']), 9)
      expect(data['fundingRate']).not.toBe('')
    }
    const linear = of('linear', 'BTCUSDT')
    const worth = Number(linear['singleOpenInterest']) * Number(linear['markPrice'])
    expect(Number(linear['singleOpenInterestValue']) / worth).toBeCloseTo(1, 9)
    const inverse = of('inverse', 'BTCUSD')
    const base = Number(inverse['singleOpenInterest']) / Number(inverse['markPrice'])
    expect(Number(inverse['singleOpenInterestValue']) / base).toBeCloseTo(1, 6)
    expect(of('linear', 'BTCUSDT-26MAR27')).toMatchObject({
      fundingRate: '',
      nextFundingTime: '',
      deliveryTime: '2027-03-26T08:00:00Z',
    })
  })

  test('turnover is quote, or base on inverse contracts', () => {
    const { ports, subscribe } = setUp()
    const lines = [
      ['spot', 'BTCUSDT'],
      ['linear', 'BTCUSDT'],
      ['inverse', 'BTCUSD'],
    ] as const
    const clients = lines.map(([path, symbol]) => subscribe(path, `tickers.${symbol}`))
    ports.advance(60_000)
    const [spot, linear, inverse] = clients.map(
      (client) => Object.assign({}, ...pushes(client, 'tickers.').map(({ data }) => data)) as Row,
    )
    const near = (a: number, b: number) => expect(Math.abs(a / b - 1)).toBeLessThan(0.01)
    for (const row of [spot!, linear!])
      near(Number(row['turnover24h']), Number(row['volume24h']) * Number(row['lastPrice']))
    near(
      Number(inverse!['turnover24h']),
      Number(inverse!['volume24h']) / Number(inverse!['lastPrice']),
    )
  })
})

test('an open bar is told once a second at most, and once when it is final', () => {
  const { ports, subscribe } = setUp()
  const client = subscribe('linear', 'kline.1.BTCUSDT')
  ports.advance(130_000)
  const bars = pushes<Row[]>(client, 'kline.').map(({ data }) => data[0]!)
  const finals = bars.filter(({ confirm }) => confirm === true).map(({ start }) => start)
  expect(finals).toEqual([1_763_683_200_000, 1_763_683_260_000])
  expect(bars.length).toBeLessThanOrEqual(132)
  for (const bar of bars) expect(Number(bar['end']) - Number(bar['start'])).toBe(59_999)
})

test('the limits of order prices stand five percent around the last price', () => {
  const { ports, subscribe } = setUp()
  const client = subscribe('linear', 'priceLimit.BTCUSDT')
  ports.advance(1_000)
  const [first] = pushes(client, 'priceLimit.')
  const { buyLmt, sellLmt } = first!.data
  expect(Number(buyLmt) / Number(sellLmt)).toBeCloseTo(1.05 / 0.95, 4)
  expect(pushes(client, 'priceLimit.')).toHaveLength(4)
})

test('the default list has every product, settlement and kind', () => {
  const lines = DEFAULT_INSTRUMENTS.map(
    ({ product, kind, settle }) => `${product} ${kind ?? 'spot'} ${settle ?? ''}`,
  )
  for (const line of [
    'spot spot ',
    'linear perpetual USDT',
    'linear perpetual USDC',
    'linear dated USDT',
    'linear dated USDC',
    'inverse perpetual BTC',
    'inverse dated BTC',
  ])
    expect(lines).toContain(line)
})
