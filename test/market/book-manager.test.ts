import { describe, expect, it } from 'vitest'
import { judgeConsecutive, judgeUnnumbered } from '../../src/book/index.ts'
import {
  BboUpdate,
  type BookUpdate,
  type ContinuityRule,
  TransportError,
} from '../../src/core/index.ts'
import { BboCheck } from '../../src/market/index.ts'
import { delta, keep, snapshot } from './keep-book.ts'
import { hash, makeSlot, makeUpdate, RULES, textOf, type UpdateParts } from './scripted-venue.ts'

describe('a book joined from REST', () => {
  it('fetches once the first update is buffered, drops what is old, applies the rest and tells one whole book', async () => {
    const { take, answer, asked, told, levels } = keep(RULES.firstLast)
    expect(asked).toHaveLength(0)
    take(delta(8, 10))
    take(delta(10, 12))
    take(delta(12, 14))
    expect(asked).toHaveLength(1)
    await answer(snapshot(11))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 14'])
    expect(levels()).toBe('99x14 | 101x1')
  })

  it('fetches again when the snapshot is older than the buffer, with growing waits', async () => {
    const { take, answer, asked, told, timers } = keep(RULES.firstLast)
    take(delta(20, 22))
    await answer(snapshot(10))
    expect(asked).toHaveLength(1)
    await answer(snapshot(10))
    expect(asked).toHaveLength(0)
    timers.advance(1_000)
    await answer(new TransportError('HTTP_TIMEOUT', 'late'))
    timers.advance(1_999)
    expect(asked).toHaveLength(0)
    timers.advance(1)
    await answer(snapshot(22))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 22'])
  })

  it('turns stale on a gap before anything else is told, and resyncs from the update that showed it', async () => {
    const { take, answer, told } = keep(RULES.firstLast)
    take(delta(9, 10))
    await answer(snapshot(10))
    take(delta(12, 13))
    await answer(snapshot(12))
    expect(told.slice(2)).toEqual(['stale: gap', 'live: snapshot', 'bookSnapshot 13'])
  })

  it('fetches without an update where the instrument is quiet', async () => {
    const { manager, slot, timers, answer, told } = keep(RULES.firstLast)
    manager.onSubscribed(slot, 'depth', 1)
    timers.advance(3_000)
    await answer(snapshot(10))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 10'])
    manager.onGone('public', 1, false, 'reconnect')
    expect(told.at(-1)).toBe('stale: reconnect')
  })

  it('fetches at the first update, and does not sit out the wait for a quiet instrument', async () => {
    const { manager, slot, take, asked, answer, told } = keep(RULES.firstLast)
    manager.onSubscribed(slot, 'depth', 1)
    expect(asked).toHaveLength(0)
    take(delta(9, 10))
    expect(asked).toHaveLength(1)
    await answer(snapshot(9))
    expect(told[0]).toBe('live: snapshot')
  })

  it('ignores an answer to a question from before the connection was lost', async () => {
    const { manager, take, answer, told } = keep(RULES.firstLast)
    take(delta(9, 10))
    manager.onGone('public', 1, false, 'reconnect')
    await answer(snapshot(10))
    expect(told).toEqual([])
  })

  it('bounds what it holds back: the oldest are lost and a newer snapshot joins', async () => {
    const { take, answer, told } = keep(RULES.firstLast, { maxHeld: 2 })
    for (let id = 10; id < 15; id += 1) take(delta(id, id + 1))
    await answer(snapshot(11))
    await answer(snapshot(13))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 15'])
  })
})

