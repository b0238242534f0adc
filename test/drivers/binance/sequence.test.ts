import { describe, expect, test } from 'vitest'
import { newCursor } from '../../../src/book/index.ts'
import {
  type BookCursor,
  BookUpdate,
  levelTexts,
  type Market,
  type Verdict,
} from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { continuity } from '../../../src/drivers/binance/sequence.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { FrameReplay } from '../../../src/market/frame-replay.ts'

const driver = binance()

interface Ids {
  readonly U?: number
  readonly u: number
  readonly pu?: number
}

const slots = createInstrumentTable({
  infer: (market, symbol) => driver.inferInstrument(market, symbol),
})

function updateOf(market: Market, feed: string, ids: Ids, isSnapshot = false): BookUpdate {
  const slot = slots.bySymbol(market, 'BTCUSDT')
  if (slot === undefined) throw new Error('no slot')
  const update = new BookUpdate(slot)
  update.begin(slot, feed, isSnapshot, 1)
  update.first = ids.U ?? Number.NaN
  update.last = ids.u
  update.prev = ids.pu ?? Number.NaN
  return update
}

/** A cursor on a snapshot, and a judge of deltas for it. */
function started(market: Market, snapshotId: number, feed = 'depth') {
  const rule = continuity(market, feed)
  const cursor: BookCursor = newCursor()
  rule.judge(cursor, updateOf(market, feed, { u: snapshotId }, true))
  const judge = (ids: Ids): Verdict => rule.judge(cursor, updateOf(market, feed, ids))
  return { cursor, judge }
}

describe('futures: the worked example, snapshot 1000', () => {
  test('drops A, joins B, follows C although its U jumped, and sees the gap before D', () => {
    const { judge, cursor } = started('futures', 1000)
    expect(judge({ U: 980, u: 995, pu: 979 })).toBe('drop')
    expect(judge({ U: 996, u: 1004, pu: 995 })).toBe('apply')
    expect(judge({ U: 1010, u: 1012, pu: 1004 })).toBe('apply')
    expect(cursor.lastId).toBe(1012)
    expect(judge({ U: 1020, u: 1025, pu: 1018 })).toBe('gap')
    expect(cursor.lastId).toBe(1012)
  })

  test.each<[string, Ids, Verdict]>([
    ['step 3: u < lastUpdateId is old', { U: 990, u: 999, pu: 989 }, 'drop'],
    ['step 3 is strict: u = lastUpdateId is the first', { U: 996, u: 1000, pu: 995 }, 'apply'],
    ['step 4: U = lastUpdateId', { U: 1000, u: 1003, pu: 999 }, 'apply'],
    ['step 4: the snapshot ended at an event', { U: 1001, u: 1003, pu: 1000 }, 'apply'],
    ['step 4: that, and its ids jumped', { U: 1040, u: 1050, pu: 1000 }, 'apply'],
    ['step 4: U beyond the snapshot', { U: 1001, u: 1003, pu: 999 }, 'gap'],
  ])('%s', (_step, ids, verdict) => {
    expect(started('futures', 1000).judge(ids)).toBe(verdict)
  })

  test('after the first event, covering the id is not enough: pu must be the last u', () => {
    const { judge } = started('futures', 1000)
    judge({ U: 996, u: 1004, pu: 995 })
    expect(judge({ U: 1003, u: 1008, pu: 1002 })).toBe('gap')
  })

  test('what a second connection repeats is dropped, and changes nothing', () => {
    const { judge, cursor } = started('futures', 1000)
    const feed = [
      { U: 996, u: 1004, pu: 995 },
      { U: 1010, u: 1012, pu: 1004 },
      { U: 1013, u: 1020, pu: 1012 },
    ]
    // In step, then lagging by one, then by two.
    const order = [0, 0, 1, 0, 1, 2, 1, 2, 0]
    const verdicts = order.map((i) => judge(feed[i] as Ids))
    expect(verdicts.filter((verdict) => verdict === 'apply')).toHaveLength(3)
    expect(verdicts.filter((verdict) => verdict === 'drop')).toHaveLength(6)
    expect(cursor.lastId).toBe(1020)
  })

  test('a delta before any snapshot is a gap', () => {
    const cursor = newCursor()
    const update = updateOf('futures', 'depth', { U: 1, u: 2, pu: 0 })
    expect(continuity('futures', 'depth').judge(cursor, update)).toBe('gap')
  })
})

