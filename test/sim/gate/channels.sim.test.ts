import { describe, expect, test } from 'vitest'
import { DECIMAL, pushes, setUp } from './support.ts'

type Row = Record<string, unknown>

describe('simulated Gate channels', () => {
  test('a print of spot is a message with the taker side and padded numbers', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('spot', 'spot.trades', ['BTC_USDT'])
    ports.advance(5_000)
    const told = pushes<Row>(client, 'spot.trades').map(({ result }) => result)
    const trades = venue.market.find('spot', 'BTC_USDT')!.trades
    expect(told.map(({ id }) => id)).toEqual(trades.map(({ id }) => id))
    told.forEach((row, i) => {
      expect(row['side']).toBe(trades[i]!.takerSide)
      expect(row['amount']).toMatch(/^\d+\.\d{10}$/)
      expect(row['create_time_ms']).toMatch(/^\d{13}\.\d{3}$/)
    })
  })

  test.each([
    ['decimal', DECIMAL],
    ['integer', {}],
  ] as const)(
    'prints of contracts have the taker side in the sign of a %s size',
    (mode, headers) => {
      const { ports, venue, subscribe } = setUp()
      const client = subscribe('usdt', 'futures.trades', ['ETH_USDT'], headers)
      ports.advance(5_000)
      const rows = pushes<Row[]>(client, 'futures.trades').flatMap(({ result }) => result)
      const { trades, spec } = venue.market.find('usdt', 'ETH_USDT')!
      expect(rows.length).toBe(trades.length)
      rows.forEach((row, i) => {
        const { size, takerSide } = trades[i]!
        const signed = ((takerSide === 'sell' ? -1 : 1) * size) / 10 ** spec.sizeScale
        if (mode === 'decimal') expect(row['size']).toBe(String(signed))
        else expect(row['size']).toBe(Math.trunc(signed) + 0)
      })
    },
  )

  test('a ticker of contracts says mark, index, funding and open interest, of dated ones no funding', () => {
    const { ports, subscribe } = setUp()
    const tickers = (product: string, symbol: string): Row => {
      const client = subscribe(product, 'futures.tickers', [symbol])
      ports.advance(3_000)
      return pushes<Row[]>(client, 'futures.tickers').at(-1)!.result[0]!
    }
    const fields = ['mark_price', 'index_price', 'total_size', 'volume_24h', 'last']
    const perpetual = tickers('btc', 'BTC_USD')
    for (const field of [...fields, 'funding_rate', 'funding_next_apply'])
      expect(perpetual).toHaveProperty(field)
    const dated = tickers('delivery', 'BTC_USDT_20270326')
    for (const field of fields) expect(dated).toHaveProperty(field)
    expect(dated).not.toHaveProperty('funding_rate')
  })

  test('bars of spot are told until they are final, once', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('spot', 'spot.candlesticks', ['1m', 'BTC_USDT'])
    ports.advance(150_000)
    const bars = pushes<Row>(client, 'spot.candlesticks').map(({ result }) => result)
    const closed = bars.filter(({ w }) => w === true)
    expect(closed.length).toBeGreaterThanOrEqual(2)
    expect(new Set(closed.map(({ t }) => t)).size).toBe(closed.length)
    for (const { n } of bars) expect(n).toBe('1m_BTC_USDT')
  })

  test('forced orders are told with their sign', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('usdt', 'futures.public_liquidates', ['BTC_USDT'], DECIMAL)
    const sides: string[] = []
    venue.market.listen(({ instrument, liquidation }) => {
      const { product, symbol } = instrument.spec
      if (product === 'usdt' && symbol === 'BTC_USDT' && liquidation !== undefined)
        sides.push(liquidation.side)
    })
    ports.advance(120_000)
    const rows = pushes<Row[]>(client, 'futures.public_liquidates').flatMap(({ result }) => result)
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.map(({ size }) => (String(size).startsWith('-') ? 'sell' : 'buy'))).toEqual(sides)
  })
})
