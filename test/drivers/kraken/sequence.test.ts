import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { MaintainedBook, newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type InstrumentSlot } from '../../../src/core/index.ts'
import { fillSides, type Level } from '../../../src/drivers/kit/cold-updates.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { checksum } from '../../../src/drivers/kraken/sequence.ts'

const driver = kraken()

const ASKS =
  '45285.2/0.00100000, 45286.4/1.54571953, 45286.6/1.54571109, 45289.6/1.54560911, 45290.2/0.15890660, ' +
  '45291.8/1.54553491, 45294.7/0.04454749, 45296.1/0.35380000, 45297.5/0.09945542, 45299.5/0.18772827'
const BIDS =
  '45283.5/0.10000000, 45283.4/1.54582015, 45282.1/0.10000000, 45281.0/0.10000000, 45280.3/1.54592586, ' +
  '45279.0/0.07990000, 45277.6/0.03310103, 45277.5/0.30000000, 45277.3/1.54602737, 45276.6/0.15445238'

const rows = (text: string): Level[] =>
  text.split(', ').map((row) => {
    const [price = '', size = ''] = row.split('/')
    return { price, size } as unknown as Level
  })

function slotOf(symbol: string): InstrumentSlot {
  const table = createInstrumentTable({
    infer: (market, symbol) => driver.inferInstrument(market, symbol),
  })
  const slot = table.bySymbol('spot', symbol)
  if (slot === undefined) throw new Error(`no slot for ${symbol}`)
  return slot
}

function update(slot: InstrumentSlot, isSnapshot: boolean, bids: string, asks: string): BookUpdate {
  const made = new BookUpdate(slot)
  made.begin(slot, 'book10', isSnapshot, 1)
  fillSides(made, bids === '' ? [] : rows(bids), asks === '' ? [] : rows(asks))
  made.priceDigits = 1
  made.sizeDigits = 8
  return made
}

describe('the checksum of a book', () => {
  test('is that of the worked example, before and after its update', () => {
    const slot = slotOf('BTC/USD')
    const book = new MaintainedBook(slot, 'book10', 10)
    book.apply(update(slot, true, BIDS, ASKS), { truncateTo: 10 })
    expect(checksum(book.evidence, book.priceDigits, book.sizeDigits)).toBe(3310070434)
    book.apply(update(slot, false, '45283.5/0.35000000', '45284.9/0.25000000'), { truncateTo: 10 })
    expect(checksum(book.evidence, book.priceDigits, book.sizeDigits)).toBe(3638399015)
    expect(book.evidence.asks.count).toBe(10)
  })

  test('covers what there is where a side has fewer than ten levels', () => {
    const slot = slotOf('BTC/USD')
    const book = new MaintainedBook(slot, 'book10', 10)
    book.apply(update(slot, true, '45283.5/0.10000000', ''), { truncateTo: 10 })
    expect(checksum(book.evidence, 1, 8)).toBe(crc32('45283510000000'))
  })

  test('is that of nothing for an empty book', () => {
    const book = new MaintainedBook(slotOf('BTC/USD'), 'book10', 10)
    expect(checksum(book.evidence, 1, 8)).toBe(0)
  })

  test('takes the precision of the listing where the zeros at the end were not written', () => {
    const table = createInstrumentTable()
    const inferred = slotOf('BTC/USD').instrument
    const slot = table.add({ ...inferred, priceScale: 1, sizeScale: 8, isInferred: false })
    const book = new MaintainedBook(slot, 'book10', 10)
    book.apply(update(slot, true, BIDS, ASKS), { truncateTo: 10 })
    expect(checksum(book.evidence, 0, 0)).toBe(3310070434)
  })

  test('of values beyond 2^53 is taken from their text', () => {
    const slot = slotOf('PEPE/USD')
    const book = new MaintainedBook(slot, 'book10', 10)
    const made = update(slot, true, '0.000008153/123456789012.12345678', '0.000008154/0.50000000')
    book.apply(made, { truncateTo: 10 })
    expect(book.evidence.bids.price(0)).toBeNaN()
    expect(checksum(book.evidence, 9, 8)).toBe(crc32('8154500000008153' + '12345678901212345678'))
  })
})

describe('the rule of a feed', () => {
  test.each(['book10', 'book25', 'book100', 'book500', 'book1000'])(
    '%s cuts to its depth',
    (feed) => {
      const rule = driver.continuity('spot', feed)
      expect(rule).toMatchObject({ snapshot: 'stream', truncateTo: Number(feed.slice(4)) })
      expect(rule).toHaveProperty('checksum')
    },
  )

  test('book of derivatives is whole and counts', () => {
    const rule = driver.continuity('futures', 'book')
    expect(rule).not.toHaveProperty('truncateTo')
    expect(rule).not.toHaveProperty('checksum')
    const cursor = newCursor()
    const next = (isSnapshot: boolean, last: number) => {
      const made = new BookUpdate(slotOf('BTC/USD'))
      made.isSnapshot = isSnapshot
      made.last = last
      return rule.judge(cursor, made)
    }
    expect(next(false, 5)).toBe('gap')
    expect(next(true, 7)).toBe('apply')
    expect(next(false, 7)).toBe('drop')
    expect(next(false, 8)).toBe('apply')
    expect(next(false, 10)).toBe('gap')
  })
})