describe('spot', () => {
  test.each<[string, Ids, Verdict]>([
    ['step 3: u <= lastUpdateId is old', { U: 990, u: 1000 }, 'drop'],
    ['step 3: U <= lastUpdateId + 1 <= u', { U: 998, u: 1001 }, 'apply'],
    ['step 3: U = lastUpdateId + 1', { U: 1001, u: 1001 }, 'apply'],
    ['step 3: U > lastUpdateId + 1', { U: 1002, u: 1004 }, 'gap'],
  ])('%s', (_step, ids, verdict) => {
    expect(started('spot', 1000).judge(ids)).toBe(verdict)
  })

  test('step 5: ids follow without a hole; old and repeated ones are ignored', () => {
    const { judge, cursor } = started('spot', 1000)
    expect(judge({ U: 1001, u: 1003 })).toBe('apply')
    expect(judge({ U: 1001, u: 1003 })).toBe('drop')
    expect(judge({ U: 1004, u: 1004 })).toBe('apply')
    expect(judge({ U: 999, u: 1002 })).toBe('drop')
    expect(judge({ U: 1006, u: 1007 })).toBe('gap')
    expect(cursor.lastId).toBe(1004)
  })
})

describe('whole books', () => {
  test.each([
    ['spot', 'depth5'],
    ['spot', 'depth20'],
    ['futures', 'depth10'],
  ] as const)('%s %s replaces unless it is older', (market, feed) => {
    const rule = continuity(market, feed)
    const cursor = newCursor()
    const judge = (u: number) => rule.judge(cursor, updateOf(market, feed, { u }, true))
    expect(rule.snapshot).toBe('every')
    expect([judge(160), judge(170), judge(170), judge(165), judge(171)]).toEqual([
      'apply',
      'apply',
      'drop',
      'drop',
      'apply',
    ])
  })

  test.each(['depth', 'rpiDepth'])('%s asks for a snapshot by REST', (feed) => {
    expect(continuity('futures', feed).snapshot).toBe('rest')
    expect('checksum' in continuity('futures', feed)).toBe(false)
  })
})

describe('the spot procedure, frame by frame', () => {
  const SNAPSHOT = 'https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000'

  function setUp() {
    const verdicts: string[] = []
    const replay = new FrameReplay({
      driver,
      market: 'spot',
      onBook: ({ verdict, book }) => verdicts.push(`${verdict} ${book.state}`),
    })
    const diff = (U: number, u: number, b: string[][], a: string[][] = []) => {
      const data = { e: 'depthUpdate', E: 1672515782136, s: 'BTCUSDT', U, u, b, a }
      replay.frame(Buffer.from(JSON.stringify({ stream: 'btcusdt@depth@100ms', data })), 1)
    }
    const snapshot = (lastUpdateId: number, bids: string[][], asks: string[][]) =>
      replay.answer(SNAPSHOT, Buffer.from(JSON.stringify({ lastUpdateId, bids, asks })), 1)
    const levels = () => {
      const [book] = replay.books
      if (book === undefined || book.state !== 'live') return undefined
      return { bids: levelTexts(book.bids), asks: levelTexts(book.asks), lastId: book.lastId }
    }
    return { verdicts, diff, snapshot, levels }
  }

  test('buffers, refuses a snapshot older than the buffer, joins the next, follows, sees a gap', () => {
    const { verdicts, diff, snapshot, levels } = setUp()
    // Step 1: buffer every event.
    diff(101, 103, [['100.00', '1']])
    diff(104, 106, [['100.00', '2']])
    // Step 2: lastUpdateId < U of the first buffered event: fetch again.
    expect(snapshot(99, [['99.00', '9']], [['101.00', '9']])).toBe('event')
    expect(levels()).toBeUndefined()
    // Step 3: the first event is old (u <= 104), the second one covers 105. Step 4: snapshot, then the rest.
    snapshot(104, [['99.00', '5']], [['101.00', '5']])
    expect(levels()).toEqual({
      bids: [
        ['100', '2'],
        ['99', '5'],
      ],
      asks: [['101', '5']],
      lastId: 106,
    })
    // Step 5: the next in order, then one that was seen, then a hole.
    diff(107, 107, [['99.00', '0']], [['100.50', '3']])
    diff(104, 106, [['100.00', '2']])
    expect(levels()).toEqual({
      bids: [['100', '2']],
      asks: [
        ['100.5', '3'],
        ['101', '5'],
      ],
      lastId: 107,
    })
    diff(110, 111, [['98.00', '1']])
    expect(levels()).toBeUndefined()
    expect(verdicts).toEqual([
      'hold syncing',
      'hold syncing',
      'drop syncing',
      'replace live',
      'apply live',
      'apply live',
      'drop live',
      'gap stale',
    ])
  })

  test('a book whose sides cross is corrupt, and waits for a snapshot', () => {
    const { verdicts, diff, snapshot, levels } = setUp()
    snapshot(100, [['99.00', '5']], [['101.00', '5']])
    diff(101, 101, [['101.50', '1']])
    expect(levels()).toBeUndefined()
    diff(102, 102, [['101.50', '0']])
    expect(levels()).toBeUndefined()
    snapshot(102, [['99.00', '5']], [['101.00', '5']])
    expect(levels()?.lastId).toBe(102)
    expect(verdicts).toEqual(['replace live', 'corrupt corrupt', 'hold corrupt', 'replace live'])
  })
})
