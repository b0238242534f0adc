import { expect, test } from 'vitest'
import { KNOWN_VENUES, loadDriver } from '../../src/drivers/registry.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { booksOf, linesOf, type RecordedStream, streamsOf, venueFolders } from './folder.ts'
import { generationOf } from './legacy/generations.ts'
import { asRecorded, normalised, replay } from './replay.ts'

const known = venueFolders().flatMap((folder) => KNOWN_VENUES.filter((venue) => venue === folder))
const streams = known.flatMap((venue) => streamsOf(venue).map((stream) => ({ venue, stream })))

test.each(streams)(
  '$stream.venue/$stream.name replays without a fault or a gap',
  async ({ venue, stream }) => {
    const lines = linesOf(stream)
    const driver = await loadDriver(venue)
    const generation = generationOf(venue, lines)
    const report = replay(lines, { driver, market: stream.market, ...generation?.options })
    tell(stream, report, generation?.name)
    const unexpected = report.faults.filter((fault) => EXCEPTIONS[fault.slice(0, 16)] === undefined)
    expect(unexpected).toEqual([])
    expect(report.verdicts.gap + report.verdicts.corrupt).toBe(0)
    expect(report.witness.differences).toEqual([])
    const books = booksOf(stream) ?? {}
    const hasSnapshots = lines.some(({ kind }) => kind === 'rest')
    for (const [symbol, expected] of Object.entries(books)) {
      // A recording may hold whole small books beside the changes of the full one: the book meant has all the changes.
      const [book] = report.books
        .filter(({ instrument }) => instrument.symbol.toUpperCase() === symbol.toUpperCase())
        .sort((a, b) => b.updateCount - a.updateCount)
      if (book === undefined) expect.fail(`no book of ${symbol} was built`)
      if (book.state === 'syncing' && !hasSnapshots) {
        console.log(
          `left aside: the book of ${symbol} in ${stream.name}: the folder has no snapshot`,
        )
        continue
      }
      const isWhole = driver.continuity(stream.market, book.feed).snapshot === 'every'
      const replacements = isWhole ? report.replacements.get(book) : undefined
      expect({ symbol, ...asRecorded(book, expected, replacements) }).toEqual({
        symbol,
        ...normalised(expected),
      })
    }
  },
)

const legacy = streams.filter(
  ({ venue, stream }) => generationOf(venue, linesOf(stream))?.isRefused === true,
)

test.runIf(legacy.length > 0).each(legacy)(
  "$stream.venue/$stream.name is refused as legacy by today's driver",
  async ({ venue, stream }) => {
    const driver = await loadDriver(venue)
    const report = replay(linesOf(stream), { driver, market: stream.market })
    expect(report.outcomes.event).toBe(0)
    expect([...report.faultCodes]).toEqual(['LEGACY_FRAME'])
  },
)

test('lists the venues that no driver reads yet', () => {
  const skipped = venueFolders().filter((folder) => !known.some((venue) => venue === folder))
  console.log(`left aside, no driver: ${skipped.join(', ') || 'none'}`)
  expect(streams.length).toBeGreaterThan(0)
})

function tell(
  stream: RecordedStream,
  report: ReturnType<typeof replay>,
  generation = 'today',
): void {
  const { outcomes, verdicts, ignored, witness } = report
  console.log(
    JSON.stringify({
      stream: `${stream.venue}/${stream.name}`,
      generation,
      ...outcomes,
      ...verdicts,
      bboCompared: witness.compared,
      ignored,
    }),
  )
}