describe('a book from the stream', () => {
  it('follows the documented legal chain: keep-alive, and ids that restart lower', () => {
    const { take, told, levels } = keep(RULES.previous)
    take(delta(5, 10))
    take(snapshot(10))
    take(delta(10, 15))
    take({ prev: 15, last: 15 })
    take(delta(15, 3))
    take(delta(3, 5))
    expect(told).toEqual([
      'live: snapshot',
      'bookSnapshot 10',
      'bookDelta 15',
      'bookDelta 15',
      'bookDelta 3',
      'bookDelta 5',
    ])
    expect(levels()).toBe('99x5 | 101x1')
  })

  it('asks for a new snapshot exactly once per gap and ignores updates meanwhile', () => {
    const { take, told, resubscribes } = keep(RULES.previous)
    take(snapshot(10))
    for (let id = 20; id < 30; id += 1) take(delta(id, id + 1))
    expect(resubscribes()).toBe(1)
    take(snapshot(40))
    expect(told.slice(2)).toEqual(['stale: gap', 'live: snapshot', 'bookSnapshot 40'])
  })

  it('asks again when no snapshot comes in time, with growing waits', () => {
    const { take, timers, resubscribes } = keep(RULES.previous)
    take(snapshot(10))
    take(delta(20, 21))
    timers.advance(10_000)
    expect(resubscribes()).toBe(1)
    timers.advance(1_000)
    expect(resubscribes()).toBe(2)
    timers.advance(12_000)
    expect(resubscribes()).toBe(3)
  })

  it('refuses a snapshot from before what it had shown, and believes the sixth: the numbering started again', () => {
    const { take, told, timers, resubscribes } = keep(RULES.previous)
    take(snapshot(100))
    take(delta(200, 201))
    for (let refused = 0; refused < 5; refused += 1) {
      take(snapshot(90 + refused))
      timers.advance(30_000)
    }
    expect(told.slice(2)).toEqual(['stale: gap'])
    expect(resubscribes()).toBeGreaterThan(5)
    take(snapshot(95))
    expect(told.slice(3)).toEqual(['live: snapshot', 'bookSnapshot 95'])
  })

  it('turns corrupt on a wrong checksum, and never tells the update that showed it', () => {
    const { take, told, resubscribes } = keep(RULES.unnumbered)
    take({ isSnapshot: true, bids: [[99, 1]], asks: [[101, 1]], checksum: hash('99x1 | 101x1') })
    take({ bids: [[99, 2]], checksum: hash('99x2 | 101x1') })
    take({ bids: [[99, 3]], checksum: 1 })
    expect(told).toEqual(['live: snapshot', 'bookSnapshot', 'bookDelta', 'corrupt: checksum'])
    expect(resubscribes()).toBe(1)
  })

  it.each([
    ['corrupt', 'preOpen', 'corrupt: crossed'],
    ['corruptWhileTrading', 'trading', 'corrupt: crossed'],
    ['corruptWhileTrading', 'preOpen', 'bookDelta 11'],
  ] as const)(
    'says of a crossed book (rule %s, instrument %s): %s',
    (crossed, status, expected) => {
      const { take, told } = keep({ ...RULES.previous, crossed }, {}, makeSlot(0, { status }))
      take(snapshot(10))
      take({ prev: 10, last: 11, bids: [[101, 5]] })
      expect(told.at(-1)).toBe(expected)
    },
  )

  it('cuts both sides to the depth of the feed after each update', () => {
    const { take, levels } = keep({ ...RULES.previous, truncateTo: 2 })
    take({
      isSnapshot: true,
      last: 1,
      bids: [
        [99, 1],
        [98, 1],
      ],
      asks: [
        [101, 1],
        [102, 1],
      ],
    })
    take({ prev: 1, last: 2, bids: [[100, 1]] })
    take({ prev: 2, last: 3, bids: [[100, 0]] })
    expect(levels()).toBe('99x1 | 101x1 102x1')
  })

  it('rescales once when the scale of the instrument grows', () => {
    const { take, slot, levels } = keep(RULES.previous)
    take(snapshot(10))
    slot.priceScale = 1
    slot.sizeScale = 2
    take({ prev: 10, last: 11, bids: [[995, 150]] })
    expect(levels()).toBe('99.5x1.5 99x10 | 101x1')
  })
})

