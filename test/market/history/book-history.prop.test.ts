import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BookUpdate, InstrumentSlot, OrderBook } from '../../../src/core/index.ts'
import { BookHistory, HistoryBudget, type HistoryBudgetOptions } from '../../../src/market/index.ts'
import { NaiveHistory, type NaivePastBook, textOfRow } from '../../reference/naive-history.ts'
import { type Level, makeSlot, makeUpdate } from '../scripted-venue.ts'

const START_US = 1_767_322_800_000_000
const RUNS = 40

const price = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 1, max: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 48, max: 2 ** 52 }) },
)
const size = fc.oneof(
  { weight: 10, arbitrary: fc.nat({ max: 3 }) },
  { weight: 5, arbitrary: fc.nat({ max: 1_000_000 }) },
  { weight: 1, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER) },
)
const levels: fc.Arbitrary<Level[]> = fc.array(fc.tuple(price, size), { maxLength: 8 })
const clock = {
  localStepUs: fc.integer({ min: -300, max: 200_000 }),
  // In ms, in µs, absent.
  venueUs: fc.oneof(
    fc.integer({ min: 0, max: 1_000 }).map((ms) => START_US + ms * 1_000),
    fc.integer({ min: 0, max: 1e6 }).map((us) => START_US + us),
    fc.constant(Number.NaN),
  ),
  last: fc.oneof(
    fc.nat({ max: 1_000 }),
    fc.constantFrom(Number.NaN, Number.MAX_SAFE_INTEGER, 2 ** 52),
  ),
}

interface Update {
  type: 'delta' | 'snapshot'
  bids: Level[]
  asks: Level[]
  localStepUs: number
  venueUs: number
  last: number
}

type Act =
  | Update
  | { type: 'interrupt' | 'grow' | 'widen' | 'crowd' }
  | { type: 'read'; from: number; to: number; newestFirst: boolean; pause: number }
  | { type: 'bookAt'; at: number }
  | { type: 'replay'; from: number; to: number }
  | { type: 'replayAmid'; pause: number }

const place = fc.double({ min: -0.1, max: 1.1, noNaN: true })
const update = (type: 'delta' | 'snapshot') =>
  fc.record({ type: fc.constant(type), bids: levels, asks: levels, ...clock })
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 300, arbitrary: update('delta') },
  { weight: 30, arbitrary: update('snapshot') },
  {
    weight: 15,
    arbitrary: fc.record({
      type: fc.constantFrom('interrupt' as const, 'grow' as const, 'crowd' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('widen' as const) }) },
  {
    weight: 20,
    arbitrary: fc.record({
      type: fc.constant('read' as const),
      from: place,
      to: place,
      newestFirst: fc.boolean(),
      pause: place,
    }),
  },
  { weight: 20, arbitrary: fc.record({ type: fc.constant('bookAt' as const), at: place }) },
  {
    weight: 10,
    arbitrary: fc.record({ type: fc.constant('replay' as const), from: place, to: place }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ type: fc.constant('replayAmid' as const), pause: place }),
  },
)

const tuning: fc.Arbitrary<HistoryBudgetOptions> = fc.record({
  megabytes: fc.constantFrom(0.02, 0.026, 0.03, 1),
  hotRows: fc.integer({ min: 1, max: 12 }),
  hotLevels: fc.integer({ min: 1, max: 60 }),
  segmentBytes: fc.constantFrom(40, 150, 600),
  sliceLevels: fc.integer({ min: 1, max: 20 }),
})

/** A history, its naive twin, and another history that takes from the same budget. */
class Scene {
  readonly slot: InstrumentSlot = makeSlot()
  readonly budget: HistoryBudget
  readonly history: BookHistory
  readonly naive = new NaiveHistory()
  /** Whether updates come in big integers. */
  isWide = false
  readonly #other: BookHistory
  #nowUs = START_US

  constructor(options: HistoryBudgetOptions) {
    this.budget = new HistoryBudget(options)
    this.history = new BookHistory(this.slot, this.budget, { feed: 'depth' })
    this.#other = new BookHistory(makeSlot(1), this.budget, { feed: 'depth' })
  }

  /** Place of the oldest row that is held. */
  get from(): number {
    return this.naive.rows.length - this.history.count
  }

  push(act: Update): void {
    this.#nowUs += act.localStepUs
    const made = makeUpdate(this.slot, {
      ...act,
      isSnapshot: act.type === 'snapshot',
      localTimeUs: this.#nowUs,
    })
    if (this.isWide) {
      made.bids.widen()
      made.asks.widen()
    }
    this.naive.push(made)
    this.history.push(made)
  }

