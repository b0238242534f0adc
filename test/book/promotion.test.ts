import { describe, expect, test } from 'vitest'
import { LadderRoom, MaintainedBook } from '../../src/book/index.ts'
import { BookUpdate, InstrumentSlot, instrumentIndex } from '../../src/core/index.ts'
import { instrument } from '../support/instrument.ts'

const ROOM_BYTES = 1 << 20
const SECOND_US = 1_000_000
/** Levels that are spread over more places than a new ladder has. */
const LEVELS = 64
const STEP = 100

/** A book, and the time that passes between its changes. */
class Stage {
  readonly room: LadderRoom
  readonly book: MaintainedBook
  readonly #slot = new InstrumentSlot(
    instrumentIndex(0),
    instrument({ priceScale: 0, sizeScale: 0 }),
  )
  #round = 0

  constructor(room: LadderRoom = new LadderRoom(ROOM_BYTES)) {
    this.room = room
    this.book = new MaintainedBook(this.#slot, 'depth', 'full', room)
  }

  /** Changes 64 levels of bids, so many times, once in so many seconds; returns the time of the last. */
  change(times: number, everySeconds: number, fromUs: number): number {
    let atUs = fromUs
    for (let i = 0; i < times; i += 1) {
      atUs += everySeconds * SECOND_US
      this.#round += 1
      const update = new BookUpdate(this.#slot)
      update.begin(this.#slot, 'depth', false, atUs)
      update.bids.reserve(LEVELS)
      update.bids.count = LEVELS
      const factor = 10 ** this.#slot.priceScale
      for (let n = 0; n < LEVELS; n += 1) {
        update.bids.prices[n] = (100_000 - STEP * n) * factor
        update.bids.sizes[n] = this.#round
      }
      this.book.apply(update)
    }
    return atUs
  }

  /** A whole book, which was asked for at such a time. */
  replace(atUs: number): void {
    const update = new BookUpdate(this.#slot)
    update.begin(this.#slot, 'depth', true, atUs)
    this.book.apply(update)
  }

  growPriceScale(): void {
    this.#slot.priceScale += 1
  }

  get takenBytes(): number {
    return ROOM_BYTES - this.room.leftBytes
  }
}

const BUSY = 0.1
/** 640 changes a minute: neither many nor few. */
const BETWEEN = 6
/** 128 changes a minute. */
const QUIET = 30

describe('a book', () => {
  test('is promoted while it changes often: its ladder grows into the room of all', () => {
    const stage = new Stage()
    stage.change(200, BUSY, 0)
    expect(stage.takenBytes).toBeGreaterThan(8 * 4_096)
  })

  test('that changes rarely is not, however much has changed of it', () => {
    const stage = new Stage()
    stage.change(500, QUIET, 0)
    expect(stage.takenBytes).toBe(0)
  })

  test('is demoted when it became quiet, and promoted again when it changes often again', () => {
    const stage = new Stage()
    let atUs = stage.change(200, BUSY, 0)
    atUs = stage.change(6, QUIET, atUs)
    expect(stage.takenBytes).toBe(0)
    expect(stage.book.evidence.bids.count).toBe(LEVELS)
    stage.change(200, BUSY, atUs)
    expect(stage.takenBytes).toBeGreaterThan(8 * 4_096)
  })

  test('stays what it is while it changes neither often nor rarely', () => {
    const [hot, cool] = [new Stage(), new Stage()]
    const atUs = hot.change(200, BUSY, 0)
    const taken = hot.takenBytes
    hot.change(200, BETWEEN, atUs)
    cool.change(200, BETWEEN, 0)
    expect([hot.takenBytes, cool.takenBytes]).toEqual([taken, 0])
  })

  test('stays promoted by whole books of earlier times: they were asked for before what came meanwhile', () => {
    const stage = new Stage()
    const atUs = stage.change(200, BUSY, 100 * 60 * SECOND_US)
    const taken = stage.takenBytes
    stage.replace(0)
    stage.change(1, BUSY, atUs)
    expect(stage.takenBytes).toBe(taken)
  })

  test('that fell silent is demoted by others that share its room', () => {
    const silent = new Stage()
    const busy = new Stage(silent.room)
    const atUs = silent.change(200, BUSY, 0)
    const both = silent.takenBytes
    busy.change(2_000, BUSY, atUs)
    // Only one of two alike has any.
    expect(busy.takenBytes).toBe(both)
  })

  test('begins with a narrow ladder where its price scale grows: the width was measured in other steps', () => {
    const stage = new Stage()
    const atUs = stage.change(200, BUSY, 0)
    stage.growPriceScale()
    stage.change(1, BUSY, atUs)
    expect(stage.takenBytes).toBe(0)
    expect(stage.book.evidence.bids.priceText(LEVELS - 1)).toBe(String(100_000 - 63 * STEP))
  })

  test('gives everything back when it ends, and once', () => {
    const stage = new Stage()
    stage.change(200, BUSY, 0)
    stage.book.release()
    stage.book.release()
    expect(stage.takenBytes).toBe(0)
  })
})
