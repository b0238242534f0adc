import { describe, expect, test } from 'vitest'
import { simulatedBinance } from '../../../src/sim/binance/index.ts'
import { BookCopy } from '../support/book-copy.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

interface Diff {
  U: number
  u: number
  pu: number
  b: [string, string][]
  a: [string, string][]
}
interface Snapshot {
  lastUpdateId: number
  bids: [string, string][]
  asks: [string, string][]
}

function setUp() {
  const ports = new ManualPorts()
  const venue = simulatedBinance({ ports, seed: 11 })
  const stream = (product: string, target: string) =>
    new HostClient(venue.hosts[`${product}-stream`]!, target)
  const rest = (product: string, target: string) => get(venue.hosts[`${product}-rest`]!, target)
  venue.start()
  return { ports, venue, stream, rest }
}

const CASES = [
  { product: 'usdm', symbol: 'BTCUSDT', path: '/public/ws', suffix: '', rest: '/fapi/v1' },
  { product: 'usdm', symbol: 'ETHUSDT', path: '/public/ws', suffix: '@100ms', rest: '/fapi/v1' },
  { product: 'usdm', symbol: '1000SHIBUSDT', path: '/public/ws', suffix: '@0ms', rest: '/fapi/v1' },
  { product: 'coinm', symbol: 'BTCUSD_PERP', path: '/ws', suffix: '@500ms', rest: '/dapi/v1' },
]

