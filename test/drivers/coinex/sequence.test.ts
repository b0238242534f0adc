import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MaintainedBook, newCursor } from '../../../src/book/index.ts'
import { BookUpdate, type FrameSink, type InstrumentSlot } from '../../../src/core/index.ts'
import { checksum } from '../../../src/drivers/coinex/checksum.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'

const driver = coinex()
const rule = driver.continuity('spot', 'depth')

type Rows = readonly (readonly [price: string, size: string])[]

/** A book that is kept from pushes as they come off the wire. */
function keep(scales: { readonly priceScale: number; readonly sizeScale: number }) {
  const table = createInstrumentTable()
  const inferred = driver.inferInstrument('spot', 'BTCUSDT')
  if (inferred === undefined) throw new Error('no instrument')
  const slot: InstrumentSlot = table.add({ ...inferred, ...scales })
  const decoder = driver.createDecoder(table, 'spot')
  const book = new MaintainedBook(slot, 'depth', 50)
  let sent = Number.NaN
  const nothing = (): void => {}
  const sink: FrameSink = {
    book(update) {
      sent = update.checksum
      book.apply(update, rule)
    },
    bbo: nothing,
    trade: nothing,
    event: nothing,
    lost: nothing,
  }
  const push = (isFull: boolean, bids: Rows, asks: Rows, sum = 0) => {
    const depth = { asks, bids, last: '1', updated_at: 1, checksum: sum }
    const data = { market: 'BTCUSDT', is_full: isFull, depth }
    const frame = Buffer.from(JSON.stringify({ method: 'depth.update', data, id: null }))
    expect(decoder.decode(frame, 1, sink)).toBe('event')
    const found = rule.checksum?.(book.evidence, book.priceDigits, book.sizeDigits)
    return { found, sent }
  }
  return { book, push }
}

const LISTED = { priceScale: 2, sizeScale: 8 } as const
const INFERRED = { priceScale: 0, sizeScale: 0 } as const

const textOf = (bids: Rows, asks: Rows): string => [...bids, ...asks].flat().join(':')

describe('the checksum of a book', () => {
  test.each([
    ['listed', LISTED],
    ['inferred', INFERRED],
  ])('is that of the worked example, before and after its change, scales %s', (_name, scales) => {
    const { push } = keep(scales)
    const bids: Rows = [
      ['30736.00', '0.04857373'],
      ['30733.00', '0.84696320'],
      ['30725.00', '0.12563353'],
    ]
    const asks: Rows = [
      ['30740.00', '0.31763545'],
      ['30769.00', '1.45155000'],
    ]
    const first = push(true, bids, asks, 2460740606)
    expect(first).toEqual({ found: 2460740606, sent: 2460740606 })
    const second = push(false, [['30733.00', '0']], [['30740.00', '0.20000000']], -1976837026)
    expect(second).toEqual({ found: 2318130270, sent: 2318130270 })
  })

  test('takes prices without zeros at their end as they were written, whatever the listing says', () => {
    const { push } = keep(LISTED)
    const bids: Rows = [
      ['70855.3', '0.00632222'],
      ['70855.29', '0.36216830'],
      ['70850', '0.10166802'],
    ]
    const asks: Rows = [['70875.31', '12.50000000']]
    expect(push(true, bids, asks).found).toBe(crc32(textOf(bids, asks)))
    const more: Rows = [['70900', '0.00000001']]
    expect(push(false, [], more).found).toBe(crc32(textOf(bids, [...asks, ...more])))
  })

  test('of an empty book is that of nothing', () => {
    const { push } = keep(LISTED)
    expect(push(true, [], [])).toEqual({ found: 0, sent: 0 })
  })

  test('of one side is that of its levels', () => {
    const { push } = keep(LISTED)
    const asks: Rows = [['0.01', '1.00000000']]
    expect(push(true, [], asks).found).toBe(crc32('0.01:1.00000000'))
  })

  test('covers 50 levels a side, and nothing that they pushed out', () => {
    const { book, push } = keep(LISTED)
    const bids: Rows = Array.from({ length: 50 }, (_, i) => [String(1000 - i), '1.00000001'])
    push(true, bids, [])
    const better: Rows = [['1000.5', '2.00000002']]
    const { found } = push(false, better, [])
    expect(book.evidence.bids.count).toBe(50)
    expect(found).toBe(crc32(textOf([...better, ...bids.slice(0, 49)], [])))
  })

  test('of values beyond 2^53 is taken from their text', () => {
    const { book, push } = keep(LISTED)
    const bids: Rows = [['0.00001234', '123456789012.12345670']]
    const asks: Rows = [['0.00001235', '7.00000000']]
    expect(push(true, bids, asks).found).toBe(crc32(textOf(bids, asks)))
    expect(book.evidence.bids.price(0)).toBeNaN()
  })

  test('is that of the text as it was sent, of any book written in one way', () => {
    const sizes = fc.bigInt({ min: 1n, max: 10n ** 14n })
    const levels = fc.uniqueArray(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), sizes), {
      maxLength: 50,
      selector: ([price]) => price,
    })
    const digits = fc.nat({ max: 8 })
    fc.assert(
      fc.property(
        levels,
        digits,
        digits,
        fc.boolean(),
        (made, priceDigits, sizeDigits, isPadded) => {
          const write = (value: bigint, scale: number, keepsZeros: boolean): string => {
            const text = value.toString().padStart(scale + 1, '0')
            if (scale === 0) return text
            const written = `${text.slice(0, -scale)}.${text.slice(-scale)}`
            return keepsZeros ? written : written.replace(/\.?0+$/, '')
          }
          const rows: Rows = made
            .toSorted(([a], [b]) => (a < b ? 1 : -1))
            .map(([price, size]) => [
              write(price, priceDigits, isPadded),
              write(size, sizeDigits, true),
            ])
          const { push } = keep({ priceScale: 8, sizeScale: 8 })
          expect(push(true, rows, []).found).toBe(crc32(textOf(rows, [])))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('starts anew for each book, however long the one before', () => {
    const { book } = keep(LISTED)
    expect([checksum(book.evidence, 0, 0), checksum(book.evidence, 2, 8)]).toEqual([0, 0])
  })
})

describe('the rule of the feed', () => {
  test.each(['spot', 'futures'] as const)('of %s takes whole books from the stream', (market) => {
    expect(driver.continuity(market, 'depth')).toMatchObject({
      snapshot: 'stream',
      truncateTo: 50,
      crossed: 'corrupt',
    })
  })

  test('drops nothing, orders nothing: a change before the first whole book is a gap', () => {
    const cursor = newCursor()
    const inferred = driver.inferInstrument('spot', 'BTCUSDT')
    if (inferred === undefined) throw new Error('no instrument')
    const slot = createInstrumentTable().add(inferred)
    const next = (isSnapshot: boolean) => {
      const update = new BookUpdate(slot)
      update.isSnapshot = isSnapshot
      return rule.judge(cursor, update)
    }
    expect([false, true, false, false, true].map(next)).toEqual([
      'gap',
      'apply',
      'apply',
      'apply',
      'apply',
    ])
  })
})
