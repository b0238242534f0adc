import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  BboUpdate,
  FrameSink,
  LevelBuffer,
  Market,
  TradeUpdate,
} from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import {
  BOOKS,
  bookFramesOf,
  expectBrokenAsByKeys,
  expectReadsAsByKeys,
  expectTeachesShape,
} from '../small-changes.ts'
import { naiveEvents } from './naive.ts'

const driver = binance()
const OUTCOMES = ['event', 'control', 'ignored', 'fault']

const frames = fixturesOf('binance').map(([name, { frame, market, outcome }]) => ({
  name,
  market,
  outcome,
  frame,
  text: typeof frame === 'string' ? frame : JSON.stringify(frame),
}))
/** Frames whose events the naive reader knows too; µs times are left to their fixture. */
const hot = frames.filter(
  ({ name, outcome, text, market }) =>
    outcome === 'event' && !name.includes('micro') && naiveEvents(text, market) !== undefined,
)

const isTold = (event: unknown): boolean => (event as { type: string }).type !== 'instrumentChanged'

/** The same value with its object keys in another order, decided by `pick`. */
function shuffled(value: unknown, pick: (count: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, pick))
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value)
  const mixed: [string, unknown][] = []
  while (left.length > 0) {
    const [entry] = left.splice(pick(left.length), 1)
    if (entry !== undefined) mixed.push([entry[0], shuffled(entry[1], pick)])
  }
  return Object.fromEntries(mixed)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('a damaged frame', () => {
  test.each(frames)('of $name, cut anywhere, is refused', ({ text, market }) => {
    const bytes = Buffer.from(text)
    for (let end = 0; end < bytes.length; end += 1) {
      const cut = bytes.subarray(0, end)
      const { outcome, events, fault } = decodeOne(driver, market, cut)
      if (isJson(cut.toString())) continue // nothing is lost but a newline
      const isBinary = text.startsWith('2\u0000') && end >= 8
      expect(outcome).toBe(isBinary ? 'ignored' : 'fault')
      expect(events).toEqual([])
      if (!isBinary) expect(fault?.offsetBytes).toBeLessThanOrEqual(end)
    }
  })

  test('with any bytes changed has an outcome, and tells nothing unless it is one', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...frames), changes, ({ text, market }, places) => {
        const bytes = Buffer.from(text)
        for (const [at, value] of places) bytes[at % bytes.length] = value
        const { outcome, events } = decodeOne(driver, market, bytes)
        expect(OUTCOMES).toContain(outcome)
        if (outcome !== 'event') expect(events).toEqual([])
        if (outcome === 'event' || outcome === 'control')
          expect(isJson(bytes.toString())).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  test('with a digit of its prices changed becomes exactly what its bytes say', () => {
    fc.assert(
      fc.property(fc.constantFrom(...hot), fc.nat(), fc.nat(9), ({ text, market }, nth, digit) => {
        // Digits between quotes only: in a symbol they would name another instrument.
        const places = [...text.matchAll(/"\d+(?:\.\d+)?"/g)]
        const place = places[nth % places.length]
        if (place === undefined) return
        const changed = `${text.slice(0, place.index + 1)}${digit}${text.slice(place.index + 1)}`
        const { events } = decodeOne(driver, market, changed)
        expect(events.filter(isTold)).toEqual(naiveEvents(changed, market))
      }),
      { numRuns: 2000 },
    )
  })
})

test.each(hot)('$name reads the same whatever the order of its keys', ({ frame, text, market }) => {
  const expected = naiveEvents(text, market)
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const { events } = decodeOne(driver, market, JSON.stringify(shuffled(frame, pick)))
      expect(events.filter(isTold)).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

/** Reads frames with one decoder, and each with a fresh one too. */
function expectAsFresh(market: Market, all: readonly Uint8Array[]): void {
  const events: unknown[] = []
  const push = (event: unknown): void => void events.push(JSON.parse(JSON.stringify(event)))
  const atScale =
    <T extends BboUpdate | TradeUpdate>(levelsOf: (update: T) => LevelBuffer) =>
    (update: T): void => {
      const { priceScale, sizeScale } = levelsOf(update)
      expect([priceScale, sizeScale]).toEqual([update.slot.priceScale, update.slot.sizeScale])
      push(update)
    }
  const sink: FrameSink = {
    book: push,
    bbo: atScale(({ levels }) => levels),
    trade: atScale(({ level }) => level),
    event: push,
    lost: () => {},
  }
  const table = createInstrumentTable({ infer: (of, symbol) => driver.inferInstrument(of, symbol) })
  const decoder = driver.createDecoder(table, market)
  for (const bytes of all) {
    events.length = 0
    const outcome = decoder.decode(bytes, 1, sink)
    const fresh = decodeOne(driver, market, bytes)
    expect(outcome).toBe(fresh.outcome)
    expect(events.filter(isTold)).toEqual(fresh.events.filter(isTold))
  }
}

test('a decoder reads a frame as a fresh one does, whatever it has read before', () => {
  const markets: readonly Market[] = ['spot', 'futures']
  for (const market of markets) {
    const some = frames.filter((frame) => frame.market === market)
    const damage = fc.option(fc.tuple(fc.nat(), fc.nat(255)), { nil: undefined, freq: 6 })
    const feed = fc.array(fc.tuple(fc.constantFrom(...some), damage), { maxLength: 30 })
    fc.assert(
      fc.property(feed, (pieces) =>
        expectAsFresh(
          market,
          pieces.map(([{ text }, change]) => {
            const bytes = Buffer.from(text)
            if (change !== undefined) bytes[change[0] % bytes.length] = change[1]
            return bytes
          }),
        ),
      ),
      { numRuns: 400 },
    )
  }
})

test('a decoder reads a frame that differs little from the one before it as a fresh one does', () => {
  const small = hot.filter(({ text }) => /@(?:bookTicker|trade|aggTrade)"/.test(text))
  expect(small.length).toBeGreaterThan(3)
  const edit = fc.record({
    at: fc.nat(),
    byte: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 48, max: 57 }) },
      { weight: 2, arbitrary: fc.constantFrom(...Buffer.from('.",e-')) },
      { weight: 1, arbitrary: fc.nat(255) },
    ),
    isInserted: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    isKept: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...small),
      fc.array(edit, { maxLength: 40 }),
      ({ text, market }, edits) => {
        let last = text
        const all = [text]
        for (const { at, byte, isInserted, isKept } of edits) {
          // Where digits are, so that most frames are legal.
          const places = [...last.matchAll(/\d/g)]
          const place = places[at % places.length]?.index ?? 0
          const changed = `${last.slice(0, place)}${String.fromCharCode(byte)}${last.slice(isInserted ? place : place + 1)}`
          all.push(changed)
          if (isKept) last = changed
        }
        expectAsFresh(
          market,
          all.map((each) => Buffer.from(each, 'latin1')),
        )
      },
    ),
    { numRuns: 1_500 },
  )
})

