import { BookReplay, type ReplayedBook } from '../../src/monitor/index.ts'
import type { FilePort } from '../../src/runtime/index.ts'
import { readSegments } from '../../src/storage/file/index.ts'
import type { BookDeltaRow, BookSnapshotRow, Row } from '../../src/storage/index.ts'
import { rowKey } from './book-witness.ts'

/** What a record is compared with. */
export interface RecordCheckOptions {
  readonly files: FilePort
  readonly folder: string
  /** Lines that were acknowledged, by stream, in order. */
  readonly promised: ReadonlyMap<string, readonly string[]>
  /** Texts of live books, by what their rows say. */
  readonly published: ReadonlyMap<string, readonly string[]>
  readonly report: (problem: string) => void
}

/** What was found. */
export interface RecordCounts {
  readonly rows: number
  /** Replayed books compared with the live book of that moment. */
  readonly replayed: number
  /** Snapshots that the deltas before them had led to exactly. */
  readonly met: number
}

/**
 * Reads a whole record back: every acknowledged row is in it, in order; replaying it gives the books that were live; and
 * wherever a snapshot of the live book stands, the deltas before it have led to exactly that book. So it is the same
 * from which snapshot a replay starts.
 */
export async function checkRecord(options: RecordCheckOptions): Promise<RecordCounts> {
  const replay = new BookReplay()
  const books = new Map<string, ReplayedBook>()
  const found = new Map<string, number>()
  const unmet = new Map<string, boolean>()
  let rows = 0
  let replayed = 0
  let met = 0
  const read = readSegments(options.files, options.folder, {
    onSkipped: ({ path, start, end, reason }) =>
      options.report(
        `${path}: bytes ${start} to ${end} are ${reason}, though its writer closed it`,
      ),
  })
  for await (const row of read) {
    rows += 1
    advance(row, options.promised, found)
    if (row.type === 'bookSnapshot' && row.source === 'book') {
      const before = books.get(nameOf(row))
      if (before?.isLive === true) {
        met += 1
        const problem = differs(row, before)
        if (problem !== '') {
          options.report(
            `${nameOf(row)}: the record's deltas do not lead to its snapshot: ${problem}`,
          )
        }
      }
    }
    const book = replay.apply(row)
    if (book === undefined || (row.type !== 'bookSnapshot' && row.type !== 'bookDelta')) continue
    books.set(nameOf(row), book)
    if (!book.isLive) continue
    const changedUs =
      row.type === 'bookSnapshot' ? (row.changeTimeUs ?? row.localTimeUs) : row.localTimeUs
    const texts = options.published.get(rowKey(nameOf(row), changedUs, row.lastId))
    if (texts === undefined) continue
    replayed += 1
    const key = rowKey(nameOf(row), changedUs, row.lastId)
    // Without ids several rows of one moment have one name, and only some of their books were kept.
    if (texts.includes(textOf(book))) unmet.set(key, false)
    else if (!unmet.has(key)) unmet.set(key, true)
  }
  for (const [key, isUnmet] of unmet) {
    if (isUnmet) options.report(`${key}: replayed so far it is not the book that was live`)
  }
  for (const [stream, lines] of options.promised) {
    const at = found.get(stream) ?? 0
    if (at === lines.length) continue
    options.report(
      `${stream}: acknowledged row ${at + 1} of ${lines.length} is not in the record: ${lines[at]?.slice(0, 160)}`,
    )
  }
  return { rows, replayed, met }
}

/** Moves on in the stream's acknowledged lines where the row is the next of them. */
function advance(
  row: Row,
  promised: ReadonlyMap<string, readonly string[]>,
  found: Map<string, number>,
): void {
  const part = 'part' in row ? row.part : 'market' in row ? row.market : 'venue'
  const stream = `${row.venue}/${part}`
  const at = found.get(stream) ?? 0
  if (promised.get(stream)?.[at] === JSON.stringify(row)) found.set(stream, at + 1)
}

function nameOf({ venue, pair, feed }: BookDeltaRow | BookSnapshotRow): string {
  return `${venue} ${pair} ${feed}`
}

function differs(row: BookSnapshotRow, book: ReplayedBook): string {
  if (row.lastId !== book.lastId) return `it is at ${row.lastId}, they lead to ${book.lastId}`
  for (const side of ['bids', 'asks'] as const) {
    const count = Math.max(row[side].length, book[side].length)
    for (let i = 0; i < count; i += 1) {
      const told = row[side][i]?.join(' x ') ?? 'nothing'
      const led = book[side][i]?.join(' x ') ?? 'nothing'
      if (told !== led) return `${side}[${i}] is ${told}, they lead to ${led}`
    }
  }
  return ''
}

function textOf(book: ReplayedBook): string {
  const side = (levels: ReplayedBook['bids']): string =>
    levels.map(([price, size]) => `${price}x${size}`).join(' ')
  return `${side(book.bids)} | ${side(book.asks)}`
}