describe('a book whose snapshot is asked for on the socket', () => {
  const rule: ContinuityRule = { ...RULES.previous, snapshot: 'request' }

  it('asks once the first update is held, and joins the answer to what is held', () => {
    const { take, told, levels, requests } = keep(rule)
    take(delta(8, 10))
    take(delta(10, 12))
    expect(requests()).toBe(1)
    take(snapshot(10))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 12'])
    expect(levels()).toBe('99x12 | 101x1')
  })

  it('asks again for a snapshot that is older than what is held', () => {
    const { take, told, timers, requests, manager } = keep(rule)
    take(delta(10, 12))
    take(snapshot(9))
    expect([requests(), manager.counters.staleSnapshots]).toEqual([2, 1])
    take(snapshot(8))
    timers.advance(1_000)
    expect(requests()).toBe(3)
    take(snapshot(12))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 12'])
  })

  it('asks again where no answer comes, and after a gap', () => {
    const { take, told, timers, requests } = keep(rule)
    take(delta(10, 12))
    timers.advance(11_000)
    expect(requests()).toBe(2)
    take(snapshot(12))
    take(delta(13, 14))
    expect(told.at(-1)).toBe('stale: gap')
    timers.advance(2_000)
    expect(requests()).toBe(3)
    take(snapshot(13))
    expect(told.at(-1)).toBe('bookSnapshot 14')
  })

  it('leaves a late answer alone while the book is live', () => {
    const { take, told, levels } = keep(rule)
    take(delta(10, 12))
    take(snapshot(12))
    take(delta(12, 15))
    take(snapshot(13))
    expect(told.at(-1)).toBe('bookDelta 15')
    expect(levels()).toBe('99x15 | 101x1')
  })

  it('asks without an update where the instrument is quiet', () => {
    const { manager, slot, take, timers, told, requests } = keep(rule)
    manager.onSubscribed(slot, 'depth', 1)
    timers.advance(3_000)
    expect(requests()).toBe(1)
    take(snapshot(10))
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 10'])
  })
})

describe('a book of a venue that crosses', () => {
  it('is told uncrossed: the update carries what it took from the other side', () => {
    const { manager, slot, levels } = keep({ ...RULES.previous, crossed: 'uncross' })
    manager.onUpdate(makeUpdate(slot, snapshot(10)), 1)
    const update = makeUpdate(slot, { prev: 10, last: 11, bids: [[102, 5]] })
    manager.onUpdate(update, 1)
    expect(levels()).toBe('102x5 99x10 | ')
    expect(textOf(update.bids, update.asks)).toBe('102x5 | 101x0')
  })
})

