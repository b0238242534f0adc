import { describe, expect, test } from 'vitest'
import { judgeUnnumbered, LadderRoom } from '../../../src/book/index.ts'
import type { BookState } from '../../../src/core/index.ts'
import type { BookTarget } from '../../../src/market/book-keeping.ts'
import { bookStateEvent } from '../../../src/market/book-state-event.ts'
import { MirrorBooks } from '../../../src/market/threaded/mirror-books.ts'
import { type Level, makeSlot, makeUpdate } from '../scripted-venue.ts'

const ROOM_BYTES = 1 << 20
const TARGET: BookTarget = {
  slot: makeSlot(),
  feed: 'depth',
  rule: { snapshot: 'stream', judge: judgeUnnumbered, crossed: 'corrupt' },
  depth: 'full',
  endpoint: 'public',
}

/** Every other price of the 6,000 below a best bid: more than a new ladder has places for. */
const rows = (size: number): Level[] =>
  Array.from({ length: 3000 }, (_, i) => [100_000 - 2 * i, size])

/** A live mirror whose ladder grew into the room that all books share. */
function setUp() {
  const room = new LadderRoom(ROOM_BYTES)
  const states: BookState[] = []
  const books: MirrorBooks = new MirrorBooks({
    sink: { book() {}, event: ({ state }) => void states.push(state) },
    nowUs: () => 0,
    room,
    // As the holder of the channels does, which lets go of what the thread let go of.
    onClosed: (slot, feed) => books.release(slot, feed, 'refused'),
  })
  const become = (state: BookState, previous: BookState) =>
    books.become(bookStateEvent(TARGET, { state, previous, reason: 'told', localTimeUs: 0 }))
  books.keep(TARGET)
  books.mark(0)
  become('live', 'syncing')
  books.apply(makeUpdate(TARGET.slot, { isSnapshot: true, bids: rows(1) }))
  for (let size = 2; size < 12; size += 1)
    books.apply(makeUpdate(TARGET.slot, { bids: rows(size) }))
  return { room, states, books, become }
}

describe('a mirrored book', () => {
  test('takes from the room of all while it is busy', () => {
    expect(setUp().room.leftBytes).toBeLessThan(ROOM_BYTES)
  })

  test.each([
    ['the thread closed it', ({ become }: ReturnType<typeof setUp>) => become('closed', 'live')],
    ['it is let go of', ({ books }) => books.release(TARGET.slot, TARGET.feed)],
    ['all are closed', ({ books }) => books.close()],
  ])('gives its room back, once, when %s', (_, end) => {
    const stage = setUp()
    end(stage)
    stage.books.close()
    expect(stage.room.leftBytes).toBe(ROOM_BYTES)
    expect(stage.states).toEqual(['live', 'closed'])
  })
})