  interrupt(): void {
    this.naive.interrupt(this.#nowUs)
    this.history.interrupt(this.#nowUs)
  }

  crowd(): void {
    for (let i = 0; i < 20; i += 1) {
      const bids: Level[] = [[1 + i, 1 + i]]
      this.#other.push(
        makeUpdate(makeSlot(1), { isSnapshot: i === 0, bids, localTimeUs: this.#nowUs }),
      )
    }
  }

  close(): void {
    this.history.close()
    this.#other.close()
    expect(this.budget.use()).toMatchObject({ usedBytes: 0, hotBytes: 0, segments: 0 })
  }

  timeAt(place: number): number {
    const first = this.naive.rows[0]?.localTimeUs ?? START_US
    return Math.round(first + place * (this.#nowUs - first))
  }
}

function sidesOf(book: OrderBook): { bids: string[]; asks: string[] } | undefined {
  if (book.state !== 'live') return undefined
  const side = (levels: typeof book.bids) =>
    Array.from(
      { length: levels.count },
      (_, i) => `${levels.priceText(i)} ${levels.sizeText(i)}`,
    ).sort()
  return { bids: side(book.bids), asks: side(book.asks) }
}

function naiveSides({ isLive, bids, asks }: NaivePastBook): ReturnType<typeof sidesOf> {
  if (!isLive) return undefined
  const side = (levels: Map<string, string>) => [...levels].map((level) => level.join(' ')).sort()
  return { bids: side(bids), asks: side(asks) }
}

function checkRead(scene: Scene, act: Extract<Act, { type: 'read' }>, more: () => void): void {
  const range = { fromTimeUs: scene.timeAt(act.from), toTimeUs: scene.timeAt(act.to) }
  const expected = scene.naive.read(scene.from, range).map(({ text }) => text)
  if (act.newestFirst) expected.reverse()
  const cursor = scene.history.read({ ...range, newestFirst: act.newestFirst })
  const found: string[] = []
  const pause = Math.floor(act.pause * expected.length)
  while (found.length < pause && cursor.next()) {
    found.push(textOfRow(cursor.event as unknown as BookUpdate))
  }
  const heldBefore = scene.history.count
  const rowsBefore = scene.naive.rows.length
  more()
  const evicted = heldBefore + scene.naive.rows.length - rowsBefore - scene.history.count
  for (const event of cursor) found.push(textOfRow(event as unknown as BookUpdate))
  if (evicted === 0) expect(found).toEqual(expected)
  // What was evicted meanwhile is left out; what is told is right and in order.
  else expect(expected.filter((text) => found.includes(text))).toEqual(found)
}

function checkReplay(scene: Scene, act: Extract<Act, { type: 'replay' }>): void {
  const range = { fromTimeUs: scene.timeAt(act.from), toTimeUs: scene.timeAt(act.to) }
  const expected = scene.naive.rows.flatMap(({ localTimeUs }, i) =>
    i >= scene.from && localTimeUs >= range.fromTimeUs && localTimeUs <= range.toTimeUs
      ? [naiveSides(scene.naive.bookAfter(i))]
      : [],
  )
  expect(Array.from(scene.history.replay(range), sidesOf)).toEqual(expected)
}

/** Updates come while the replay is under way; what is evicted before it gets there leaves the book not live. */
function checkReplayAmid(scene: Scene, pause: number, more: () => void): void {
  const { from } = scene
  const end = scene.naive.rows.length
  const replay = scene.history.replay()
  let isPaused = false
  for (let told = 0; ; told += 1) {
    if (!isPaused && told >= pause * (end - from)) {
      isPaused = true
      more()
    }
    if (!replay.next()) {
      expect(told + replay.missed).toBe(end - from)
      return
    }
    const expected = naiveSides(scene.naive.bookAfter(from + told + replay.missed))
    const found = sidesOf(replay.book)
    // Not live is never wrong once something is missed; a book that is not the venue's is.
    if (replay.missed === 0 || found !== undefined) expect(found).toEqual(expected)
  }
}

function checkBookAt(scene: Scene, at: number): void {
  const timeUs = scene.timeAt(at)
  const last = scene.naive.rows.findLastIndex(({ localTimeUs }) => localTimeUs <= timeUs)
  const expected = last < scene.from ? undefined : naiveSides(scene.naive.bookAfter(last))
  const found = scene.history.bookAt(timeUs)
  expect(found && sidesOf(found)).toEqual(expected)
}

function play(scene: Scene, all: readonly Act[]): void {
  const updates = all.filter(
    (act): act is Update => act.type === 'delta' || act.type === 'snapshot',
  )
  const more = () => {
    for (const update of updates.slice(0, 15)) scene.push(update)
  }
  for (const [i, act] of all.entries()) {
    switch (act.type) {
      case 'delta':
      case 'snapshot':
        scene.push(act)
        break
      case 'interrupt':
        scene.interrupt()
        break
      case 'crowd':
        scene.crowd()
        break
      case 'grow':
        if (i % 2 === 0) scene.slot.priceScale = Math.min(3, scene.slot.priceScale + 1)
        else scene.slot.sizeScale = Math.min(3, scene.slot.sizeScale + 1)
        break
      case 'widen':
        scene.isWide = true
        break
      case 'read':
        checkRead(scene, act, more)
        break
      case 'bookAt':
        checkBookAt(scene, act.at)
        break
      case 'replayAmid':
        checkReplayAmid(scene, act.pause, more)
        break
      case 'replay':
        checkReplay(scene, act)
        break
    }
  }
}

describe('BookHistory', () => {
  it('reads back what an array of owned rows has, and the book at any time of it', () => {
    fc.assert(
      fc.property(
        tuning,
        fc.array(acts, { minLength: 1, maxLength: 220, size: 'max' }),
        (options, all) => {
          const scene = new Scene(options)
          play(scene, all)
          checkRead(
            scene,
            { type: 'read', from: -1, to: 2, newestFirst: false, pause: 0 },
            () => {},
          )
          checkReplay(scene, { type: 'replay', from: -1, to: 2 })
          scene.close()
        },
      ),
      { numRuns: RUNS },
    )
  })
})
