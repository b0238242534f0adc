import { describe, expect, test } from 'vitest'
import { MaintainedBook, newCursor } from '../../../src/book/index.ts'
import {
  type BookUpdate,
  type FrameOutcome,
  type FrameSink,
  scaledText,
} from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = dydx()
const BTC = 'BTC-USD'

/** One connection, with what it was told to have lost. */
function connection() {
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  const decoder = driver.createDecoder(table, 'futures')
  const books: BookUpdate[] = []
  const losses: number[] = []
  const told: string[] = []
  let nowUs = 0
  let frames = 0
  const sink: FrameSink = {
    book: (update) => {
      books.push(update.clone())
      told.push(`${update.slot.instrument.base} ${update.isSnapshot ? 'whole' : sizeOf(update)}`)
    },
    bbo: () => {},
    trade: () => {},
    event: () => {},
    lost: () => {
      losses.push(frames)
      told.push('lost')
    },
    waits: () => void told.push('waits'),
    goesOn: () => void told.push('goes on'),
  }
  const read = (message: object): FrameOutcome => {
    frames += 1
    nowUs += 10_000
    return decoder.decode(Buffer.from(JSON.stringify(message)), nowUs, sink)
  }
  const head = (message_id: number) => ({ connection_id: 'c', message_id })
  return {
    books,
    losses,
    /** What was told since this was asked last. */
    said: () => told.splice(0),
    wait: (seconds: number) => void (nowUs += seconds * 1e6),
    subscribe: (id = BTC) =>
      decoder.sent?.(JSON.stringify({ type: 'subscribe', channel: 'v4_orderbook', id })),
    unsubscribe: () => decoder.sent?.('{"type":"unsubscribe","channel":"v4_orderbook"}'),
    greet: () => read({ type: 'connected', ...head(0) }),
    answer: (number: number, id = BTC) =>
      read({
        type: 'subscribed',
        ...head(number),
        channel: 'v4_orderbook',
        id,
        contents: { bids: [{ price: '9', size: '1' }], asks: [{ price: '11', size: '1' }] },
      }),
    refuse: (number: number) => read({ type: 'error', message: 'no', ...head(number) }),
    change: (number: number, bids: readonly (readonly string[])[] = [['9', '2']]) =>
      read({
        type: 'channel_data',
        ...head(number),
        id: BTC,
        channel: 'v4_orderbook',
        contents: { bids },
      }),
    broken: () => decoder.decode(Buffer.from('{"type":"channel_da'), nowUs, sink),
  }
}

function sizeOf({ bids }: BookUpdate): string {
  return scaledText(bids.sizes[0] ?? 0, bids.sizeScale)
}

