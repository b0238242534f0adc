import { describe, expect, test } from 'vitest'
import { setUp, type TradeRow } from './support.ts'

const LONG = 'FARTCOIN,RAYDIUM,9BB6NFECJBCTNNLFKO2FQVQBQ8HHM13KCYYCDQBGPUMP-USD'

describe('simulated dYdX REST', () => {
  test('the clock is in seconds with a fraction', () => {
    const { ports, rest } = setUp()
    ports.advance(1234)
    const body = rest('time').body as { iso: string; epoch: number }
    expect(Math.round(body.epoch * 1000)).toBe(Date.parse(body.iso))
    expect(rest('height').body).toMatchObject({ height: '66624085' })
  })

  test('markets come all, one, or so many', () => {
    const { rest } = setUp()
    const names = (target: string) =>
      Object.keys((rest(target).body as { markets: object }).markets)
    expect(names('perpetualMarkets')).toHaveLength(4)
    expect(names('perpetualMarkets?market=ETH-USD')).toEqual(['ETH-USD'])
    expect(names('perpetualMarkets?limit=2')).toHaveLength(2)
  })

  test('a book is the truth of now, also of a market with commas in its name', () => {
    const { ports, venue, rest } = setUp()
    ports.advance(5000)
    for (const symbol of ['BTC-USD', LONG]) {
      const { body } = rest(`orderbooks/perpetualMarket/${encodeURIComponent(symbol)}`)
      const { bids, asks } = body as Record<'bids' | 'asks', { price: string; size: string }[]>
      const truth = venue.truth('perpetual', symbol)
      const levels = (side: typeof bids) => side.map(({ price, size }) => [price, size])
      expect({ bids: levels(bids), asks: levels(asks) }).toEqual({
        bids: truth?.bids,
        asks: truth?.asks,
      })
    }
  })

  test('trades come newest first, back from a moment', () => {
    const { ports, rest } = setUp({ warmUpMs: 60_000 })
    ports.advance(10_000)
    const of = (query: string) =>
      (rest(`trades/perpetualMarket/BTC-USD?${query}`).body as { trades: TradeRow[] }).trades
    const all = of('limit=1000')
    const times = all.map(({ createdAt }) => createdAt)
    expect(times).toEqual([...times].sort().reverse())
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const middle = times[Math.floor(times.length / 2)]!
    const back = of(`createdBeforeOrAt=${middle}`)
    expect(back[0]?.createdAt).toBe(middle)
    for (const { createdAt } of back) expect(createdAt <= middle).toBe(true)
    expect(of('limit=3')).toEqual(all.slice(0, 3))
  })

  test('bars of a span, the end itself not in it', () => {
    const { rest } = setUp({ warmUpMs: 600_000 })
    const of = (query: string) =>
      (
        rest(`candles/perpetualMarkets/BTC-USD?resolution=1MIN&${query}`).body as {
          candles: { startedAt: string }[]
        }
      ).candles.map(({ startedAt }) => startedAt)
    const all = of('limit=1000')
    expect(of(`fromISO=${all[5]}&toISO=${all[2]}`)).toEqual(all.slice(3, 6))
  })

  test('fundings of every hour, newest first', () => {
    const { rest } = setUp()
    const { historicalFunding } = rest('historicalFunding/BTC-USD?limit=3').body as {
      historicalFunding: { effectiveAt: string; ticker: string }[]
    }
    const times = historicalFunding.map(({ effectiveAt }) => Date.parse(effectiveAt))
    expect([times[0]! - times[1]!, times[1]! - times[2]!]).toEqual([3_600_000, 3_600_000])
  })

  test.each([
    ['nothing', 404, 'Not Found'],
    ['trades/perpetualMarket/FOO-USD', 400, /ticker/],
    ['trades/perpetualMarket/BTC-USD?limit=0', 400, /limit/],
    ['trades/perpetualMarket/BTC-USD?limit=1001', 400, /limit/],
    ['trades/perpetualMarket/BTC-USD?createdBeforeOrAt=now', 400, /createdBeforeOrAt/],
    ['candles/perpetualMarkets/BTC-USD?resolution=2MINS', 400, /resolution/],
  ])('%s is refused with %i', (target, status, msg) => {
    const answer = setUp().rest(target)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({
      errors: [{ msg: typeof msg === 'string' ? msg : expect.stringMatching(msg) }],
    })
  })

  test('the call after the hundredth in 10 s is told in ms when to come back; bars have more', () => {
    const { ports, rest } = setUp()
    for (let i = 0; i < 100; i += 1) expect(rest('time').status).toBe(200)
    const refused = rest('time')
    expect(refused.status).toBe(429)
    expect(refused.body).toEqual({ errors: [{ msg: 'Too many requests' }] })
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '100', 'ratelimit-remaining': '0' })
    expect(rest('candles/perpetualMarkets/BTC-USD?resolution=1MIN').status).toBe(200)
    ports.advance(Number(refused.headers['retry-after']))
    expect(rest('time').status).toBe(200)
  })
})
