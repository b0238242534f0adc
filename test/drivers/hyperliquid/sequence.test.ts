import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type InstrumentSlot } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = hyperliquid()
const table = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})
const slot = table.bySymbol('futures', 'BTC') as InstrumentSlot // inferred from its name

function book(feed: string, timeMs: number): BookUpdate {
  const made = new BookUpdate(slot)
  made.begin(slot, feed, true, 1)
  made.last = timeMs
  made.venueUs = timeMs * 1000
  return made
}

describe.each(['l2Book', 'l2BookFast'])('books of %s', (feed) => {
  const verdicts = (...timesMs: readonly number[]): readonly string[] => {
    const rule = driver.continuity('futures', feed)
    const cursor = newCursor()
    return timesMs.map((timeMs) => rule.judge(cursor, book(feed, timeMs)))
  }

  test('replace one another, whatever lies between them', () => {
    expect(verdicts(1000, 6400, 6470, 600_000)).toEqual(['apply', 'apply', 'apply', 'apply'])
  })

  test('of an older block are dropped: a second connection lags', () => {
    expect(verdicts(1000, 6400, 1000, 6399, 6401)).toEqual([
      'apply',
      'apply',
      'drop',
      'drop',
      'apply',
    ])
  })

  test('of the same block replace too: the venue pushes it twice now and then', () => {
    expect(verdicts(1000, 1000)).toEqual(['apply', 'apply'])
  })

  test('are whole at every message, are not cut, have no checksum, and never cross', () => {
    expect(driver.continuity('futures', feed)).toEqual({
      snapshot: 'every',
      crossed: 'corrupt',
      judge: expect.any(Function),
    })
  })
})
