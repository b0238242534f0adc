import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { encodeFrame } from '../../support/mexc-proto.ts'
import { decodeOne, fixturesOf } from '../run-fixtures.ts'
import { bookFramesOf, expectReadsAsByKeys } from '../small-changes.ts'
import { naiveFutures, naiveProto } from './naive.ts'
import { bytesOf, isProto } from './wire.ts'

const driver = mexc()
const fixtures = fixturesOf('mexc').map(([name, fixture]) => ({
  name,
  market: fixture.market,
  isProto: isProto(fixture),
  bytes: bytesOf(fixture),
}))
const jsonFrames = fixtures.filter((each) => !each.isProto)

/** What a damaged frame may become: refused, left aside, or exactly what its bytes say. */
function check(market: 'spot' | 'futures', bytes: Uint8Array): void {
  const { outcome, events } = decodeOne(driver, market, bytes)
  if (outcome !== 'event') return
  const expected =
    market === 'spot' ? naiveProto(bytes) : naiveFutures(Buffer.from(bytes).toString('utf8'))
  if (expected === undefined) return
  const told = events.filter((event) => (event as { type: string }).type !== 'instrumentChanged')
  // As JSON writes it: `-0` is 0.
  expect(told).toEqual(JSON.parse(JSON.stringify(expected)))
}

test('a book frame that differs little from one before it is read as key by key', () => {
  expectReadsAsByKeys(
    driver,
    bookFramesOf('mexc', driver).filter(({ market }) => market === 'futures'),
  )
})

describe('a damaged frame', () => {
  test.each(fixtures)('of $name, cut anywhere, is refused or reads as what is left', (fixture) => {
    for (let end = 0; end < fixture.bytes.length; end += 1)
      check(fixture.market, fixture.bytes.subarray(0, end))
  })

  test.each(jsonFrames)('of $name, which is JSON, is never an event where it is cut', (fixture) => {
    for (let end = 1; end < fixture.bytes.length; end += 1) {
      const { outcome } = decodeOne(driver, fixture.market, fixture.bytes.subarray(0, end))
      expect(outcome).toBe('fault')
    }
  })

  test('a BBO of the stream that has no versions has none, whatever its fifth field says', () => {
    const bytes = fixtures.find(({ name }) => name === 'aggre-bookTicker.no-ask.json')?.bytes
    const damaged = Buffer.from(bytes ?? [])
    // The tag of the body: 315 becomes 305.
    damaged[damaged.indexOf(Uint8Array.of(218, 19))] = 138
    expect(decodeOne(driver, 'spot', damaged).outcome).toBe('event')
    check('spot', damaged)
  })

  test('with any bits flipped is refused, or becomes exactly what its bytes say', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), flips, ({ market, bytes }, places) => {
        const damaged = Buffer.from(bytes)
        for (const [at, bit] of places) {
          const i = at % damaged.length
          damaged[i] = (damaged[i] ?? 0) ^ (1 << bit)
        }
        check(market, damaged)
      }),
      { numRuns: 20_000 },
    )
  })

  test('with bytes lost, doubled or of no sense at all does not throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.nat(),
        fc.nat(40),
        fc.uint8Array({ maxLength: 20 }),
        ({ market, bytes }, at, count, junk) => {
          const start = at % bytes.length
          const damaged = Buffer.concat([
            bytes.subarray(0, start),
            junk,
            bytes.subarray(start + count),
          ])
          check(market, damaged)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

const digits = fc.maxSafeNat().map(String)
const number = fc
  .tuple(fc.nat({ max: 999_999_999 }), fc.nat({ max: 12 }), fc.boolean())
  .map(([value, scale, isLong]) => {
    const text = String(value).padStart(scale + 1, '0')
    const whole = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
    return isLong ? `98765432109${whole}` : whole
  })
const levels = fc.array(fc.record({ price: number, quantity: number }), { maxLength: 30 })
const frames = fc.oneof(
  fc.record({
    channel: fc.constant('spot@public.aggre.depth.v3.api.pb@10ms@BTCUSDT'),
    symbol: fc.constant('BTCUSDT'),
    sendTime: fc.nat(),
    publicAggreDepths: fc.record({
      asks: levels,
      bids: levels,
      fromVersion: digits,
      toVersion: digits,
      lastOrderCreateTime: fc.nat(),
    }),
  }),
  fc.record({
    channel: fc.constant('spot@public.aggre.deals.v3.api.pb@10ms@BTCUSDT'),
    symbol: fc.constant('BTCUSDT'),
    sendTime: fc.nat(),
    publicAggreDeals: fc.record({
      deals: fc.array(
        fc.record({
          price: number,
          quantity: number,
          tradeType: fc.constantFrom(1, 2),
          time: fc.integer({ min: 1 }),
          tradeId: fc.stringMatching(/^[\w]{0,40}$/),
        }),
        { minLength: 1, maxLength: 20 },
      ),
    }),
  }),
  fc.record({
    channel: fc.constant('spot@public.aggre.bookTicker.v3.api.pb@10ms@BTCUSDT'),
    symbol: fc.constant('BTCUSDT'),
    sendTime: fc.nat(),
    publicAggreBookTicker: fc.record({
      bidPrice: number,
      bidQuantity: number,
      askPrice: number,
      askQuantity: number,
      version: digits,
    }),
  }),
)

test('any frame that protobufjs writes is read as protobufjs reads it', () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const bytes = encodeFrame(frame)
      const { outcome, events } = decodeOne(driver, 'spot', bytes)
      const told = events.filter(
        (event) => (event as { type: string }).type !== 'instrumentChanged',
      )
      expect(outcome).toBe('event')
      expect(told).toEqual(JSON.parse(JSON.stringify(naiveProto(bytes))))
    }),
    { numRuns: 1000 },
  )
})

