import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type InstrumentSlot } from '../../../src/core/index.ts'
import { gate } from '../../../src/drivers/gate/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = gate()
const table = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})
const slot = table.bySymbol('spot', 'BTC_USDT') as InstrumentSlot // inferred from its name

/** `[U, u]`; one number alone is a whole book, as on the wire. */
type Ids = readonly [number] | readonly [number, number]

function verdicts(feed: string, ids: readonly Ids[]): readonly string[] {
  const rule = driver.continuity('spot', feed)
  const cursor = newCursor()
  return ids.map(([first, last]) => {
    const made = new BookUpdate(slot)
    made.begin(slot, feed, last === undefined, 1)
    made.first = last === undefined ? Number.NaN : first
    made.last = last ?? first
    return rule.judge(cursor, made)
  })
}

describe.each(['obu.50', 'obu.400'])('the chain of %s', (feed) => {
  test.each<readonly [string, readonly Ids[], readonly string[]]>([
    ['step 1: a full frame replaces', [[27053258981]], ['apply']],
    [
      'step 2: a change follows where U is the id before it and one',
      [[27053258981], [27053258982, 27053258987], [27053258988, 27053258988]],
      ['apply', 'apply', 'apply'],
    ],
    ['step 3: a hole is a gap', [[10], [12, 15]], ['apply', 'gap']],
    ['step 3: a change that reaches back is a gap', [[10], [10, 15]], ['apply', 'gap']],
    ['a change before any full frame is a gap', [[10, 15]], ['gap']],
    [
      'a change that was seen already is dropped',
      [[10], [11, 15], [11, 15], [16, 16]],
      ['apply', 'apply', 'drop', 'apply'],
    ],
    ['a change of before the full frame is dropped', [[10], [5, 9]], ['apply', 'drop']],
    [
      'a full frame replaces at any time, with a lower id too',
      [[10], [11, 15], [4], [5, 6]],
      ['apply', 'apply', 'apply', 'apply'],
    ],
  ])('%s', (_title, ids, expected) => {
    expect(verdicts(feed, ids)).toEqual(expected)
  })
})

describe.each(['order_book_update', 'order_book_update.100'])('the changes of %s', (feed) => {
  test.each<readonly [string, readonly Ids[], readonly string[]]>([
    [
      'the first one covers the id after the snapshot',
      [[100], [90, 100], [95, 101], [102, 110]],
      ['apply', 'drop', 'apply', 'apply'],
    ],
    ['one may begin right after the snapshot', [[100], [101, 101]], ['apply', 'apply']],
    ['a snapshot older than the first change is a gap', [[100], [102, 110]], ['apply', 'gap']],
    ['a hole is a gap', [[100], [101, 105], [107, 110]], ['apply', 'apply', 'gap']],
    ['a change before any snapshot is a gap', [[101, 105]], ['gap']],
    ['one seen already is dropped', [[100], [101, 105], [101, 105]], ['apply', 'apply', 'drop']],
  ])('%s', (_title, ids, expected) => {
    expect(verdicts(feed, ids)).toEqual(expected)
  })
})

test('whole books replace unless they are older', () => {
  expect(verdicts('order_book', [[100], [99], [100], [101]])).toEqual([
    'apply',
    'drop',
    'drop',
    'apply',
  ])
})

test('each feed says where its snapshot comes from and what it is cut to', () => {
  const rule = (feed: string) => driver.continuity('futures', feed)
  expect(rule('obu.50')).toMatchObject({ snapshot: 'stream', truncateTo: 50, crossed: 'corrupt' })
  expect(rule('obu.400')).toMatchObject({ snapshot: 'stream', truncateTo: 400 })
  expect(rule('order_book_update')).toMatchObject({ snapshot: 'rest', crossed: 'corrupt' })
  expect(rule('order_book_update')).not.toHaveProperty('truncateTo')
  for (const levels of [20, 50, 100])
    expect(rule(`order_book_update.${levels}`)).toMatchObject({
      snapshot: 'rest',
      truncateTo: levels,
    })
  expect(rule('order_book')).toMatchObject({ snapshot: 'every' })
  expect(rule('obu.50')).not.toHaveProperty('checksum')
})
