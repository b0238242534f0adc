import fc from 'fast-check'
import { expect } from 'vitest'
import type {
  BookUpdate,
  ExchangeDriver,
  FrameSink,
  InstrumentSlot,
  LevelBuffer,
  Market,
} from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { ShapedFrames } from '../../src/drivers/kit/shaped-frames.ts'
import { decodeOne, fixturesOf } from './run-fixtures.ts'

await shapesReady()

/** Whether frames are read key by key, and by no shape. */
let isByKeys = false
/** Whether the frame before was read by a shape. */
let wasByShape = false
const readByShape = Object.getOwnPropertyDescriptor(ShapedFrames.prototype, 'read')?.value as (
  this: ShapedFrames,
  frame: Uint8Array,
  localTimeUs: number,
) => boolean
ShapedFrames.prototype.read = function (frame, localTimeUs) {
  wasByShape = !isByKeys && readByShape.call(this, frame, localTimeUs)
  return wasByShape
}

/** A frame and the market of its connection. */
export interface FrameOfMarket {
  readonly market: Market
  readonly text: string
}

/** What one update of a book is told as. */
export const BOOKS: readonly string[] = ['bookSnapshot', 'bookDelta']

/** The documented frames of a venue that are one update of one book, or one event of the types given. */
export function bookFramesOf(
  venue: string,
  driver: ExchangeDriver,
  types: readonly string[] = BOOKS,
): readonly FrameOfMarket[] {
  return fixturesOf(venue).flatMap(([, { frame, market, outcome }]) => {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    if (outcome !== 'event') return []
    const events = decodeOne(driver, market, text).events as { type: string }[]
    const told = events.filter(({ type }) => type !== 'instrumentChanged')
    return told.length === 1 && types.includes(told[0]?.type ?? '') ? [{ market, text }] : []
  })
}

/** One byte put in another's place, or before it: mostly a digit where digits are, so that most frames are legal. */
const EDIT = fc.record({
  at: fc.nat(),
  byte: fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 48, max: 57 }) },
    { weight: 2, arbitrary: fc.constantFrom(...Buffer.from('.",e-[]{}\\')) },
    { weight: 1, arbitrary: fc.nat(255) },
  ),
  isInserted: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  isDigitPlace: fc.oneof(
    { weight: 5, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  isKept: fc.boolean(),
  other: fc.option(fc.nat(), { nil: undefined, freq: 8 }),
})

/**
 * Feeds sequences of frames that each differ little from one before to two decoders, of which one reads all of them key by
 * key: whatever shapes the other has learned, it says the same.
 */
export function expectReadsAsByKeys(
  driver: ExchangeDriver,
  frames: readonly FrameOfMarket[],
  numRuns = 600,
): void {
  expect(frames.length).toBeGreaterThan(0)
  fc.assert(
    fc.property(fc.nat(), fc.array(EDIT, { maxLength: 40 }), (first, edits) => {
      const { market, text } = at(frames, first)
      const some = frames.filter((frame) => frame.market === market)
      let last = text
      const all = [text, text]
      for (const { at: place, byte, isInserted, isDigitPlace, isKept, other } of edits) {
        if (other !== undefined) last = at(some, other).text
        const start = isDigitPlace ? digitPlace(last, place) : place % last.length
        const changed = `${last.slice(0, start)}${String.fromCharCode(byte)}${last.slice(isInserted ? start : start + 1)}`
        all.push(last, changed)
        if (isKept) last = changed
      }
      const byShape = reader(driver, market)
      const byKeys = reader(driver, market)
      for (const each of all) {
        const bytes = Buffer.from(each, 'latin1')
        isByKeys = false
        const found = byShape(bytes)
        isByKeys = true
        expect(found, each).toEqual(byKeys(bytes))
      }
    }),
    { numRuns },
  )
}

/** Each frame teaches a shape: a second one like it is read by that. */
export function expectTeachesShape(driver: ExchangeDriver, frames: readonly FrameOfMarket[]): void {
  expect(frames.length).toBeGreaterThan(0)
  isByKeys = false
  for (const { market, text } of frames) {
    const read = reader(driver, market)
    for (const isSecond of [false, true]) {
      read(Buffer.from(text, 'latin1'))
      expect(wasByShape, text).toBe(isSecond)
    }
  }
}

/** Bytes that end a text, begin an escape, or may not stand in one. */
const BREAKING = [31, 34, 92]

/** The same of frames in which one byte is another that no text may have as it is: each byte in its turn. */
export function expectBrokenAsByKeys(
  driver: ExchangeDriver,
  frames: readonly FrameOfMarket[],
): void {
  expect(frames.length).toBeGreaterThan(0)
  for (const { market, text } of frames)
    for (let place = 0; place < text.length; place += 1)
      for (const byte of BREAKING) {
        const broken = `${text.slice(0, place)}${String.fromCharCode(byte)}${text.slice(place + 1)}`
        const byShape = reader(driver, market)
        const byKeys = reader(driver, market)
        for (const each of [text, text, broken, broken]) {
          const bytes = Buffer.from(each, 'latin1')
          isByKeys = false
          const found = byShape(bytes)
          isByKeys = true
          expect(found, each).toEqual(byKeys(bytes))
        }
      }
}

function at<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('no items')
  return item
}

function digitPlace(text: string, n: number): number {
  const places = [...text.matchAll(/\d/g)]
  return places.length === 0 ? 0 : at(places, n).index
}

/** Reads with one decoder: outcome, what was told, and the digits that a checksum needs. */
function reader(driver: ExchangeDriver, market: Market): (bytes: Uint8Array) => unknown {
  const table = createInstrumentTable({ infer: (of, symbol) => driver.inferInstrument(of, symbol) })
  const decoder = driver.createDecoder(table, market)
  return (bytes) => {
    const told: unknown[] = []
    const push = (event: unknown): void => void told.push(JSON.parse(JSON.stringify(event)))
    const pushLevels = (
      update: { readonly slot: InstrumentSlot },
      buffers: readonly LevelBuffer[],
    ): void => {
      push(update)
      for (const buffer of buffers) {
        const { priceScale, sizeScale } = buffer
        expect([priceScale, sizeScale]).toEqual([update.slot.priceScale, update.slot.sizeScale])
        // A book of more digits brings the update to its own scales: what is read next has the instrument's.
        buffer.rescale(priceScale, sizeScale + 1)
      }
    }
    const sink: FrameSink = {
      book: (update: BookUpdate) => {
        pushLevels(update, [update.bids, update.asks])
        if (driver.continuity(market, update.feed).checksum !== undefined)
          told.push([update.priceDigits, update.sizeDigits])
      },
      bbo: (update) => pushLevels(update, [update.levels]),
      trade: (update) => pushLevels(update, [update.level]),
      event: (event) => event.type !== 'instrumentChanged' && push(event),
      lost: push,
    }
    const outcome = decoder.decode(bytes, 1, sink)
    if (outcome === 'ignored') return { outcome, told, why: decoder.ignoredReason }
    return { outcome, told, why: outcome === 'fault' ? decoder.fault?.code : '' }
  }
}
