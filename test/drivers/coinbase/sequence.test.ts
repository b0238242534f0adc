import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type FrameSink, type InstrumentSlot } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = coinbase()

/** A decoder of one connection, and what it told: `lost`, or the types of events. */
function connection() {
  const told: string[] = []
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  const decoder = driver.createDecoder(table, 'spot')
  const push = (event: { readonly type: string }): void => {
    if (event.type !== 'instrumentChanged') told.push(event.type)
  }
  const sink: FrameSink = {
    book: push,
    bbo: push,
    trade: push,
    event: push,
    lost: () => void told.push('lost'),
  }
  const send = (message: unknown): string => decoder.decode(Buffer.from(textOf(message)), 1, sink)
  return { told, send, decoder }
}

const textOf = (message: unknown): string =>
  typeof message === 'string' ? message : JSON.stringify(message)

const TIME = '2026-04-07T14:30:00.123456Z'
const level = { side: 'bid', event_time: TIME, price_level: '68900', new_quantity: '1' }

const book = (sequence_num: number, type = 'update', product_id = 'BTC-USD') => ({
  channel: 'l2_data',
  client_id: '',
  timestamp: TIME,
  sequence_num,
  events: [{ type, product_id, updates: [level] }],
})
const control = (sequence_num: number, channel = 'heartbeats') => ({
  channel,
  client_id: '',
  timestamp: TIME,
  sequence_num,
  events: [],
})

describe('the numbers of a connection', () => {
  test('count every message, whatever its channel, from 0', () => {
    const { told, send } = connection()
    const outcomes = [
      control(0, 'subscriptions'),
      book(1, 'snapshot'),
      control(2),
      control(3, 'user'),
      book(4, 'update', 'UNLISTED'),
      book(5),
    ].map(send)
    expect(outcomes).toEqual(['control', 'event', 'control', 'ignored', 'ignored', 'event'])
    expect(told).toEqual(['bookSnapshot', 'bookDelta'])
  })

  test.each([
    ['in a book message', (n: number) => book(n), ['lost', 'bookDelta']],
    ['in a heartbeat', (n: number) => control(n), ['lost']],
    ['in an acknowledgement', (n: number) => control(n, 'subscriptions'), ['lost']],
    ['in a private message', (n: number) => control(n, 'user'), ['lost']],
    ['in one of an unlisted product', (n: number) => book(n, 'update', 'X'), ['lost']],
  ])('show a hole %s before its own events', (_where, made, expected) => {
    const { told, send } = connection()
    send(control(0))
    send(made(2))
    expect(told).toEqual(expected)
  })

  test('show that the first messages are missing', () => {
    const { told, send } = connection()
    send(book(2))
    expect(told).toEqual(['lost', 'bookDelta'])
  })

  test('let a doubled message and one that comes late be dropped', () => {
    const { told, send, decoder } = connection()
    send(book(0, 'snapshot'))
    send(book(2))
    told.length = 0
    expect([send(book(2)), send(book(1)), send(book(3))]).toEqual(['ignored', 'ignored', 'event'])
    expect(decoder.ignoredReason).toBe('message is not newer than the one before')
    expect(told).toEqual(['bookDelta'])
  })

  test('that one damaged message carried too far come back with the second that follows', () => {
    const { told, send } = connection()
    send(book(0, 'snapshot'))
    send(book(91))
    told.length = 0
    expect([send(book(2)), send(book(3)), send(book(4))]).toEqual(['ignored', 'event', 'event'])
    expect(told).toEqual(['lost', 'bookDelta', 'bookDelta'])
  })

  test('count a message that could not be read as lost, and errors not at all', () => {
    const { told, send } = connection()
    send(book(0, 'snapshot'))
    expect(send(textOf(book(1)).slice(0, -9))).toBe('fault')
    expect(send({ type: 'error', message: 'no' })).toBe('control')
    expect(send(book(2))).toBe('event')
    expect(told).toEqual(['bookSnapshot', 'lost', 'bookDelta'])
  })
})

describe('the trades of the Exchange feed', () => {
  const match = (trade_id: number, product_id = 'BTC-USD', type = 'match') => ({
    type,
    trade_id,
    side: 'sell',
    size: '1',
    price: '2',
    product_id,
    time: TIME,
  })
  const heartbeat = (last_trade_id: number, product_id = 'BTC-USD') => ({
    type: 'heartbeat',
    sequence: 1,
    last_trade_id,
    product_id,
    time: TIME,
  })

  test('show a hole in the ids of a product before the trade itself', () => {
    const { told, send } = connection()
    for (const message of [
      match(7, 'BTC-USD', 'last_match'),
      match(8),
      match(70, 'ETH-USD'),
      match(9),
    ])
      send(message)
    expect(told).toEqual(['trade', 'trade', 'trade', 'trade'])
    send(match(11))
    send(match(71, 'ETH-USD'))
    expect(told.slice(4)).toEqual(['lost', 'trade', 'trade'])
  })

  test('show by a heartbeat that the last ones are missing, once', () => {
    const { told, send } = connection()
    for (const message of [match(7), heartbeat(7), heartbeat(9), heartbeat(9), match(10)])
      send(message)
    expect(told).toEqual(['trade', 'lost', 'trade'])
  })

  test('prove nothing where no trades of the product are subscribed to, or no longer', () => {
    const { told, send } = connection()
    send(heartbeat(5))
    send(match(6))
    send({ type: 'subscriptions', channels: [] })
    send(heartbeat(9))
    send(match(12))
    expect(told).toEqual(['trade', 'trade'])
  })
})

describe.each(['level2', 'level2_batch'])('the rule of %s', (feed) => {
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  const slot = table.bySymbol('spot', 'BTC-USD') as InstrumentSlot // inferred from its name
  const rule = driver.continuity('spot', feed)
  const update = (isSnapshot: boolean): BookUpdate => {
    const made = new BookUpdate(slot)
    made.begin(slot, feed, isSnapshot, 1)
    return made
  }

  test('ignores updates before a snapshot, then applies them all', () => {
    const cursor = newCursor()
    expect([false, true, false, true].map((is) => rule.judge(cursor, update(is)))).toEqual([
      'gap',
      'apply',
      'apply',
      'apply',
    ])
  })

  test('waits for the snapshot of the stream, has no checksum, cuts nothing', () => {
    expect(rule).toMatchObject({ snapshot: 'stream', crossed: 'corruptWhileTrading' })
    expect(rule).not.toHaveProperty('checksum')
    expect(rule).not.toHaveProperty('truncateTo')
  })
})