describe('a book on two connections', () => {
  it('fills a hole of one from the other and is live again without a resync', () => {
    const { take, told, levels, resubscribes, manager } = keep(RULES.previous)
    take(snapshot(10), 1)
    take(snapshot(10), 2)
    take(delta(11, 12), 1)
    take(delta(10, 11), 2)
    take(delta(11, 12), 2)
    take(delta(12, 13), 1)
    expect(told).toEqual([
      'live: snapshot',
      'bookSnapshot 10',
      'stale: gap',
      'live: filled',
      'bookSnapshot 12',
      'bookDelta 13',
    ])
    expect([levels(), resubscribes(), manager.counters.filledGaps]).toEqual(['99x13 | 101x1', 0, 1])
  })

  it('resyncs when the hole is not filled in time', () => {
    const { take, timers, told, resubscribes } = keep(RULES.previous)
    take(snapshot(10), 1)
    take(snapshot(10), 2)
    take(delta(11, 12), 1)
    timers.advance(249)
    expect(resubscribes()).toBe(0)
    timers.advance(1)
    expect([told.at(-1), resubscribes()]).toEqual(['stale: gap', 1])
  })

  it('drops what the slower one repeats, however far it is behind', () => {
    const { take, told, manager } = keep(RULES.previous)
    take(snapshot(10), 1)
    take(snapshot(10), 2)
    for (let id = 10; id < 40; id += 1) take(delta(id, id + 1), 1)
    for (let id = 10; id < 40; id += 1) take(delta(id, id + 1), 2)
    expect([told.length, manager.counters.dropped, manager.counters.gaps]).toEqual([32, 31, 0])
  })

  it('does not go back to the older snapshot of a slower one that had joined', () => {
    // Seen in the whole-system simulation: both were subscribed anew, and the slower one's snapshot came last.
    const { take, view } = keep(RULES.previous)
    take({ isSnapshot: true, bids: [[9, 1]], asks: [[11, 1]], last: 10 }, 1)
    take({ bids: [[9, 2]], prev: 10, last: 11 }, 1)
    take({ bids: [[9, 2]], prev: 10, last: 11 }, 2)
    take({ bids: [[9, 3]], prev: 11, last: 12 }, 1)
    take({ isSnapshot: true, bids: [[9, 1]], asks: [[11, 1]], last: 10 }, 2)
    expect(view.state === 'live' && view.lastId).toBe(12)
  })

  it('is stale where the connection that replaced its own starts with an older snapshot, until a newer one', () => {
    const { manager, slot, take, told, resubscribes } = keep(RULES.previous)
    take(snapshot(10), 1)
    manager.onSubscribed(slot, 'depth', 2)
    manager.onGone('public', 1, true, 'replaced')
    take(snapshot(9), 2)
    expect(told.slice(2)).toEqual(['stale: snapshot too old'])
    expect(resubscribes()).toBe(1)
    take(snapshot(10), 2)
    expect(told.slice(3)).toEqual(['live: snapshot', 'bookSnapshot 10'])
  })

  it('goes on when the one that led is gone and the other had joined', () => {
    const { take, told, manager } = keep(RULES.previous)
    take(snapshot(10), 1)
    take(snapshot(10), 2)
    manager.onGone('public', 1, false, 'reconnect')
    take(delta(10, 11), 2)
    expect(told).toEqual(['live: snapshot', 'bookSnapshot 10', 'bookDelta 11'])
  })

  it('holds what a new connection is ahead by until the old one gets there', () => {
    const { take, told, manager } = keep(RULES.firstLast)
    manager.onUpdate(makeUpdate(makeSlot(), snapshot(10)), 1)
    take(delta(10, 11), 1)
    take(delta(12, 13), 2)
    take(delta(11, 12), 1)
    expect(told.slice(2)).toEqual(['bookDelta 11', 'bookDelta 12', 'bookDelta 13'])
  })

  it('follows the new connection where updates have no ids', () => {
    const { take, told } = keep({ ...RULES.previous, judge: judgeUnnumbered })
    take({ isSnapshot: true, bids: [[99, 1]] }, 1)
    take({ bids: [[99, 2]] }, 2)
    take({ isSnapshot: true, bids: [[99, 3]] }, 2)
    take({ bids: [[99, 4]] }, 1)
    expect(told).toEqual(['live: snapshot', 'bookSnapshot', 'bookSnapshot'])
  })

  it('mixes no connections whose ids are their own, though the ids meet', () => {
    const rule = { ...RULES.previous, judge: judgeConsecutive, idsPerConnection: true }
    const { manager, take, told, levels, resubscribes } = keep(rule)
    take(snapshot(10), 1)
    take({ last: 11, bids: [[99, 5]] }, 1)
    take({ last: 12, bids: [[99, 6]] }, 2)
    expect(levels()).toBe('99x5 | 101x1')
    take(snapshot(7), 2)
    take({ last: 8, bids: [[99, 9]] }, 1)
    expect(levels()).toBe('99x7 | 101x1')
    take({ last: 8, bids: [[99, 8]] }, 2)
    expect(told.slice(2)).toEqual(['bookDelta 11', 'bookSnapshot 7', 'bookDelta 8'])
    manager.onGone('public', 2, true, 'replaced')
    expect(told.at(-1)).toBe('stale: replaced')
    expect(resubscribes()).toBe(1)
  })

  it('stays live when a connection is replaced in good order before the new one sent anything', () => {
    const { manager, slot, take, told } = keep(RULES.firstLast)
    take(snapshot(10), 1)
    take(delta(10, 11), 1)
    manager.onSubscribed(slot, 'depth', 2)
    manager.onGone('public', 1, true, 'replaced')
    take(delta(11, 12), 2)
    take(delta(14, 15), 2)
    expect(told.slice(2)).toEqual(['bookDelta 11', 'bookDelta 12', 'stale: gap'])
  })
})

