import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type InstrumentSlot } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { okx } from '../../../src/drivers/okx/index.ts'

const driver = okx()
const table = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})
const slot = table.bySymbol('spot', 'BTC-USDT') as InstrumentSlot // inferred from its name

/** `[prevSeqId, seqId]`; -1 as predecessor is a snapshot, as on the wire. */
type Ids = readonly [number, number]

function update([prev, last]: Ids, timeMs = 0): BookUpdate {
  const made = new BookUpdate(slot)
  made.begin(slot, 'books', prev === -1, 1)
  made.prev = prev === -1 ? Number.NaN : prev
  made.last = last
  made.venueUs = timeMs * 1000
  return made
}

function verdicts(feed: string, chain: readonly Ids[]): readonly string[] {
  const rule = driver.continuity('spot', feed)
  const cursor = newCursor()
  return chain.map((ids) => rule.judge(cursor, update(ids)))
}

describe.each(['books', 'books-rpi', 'books-l2-tbt', 'books50-l2-tbt'])(
  'the chain of %s',
  (feed) => {
    test('applies the official example: a keep-alive and a restart of the ids are in order', () => {
      const chain: readonly Ids[] = [
        [-1, 10],
        [10, 15],
        [15, 15],
        [15, 3],
        [3, 5],
      ]
      expect(verdicts(feed, chain)).toEqual(['apply', 'apply', 'apply', 'apply', 'apply'])
    })

    test.each<readonly [string, readonly Ids[], readonly string[]]>([
      ['an update before any snapshot is a gap', [[10, 15]], ['gap']],
      [
        'a lost update is a gap',
        [
          [-1, 10],
          [15, 20],
        ],
        ['apply', 'gap'],
      ],
      [
        'an update seen already is dropped',
        [
          [-1, 10],
          [10, 15],
          [10, 15],
          [15, 16],
        ],
        ['apply', 'apply', 'drop', 'apply'],
      ],
      [
        'an update of before the snapshot is a gap',
        [
          [-1, 10],
          [5, 8],
        ],
        ['apply', 'gap'],
      ],
      [
        'a snapshot replaces at any time',
        [
          [-1, 10],
          [-1, 4],
          [4, 6],
        ],
        ['apply', 'apply', 'apply'],
      ],
      [
        'ids may jump',
        [
          [-1, 0],
          [0, 1_000_000],
        ],
        ['apply', 'apply'],
      ],
      [
        'updates without ids, as of 2022, prove nothing',
        [
          [-1, Number.NaN],
          [Number.NaN, Number.NaN],
        ],
        ['apply', 'gap'],
      ],
    ])('%s', (_title, chain, expected) => {
      expect(verdicts(feed, chain)).toEqual(expected)
    })
  },
)

test('whole books replace in the order of their time, though their ids may restart', () => {
  const rule = driver.continuity('futures', 'books5')
  const cursor = newCursor()
  const judge = (id: number, timeMs: number) => rule.judge(cursor, update([-1, id], timeMs))
  expect([
    judge(100, 1000),
    judge(120, 1100),
    judge(110, 1050),
    judge(3, 1200),
    judge(3, 61_200),
  ]).toEqual(['apply', 'apply', 'drop', 'apply', 'apply'])
})

test('snapshots come by the stream, books are whole in books5, nothing is cut, and pre-open books may cross', () => {
  expect(driver.continuity('spot', 'books')).toMatchObject({
    snapshot: 'stream',
    crossed: 'corruptWhileTrading',
  })
  expect(driver.continuity('spot', 'books5')).toMatchObject({ snapshot: 'every' })
  expect(driver.continuity('spot', 'books')).not.toHaveProperty('truncateTo')
  expect(driver.continuity('spot', 'books')).not.toHaveProperty('checksum')
})
