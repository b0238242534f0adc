import { describe, expect, test } from 'vitest'
import { setUp } from './support.ts'

const NOW_S = 1_763_683_200

describe('simulated Advanced Trade REST', () => {
  test('lists spot with the second names of its books, and futures by how they expire', () => {
    const { rest } = setUp()
    const list = (query: string) =>
      (rest(`market/products${query}`).body as { products: Record<string, string>[] }).products
    const names = (query: string) => list(query).map((row) => row['product_id'])
    expect(names('')).toEqual(names('?product_type=SPOT'))
    expect(names('')).toContain('BTC-USDC')
    expect(names('?product_type=FUTURE')).toEqual(['BIP-20DEC30-CDE', 'BIT-26MAR27-CDE'])
    expect(names('?product_type=FUTURE&contract_expiry_type=PERPETUAL')).toEqual([
      'BTC-PERP-INTX',
      'ETH-PERP-INTX',
    ])
    const [btc, alias] = list('').filter((row) => row['base_currency_id'] === 'BTC')
    expect(btc).toMatchObject({ alias: '', alias_to: ['BTC-USDC'] })
    expect(alias).toMatchObject({ alias: 'BTC-USD', alias_to: [], quote_currency_id: 'USDC' })
  })

  test('tells a contract with its funding, index price and open interest', () => {
    const { rest } = setUp()
    const details = (name: string) =>
      (rest(`market/products/${name}`).body as Record<string, Record<string, unknown>>)[
        'future_product_details'
      ]
    expect(details('BIP-20DEC30-CDE')).toMatchObject({
      contract_size: '0.01',
      contract_root_unit: 'BTC',
      contract_expiry: '2030-12-20T16:00:00Z',
      funding_interval: '3600s',
      perpetual_details: { funding_rate: '' },
    })
    expect(Number(details('BIP-20DEC30-CDE')!['index_price'])).toBeGreaterThan(10_000)
    expect(details('BIT-26MAR27-CDE')).toMatchObject({ funding_rate: '' })
    expect(details('BTC-PERP-INTX')).toMatchObject({ contract_expiry_type: 'PERPETUAL' })
  })

  test('tells the whole book, trades the newest first, and the time', () => {
    const { ports, venue, rest } = setUp()
    ports.advance(10_000)
    const { pricebook } = rest('market/product_book?product_id=BTC-USDC').body as {
      pricebook: { product_id: string; bids: unknown[] }
    }
    expect(pricebook.product_id).toBe('BTC-USDC')
    expect(pricebook.bids).toHaveLength(venue.truth('spot', 'BTC-USD')!.bids.length)
    const { trades } = rest('market/products/BTC-USD/ticker?limit=5').body as {
      trades: { trade_id: string }[]
    }
    const ids = trades.map(({ trade_id }) => Number(trade_id))
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    expect(ids).toHaveLength(5)
    expect(rest('time').body).toEqual({
      iso: '2025-11-21T00:00:10Z',
      epochSeconds: String(NOW_S + 10),
      epochMillis: String((NOW_S + 10) * 1000),
    })
  })

  test('tells the bars of a span, no more than a page', () => {
    const { rest } = setUp({ warmUpMs: 600_000 })
    const path = 'market/products/BTC-USD/candles'
    const span = (start: number, end: number) =>
      rest(`${path}?start=${start}&end=${end}&granularity=ONE_MINUTE`)
    const { candles } = span(NOW_S - 240, NOW_S - 60).body as { candles: { start: string }[] }
    expect(candles.map(({ start }) => Number(start))).toEqual(
      [60, 120, 180, 240].map((back) => NOW_S - back),
    )
    expect(span(NOW_S - 351 * 60, NOW_S).status).toBe(400)
    expect(rest(`${path}?granularity=ONE_MINUTE`).status).toBe(400)
    expect(rest(`${path}?start=1&end=2&granularity=ONE_YEAR`).status).toBe(400)
  })

  test('refuses unknown products and the eleventh call of a second', () => {
    const { ports, rest } = setUp()
    expect(rest('market/products/NO-SUCH')).toMatchObject({
      status: 404,
      body: { error: 'NOT_FOUND' },
    })
    ports.advance(1000)
    const statuses = Array.from({ length: 11 }, () => rest('time').status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect(rest('time').body).toEqual({
      errors: [{ id: 'rate_limit_exceeded', message: 'Too many requests' }],
    })
  })
})

describe("simulated REST of Coinbase's Exchange", () => {
  test('lists spot alone, without second names', () => {
    const rows = setUp().exchangeRest('/products').body as { id: string }[]
    expect(rows.map(({ id }) => id)).toEqual(['BTC-USD', 'ETH-USD', 'BONK-USD', 'USDT-USDC'])
  })

  test('tells books, trades by the maker and bars as numbers', () => {
    const { ports, venue, exchangeRest } = setUp({ warmUpMs: 300_000 })
    ports.advance(1000)
    const book = exchangeRest('/products/BTC-USD/book?level=2').body as { bids: unknown[] }
    expect(book.bids).toHaveLength(venue.truth('spot', 'BTC-USD')!.bids.length)
    const [newest] = exchangeRest('/products/BTC-USD/trades?limit=1').body as { side: string }[]
    const last = venue.market.find('spot', 'BTC-USD')!.trades.at(-1)!
    expect(newest).toMatchObject({
      trade_id: last.id,
      side: last.takerSide === 'buy' ? 'sell' : 'buy',
    })
    const bars = exchangeRest('/products/BTC-USD/candles?granularity=60').body as number[][]
    expect(bars[0]![0]! - bars[1]![0]!).toBe(60)
    expect(exchangeRest('/products/BTC-USD/candles?granularity=61').status).toBe(400)
    expect(exchangeRest('/products/NO-SUCH/book')).toMatchObject({
      status: 404,
      body: { message: 'NotFound' },
    })
  })
})
