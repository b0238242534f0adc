import { describe, expect, it } from 'vitest'
import { asset, type DecimalText, type Instrument, pair } from '../../src/core/index.ts'
import { ConsolidatedBbo, type ConsolidatedBboOptions } from '../../src/market/index.ts'
import { FakeBook } from './fake-books.ts'
import { makeUpdate } from './scripted-venue.ts'

const wallClock = { nowUs: () => 1_000 }

function view(books: readonly FakeBook[], over: Partial<ConsolidatedBboOptions> = {}) {
  return new ConsolidatedBbo({ sources: books.map(({ handle }) => handle), wallClock, ...over })
}

/** A at scale 0, B at scale 2. */
function two() {
  const a = new FakeBook('a', { priceScale: 0 }).show([[100, 1]], [[102, 1]], 400)
  const b = new FakeBook('b', { priceScale: 2 }).show([[10_050, 2]], [[10_150, 3]], 900)
  return { a, b, best: view([a, b]) }
}

const perpetual = (direction: 'linear' | 'inverse', multiplier: string): Partial<Instrument> => ({
  market: 'futures',
  kind: 'perpetual',
  contract: { direction, multiplier: multiplier as DecimalText, settle: asset('USDT') },
})

describe('the best bid and ask over venues', () => {
  it('are those of the venue with the best price, whatever its scale', () => {
    const { best } = two()
    expect([best.bid.source()?.venue, best.bid.priceText()]).toEqual(['b', '100.5'])
    expect([best.ask.source()?.venue, best.ask.priceText()]).toEqual(['b', '101.5'])
    expect(best.spread()?.toFixed()).toBe('1')
  })

  it('belong to the venue that was named first where several have the same price', () => {
    const { a, b, best } = two()
    b.show([[10_000, 2]], [[10_200, 3]])
    expect(best.bid.source()?.venue).toBe('a')
    expect(best.ask.sources().map(({ venue }) => venue)).toEqual(['a', 'b'])
    expect(view([b, a]).bid.source()?.venue).toBe('b')
  })

  it('are without a venue from the moment on at which its book is not live, before anybody is told', () => {
    const { b, best } = two()
    for (const state of ['stale', 'corrupt', 'closed'] as const) {
      b.turn(state)
      expect([best.bid.source()?.venue, best.bid.priceText()]).toEqual(['a', '100'])
      expect(best.sources.map((source) => [source.isCounted, source.state])).toEqual([
        [true, 'live'],
        [false, state],
      ])
    }
  })

  it('are absent where no venue counts', () => {
    const { a, b, best } = two()
    a.turn('stale')
    b.turn('syncing')
    expect([best.bid.source(), best.bid.priceText(), best.ask.baseSize()]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect([best.isCrossed(), best.spread()]).toEqual([false, undefined])
  })

  it('take one side of a venue whose other side is empty', () => {
    const { a, b, best } = two()
    a.show([], [[101, 1]])
    b.show([[10_050, 2]], [])
    expect([best.bid.source()?.venue, best.ask.source()?.venue]).toEqual(['b', 'a'])
  })

  it('compare prices that no double can hold at one scale', () => {
    const high = new FakeBook('high', { priceScale: 0 }).show([[9_007_199_254_740_991, 1]], [])
    const low = new FakeBook('low', { priceScale: 15 }).show([[9_007_199_254_740_990, 1]], [])
    expect(view([low, high]).bid.source()?.venue).toBe('high')
  })
})

describe('a wide venue, whose values no 53 bits hold', () => {
  const beyond = 2n ** 70n
  const wide = () => {
    const book = new FakeBook('wide')
    const update = makeUpdate(book.slot, { isSnapshot: true, bids: [[0, 0]], asks: [] })
    update.bids.widen()
    update.asks.widen()
    update.bids.widePrices[0] = beyond
    update.bids.wideSizes[0] = 3n
    book.book.apply(update)
    return book.turn('live')
  }

  it('is compared exactly with one that is not, both ways', () => {
    const narrow = new FakeBook('narrow').show(
      [[9_007_199_254_740_991, 1]],
      [[9_007_199_254_740_991, 1]],
    )
    for (const books of [
      [wide(), narrow],
      [narrow, wide()],
    ]) {
      const best = view(books)
      expect([best.bid.source()?.venue, best.bid.priceText()]).toEqual(['wide', `${beyond}`])
      expect(best.isCrossed()).toBe(true)
      expect(best.bid.baseSize()?.toFixed()).toBe('3')
    }
  })

  it('is told at every frame while it is best: there is no number to compare', () => {
    const book = wide()
    let calls = 0
    view([book]).onChange(() => {
      calls += 1
    })
    book.tell()
    book.tell()
    expect(calls).toBe(2)
  })
})

describe('crossing between venues', () => {
  it('is told, and doubts no book', () => {
    const { a, b, best } = two()
    a.show([[103, 1]], [[104, 1]])
    expect(best.isCrossed()).toBe(true)
    expect(best.spread()?.toFixed()).toBe('-1.5')
    expect([a.book.state, b.book.state]).toEqual(['live', 'live'])
  })

  it('begins where bid and ask are equal', () => {
    const { a, best } = two()
    a.show([[101, 1]], [[104, 1]])
    expect(best.isCrossed()).toBe(false)
    const b = new FakeBook('b', { priceScale: 2 }).show([], [[10_100, 1]])
    expect(view([a, b]).isCrossed()).toBe(true)
  })
})

describe('sizes', () => {
  it('add up over venues at one price, contracts by their multiplier', () => {
    const spot = new FakeBook('a', { sizeScale: 1 }).show([[100, 25]], [])
    const swap = new FakeBook('b', perpetual('linear', '0.01')).show([[100, 30]], [])
    const { bid } = view([spot, swap])
    expect([bid.sizeText(), bid.sizeUnit(), bid.baseSize()?.toFixed()]).toEqual([
      '2.5',
      'base',
      '2.8',
    ])
    const other = view([swap, spot]).bid
    expect([other.sizeText(), other.sizeUnit()]).toEqual(['30', 'contracts'])
  })

  it('of inverse contracts are in contracts, and no base is claimed for them', () => {
    const inverse = new FakeBook('a', perpetual('inverse', '100')).show([[100, 7]], [])
    const spot = new FakeBook('b').show([[100, 2]], [])
    const { bid } = view([inverse, spot])
    expect([bid.sizeText(), bid.sizeUnit(), bid.baseSize()]).toEqual(['7', 'contracts', undefined])
    inverse.turn('stale')
    expect(bid.baseSize()?.toFixed()).toBe('2')
  })

  it('of contracts of one base each count base', () => {
    const swap = new FakeBook('a', perpetual('linear', '1')).show([[100, 7]], [])
    expect(view([swap]).bid.sizeUnit()).toBe('base')
  })
})

describe('onChange', () => {
  it('calls once for each change of a best price, of who has it, of a size at it, or of a state', () => {
    const { a, b, best } = two()
    const told: string[] = []
    best.onChange(({ bid }) =>
      told.push(`${bid.source()?.venue} ${bid.priceText()} ${bid.sizeText()}`),
    )
    const act = (change: () => void, book: FakeBook) => {
      const before = told.length
      change()
      book.tell()
      book.tell()
      return told.slice(before)
    }
    expect(act(() => b.show([[10_050, 5]], [[10_150, 3]]), b)).toEqual(['b 100.5 5'])
    expect(act(() => a.show([[99, 1]], [[103, 1]]), a)).toEqual([])
    expect(act(() => a.show([[101, 1]], [[103, 1]]), a)).toEqual(['a 101 1'])
    expect(act(() => b.turn('stale'), b)).toEqual(['a 101 1'])
    expect(act(() => a.turn('corrupt'), a)).toEqual(['undefined undefined undefined'])
  })

  it('ends at every venue when the handler throws, and goes on where that is asked for', () => {
    const { a, b, best } = two()
    let calls = 0
    const fail = () => {
      calls += 1
      throw new Error('mine')
    }
    const once = best.onChange(fail)
    expect(() => b.turn('stale').tell()).toThrow('mine')
    a.turn('stale').tell()
    expect([once.isOpen, calls, a.listeners, b.listeners]).toEqual([false, 1, 0, 0])
    const always = best.onChange(fail, { onThrow: 'continue' })
    expect(() => a.turn('live').tell()).toThrow('mine')
    expect([always.isOpen, calls]).toEqual([true, 2])
  })

  it('is not called after close, which leaves the books to who gave them', async () => {
    const { a, b, best } = two()
    let calls = 0
    const subscription = best.onChange(() => {
      calls += 1
    })
    await best.close()
    await best.close()
    b.turn('stale').tell()
    expect([calls, subscription.isOpen, a.listeners + b.listeners]).toEqual([0, false, 0])
    expect([a.isClosed, b.isClosed]).toEqual([false, false])
    expect(best.onChange(() => {}).isOpen).toBe(false)
  })
})

describe('updates', () => {
  it('begin with the view of now and tell every change, ages and states with it', async () => {
    const { b, best } = two()
    const quotes = best.updates({ slow: { queue: 10 } })
    b.turn('stale').tell()
    expect((await quotes.next()).value).toEqual({
      bid: {
        venue: 'b',
        market: 'spot',
        pair: 'BTC/USDT',
        price: '100.5',
        size: '2',
        sizeUnit: 'base',
        baseSize: '2',
      },
      ask: {
        venue: 'b',
        market: 'spot',
        pair: 'BTC/USDT',
        price: '101.5',
        size: '3',
        sizeUnit: 'base',
        baseSize: '3',
      },
      isCrossed: false,
      venues: [
        { venue: 'a', market: 'spot', pair: 'BTC/USDT', state: 'live', ageUs: 600 },
        { venue: 'b', market: 'spot', pair: 'BTC/USDT', state: 'live', ageUs: 100 },
      ],
      localTimeUs: 1_000,
    })
    expect((await quotes.next()).value).toMatchObject({
      bid: { venue: 'a', price: '100' },
      venues: [{ state: 'live' }, { state: 'stale' }],
    })
  })

  it('give a slow reader the newest view, as it is when it is read', async () => {
    const { a, b, best } = two()
    const losses: number[] = []
    const quotes = best.updates({ onLoss: (_action, dropped) => losses.push(dropped) })
    b.show([[10_060, 1]], [[10_150, 3]]).tell()
    a.show([[101, 1]], [[102, 1]])
    b.turn('stale')
    expect(quotes.size).toBe(1)
    expect((await quotes.next()).value).toMatchObject({ bid: { venue: 'a', price: '101' } })
    expect([losses, quotes.droppedEvents]).toEqual([[1], 1])
  })

  it('keep the newest n, or end with SLOW_CONSUMER, as declared', async () => {
    const { b, best } = two()
    const queue = best.updates({ slow: { queue: 1 } })
    const fail = best.updates({ slow: { fail: 1 }, name: 'mine' })
    b.show([[10_060, 1]], [[10_150, 3]]).tell()
    expect((await queue.next()).value).toMatchObject({ bid: { price: '100.6' } })
    expect((await fail.next()).value).toMatchObject({ bid: { price: '100.5' } })
    await expect(fail.next()).rejects.toMatchObject({ code: 'SLOW_CONSUMER' })
    expect(() => best.updates({ slow: { queue: 0 } })).toThrow('room for 1 event or more, was 0')
  })

  it('end when every book is closed, when the view is, and when the signal says so', async () => {
    const { a, b, best } = two()
    const all = best.updates({ slow: { queue: 10 } })
    a.turn('closed').tell()
    b.turn('closed').tell()
    const seen: unknown[] = []
    for await (const quote of all) seen.push(quote.venues.map(({ state }) => state).join())
    expect(seen).toEqual(['live,live', 'closed,live', 'closed,closed'])
    const controller = new AbortController()
    const aborted = best.updates({ signal: controller.signal })
    controller.abort()
    expect((await aborted.next()).done).toBe(true)
    const closed = best.updates()
    await best.close()
    expect((await closed.next()).done).toBe(true)
    expect((await best.updates().next()).done).toBe(true)
  })
})

describe('what a view is made of', () => {
  it('may be pairs at venues: their books are opened, and closed with the view', async () => {
    const book = new FakeBook('a').show([[100, 1]], [])
    const asked: unknown[] = []
    const market = {
      book: (name: string, depth?: unknown) => {
        asked.push([name, depth])
        return book.handle
      },
    }
    await using best = view([], { sources: [{ market, pair: 'BTC/USDT', depth: 20 }] })
    expect([best.bid.priceText(), asked]).toEqual(['100', [['BTC/USDT', 20]]])
    await best.close()
    expect(book.isClosed).toBe(true)
  })

  it('is refused where nothing is named, or one thing twice', () => {
    expect(() => view([])).toThrow('expected one source or more')
    const a = new FakeBook('a')
    expect(() => view([a, a])).toThrow('a spot BTC/USDT stands twice')
  })

  it('is refused where pairs differ, unless all of them are named', () => {
    const a = new FakeBook('a')
    const b = new FakeBook('b', { pair: pair('BTC/USD'), quote: asset('USD') })
    expect(() => view([a, b])).toThrow(
      'expected the pair BTC/USDT, found BTC/USD too; name all that you take for one in `pairs`',
    )
    expect(() => view([a, b], { pairs: ['BTC/USD'] })).toThrow('found BTC/USDT too')
    expect(view([a, b], { pairs: ['BTC/USDT', 'BTC/USD'] }).sources).toHaveLength(2)
  })

  it('is refused where prices are for different bases, named or not; what was opened is closed', () => {
    const a = new FakeBook('a')
    const b = new FakeBook('b', { pair: pair('1000BTC/USDT'), base: asset('1000BTC') })
    const market = { book: () => a.handle }
    const sources = [{ market, pair: 'BTC/USDT' }, b.handle]
    expect(() => view([], { sources, pairs: ['BTC/USDT', '1000BTC/USDT'] })).toThrow(
      'prices of 1000BTC/USDT are for one 1000BTC, those of BTC/USDT for one BTC',
    )
    expect([a.isClosed, b.isClosed]).toEqual([true, false])
  })
})
