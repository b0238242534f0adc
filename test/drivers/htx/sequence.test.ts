import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, InstrumentSlot, instrumentIndex } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'

const driver = htx()
const instrument = driver.inferInstrument('spot', 'btcusdt')
if (instrument === undefined) throw new Error('btcusdt is a name')
const slot = new InstrumentSlot(instrumentIndex(0), instrument)

interface Parts {
  readonly last: number
  readonly prev?: number
  readonly isSnapshot?: boolean
}

/** What the rule of a feed says of updates in order. */
function verdicts(feed: string, updates: readonly Parts[]): readonly string[] {
  const cursor = newCursor()
  const { judge } = driver.continuity('spot', feed)
  return updates.map(({ last, prev = Number.NaN, isSnapshot = false }) => {
    const update = new BookUpdate(slot)
    update.begin(slot, feed, isSnapshot, 1)
    update.last = last
    update.prev = prev
    return judge(cursor, update)
  })
}

describe('a chain of spot changes', () => {
  test('applies what names the book it is made on, though numbers jump', () => {
    const updates = [
      { isSnapshot: true, last: 104_998_984_977 },
      { prev: 104_998_984_977, last: 104_998_984_994 },
      { prev: 104_998_984_994, last: 104_998_984_994 },
      { prev: 104_998_984_994, last: 104_998_985_100 },
    ]
    expect(verdicts('mbp.150', updates)).toEqual(['apply', 'apply', 'apply', 'apply'])
  })

  test('drops what ends at or before the snapshot, and finds a hole', () => {
    const updates = [
      { prev: 90, last: 100 },
      { isSnapshot: true, last: 120 },
      { prev: 100, last: 110 },
      { prev: 110, last: 120 },
      { prev: 120, last: 130 },
      { prev: 120, last: 130 },
      { prev: 131, last: 140 },
    ]
    expect(verdicts('mbp.400', updates)).toEqual([
      'gap',
      'apply',
      'drop',
      'drop',
      'apply',
      'drop',
      'gap',
    ])
  })

  test('does not join a snapshot that stands inside a change', () => {
    const updates = [
      { isSnapshot: true, last: 105 },
      { prev: 100, last: 110 },
    ]
    expect(verdicts('mbp.20', updates)).toEqual(['apply', 'gap'])
  })
})

test('versions of futures rise by one, and a snapshot replaces at any time', () => {
  const updates = [
    { last: 1_512_467 },
    { isSnapshot: true, last: 1_512_467 },
    { last: 1_512_468 },
    { last: 1_512_468 },
    { last: 1_512_470 },
    { isSnapshot: true, last: 7 },
    { last: 8 },
  ]
  expect(verdicts('depth.size_20.high_freq', updates)).toEqual([
    'gap',
    'apply',
    'apply',
    'drop',
    'gap',
    'apply',
    'apply',
  ])
})

test('a whole book replaces unless it is older; an equal number is the same book told again', () => {
  const updates = [{ last: 10 }, { last: 10 }, { last: 9 }, { last: 12 }].map((parts) => ({
    ...parts,
    isSnapshot: true,
  }))
  expect(verdicts('depth.step0', updates)).toEqual(['apply', 'apply', 'drop', 'apply'])
})

test.each([
  ['mbp.5', 'request', 5],
  ['mbp.150', 'request', 150],
  ['mbp.400', 'request', 400],
  ['depth.size_20.high_freq', 'stream', 20],
  ['depth.size_150.high_freq', 'stream', 150],
  ['mbp.refresh.20', 'every', undefined],
  ['depth.step0', 'every', undefined],
] as const)('%s has its snapshot by %s and is cut to %s levels', (feed, snapshot, truncateTo) => {
  expect(driver.continuity('futures', feed)).toMatchObject({
    snapshot,
    ...(truncateTo === undefined ? {} : { truncateTo }),
    crossed: 'corrupt',
  })
})

test('versions of two connections are never mixed, ids of spot may be', () => {
  const isOwn = (feed: string) => driver.continuity('futures', feed).idsPerConnection
  expect([isOwn('depth.size_20.high_freq'), isOwn('mbp.150'), isOwn('depth.step0')]).toEqual([
    true,
    undefined,
    undefined,
  ])
})
