import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, InstrumentSlot, instrumentIndex } from '../../../src/core/index.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { instrument } from '../../support/instrument.ts'

const driver = mexc()
const slot = new InstrumentSlot(instrumentIndex(0), instrument())

function update(first: number, last: number, isSnapshot = false): BookUpdate {
  const made = new BookUpdate(slot)
  made.begin(slot, 'depth', isSnapshot, 1)
  made.first = first
  made.last = last
  return made
}

const snapshot = (version: number): BookUpdate => update(Number.NaN, version, true)

describe.each(['spot', 'futures'] as const)('the rule of changes of %s', (market) => {
  const rule = driver.continuity(market, 'depth')

  test('joins a REST snapshot, and a crossed book is corrupt', () => {
    expect(rule).toMatchObject({ snapshot: 'rest', crossed: 'corrupt' })
    expect([rule.checksum, rule.truncateTo]).toEqual([undefined, undefined])
  })

  test('before a snapshot nothing can be placed', () => {
    expect(rule.judge(newCursor(), update(1, 2))).toBe('gap')
  })

  test.each([
    ['step 4: what ends at the snapshot or before it is dropped', 90, 100, 'drop'],
    ['step 5: the first kept one follows it exactly', 101, 110, 'apply'],
    ['step 5: or reaches over its end', 95, 105, 'apply'],
    ['step 5: one that begins later leaves a hole', 102, 110, 'gap'],
  ] as const)('%s', (_step, first, last, verdict) => {
    const cursor = newCursor()
    rule.judge(cursor, snapshot(100))
    expect(rule.judge(cursor, update(first, last))).toBe(verdict)
    expect(cursor.lastId).toBe(verdict === 'apply' ? last : 100)
  })

  test('step 7: every later one begins where the last one ended', () => {
    const cursor = newCursor()
    rule.judge(cursor, snapshot(43_296_363_235))
    const verdicts = [
      update(43_296_363_236, 43_296_363_255),
      update(43_296_363_236, 43_296_363_255),
      update(43_296_363_256, 43_296_363_256),
      update(43_296_363_258, 43_296_363_260),
    ].map((each) => rule.judge(cursor, each))
    expect(verdicts).toEqual(['apply', 'drop', 'apply', 'gap'])
    expect(cursor.lastId).toBe(43_296_363_256)
  })

  test('an unmerged change is one version, and merged and unmerged ones continue each other', () => {
    const cursor = newCursor()
    rule.judge(cursor, snapshot(7))
    expect(rule.judge(cursor, update(8, 8))).toBe('apply')
    expect(rule.judge(cursor, update(9, 20))).toBe('apply')
    expect(rule.judge(cursor, update(21, 21))).toBe('apply')
  })
})

test.each([
  ['spot', 'depth5'],
  ['spot', 'depth10'],
  ['spot', 'depth20'],
  ['futures', 'depth.full'],
] as const)(
  'a message of %s %s is a whole book: it replaces unless it is older',
  (market, feed) => {
    const rule = driver.continuity(market, feed)
    expect(rule.snapshot).toBe('every')
    const cursor = newCursor()
    const verdicts = [
      update(5, 5, true),
      update(9, 9, true),
      update(7, 7, true),
      update(9, 9, true),
    ]
    expect(verdicts.map((each) => rule.judge(cursor, each))).toEqual([
      'apply',
      'apply',
      'drop',
      'drop',
    ])
  },
)

test('single changes of spot, which are not subscribed to, are chained likewise', () => {
  expect(driver.continuity('spot', 'increase.depth').snapshot).toBe('rest')
})
