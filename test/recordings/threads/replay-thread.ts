import type { BookUpdate, Instrument, Market } from '../../../src/core/index.ts'
import { type KnownVenue, loadDriver } from '../../../src/drivers/registry.ts'
import type { JudgedUpdate } from '../../../src/market/frame-replay.ts'
import { RecordWriter } from '../../../src/market/thread/record-writer.ts'
import { wholeBook } from '../../../src/market/whole-book.ts'
import { openSharedRing, RingWriter } from '../../../src/runtime/index.ts'
import type { ThreadProgram } from '../../../src/runtime/ports.ts'
import type { RecordedLine } from '../folder.ts'
import { generationOf } from '../legacy/generations.ts'
import { replay } from '../replay.ts'

/** A recorded stream, and the ring that its books are told in. */
export interface ReplayWork {
  readonly venue: KnownVenue
  readonly market: Market
  readonly lines: readonly RecordedLine[]
  readonly buffer: SharedArrayBuffer
}

/** A book that the stream has. */
export interface ReplayedBook {
  readonly instrument: Instrument
  readonly feed: string
}

/** Tells which books a recorded stream has; then, asked for it, every change of them as the keepers of books tell it. */
export const thread: ThreadProgram = (link) => {
  const { venue, market, lines, buffer } = link.data as ReplayWork
  const ring = openSharedRing(buffer)
  const writer = new RecordWriter(new RingWriter(ring), ring)
  const run = async (onBook: (judged: JudgedUpdate) => void) => {
    const driver = await loadDriver(venue)
    const generation = generationOf(venue, lines)
    return replay(lines, { driver, market, ...generation?.options, onBook })
  }
  const state = { last: new Map<object, string>() }
  const tell = ({ book, update }: { book: JudgedUpdate['book']; update: BookUpdate }): void => {
    const previous = state.last.get(book) ?? 'syncing'
    state.last.set(book, book.state)
    const { venue: of, market: where, pair, symbol } = book.instrument
    const head = { type: 'bookState', venue: of, market: where, pair, symbol } as const
    if (book.state !== previous)
      writer.event({
        ...head,
        feed: book.feed,
        state: book.state,
        previous: previous as 'syncing',
        reason: '',
        localTimeUs: 0,
      })
    if (book.state === 'live')
      writer.book(previous === 'live' || update.isSnapshot ? update : wholeBook(book))
  }
  const begin = async (): Promise<void> => {
    const { books } = await run(() => {})
    link.post(books.map(({ instrument, feed }): ReplayedBook => ({ instrument, feed })))
  }
  const go = async (): Promise<void> => {
    await run(({ verdict, book, update }) => {
      if (verdict !== 'drop' && verdict !== 'hold') tell({ book, update })
    })
    writer.endBatch()
    link.post('told')
  }
  void begin()
  return { onMessage: () => void go() }
}
