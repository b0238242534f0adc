import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DEFAULT_INSTRUMENTS } from '../../../src/sim/kraken/index.ts'
import { BookCopy } from '../support/book-copy.ts'
import { bookRows, messages, setUp } from './support.ts'

/** The checksum by the venue's guide, over a client's own book of written texts. */
class WrittenBook {
  readonly #sides = { bids: new Map<string, string>(), asks: new Map<string, string>() }

  apply(bids: readonly [string, string][], asks: readonly [string, string][], depth: number): void {
    for (const [name, levels] of [
      ['bids', bids],
      ['asks', asks],
    ] as const) {
      const side = this.#sides[name]
      for (const [price, size] of levels) {
        if (Number(size) === 0) side.delete(price)
        else side.set(price, size)
      }
      for (const [price] of this.#best(name).slice(depth)) side.delete(price)
    }
  }

  checksum(): number {
    const strip = (text: string): string => text.replace('.', '').replace(/^0+/, '')
    const text = (name: 'bids' | 'asks'): string =>
      this.#best(name)
        .slice(0, 10)
        .map(([price, size]) => strip(price) + strip(size))
        .join('')
    return crc32(text('asks') + text('bids'))
  }

  levels() {
    return { bids: this.#best('bids'), asks: this.#best('asks') }
  }

  #best(name: 'bids' | 'asks'): [string, string][] {
    const direction = name === 'bids' ? -1 : 1
    return [...this.#sides[name]].sort((a, b) => (Number(a[0]) - Number(b[0])) * direction)
  }
}

const deep = DEFAULT_INSTRUMENTS.map((instrument) =>
  instrument.symbol === 'BTC/USD'
    ? { ...instrument, flow: { ...instrument.flow, levels: 1400 } }
    : instrument,
)

describe('simulated Kraken spot books', () => {
  test.for([
    ['BTC/USD', 10],
    ['BTC/USD', 25],
    ['ETH/USD', 100],
    ['DOGE/USD', 500],
    ['ETH/BTC', 1000],
  ] as const)('%s at depth %i is the truth after every message, and so says its checksum', (it) => {
    const [symbol, depth] = it
    const { ports, venue, subscribe } = setUp()
    const client = subscribe({ channel: 'book', symbol: [symbol], depth })
    const book = new WrittenBook()
    let read = 0
    let repeated = 0
    for (let turn = 0; turn < 400; turn += 1) {
      ports.advance(10)
      const rows = bookRows(client, symbol)
      for (const { bids, asks, checksum } of rows.slice(read)) {
        book.apply(bids, asks, depth)
        expect(book.checksum()).toBe(Number(checksum))
        const prices = [...bids, ...asks].map(([price]) => price)
        if (new Set(prices).size < prices.length) repeated += 1
      }
      read = rows.length
      const truth = venue.truth('spot', symbol)
      const copy = new BookCopy()
      const { bids, asks } = book.levels()
      copy.apply(bids, asks)
      expect(copy.levels()).toEqual({
        bids: truth?.bids.slice(0, depth),
        asks: truth?.asks.slice(0, depth),
      })
    }
    expect(read).toBeGreaterThan(60)
    expect(repeated).toBeGreaterThan(0)
  })

  test('tells nothing of levels that others push out at depth 1000', () => {
    const { ports, venue, subscribe } = setUp({ instruments: deep })
    const client = subscribe({ channel: 'book', symbol: ['BTC/USD'], depth: 1000 })
    ports.advance(3000)
    const rows = bookRows(client, 'BTC/USD')
    expect(rows[0]?.bids).toHaveLength(1000)
    const whole = new BookCopy()
    for (const { bids, asks } of rows) whole.apply(bids, asks)
    // Who does not cut keeps levels that the venue does not vouch for any more.
    const { bids } = whole.levels()
    expect(bids.slice(0, 1000)).toEqual(venue.truth('spot', 'BTC/USD')?.bids.slice(0, 1000))
  })

  test('a client that joins later gets a snapshot that the next update fits', () => {
    const { ports, subscribe } = setUp()
    const first = subscribe({ channel: 'book', symbol: ['ETH/USD'], depth: 10 })
    ports.advance(2030)
    const second = subscribe({ channel: 'book', symbol: ['ETH/USD'], depth: 10 })
    ports.advance(2000)
    const book = new WrittenBook()
    const rows = bookRows(second, 'ETH/USD')
    for (const { bids, asks, checksum } of rows) {
      book.apply(bids, asks, 10)
      expect(book.checksum()).toBe(Number(checksum))
    }
    const tail = bookRows(first, 'ETH/USD').slice(1 - rows.length)
    expect(rows.slice(1)).toEqual(tail)
    expect(rows.map(({ type }) => type).slice(0, 2)).toEqual(['snapshot', 'update'])
  })
})

describe('simulated Kraken spot channels', () => {
  test('trades count up and are told once', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe({ channel: 'trade', symbol: ['BTC/USD'] })
    ports.advance(10_000)
    const told = messages<{ trade_id: number; side: string }>(client, 'trade')
    const ids = told.flatMap(({ data }) => data.map(({ trade_id: id }) => id))
    expect(ids).toEqual(venue.market.find('spot', 'BTC/USD')?.trades.map(({ id }) => id))
    expect(told.every(({ type }) => type === 'update')).toBe(true)
  })

  test('trades begin with the last fifty where asked', () => {
    const { subscribe } = setUp({ warmUpMs: 60_000 })
    const client = subscribe({ channel: 'trade', symbol: ['BTC/USD'], snapshot: true })
    expect(messages(client, 'trade')).toMatchObject([{ type: 'snapshot' }])
    expect(messages(client, 'trade')[0]?.data).toHaveLength(50)
  })

  test.for([
    ['trades', 'last'],
    ['bbo', 'bid'],
  ] as const)('the ticker by %s tells when it changes', ([trigger]) => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe({ channel: 'ticker', symbol: ['BTC/USD'], event_trigger: trigger })
    let due = 1
    venue.market.listen(({ instrument, trades, isBboChanged }) => {
      if (instrument.spec.symbol !== 'BTC/USD') return
      if (trigger === 'bbo' ? isBboChanged : trades.length > 0) due += 1
    })
    ports.advance(5000)
    const told = messages<Record<string, unknown>>(client, 'ticker')
    expect(told).toHaveLength(due)
    const [bid] = venue.truth('spot', 'BTC/USD')?.bids ?? []
    if (trigger === 'bbo') {
      expect(told.at(-1)?.data[0]).toMatchObject({
        bid: Number(bid?.[0]),
        bid_qty: Number(bid?.[1]),
      })
    }
  })

  test.for([1, 10_080, 21_600])('bars of %i minutes are counted from 1970', (interval) => {
    const { ports, subscribe } = setUp({ warmUpMs: 60_000 })
    const client = subscribe({ channel: 'ohlc', symbol: ['BTC/USD'], interval })
    ports.advance(5000)
    const rows = messages<{ interval_begin: string; interval: number; trades: number }>(
      client,
      'ohlc',
    ).flatMap(({ data }) => data)
    expect(rows.length).toBeGreaterThan(3)
    for (const { interval_begin: begin, interval: told } of rows) {
      expect(told).toBe(interval)
      expect(begin).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000000000Z$/)
      expect(Date.parse(begin) % (interval * 60_000)).toBe(0)
    }
  })

  test('instruments are told whole, then as they change', () => {
    const { venue, subscribe } = setUp()
    const client = subscribe({ channel: 'instrument' })
    venue.announceStatus('ETH/USD', 'cancel_only')
    const told = client.with<{ data: { pairs: { symbol: string; status: string }[] } }>('data')
    const [, snapshot, update] = told
    expect(snapshot?.data.pairs).toHaveLength(6)
    expect(client.raw.join('')).toContain('"qty_increment":1e-8')
    expect(update?.data.pairs).toMatchObject([{ symbol: 'ETH/USD', status: 'cancel_only' }])
  })
})
