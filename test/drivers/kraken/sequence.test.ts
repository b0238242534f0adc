import { describe, expect, test } from 'vitest'
import { MaintainedBook } from '../../../src/book/index.ts'
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
  const table = createInstrumentTable({ infer: driver.inferInstrument })
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
    book.apply(update(slot, true, BIDS, ASKS), 10)
    expect(checksum(book.evidence, book.priceDigits, book.sizeDigits)).toBe(3310070434)
    book.apply(update(slot, false, '45283.5/0.35000000', '45284.9/0.25000000'), 10)
    expect(checksum(book.evidence, book.priceDigits, book.sizeDigits)).toBe(3638399015)
    expect(book.evidence.asks.count).toBe(10)
  })
})
