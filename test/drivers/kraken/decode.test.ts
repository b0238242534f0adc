import { describe, expect, test } from 'vitest'
import type { FrameSink } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { decodeOne, fixturesOf, runFixtures } from '../run-fixtures.ts'

const driver = kraken()

runFixtures('kraken', driver)

test.each(fixturesOf('kraken').filter(([name]) => name.startsWith('v1.')))(
  '%s is refused as legacy, or carries nothing',
  (_name, { market, frame }) => {
    const { outcome, fault } = decodeOne(driver, market, String(frame))
    if (outcome !== 'control') expect(fault?.code).toBe('LEGACY_FRAME')
  },
)

/** A connection: frames in, events out as JSON. */
function connection() {
  const events: Record<string, unknown>[] = []
  const push = (event: unknown): void => {
    const told = JSON.parse(JSON.stringify(event)) as Record<string, unknown>
    if (told['type'] !== 'instrumentChanged') events.push(told)
  }
  const sink: FrameSink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  const decoder = driver.createDecoder(table, 'spot')
  return {
    events,
    take: (frame: unknown) => decoder.decode(Buffer.from(JSON.stringify(frame)), 1, sink),
  }
}

const ack = (result: Record<string, unknown>) => ({
  method: 'subscribe',
  result: { symbol: 'BTC/USD', snapshot: true, ...result },
  success: true,
  req_id: 1,
})
const book = (type: string) => ({
  channel: 'book',
  type,
  data: [{ symbol: 'BTC/USD', bids: [{ price: 1.5, qty: 2.5 }], asks: [], checksum: 1 }],
})
const ticker = {
  channel: 'ticker',
  type: 'update',
  data: [{ symbol: 'BTC/USD', bid: 1, bid_qty: 2, ask: 3, ask_qty: 4, last: 2 }],
}

describe('what a connection was acknowledged', () => {
  test.each([25, 100, 500, 1000])('names the feed of a thin book of depth %i', (depth) => {
    const { take, events } = connection()
    take(ack({ channel: 'book', depth }))
    take(book('snapshot'))
    take(book('update'))
    expect(events.map(({ feed }) => feed)).toEqual([`book${depth}`, `book${depth}`])
  })

  test('is depth 10 where no depth is named', () => {
    const { take, events } = connection()
    take(ack({ channel: 'book' }))
    take(book('snapshot'))
    expect(events[0]?.['feed']).toBe('book10')
  })

  test('holds for its own instrument', () => {
    const { take, events } = connection()
    take(ack({ channel: 'book', depth: 100, symbol: 'ETH/USD' }))
    take(book('snapshot'))
    expect(events[0]?.['feed']).toBe('book10')
  })

  test('does not hold against a snapshot that has more levels', () => {
    const { take, events } = connection()
    const rows = Array.from({ length: 26 }, (_, i) => ({ price: 100 - i, qty: 1 }))
    take(ack({ channel: 'book', depth: 25 }))
    take({
      channel: 'book',
      type: 'snapshot',
      data: [{ symbol: 'BTC/USD', bids: rows, asks: [], checksum: 1 }],
    })
    take(book('update'))
    expect(events.map(({ feed }) => feed)).toEqual(['book100', 'book100'])
  })

  test.each([
    ['bbo', ['bbo']],
    ['trades', ['ticker']],
    [undefined, ['bbo', 'ticker']],
  ])('with the trigger %s makes a ticker %j', (trigger, types) => {
    const { take, events } = connection()
    take(ack({ channel: 'ticker', ...(trigger === undefined ? {} : { event_trigger: trigger }) }))
    take(ticker)
    expect(events.map(({ type }) => type)).toEqual(types)
  })
})

test('an unlisted instrument beside a listed one leaves the listed one', () => {
  const { take, events } = connection()
  const [row] = book('update').data
  expect(take({ ...book('update'), data: [{ ...row, symbol: 'NO PAIR' }, row] })).toBe('event')
  expect(events.map(({ symbol }) => symbol)).toEqual(['BTC/USD'])
})