test('a decoder with a past reads a frame as a fresh one does', () => {
  for (const market of ['spot', 'futures'] as const) {
    const table = createInstrumentTable({
      infer: (of, symbol) => driver.inferInstrument(of, symbol),
    })
    const decoder = driver.createDecoder(table, market)
    const own = fixtures.filter((fixture) => fixture.market === market)
    fc.assert(
      fc.property(fc.constantFrom(...own), ({ bytes }) => {
        const events: unknown[] = []
        const push = (event: unknown): void => void events.push(JSON.parse(JSON.stringify(event)))
        const sink = { book: push, bbo: push, trade: push, event: push, lost: () => {} }
        const fresh = decodeOne(driver, market, bytes)
        const isTold = (event: unknown): boolean =>
          (event as { type: string }).type !== 'instrumentChanged'
        expect(decoder.decode(bytes, 1, sink)).toBe(fresh.outcome)
        expect(events.filter(isTold)).toEqual(fresh.events.filter(isTold))
        if (fresh.outcome === 'ignored') expect(decoder.ignoredReason).toBe(fresh.reason)
        // The slot is another table's.
        if (fresh.outcome === 'fault')
          expect({ ...decoder.fault, slot: 0 }).toEqual({ ...fresh.fault, slot: 0 })
      }),
      { numRuns: 2000 },
    )
  }
})

/** The fields of a message, each with its tag, in another order. */
function shuffledFields(bytes: Uint8Array, pick: (count: number) => number): Uint8Array {
  const fields: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const start = at
    const varint = (): number => {
      let value = 0
      for (let place = 1; ; place *= 128) {
        const byte = bytes[at] ?? 0
        at += 1
        value += (byte % 128) * place
        if (byte < 128) return value
      }
    }
    const wireType = varint() % 8
    const value = varint()
    if (wireType === 2) at += value
    fields.push(bytes.subarray(start, at))
  }
  const mixed: Uint8Array[] = []
  while (fields.length > 0) mixed.push(...fields.splice(pick(fields.length), 1))
  return Buffer.concat(mixed)
}

test.each(fixtures.filter((each) => each.isProto))(
  '$name reads the same whatever the order of its fields',
  ({ bytes }) => {
    const { outcome, events } = decodeOne(driver, 'spot', bytes)
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
        const pick = (count: number): number => (numbers.next().value ?? 0) % count
        const mixed = decodeOne(driver, 'spot', shuffledFields(bytes, pick))
        expect([mixed.outcome, mixed.events]).toEqual([outcome, events])
      }),
      { numRuns: 30 },
    )
  },
)

/** The same value with its object keys in another order. */
function shuffledKeys(value: unknown, pick: (count: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffledKeys(item, pick))
  if (typeof value !== 'object' || value === null) return value
  const left = Object.entries(value)
  const mixed: [string, unknown][] = []
  while (left.length > 0) {
    const [entry] = left.splice(pick(left.length), 1)
    if (entry !== undefined) mixed.push([entry[0], shuffledKeys(entry[1], pick)])
  }
  return Object.fromEntries(mixed)
}

test.each(
  jsonFrames.filter(({ name }) => /^futures-d.*\.(merged|unmerged|linear|object)/.test(name)),
)('$name reads the same whatever the order of its keys', ({ bytes }) => {
  const frame: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  const expected = decodeOne(driver, 'futures', JSON.stringify(frame))
  expect(expected.outcome).toBe('event')
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (numbers) => {
      const pick = (count: number): number => (numbers.next().value ?? 0) % count
      const text = JSON.stringify(shuffledKeys(frame, pick))
      expect(decodeOne(driver, 'futures', text).events).toEqual(expected.events)
    }),
    { numRuns: 60 },
  )
})