describe('simulated Binance futures', () => {
  test.for(CASES)('$product $symbol depth$suffix on a snapshot rebuilds the truth', (it) => {
    const { ports, venue, stream, rest } = setUp()
    const client = stream(it.product, `${it.path}/${it.symbol.toLowerCase()}@depth${it.suffix}`)
    ports.advance(1730)
    const target = `${it.rest}/depth?symbol=${it.symbol}&limit=1000`
    const snapshot = rest(it.product, target).body as Snapshot
    ports.advance(15_000)
    const book = new BookCopy()
    book.apply(snapshot.bids, snapshot.asks)
    const diffs = client.with<Diff>('pu').filter((diff) => diff.u >= snapshot.lastUpdateId)
    expect(diffs.length).toBeGreaterThan(10)
    let previous = diffs[0]!.pu
    const bridges = diffs[0]!.U <= snapshot.lastUpdateId && snapshot.lastUpdateId <= diffs[0]!.u
    expect(bridges || diffs[0]!.pu === snapshot.lastUpdateId).toBe(true)
    for (const diff of diffs) {
      expect(diff.pu).toBe(previous)
      expect(diff.U).toBeGreaterThan(diff.pu)
      book.apply(diff.b, diff.a)
      previous = diff.u
      const { bids, asks } = venue.truth(it.product, it.symbol, diff.u)!
      expect(book.levels()).toEqual({ bids, asks })
    }
  })

  test('ids of futures diffs jump', () => {
    const { ports, stream } = setUp()
    const client = stream('usdm', '/public/ws/btcusdt@depth@100ms')
    ports.advance(10_000)
    expect(client.with<Diff>('pu').some((diff) => diff.U > diff.pu + 1)).toBe(true)
  })

  test.for([
    ['/public', ['depthUpdate', 'bookTicker', 'trade']],
    ['/market', ['aggTrade', 'markPriceUpdate', 'kline', '24hrTicker']],
    ['', ['depthUpdate', 'bookTicker', 'trade']],
    ['/private', []],
  ] as const)(
    'the route "%s" delivers only its streams and acknowledges all',
    ([route, events]) => {
      const { ports, stream } = setUp()
      const client = stream('usdm', `${route}/ws`)
      const names = [
        'depth@100ms',
        'bookTicker',
        'trade',
        'aggTrade',
        'markPrice@1s',
        'kline_1m',
        'ticker',
      ]
      client.send({ method: 'SUBSCRIBE', params: names.map((name) => `btcusdt@${name}`), id: 3 })
      ports.advance(6000)
      expect(client.received[0]).toEqual({ result: null, id: 3 })
      const kinds = new Set(client.with<{ e: string }>('e').map((message) => message.e))
      expect([...kinds].sort()).toEqual([...events].sort())
    },
  )

  test('a mark price has the fields and digits of the wire', () => {
    const { ports, stream } = setUp()
    const perpetual = stream('usdm', '/market/ws/btcusdt@markPrice@1s')
    const dated = stream('coinm', '/ws/btcusd_270326@markPrice@1s')
    ports.advance(1000)
    expect(Object.keys(perpetual.received[0] as object)).toEqual([
      'e',
      'E',
      's',
      'p',
      'ap',
      'i',
      'P',
      'r',
      'T',
      'st',
    ])
    expect(perpetual.received[0]).toMatchObject({
      p: expect.stringMatching(/^\d+\.\d{8}$/),
      r: expect.stringMatching(/^-?0\.\d{8}$/),
      st: 1,
    })
    expect(dated.received[0]).toMatchObject({ s: 'BTCUSD_270326', r: '', T: 0, st: 2 })
  })

  test('all-market streams carry both product lines', () => {
    const { ports, stream } = setUp()
    const client = stream('usdm', '/market/stream?streams=!miniTicker@arr')
    ports.advance(5000)
    const types = new Set(
      client
        .with<{ data: { st: number }[] }>('data')
        .flatMap(({ data }) => data.map((row) => row.st)),
    )
    expect(types).toEqual(new Set([1, 2]))
  })

  test('tells at most one forced order a second and symbol', () => {
    const { ports, stream, venue } = setUp()
    const client = stream('usdm', '/market/ws/!forceOrder@arr')
    let forced = 0
    venue.market.listen((event) => {
      if (event.liquidation !== undefined) forced += 1
    })
    ports.advance(120_000)
    const told = client.with<{ o: { s: string; S: string; z: string; q: string } }>('o')
    expect(told.length).toBeGreaterThan(0)
    expect(told.length).toBeLessThanOrEqual(forced)
    for (const { o } of told) expect(o.z).toBe(o.q)
  })

  test('aggregated trades add up to the trades', () => {
    const { ports, stream } = setUp()
    const raw = stream('usdm', '/public/ws/btcusdt@trade')
    const client = stream('usdm', '/market/ws/btcusdt@aggTrade')
    ports.advance(8000)
    const trades = raw.with<{ t: number; q: string; p: string; m: boolean }>('t')
    const groups = client.with<{
      a: number
      f: number
      l: number
      q: string
      p: string
      m: boolean
    }>('f')
    expect(groups.length).toBeGreaterThan(5)
    groups.forEach((group, i) => {
      const own = trades.filter((trade) => trade.t >= group.f && trade.t <= group.l)
      expect(own).toHaveLength(group.l - group.f + 1)
      expect(own.every((trade) => trade.p === group.p && trade.m === group.m)).toBe(true)
      expect(own.reduce((sum, trade) => sum + Number(trade.q), 0)).toBeCloseTo(Number(group.q), 9)
      if (i > 0) expect([group.a, group.f]).toEqual([groups[i - 1]!.a + 1, groups[i - 1]!.l + 1])
    })
  })

  test('answers a contract query with funding, premium and open interest', () => {
    const { rest } = setUp()
    const premium = rest('usdm', '/fapi/v1/premiumIndex?symbol=BTCUSDT').body
    expect(premium).toMatchObject({ symbol: 'BTCUSDT', interestRate: '0.00010000' })
    const funding = rest('usdm', '/fapi/v1/fundingRate?symbol=BTCUSDT&limit=3').body
    expect(funding).toHaveLength(3)
    const interest = rest('coinm', '/dapi/v1/openInterest?symbol=BTCUSD_PERP').body
    expect(interest).toMatchObject({ pair: 'BTCUSD', contractType: 'PERPETUAL' })
    expect(rest('coinm', '/dapi/v1/premiumIndex?symbol=BTCUSD_270326').body).toMatchObject([
      { symbol: 'BTCUSD_270326', lastFundingRate: '' },
    ])
  })

  test('a new contract is announced and trades', () => {
    const { ports, venue, stream } = setUp()
    const client = stream('usdm', '/market/ws/!contractInfo')
    venue.list({
      product: 'usdm',
      kind: 'perpetual',
      symbol: 'NEWUSDT',
      base: 'NEW',
      quote: 'USDT',
      settle: 'USDT',
      tickSize: '0.001',
      lotSize: '1',
      startPrice: '1.000',
    })
    expect(client.received[0]).toMatchObject({ e: 'contractInfo', s: 'NEWUSDT', cs: 'TRADING' })
    const trades = stream('usdm', '/public/ws/newusdt@trade')
    ports.advance(5000)
    expect(trades.received.length).toBeGreaterThan(0)
  })
})