test('best prices that did not change are told at the scales of the instrument, whatever raised them', () => {
  const bbo =
    '{"stream":"btcusdt@bookTicker","data":{"u":7,"s":"BTCUSDT","b":"1.5","B":"2","a":"1.6","A":"3"}}'
  const depth =
    '{"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":8,"u":8,"b":[["1.123","0.5"]],"a":[]}}'
  const table = createInstrumentTable({ infer: (of, symbol) => driver.inferInstrument(of, symbol) })
  const decoder = driver.createDecoder(table, 'spot')
  const told: string[] = []
  const nothing = (): void => {}
  const sink: FrameSink = {
    book: nothing,
    trade: nothing,
    event: nothing,
    lost: nothing,
    bbo: ({ levels, slot }) =>
      told.push(`${levels.price(0)} at ${levels.priceScale} of ${slot.priceScale}`),
  }
  for (const text of [bbo, bbo, depth, bbo, bbo]) decoder.decode(Buffer.from(text), 1, sink)
  expect(told).toEqual(['15 at 1 of 1', '15 at 1 of 1', '1500 at 3 of 3', '1500 at 3 of 3'])
})

test('a frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(driver, bookFramesOf('binance', driver, [...BOOKS, 'bbo', 'trade']))
})

test('a best price or a trade like one before it is read by its shape', () => {
  expectTeachesShape(driver, bookFramesOf('binance', driver, ['bbo', 'trade']))
})

test('a best price or a trade with a byte that may not stand in a text is read as key by key', () => {
  expectBrokenAsByKeys(driver, bookFramesOf('binance', driver, ['bbo', 'trade']))
})
