import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type InstrumentSlot } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = bybit()
const table = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})
const slot = table.bySymbol('spot', 'BTCUSDT') as InstrumentSlot // inferred from its name

/** `['s', 10]` is a snapshot of `u` 10, `['d', 11]` a change. */
type Message = readonly ['s' | 'd', number]

function verdicts(feed: string, messages: readonly Message[]): readonly string[] {
  const rule = driver.continuity('spot', feed)
  const cursor = newCursor()
  return messages.map(([type, u]) => {
    const update = new BookUpdate(slot)
    update.begin(slot, feed, type === 's', 1)
    update.last = u
    return rule.judge(cursor, update)
  })
}

const NUMBERED = ['orderbook.50', 'orderbook.200', 'orderbook.1000', 'orderbook.rpi']

describe.each(NUMBERED)('the numbering of %s', (feed) => {
  test.each<readonly [string, readonly Message[], readonly string[]]>([
    ['a change before any snapshot is a gap', [['d', 10]], ['gap']],
    [
      'u rises by one a message',
      [
        ['s', 10],
        ['d', 11],
        ['d', 12],
      ],
      ['apply', 'apply', 'apply'],
    ],
    [
      'a message that is missing is a gap',
      [
        ['s', 10],
        ['d', 12],
      ],
      ['apply', 'gap'],
    ],
    [
      'what was seen already is dropped',
      [
        ['s', 10],
        ['d', 10],
        ['d', 9],
        ['d', 11],
        ['d', 11],
      ],
      ['apply', 'drop', 'drop', 'apply', 'drop'],
    ],
    [
      'a snapshot replaces at any time, also one of u 1 after the service started again',
      [
        ['s', 10],
        ['d', 11],
        ['s', 1],
        ['d', 2],
        ['s', 40],
        ['d', 41],
      ],
      ['apply', 'apply', 'apply', 'apply', 'apply', 'apply'],
    ],
  ])('%s', (_title, messages, expected) => {
    expect(verdicts(feed, messages)).toEqual(expected)
  })
})

describe('the numbering of all levels', () => {
  const feed = 'orderbook.full'

  test('changes follow the snapshot by one; that of the same u is in it already', () => {
    expect(
      verdicts(feed, [
        ['s', 278_546],
        ['d', 278_545],
        ['d', 278_546],
        ['d', 278_547],
        ['d', 278_549],
      ]),
    ).toEqual(['apply', 'drop', 'drop', 'apply', 'gap'])
  })

  test('u of 1 starts the numbering again: the book needs another snapshot', () => {
    expect(
      verdicts(feed, [
        ['s', 278_546],
        ['d', 1],
        ['s', 1],
        ['d', 1],
        ['d', 2],
      ]),
    ).toEqual(['apply', 'gap', 'apply', 'drop', 'apply'])
  })

  test('a snapshot of before the restart, joined after it, is found out by the low ids that follow', () => {
    expect(
      verdicts(feed, [
        ['s', 278_546],
        ['d', 3],
      ]),
    ).toEqual(['apply', 'gap'])
  })

  test('a second connection may lag behind by a minute', () => {
    expect(
      verdicts(feed, [
        ['s', 1000],
        ['d', 700],
        ['d', 699],
      ]),
    ).toEqual(['apply', 'drop', 'gap'])
  })
})

test.each([...NUMBERED, 'orderbook.full'])(
  'a message of u 1 begins the numbering of %s anew',
  (feed) => {
    const { restarts } = driver.continuity('spot', feed)
    const update = new BookUpdate(slot)
    update.last = 1
    expect(restarts?.(update)).toBe(true)
    update.last = 2
    expect(restarts?.(update)).toBe(false)
  },
)

test('depths bring their own snapshot and are cut to their levels; all levels are joined from REST', () => {
  for (const [feed, truncateTo] of [
    ['orderbook.50', 50],
    ['orderbook.200', 200],
    ['orderbook.500', 500],
    ['orderbook.1000', 1000],
    ['orderbook.rpi', 50],
  ] as const)
    expect(driver.continuity('futures', feed)).toMatchObject({ snapshot: 'stream', truncateTo })
  const full = driver.continuity('spot', 'orderbook.full')
  expect(full).toMatchObject({ snapshot: 'rest', crossed: 'corrupt' })
  expect(full).not.toHaveProperty('truncateTo')
  expect(full).not.toHaveProperty('checksum')
})