describe('the numbers of a connection', () => {
  test('lose nothing while they count up, whatever the channel', () => {
    const { greet, subscribe, answer, change, losses } = connection()
    greet()
    subscribe()
    expect([answer(1), change(2), change(3)]).toEqual(['event', 'event', 'event'])
    expect(losses).toEqual([])
  })

  test('begin anywhere in a recording that begins in the middle', () => {
    const { change, losses } = connection()
    expect([change(1905), change(1906)]).toEqual(['event', 'event'])
    expect(losses).toEqual([])
  })

  test('show a lost change with the next message, before that is told', () => {
    const { greet, subscribe, answer, change, losses } = connection()
    greet()
    subscribe()
    answer(1)
    change(2)
    change(4)
    expect(losses).toEqual([4])
    change(5)
    expect(losses).toEqual([4])
  })

  test('allow an answer to come later than its number, and hold back what overtakes it until it is there', () => {
    const { greet, subscribe, answer, change, losses, said } = connection()
    greet()
    subscribe('ETH-USD')
    subscribe()
    change(3, [['9', '3']])
    change(4, [['9', '4']])
    expect(said()).toEqual([])
    // An answer that waits itself is told to the ledger, as one that had its turn.
    expect([answer(2), answer(1, 'ETH-USD')]).toEqual(['control', 'event'])
    expect(said()).toEqual(['ETH whole', 'BTC whole', 'BTC 3', 'BTC 4'])
    expect(change(5)).toBe('event')
    expect(losses).toEqual([])
  })

  test('do not take a lost message for the answer that is awaited: nothing behind it is told before it is told lost', () => {
    const { greet, subscribe, answer, change, said } = connection()
    greet()
    subscribe()
    answer(1)
    subscribe('ETH-USD')
    change(2, [['9', '2']])
    said()
    change(4, [['9', '4']])
    change(5, [['9', '5']])
    expect(said()).toEqual([])
    answer(6, 'ETH-USD')
    expect(said()).toEqual(['lost', 'BTC 4', 'BTC 5', 'ETH whole'])
  })

  test('tell every hole that is given up: a snapshot between two of them is no ground for what is behind the second', () => {
    const { greet, subscribe, answer, change, said } = connection()
    greet()
    subscribe()
    subscribe('ETH-USD')
    change(2, [['9', '2']])
    answer(3)
    change(5, [['9', '5']])
    expect(said()).toEqual(['lost', 'BTC 2', 'BTC whole', 'lost', 'BTC 5'])
  })

  test('show that messages wait once they have waited a quarter of a second, and that they go on before they are told', () => {
    const { greet, subscribe, answer, change, wait, said } = connection()
    greet()
    subscribe()
    change(2, [['9', '2']])
    wait(0.3)
    change(3, [['9', '3']])
    change(4, [['9', '4']])
    expect(said()).toEqual(['waits'])
    answer(1)
    expect(said()).toEqual(['goes on', 'BTC whole', 'BTC 2', 'BTC 3', 'BTC 4'])
  })

  test('show a loss beside a late answer: at once, or when the answer turns out to be another number', () => {
    const atOnce = connection()
    atOnce.greet()
    atOnce.subscribe()
    atOnce.change(3)
    expect(atOnce.losses).toEqual([2])
    const later = connection()
    later.greet()
    later.subscribe()
    later.change(1)
    later.change(3)
    expect(later.losses).toEqual([])
    later.answer(4)
    expect(later.losses).toEqual([4])
  })

  test('take an error for the answer that it is', () => {
    const { greet, subscribe, refuse, change, losses } = connection()
    greet()
    subscribe()
    change(2)
    refuse(1)
    change(4)
    expect(losses).toEqual([4])
  })

  test('expect no answer to an unsubscribe but the one that is next', () => {
    const { greet, unsubscribe, change, losses } = connection()
    greet()
    unsubscribe()
    change(2)
    expect(losses).toEqual([2])
  })

  test('leave a message aside that came twice, or after it was given up', () => {
    const { greet, unsubscribe, change, losses } = connection()
    greet()
    unsubscribe()
    expect([change(1), change(1)]).toEqual(['event', 'ignored'])
    expect(losses).toEqual([])
    expect([change(3), change(4), change(2)]).toEqual(['event', 'event', 'ignored'])
    expect(losses).toEqual([4])
  })

  test('put messages that come out of order back in order while an answer is awaited', () => {
    const { greet, subscribe, answer, change, losses, said } = connection()
    greet()
    subscribe()
    change(1, [['9', '1']])
    change(3, [['9', '3']])
    expect([change(2, [['9', '2']]), answer(4)]).toEqual(['event', 'event'])
    expect(said()).toEqual(['BTC 1', 'BTC 2', 'BTC 3', 'BTC whole'])
    expect(losses).toEqual([])
  })

  test('wait ten seconds for an answer, and do not let a lost one hide other losses for good', () => {
    const { greet, subscribe, change, wait, losses } = connection()
    greet()
    subscribe()
    change(2)
    wait(11)
    change(3)
    expect(losses).toEqual([3])
    change(5)
    expect(losses).toEqual([3, 4])
  })

  test('go on after a message that could not be read, and show one that was lost beside it', () => {
    const { greet, change, unsubscribe, broken, losses } = connection()
    greet()
    unsubscribe()
    change(1)
    expect(broken()).toBe('fault')
    change(3)
    change(4)
    expect(losses).toEqual([])
    expect(broken()).toBe('fault')
    change(7)
    expect(losses).toEqual([5])
  })

  test('give up what waits when a message cannot be read, for it may be the one that is missing', () => {
    const { greet, subscribe, change, broken, said } = connection()
    greet()
    subscribe()
    change(2, [['9', '2']])
    expect(broken()).toBe('fault')
    expect(said()).toEqual(['lost', 'BTC 2'])
  })

  test('give missing ones five seconds where nobody tells what was sent', () => {
    const { greet, change, answer, wait, losses } = connection()
    greet()
    change(2)
    answer(1)
    change(4)
    expect(losses).toEqual([])
    wait(6)
    change(5)
    expect(losses).toEqual([5])
  })

  test('take a hole of many for what it is', () => {
    const { greet, subscribe, change, losses } = connection()
    greet()
    subscribe()
    change(500)
    expect(losses).toEqual([2])
  })
})

describe('a book', () => {
  const rule = driver.continuity('futures', 'v4_orderbook')

  test('begins with the answer to its subscribe, and takes every change from then on', () => {
    const { greet, answer, change, books } = connection()
    greet()
    change(1)
    answer(2)
    change(3)
    const cursor = newCursor()
    expect(books.map((update) => rule.judge(cursor, update))).toEqual(['gap', 'apply', 'apply'])
    expect(rule).toMatchObject({ snapshot: 'stream', crossed: 'uncross' })
    expect(rule).not.toHaveProperty('truncateTo')
  })

  /** Applies what the frames say and shows the best of both sides. */
  function applied(read: (made: ReturnType<typeof connection>) => void): string {
    const made = connection()
    made.greet()
    read(made)
    const [first] = made.books
    if (first === undefined) throw new Error('no book was told')
    const book = new MaintainedBook(first.slot, first.feed, 100)
    for (const update of made.books) book.apply(update, rule)
    const { bids, asks } = book.evidence
    const side = (levels: typeof bids): string =>
      Array.from(
        { length: levels.count },
        (_, i) => `${levels.priceText(i)}x${levels.sizeText(i)}`,
      ).join(' ')
    return `${side(bids)} | ${side(asks)}`
  }

  test('drops what an update contradicts: the older level goes, as far as the new one reaches', () => {
    const shown = applied(({ answer, change }) => {
      answer(1)
      change(2, [['10', '3']])
      change(3, [['11', '0.4']])
    })
    expect(shown).toBe('11x0.4 10x3 9x1 | ')
  })

  test('does not bring back a level that gave way, and takes its removal for nothing', () => {
    const shown = applied(({ answer, change }) => {
      answer(1)
      change(2, [['11', '1']])
      change(3, [['11', '0']])
    })
    expect(shown).toBe('9x1 | ')
  })
})
