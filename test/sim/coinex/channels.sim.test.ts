import { describe, expect, test } from 'vitest'
import { scaledText } from '../../../src/core/index.ts'
import { pushes, setUp } from './support.ts'

interface Deal {
  deal_id: number
  created_at: number
  side: string
  price: string
  amount: string
}

describe('simulated CoinEx', () => {
  test('tells the best bid and ask with every change of them', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('spot', 'bbo', 'BTCUSDT')
    const seen: unknown[] = []
    venue.market.listen(({ instrument, isBboChanged }) => {
      const { spec, engine } = instrument
      if (spec.product !== 'spot' || spec.symbol !== 'BTCUSDT' || !isBboChanged) return
      seen.push(scaledText(engine.best('bid')?.price ?? 0, spec.priceScale))
    })
    ports.advance(10_000)
    const told = pushes(client, 'bbo.update').slice(1)
    expect(told.length).toBeGreaterThan(50)
    expect(told.map(({ best_bid_price }) => best_bid_price)).toEqual(seen)
  })

  test('tells every print once, the newest of a push first, after those of the past', () => {
    const { ports, venue, subscribe } = setUp({ warmUpMs: 20_000 })
    const client = subscribe('futures', 'deals', 'BTCUSDT')
    const past = venue.market.find('linear', 'BTCUSDT')!.trades.length
    ports.advance(60_000 - 1)
    const lists = pushes<{ deal_list: Deal[] }>(client, 'deals.update').map(
      (each) => each.deal_list,
    )
    expect(lists[0]).toHaveLength(10)
    for (const list of lists) {
      const ids = list.map(({ deal_id }) => deal_id)
      expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    }
    expect(lists.some((list) => list.length > 1)).toBe(true)
    const { spec, trades } = venue.market.find('linear', 'BTCUSDT')!
    const told = lists.slice(1).flatMap((list) => list.toReversed())
    expect(told.map(({ deal_id, side, price }) => [deal_id, side, price])).toEqual(
      trades
        .slice(past)
        .map(({ id, takerSide, price }) => [id, takerSide, scaledText(price, spec.priceScale)]),
    )
  })

  test('tells the statistics of spot, and of contracts their prices and funding too', () => {
    const { ports, subscribe } = setUp({ warmUpMs: 60_000 })
    const stateOf = (half: 'spot' | 'futures', symbol: string) => {
      const client = subscribe(half, 'state', symbol)
      ports.advance(2000)
      const told = pushes<{ state_list: Record<string, unknown>[] }>(client, 'state.update')
      expect(told).toHaveLength(3)
      return told.at(-1)?.state_list[0] ?? {}
    }
    const spot = stateOf('spot', 'BTCUSDT')
    expect(Object.keys(spot).sort()).toEqual(
      'close high last low market open period value volume volume_buy volume_sell'.split(' '),
    )
    const contract = stateOf('futures', 'BTCUSD')
    expect(contract).toMatchObject({ market: 'BTCUSD', period: 86_400 })
    // Of an inverse contract the value is counted in its coin: USD ÷ price.
    const { value, volume, last } = contract
    expect(Number(value) / (Number(volume) / Number(last))).toBeCloseTo(1, 1)
    expect(Number(contract['next_funding_time'])).toBeGreaterThan(
      Number(contract['latest_funding_time']),
    )
  })

  test('tells index prices on both halves, mark prices on that of futures', () => {
    const { ports, subscribe } = setUp()
    const [spot, futures] = [
      subscribe('spot', 'index', 'BTCUSDT'),
      subscribe('futures', 'index', 'BTCUSDT'),
    ]
    ports.advance(5000)
    const [one, two] = [spot, futures].map((client) => pushes(client, 'index.update'))
    expect(one!.length).toBeGreaterThan(5)
    for (const data of one!) expect(Object.keys(data)).toEqual(['market', 'index_price'])
    for (const data of two!) expect(data).toHaveProperty('mark_price')
    expect(two!.map(({ index_price }) => index_price)).toContain(one!.at(-1)?.['index_price'])
  })

  test('tells an empty side as 0', () => {
    const { venue, subscribe } = setUp({ stepMs: 1_000_000 })
    const live = venue.market.find('spot', 'BTCUSDT')!
    const client = subscribe('spot', 'bbo', 'BTCUSDT')
    const size = live.engine.top('ask', 1000).reduce((sum, [, each]) => sum + each, 0)
    venue.market.submit(live, { side: 'buy', size, timeInForce: 'ioc' })
    expect(pushes(client, 'bbo.update').at(-1)).toMatchObject({
      best_ask_price: '0',
      best_ask_size: '0',
    })
  })
})