describe('a book whose numbering starts again', () => {
  const restarts = ({ last }: BookUpdate): boolean => last === 1
  const STREAM = { ...RULES.previous, judge: judgeConsecutive, restarts }
  const JOINED = { ...RULES.firstLast, judge: judgeConsecutive, restarts }
  const at = (venueUs: number, parts: UpdateParts): UpdateParts => ({ ...parts, venueUs })

  it('follows the first of two connections that tells of it, and drops what the other still says', () => {
    const { take, levels, told, manager } = keep(STREAM)
    take(at(10, snapshot(700)), 1)
    take(at(10, snapshot(700)), 2)
    take(at(20, snapshot(1)), 1)
    take(at(21, delta(1, 2)), 1)
    // The other connection is behind: the last of the old numbering, then the same restart.
    take(at(11, delta(700, 701)), 2)
    take(at(20, snapshot(1)), 2)
    take(at(21, delta(1, 2)), 2)
    take(at(22, delta(2, 3)), 2)
    take(at(22, delta(2, 3)), 1)
    expect(levels()).toBe('99x3 | 101x1')
    expect(told.filter((line) => line.startsWith('bookSnapshot'))).toEqual([
      'bookSnapshot 700',
      'bookSnapshot 1',
    ])
    expect(manager.counters).toMatchObject({ gaps: 0, resyncs: 0 })
  })

  it('follows a second restart as it did the first', () => {
    const { take, levels } = keep(STREAM)
    for (const [time, source] of [
      [20, 1],
      [20, 2],
      [40, 2],
      [40, 1],
    ] as const)
      take(at(time, snapshot(1)), source)
    take(at(41, delta(1, 2)), 2)
    expect(levels()).toBe('99x2 | 101x1')
  })

  it('asks at once for a snapshot of the new numbering, and takes its low id', async () => {
    const { take, answer, asked, levels, told } = keep(JOINED)
    take(at(10, delta(700, 701)))
    await answer(at(10, snapshot(701)))
    take(at(20, { last: 1 }))
    expect(told.at(-1)).toBe('stale: gap')
    take(at(21, delta(1, 2)))
    expect(asked).toHaveLength(1)
    await answer(at(20, snapshot(1)))
    expect(levels()).toBe('99x2 | 101x1')
  })

  it('refuses a snapshot of before the restart, beside which the new ids would look old', async () => {
    const { take, answer, asked, levels, timers } = keep(JOINED)
    take(at(10, delta(700, 701)))
    await answer(at(10, snapshot(701)))
    take(at(20, { last: 1 }))
    await answer(at(10, snapshot(701)))
    expect(levels()).toBe('stale')
    timers.advance(1_000)
    expect(asked).toHaveLength(1)
    await answer(at(20, snapshot(1)))
    expect(levels()).toBe('99x1 | 101x1')
  })

  it('forgets what a second connection said of the old numbering', async () => {
    const { take, answer, levels } = keep(JOINED)
    take(at(10, delta(700, 701)), 1)
    await answer(at(10, snapshot(701)))
    take(at(10, delta(700, 701)), 2)
    take(at(20, { last: 1 }), 1)
    take(at(11, delta(701, 702)), 2)
    take(at(20, { last: 1 }), 2)
    await answer(at(20, snapshot(1)))
    take(at(21, delta(1, 2)), 2)
    take(at(21, delta(1, 2)), 1)
    expect(levels()).toBe('99x2 | 101x1')
  })
})

describe('other evidence', () => {
  it('marks a book corrupt that the BBO feed contradicts at the same id, once both were seen to agree', () => {
    const { manager, slot, take, told } = keep(RULES.previous)
    const check = new BboCheck()
    const bbo = (id: number, size: number) => {
      const update = new BboUpdate(slot)
      update.begin(slot, 1)
      update.last = id
      update.levels.prices.set([99, 101])
      update.levels.sizes.set([size, 1])
      check.note(update)
      manager.checkBest(slot.index, check)
    }
    take(snapshot(10))
    bbo(10, 7)
    for (const id of [11, 12, 13]) {
      take(delta(id - 1, id))
      bbo(id, id)
    }
    bbo(12, 1)
    expect(told.at(-1)).toBe('bookDelta 13')
    bbo(13, 1)
    expect(told.at(-1)).toBe('corrupt: bbo')
  })

  it('marks a book stale that is silent for far longer than it used to be', () => {
    const { take, timers, told } = keep(RULES.previous, {
      staleAfter: { factor: 50, minMs: 2_000 },
    })
    take(snapshot(10))
    for (let id = 10; id < 20; id += 1) {
      timers.advance(100)
      take({ ...delta(id, id + 1), localTimeUs: timers.nowMs * 1_000 })
    }
    timers.advance(4_000)
    expect(told.at(-1)).toBe('bookDelta 20')
    timers.advance(2_000)
    expect(told.at(-1)).toBe('stale: age')
  })

  it('leaves books of other connections alone when a frame of one cannot be read', () => {
    const { manager, take, told } = keep(RULES.previous)
    take(snapshot(10), 1)
    manager.onFault('public', 2, undefined, 'fault')
    manager.onFault('private', 1, undefined, 'fault')
    expect(told).toHaveLength(2)
    manager.onFault('public', 1, undefined, 'fault')
    expect(told.at(-1)).toBe('stale: fault')
  })
})
