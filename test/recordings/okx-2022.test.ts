import { expect, test } from 'vitest'
import { okx } from '../../src/drivers/okx/index.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import { booksOf, checksOf, frameBytes, linesOf, streamsOf, venueFolders } from './folder.ts'
import { checksum2022, isOkx2022, okx2022, RULE_2022 } from './legacy/okx-2022.ts'
import { asRecorded, normalised } from './replay.ts'

const streams = venueFolders().includes('okx')
  ? streamsOf('okx').filter((stream) => isOkx2022(linesOf(stream)))
  : []
const streamTest = test.runIf(streams.length > 0)

streamTest.each(streams)(
  'every checksum of $name is right, and so is every book at its end',
  (stream) => {
    const counts = { right: 0, wrong: 0, fault: 0 }
    const run = new FrameReplay({
      driver: okx2022(),
      market: 'spot',
      continuity: () => RULE_2022,
      onBook: ({ book, update }) => {
        if (checksum2022(book.evidence) !== update.checksum) counts.wrong += 1
        else counts.right += 1
      },
    })
    for (const line of linesOf(stream)) {
      if (line.dir === 'in' && run.frame(frameBytes(line, line.frame), 1) === 'fault')
        counts.fault += 1
    }
    const right = checksOf(stream)['checksum_ok'] ?? counts.right
    expect(counts.right).toBeGreaterThan(0)
    expect(counts).toEqual({ right, wrong: 0, fault: 0 })
    const expected = Object.entries(booksOf(stream) ?? {})
    expect(expected.length).toBeGreaterThan(0)
    for (const [symbol, recorded] of expected) {
      const book = run.books.find(({ instrument }) => instrument.symbol === symbol)
      if (book === undefined) expect.fail(`no book of ${symbol} was built`)
      expect({ symbol, ...asRecorded(book, recorded) }).toEqual({ symbol, ...normalised(recorded) })
    }
  },
)

streamTest.each(streams)(
  "today's rule vouches for no update of $name, which has no ids",
  (stream) => {
    let applied = 0
    const run = new FrameReplay({
      driver: okx(),
      market: 'spot',
      onBook: ({ verdict }) => {
        if (verdict === 'apply') applied += 1
      },
    })
    for (const line of linesOf(stream))
      if (line.dir === 'in') run.frame(frameBytes(line, line.frame), 1)
    expect(applied).toBe(0)
    expect(new Set(run.books.map(({ state }) => state))).toEqual(new Set(['stale']))
  },
)

test('the documented examples of the checksum are right', () => {
  const texts = (rows: readonly (readonly [string, string])[]) => ({
    count: rows.length,
    priceText: (i: number) => rows[i]?.[0] ?? '',
    sizeText: (i: number) => rows[i]?.[1] ?? '',
  })
  const asks = [
    ['3366.8', '9'],
    ['3368', '8'],
  ] as const
  const book = (bids: readonly (readonly [string, string])[], all: typeof bids) =>
    ({ bids: texts(bids), asks: texts(all) }) as unknown as Parameters<typeof checksum2022>[0] // three methods are read
  expect(
    checksum2022(
      book(
        [
          ['3366.1', '7'],
          ['3366', '6'],
        ],
        asks,
      ),
    ),
  ).toBe(-1_881_014_294)
  expect(checksum2022(book([['3366.1', '7']], [...asks, ['3372', '8']]))).toBe(831_078_360)
})
